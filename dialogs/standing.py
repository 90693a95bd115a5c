"""Standing times: suggested by one, agreed by all once, and stopped by anyone at any moment."""

from collections.abc import Mapping
from datetime import timedelta

from pydantic import JsonValue

from bot.core.circle import Circle
from bot.core.messages import Action, Message
from bot.core.ports import NotThere
from bot.core.records import StandingState, StandingTime
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import NotYours, Refusal, Turn
from bot.core.words import _
from bot.programme.standing import Rule, read, written
from dialogs.booking import Setting
from dialogs.meetings import choose_relationship, names_of
from dialogs.proposing import setting_for
from dialogs.rhythm import stand
from dialogs.standing_course import (
    about,
    end_standing,
    fill,
    lies_in_everybodys_hours,
    next_dates,
    not_taken_up,
    question,
    wait_for_answers,
)

routes = Routes()

OVER = _("This programme has come to its end, so there is nothing left to book here.")


class StandingBook:
    """Puts a standing time to the others; an older suggestion makes way."""

    def __init__(self, turn: Turn, setting: Setting) -> None:
        self._turn = turn
        self._setting = setting

    async def suggest(self, rule: Rule) -> None:
        turn = self._turn
        circle = await turn.my_circle(self._setting.relationship)
        if not circle.is_active:
            raise Refusal(OVER)
        for older in await _of(turn, circle, StandingState.PROPOSED):
            await end_standing(turn, older)
        standing = StandingTime(
            id=turn.new_id(),
            relationship_id=circle.relationship.id,
            rule=written(rule),
            timezone=self._setting.timezone,
            by=turn.person.id,
            agreed_by=[turn.person.id],
            in_hours=lies_in_everybodys_hours(circle, rule, self._setting.timezone),
            asked_at=turn.now,
        )
        await turn.unit.standing_times.add(standing)
        for person in circle.others(turn.person.id):
            message = question(circle, standing, person, circle.today(turn.now))
            await turn.tell(person, message, cohort=circle.cohort)
        text = _("I have asked {names}. Once all of you agree, it fills your diary by itself.")
        names = names_of(circle.others(turn.person.id))
        turn.reply(_short(text.format(names=names), _stop(standing, _("Take it back"))))
        await wait_for_answers(turn, circle, standing)


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return {"standing": StandingBook(turn, Setting.model_validate(inputs["setting"]))}


standing_talk = Talk(stand, _ports, about=("setting.relationship",), kept=timedelta(days=1))


@routes.press("standing")
@routes.command("standing time")
async def standing(turn: Turn, args: dict[str, str]) -> None:
    """Show the standing time there is, or open the form for one."""
    story = await choose_relationship(turn, "standing", args)
    if story is None:
        return
    circle = story.circle
    for there in await _of(turn, circle, StandingState.AGREED, StandingState.PROPOSED):
        turn.reply(_as_it_stands(turn, circle, there))
        return
    await _open(turn, circle)


@routes.press("standing.new")
async def another(turn: Turn, args: dict[str, str]) -> None:
    """Open the form for another standing time; it takes the place of the one there is once all agree."""
    await _open(turn, await turn.my_circle(args["relationship"]))


async def _open(turn: Turn, circle: Circle) -> None:
    if not circle.is_active:
        raise Refusal(OVER)
    await open_talk(turn, standing_talk, setting=await setting_for(turn, circle, most=0))


def _as_it_stands(turn: Turn, circle: Circle, there: StandingTime) -> Message:
    if there.state is StandingState.PROPOSED and turn.person.id not in there.agreed_by:
        asked = question(circle, there, turn.person, circle.today(turn.now))
        return asked.model_copy(update={"kind": "reply.standing"})
    agreed = there.state is StandingState.AGREED
    head = _("Your standing time is {rule}.") if agreed else _("A standing time waits for an answer: {rule}.")
    dates = next_dates(circle, there, turn.person, circle.today(turn.now))
    here = {"relationship": circle.relationship.id}
    return _short(
        "\n".join((head.format(rule=read(there.rule)), *dates)),
        Action(label=_("Change it"), route="standing.new", args=here),
        _stop(there, _("Stop it")),
    )


