"""Breaks: a pause is days, never a reason, and never a miss. Either side may begin one, either may end it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Protocol, Self

from pydantic import BaseModel, ConfigDict, JsonValue, model_validator

from bot.core.circle import Story, load_story
from bot.core.dialogs import Ask
from bot.core.forms import Date, Form
from bot.core.messages import Action, Message
from bot.core.records import Pause
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import NotYours, Refusal, Turn
from bot.core.words import _
from bot.programme.saying import say_day
from dialogs.calling_off import ahead, clear_diary, within
from dialogs.meetings import again, choose_relationship
from dialogs.plan import plan_ahead

routes = Routes()

LONGEST_PAUSE = timedelta(days=183)
USUAL_PAUSE = timedelta(days=14)


class Break(Form):
    """How long a break?

    Nothing is expected during a break, and the programme ends that much later. No reason is asked.
    """

    first: Annotated[date, Date(label="First day of the break")]
    until: Annotated[
        date | None, Date(label="First day back", hint="Leave it empty if you don't know yet.")
    ] = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.until <= self.first:
            raise ValueError(_("The first day back comes after the first day of the break."))
        return self


class Rest(BaseModel):
    """What a break begins with: the relationship, the day it is, and days that were named already."""

    model_config = ConfigDict(frozen=True)

    relationship: str
    today: date
    first: date | None = None
    until: date | None = None


class Breaks(Protocol):
    """Where a break is written."""

    async def begin(self, first: date, until: date | None) -> None: ...


async def take_a_break(ask: Ask, rest: Rest, *, breaks: Breaks) -> None:
    """Ask for the days of a break; one that would end before it begins is asked again."""
    first = rest.first or rest.today
    told = await ask(
        Break,
        defaults={"first": first, "until": rest.until or first + USUAL_PAUSE},
        limits={
            "first": (rest.today, rest.today + LONGEST_PAUSE),
            "until": (rest.today + timedelta(days=1), rest.today + 2 * LONGEST_PAUSE),
        },
    )
    await breaks.begin(told.first, told.until)


class PauseBook:
    """Writes a pause, moves the programme's calendar, and tells the others that and nothing else."""

    def __init__(self, turn: Turn, relationship_id: str) -> None:
        self._turn = turn
        self._relationship_id = relationship_id

    async def begin(self, first: date, until: date | None) -> None:
        turn = self._turn
        story = await turn.my_story(self._relationship_id)
        _check_open(story)
        relationship = story.circle.relationship
        pause = Pause(id=turn.new_id(), relationship_id=relationship.id, first=first, until=until)
        await turn.unit.pauses.add(pause)
        await turn.note("paused", f"relationship:{relationship.id}")
        await plan_ahead(turn, _with(story, (*story.pauses, pause)))
        await turn.tell_all(story.circle, pause_notice(relationship.id, first, until), but=turn.person.id)
        turn.reply(pause_notice(relationship.id, first, until, kind="reply.pause"))
        await clear_diary(turn, story, within(ahead(turn, story), first, until))


def _check_open(story: Story) -> None:
    if not story.circle.is_active:
        raise Refusal(_("This programme has come to its end, so there is nothing left to take a break from."))


def _with(story: Story, pauses: tuple[Pause, ...]) -> Story:
    return Story(story.circle, story.interactions, story.attestations, pauses)


def pause_notice(
    relationship_id: str, first: date, until: date | None, kind: str = "service.pause"
) -> Message:
    """Return the notice of a break; it is the same whoever asked for it, and gives no reason."""
    back = say_day(until) if until else _("a day still to be chosen")
    text = _("There is a break from {first}; you go on from {back}. Nothing is expected meanwhile.")
    return Message(
        kind=kind,
        preview=_("A break in the programme"),
        text=text.format(first=say_day(first), back=back),
        actions=(Action(label=_("Go on now"), route="resume", args={"relationship": relationship_id}),),
    )


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return {"breaks": PauseBook(turn, Rest.model_validate(inputs["rest"]).relationship)}


