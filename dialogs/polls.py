"""Polls: a trio is asked about several times at once, ticks what suits, and may change its mind."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from pydantic import JsonValue

from bot.core.circle import Circle
from bot.core.hours import zone_of
from bot.core.messages import Action, Message
from bot.core.ports import NotThere
from bot.core.records import Poll, PollState
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import NotYours, Refusal, Turn
from bot.core.words import _
from bot.programme.polling import FEWEST_TIMES, MOST_TIMES
from dialogs.meetings import names_of
from dialogs.poll_course import as_kept, end_poll, question, times_of, weigh
from dialogs.polling import poll_times
from dialogs.proposing import setting_for
from dialogs.seats import answers_for, choose_circle, my_times, speaks_for
from dialogs.ticking import Sheet, tick_times

routes = Routes()


class PollBook:
    """Puts times to the other two; an older poll of theirs makes way."""

    def __init__(self, turn: Turn, relationship_id: str) -> None:
        self._turn = turn
        self._relationship_id = relationship_id

    async def open(self, times: Sequence[datetime]) -> None:
        turn = self._turn
        circle = await my_times(turn, self._relationship_id)
        check_open(circle)
        ahead = [at for at in times if at > turn.now]
        if len(ahead) < FEWEST_TIMES:
            raise Refusal(_("Those times have gone by in the meantime. Please ask about others."))
        for other in await turn.unit.polls.of([circle.relationship.id]):
            if other.state is PollState.OPEN:
                await end_poll(turn, other, PollState.CLOSED)
        kept, me = [as_kept(at) for at in ahead], speaks_for(circle, turn.person)
        poll = Poll(
            id=turn.new_id(),
            relationship_id=circle.relationship.id,
            by=me.id,
            asked_at=turn.now,
            times=kept,
            answers={me.id: kept},
        )
        await turn.unit.polls.add(poll)
        for person in circle.others(me.id):
            to = answers_for(circle, person)
            message = question(circle, poll, to, turn.now)
            await turn.tell(to, message, cohort=circle.cohort, not_after=max(ahead))
        turn.reply(_asked(circle, poll, names_of(circle.others(me.id))))
        await weigh(turn, circle, poll)


def _asked(circle: Circle, poll: Poll, names: str) -> Message:
    text = _("I have asked {names}. As soon as a time suits enough of you, I'll tell everyone.")
    back = Action(label=_("Take it back"), route="poll.close", args=_about(circle, poll))
    return _short(text.format(names=names), back)


def _about(circle: Circle, poll: Poll) -> dict[str, str]:
    return {"relationship": circle.relationship.id, "poll": poll.id}


class TickBook:
    """Writes what the visitor ticked, in the place of an earlier answer, and sees what comes of it."""

    def __init__(self, turn: Turn, sheet: Sheet) -> None:
        self._turn = turn
        self._sheet = sheet

    async def keep(self, times: Collection[datetime]) -> None:
        about = {"relationship": self._sheet.relationship, "poll": self._sheet.poll}
        circle, poll = await _open_poll(self._turn, about)
        await answer(self._turn, circle, poll, times)


async def answer(turn: Turn, circle: Circle, poll: Poll, times: Collection[datetime]) -> None:
    """Keep which times suit the visitor; what they said before no longer counts."""
    ticked = [as_kept(at) for at in times_of(poll) if at in times and at > turn.now]
    me = speaks_for(circle, turn.person)
    poll = poll.model_copy(update={"answers": {**poll.answers, me.id: ticked}})
    await turn.unit.polls.put(poll)
    came_of_it = await weigh(turn, circle, poll)
    if came_of_it.state is PollState.OPEN:
        change = Action(label=_("Change my answer"), route="poll.tick", args=_about(circle, poll))
        turn.reply(_short(_("Thank you. I'll tell you as soon as a time suits enough of you."), change))
    elif came_of_it.state is PollState.CLOSED:
        turn.reply(_short(_("Thank you. These times don't come together, so others will be suggested.")))


async def _polling_ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    setting = inputs["setting"]
    assert isinstance(setting, dict)  # noqa: S101  # a snapshot of a model
    return {"polls": PollBook(turn, str(setting["relationship"]))}


async def _ticking_ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return {"answers": TickBook(turn, Sheet.model_validate(inputs["sheet"]))}


poll_talk = Talk(poll_times, _polling_ports, about=("setting.relationship",), kept=timedelta(hours=1))
"""Kept for an hour only: *tomorrow* is understood from the moment the form was opened."""

tick_talk = Talk(tick_times, _ticking_ports, about=("sheet.poll",))


@routes.press("poll")
@routes.command("several times")
async def poll(turn: Turn, args: dict[str, str]) -> None:
    """Open the form that asks the other two about several times."""
    circle = await choose_circle(turn, "poll", args, fits=_is_running_trio)
    if circle is not None:
        check_open(circle)
        setting = await setting_for(turn, circle, most=MOST_TIMES)
        await open_talk(turn, poll_talk, setting=setting)


def _is_running_trio(circle: Circle) -> bool:
    return circle.is_active and circle.is_trio


def check_open(circle: Circle) -> None:
    if not circle.is_active:
        raise Refusal(_("This programme has come to its end, so there is nothing left to book here."))
    if not circle.is_trio:
        raise Refusal(_("The two of you find a time faster by suggesting one. Say book."))


@routes.press("poll.tick")
async def tick(turn: Turn, args: dict[str, str]) -> None:
    """Open the sheet to tick; whoever has ticked before sees their own ticks."""
    circle, poll = await _open_poll(turn, args)
    mine = poll.answers.get(speaks_for(circle, turn.person).id, [])
    sheet = Sheet(
        relationship=circle.relationship.id,
        poll=poll.id,
        timezone=str(zone_of(turn.person, circle.cohort)),
        times=tuple(at for at in times_of(poll) if at > turn.now),
        ticked=tuple(at for at in times_of(poll) if as_kept(at) in mine and at > turn.now),
    )
    await open_talk(turn, tick_talk, sheet=sheet)


@routes.press("poll.none")
async def none_of_them(turn: Turn, args: dict[str, str]) -> None:
    """Say in one press that none of the times suits."""
    circle, poll = await _open_poll(turn, args)
    await answer(turn, circle, poll, ())


@routes.press("poll.close")
async def close(turn: Turn, args: dict[str, str]) -> None:
    """Take back what one asked; the others need not answer any more."""
    circle, poll = await _open_poll(turn, args)
    if poll.by != speaks_for(circle, turn.person).id:
        raise NotYours
    await end_poll(turn, poll, PollState.CLOSED)
    text = _("The question about times is taken back. You need not answer it any more.")
    message = Message(kind="service.poll-closed", preview=_("A change of plan"), text=text)
    await turn.tell_all(circle, message, but=poll.by, not_after=max(times_of(poll)))
    turn.reply(_short(_("It's taken back, and I have told the others.")))


async def _open_poll(turn: Turn, args: Mapping[str, str]) -> tuple[Circle, Poll]:
    """Return a poll that the visitor may still answer, or say what became of it."""
    circle = await my_times(turn, args["relationship"])
    try:
        poll = await turn.unit.polls.get(args["poll"])
    except NotThere:
        raise NotYours from None
    if poll.relationship_id != circle.relationship.id:
        raise NotYours
    if poll.state is PollState.SETTLED:
        raise Refusal(_("A time is agreed by now. You can still move that meeting or call it off."))
    if poll.state is PollState.CLOSED or not circle.is_active:
        raise Refusal(_("Those times are not asked about any more. Say book to suggest one."))
    if max(times_of(poll)) <= turn.now:
        raise Refusal(_("Those times have all gone by. Say book to suggest another."))
    return circle, poll


def _short(text: str, *actions: Action) -> Message:
    return Message(kind="reply.poll", preview=_("About your meeting"), text=text, actions=actions)