@routes.press("standing.accept")
async def accept(turn: Turn, args: dict[str, str]) -> None:
    """Say yes; once all have, it takes the place of an older one and fills the diary."""
    circle, there = await _mine(turn, args)
    if there.state is StandingState.AGREED or turn.person.id in there.agreed_by:
        raise Refusal(_("You have agreed to that standing time already."))
    there = there.model_copy(update={"agreed_by": [*there.agreed_by, turn.person.id]})
    if any(person.id not in there.agreed_by for person in circle.people):
        await turn.unit.standing_times.put(there)
        turn.reply(_short(_("Thank you. I'll tell you once everyone has agreed.")))
        return
    for older in await _of(turn, circle, StandingState.AGREED):
        await end_standing(turn, older)
    there = there.model_copy(update={"state": StandingState.AGREED})
    await turn.unit.standing_times.put(there)
    text = _("It's a standing time now: {rule}.").format(rule=read(there.rule))
    told = Message(
        kind="service.standing",
        preview=_("About your meetings"),
        text=text,
        actions=(_stop(there, _("Stop it")),),
    )
    await turn.tell_all(circle, told, but=turn.person.id)
    turn.reply(_short(text, _stop(there, _("Stop it"))))
    await fill(turn, await turn.my_story(circle.relationship.id), there)


@routes.press("standing.decline")
async def decline(turn: Turn, args: dict[str, str]) -> None:
    """Rather not: whoever suggested it hears that it was not taken up, and only that."""
    circle, there = await _mine(turn, args)
    if there.state is StandingState.AGREED:
        raise Refusal(_("That standing time is agreed. You can stop it at any time."))
    await end_standing(turn, there)
    suggested_by = circle.member(there.by)
    if suggested_by is not None and suggested_by.id != turn.person.id:
        await turn.tell(suggested_by, not_taken_up(circle), cohort=circle.cohort)
    turn.reply(_short(_("That's fine. Single times work as ever.")))


@routes.press("standing.stop")
async def stop(turn: Turn, args: dict[str, str]) -> None:
    """Stop a standing time, or take a suggestion back; meetings that stand in the diary stay there."""
    circle, there = await _mine(turn, args)
    await end_standing(turn, there)
    text = _("The standing time has ended. What is in the diary stays until you move it or call it off.")
    if there.state is StandingState.PROPOSED:
        text = _("The question about a standing time is taken back. You need not answer it any more.")
    message = Message(kind="service.standing", preview=_("A change of plan"), text=text)
    await turn.tell_all(circle, message, but=turn.person.id)
    turn.reply(_short(text))


async def _mine(turn: Turn, args: Mapping[str, str]) -> tuple[Circle, StandingTime]:
    """Return a standing time of the visitor's that has not ended, or refuse kindly."""
    circle = await turn.my_circle(args["relationship"])
    try:
        there = await turn.unit.standing_times.get(args["standing"])
    except NotThere:
        raise NotYours from None
    if there.relationship_id != circle.relationship.id:
        raise NotYours
    if there.state is StandingState.STOPPED or not circle.is_active:
        raise Refusal(_("That standing time is over. Say book, and we can find a single one."))
    return circle, there


async def _of(turn: Turn, circle: Circle, *states: StandingState) -> list[StandingTime]:
    """Return the standing times of a circle in one of these states, those agreed first."""
    every = await turn.unit.standing_times.of([circle.relationship.id])
    return [one for state in states for one in every if one.state is state]


def _stop(there: StandingTime, label: str) -> Action:
    return Action(label=label, route="standing.stop", args=about(there), look="careful")


def _short(text: str, *actions: Action) -> Message:
    return Message(kind="reply.standing", preview=_("About your meetings"), text=text, actions=actions)