break_talk = Talk(
    take_a_break, _ports, about=("rest.relationship", "rest.first", "rest.until"), kept=timedelta(days=1)
)


@routes.press("pause")
@routes.command("pause")
async def pause(turn: Turn, args: dict[str, str]) -> None:
    """Open the form for a break; days that the button carries are filled in."""
    story = await choose_relationship(turn, "pause", args)
    if story is not None:
        _check_open(story)
        today = story.circle.today(turn.now)
        rest = Rest(
            relationship=story.circle.relationship.id,
            today=today,
            first=_day(args, "first"),
            until=_day(args, "until"),
        )
        await open_talk(turn, break_talk, rest=rest)


def _day(args: Mapping[str, str], name: str) -> date | None:
    """Return a day that a button carries, if it does; one that is none is not ours."""
    try:
        return date.fromisoformat(args[name]) if name in args else None
    except ValueError:
        raise NotYours from None


@routes.press("resume")
@routes.command("resume")
async def resume(turn: Turn, args: dict[str, str]) -> None:
    """End the break today: the pauses under way end, those to come fall away."""
    story = await choose_relationship(turn, "resume", args)
    if story is None:
        return
    _check_open(story)
    today = story.circle.today(turn.now)
    standing = [one for one in story.pauses if one.until is None or one.until > today]
    if not standing:
        raise Refusal(_("There is no break at the moment, so you can simply go on."))
    ended = {one.id: one.model_copy(update={"until": max(today, one.first)}) for one in standing}
    for one in ended.values():
        await turn.unit.pauses.put(one)
    await turn.note("resumed", f"relationship:{story.circle.relationship.id}")
    await plan_ahead(turn, _with(story, tuple(ended.get(one.id, one) for one in story.pauses)))
    notice = back_notice(story.circle.relationship.id)
    await turn.tell_all(story.circle, notice, but=turn.person.id)
    turn.reply(notice.model_copy(update={"kind": "reply.resume"}))


@routes.press("resume.on")
async def resume_on(turn: Turn, args: dict[str, str]) -> None:
    """Let the break under way end on a later day, which the button carries."""
    story = await turn.my_story(args["relationship"])
    _check_open(story)
    today, on = story.circle.today(turn.now), _day(args, "on")
    if on is None or not today < on <= today + LONGEST_PAUSE:
        raise NotYours
    under_way = next((one for one in story.pauses if one.first <= today < (one.until or date.max)), None)
    if under_way is None:
        raise Refusal(_("There is no break at the moment, so you can simply go on."))
    ended = under_way.model_copy(update={"until": on})
    await turn.unit.pauses.put(ended)
    await turn.note("paused", f"relationship:{story.circle.relationship.id}")
    await plan_ahead(turn, _with(story, tuple(ended if one is under_way else one for one in story.pauses)))
    relationship_id = story.circle.relationship.id
    await turn.tell_all(story.circle, pause_notice(relationship_id, ended.first, on), but=turn.person.id)
    turn.reply(pause_notice(relationship_id, ended.first, on, kind="reply.pause"))


def back_notice(relationship_id: str, kind: str = "service.resume") -> Message:
    return Message(
        kind=kind,
        preview=_("Welcome back"),
        text=_("The break is over and the programme goes on where it stopped. Shall we find the next time?"),
        actions=(again(relationship_id),),
    )


@routes.nudge("back")
async def back(turn: Turn, payload: dict[str, str]) -> Message | None:
    """Return the welcome back, unless something is planned already or another break has begun."""
    story = await load_story(turn.unit, payload["about"])
    today = story.circle.today(turn.now)
    if story.is_over(today) or story.paused(today) or story.planned(today):
        return None
    return back_notice(story.circle.relationship.id, kind="nudge.back")
