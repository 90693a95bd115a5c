"""Time a coordinator gives: a break, or more days. Both are pauses, so neither is ever a miss.

A relationship has no end of its own to move: how many months it runs belongs to the cohort. More time is
therefore a pause from today, long enough for the programme to end that many days later. Nothing is
expected in it, what is held in it counts, and everyone is told the new last day.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue

from bot.core.circle import Story
from bot.core.dialogs import Ask
from bot.core.forms import Date, Form, Number
from bot.core.messages import Message
from bot.core.records import Pause
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import Refusal, Turn
from bot.core.words import _
from bot.programme import months
from bot.programme.saying import say_day
from dialogs.breaks import LONGEST_PAUSE, pause_notice
from dialogs.calling_off import ahead, clear_diary, within
from dialogs.care import called, done, out_of_reach, under_way
from dialogs.plan import plan_ahead

routes = Routes()

USUAL_DAYS = 14
MOST_DAYS = 92
"""The most time given at once, about three months; it can be given again."""


class Respite(Form):
    """How long a break would help?

    Nothing is expected during a break, and the programme ends that much later. They hear of it in the
    same words as of every break.
    """

    short_title = "A break"

    first: Annotated[date, Date(label="First day of the break")]
    days: Annotated[int, Number(label="How many days", minimum=1, maximum=MOST_DAYS)] = USUAL_DAYS


class MoreTime(Form):
    """How many more days would help?

    The programme ends that many days later. Nothing is expected in the days from today, and what is held
    in them counts.
    """

    short_title = "More time"

    days: Annotated[int, Number(label="How many days", minimum=1, maximum=MOST_DAYS)] = USUAL_DAYS


class Looking(BaseModel):
    """What giving time begins with: the relationship, how its coordinator reads it, and the day it is."""

    model_config = ConfigDict(frozen=True)

    relationship: str
    whom: str
    today: date


class Calendar(Protocol):
    """Where time that is given is written."""

    async def rest(self, first: date, days: int) -> None: ...
    async def extend(self, days: int) -> None: ...


async def give_a_break(ask: Ask, looking: Looking, *, calendar: Calendar) -> None:
    """Ask for the first day of a break and its length."""
    told = await ask(
        Respite,
        show=looking.whom,
        defaults={"first": looking.today},
        limits={"first": (looking.today, looking.today + LONGEST_PAUSE)},
    )
    await calendar.rest(told.first, told.days)


async def give_more_time(ask: Ask, looking: Looking, *, calendar: Calendar) -> None:
    """Ask how much later the programme shall end."""
    told = await ask(MoreTime, show=looking.whom)
    await calendar.extend(told.days)


class CoordinatorsCalendar:
    """Writes the time a coordinator gives, and tells everyone in it."""

    def __init__(self, turn: Turn, relationship_id: str) -> None:
        self._turn = turn
        self._relationship_id = relationship_id

    async def rest(self, first: date, days: int) -> None:
        story = await under_way(self._turn, self._relationship_id)
        until = months.later(first, days)
        await self._write(story, months.Pause(first, until), "paused")
        await self._tell(story, pause_notice(self._relationship_id, first, until))
        await clear_diary(self._turn, story, within(ahead(self._turn, story), first, until))
        text = _("{whom} have a break from {first} and go on from {until}. They are told just that.")
        self._answer(story, text.format(whom=called(story), first=say_day(first), until=say_day(until)))

    async def extend(self, days: int) -> None:
        story = await under_way(self._turn, self._relationship_id)
        refuse_more_time_in_an_open_break(story)
        given = time_for(story, story.circle.today(self._turn.now), days)
        last = last_day(story, given)
        await self._write(story, given, "given more time")
        await self._tell(story, more_time_notice(given.until or given.first, last))
        text = _("{whom} have more time: their programme now ends on {last}. They are told just that.")
        self._answer(story, text.format(whom=called(story), last=say_day(last)))

    async def _write(self, story: Story, given: months.Pause, action: str) -> None:
        turn = self._turn
        pause = Pause(
            id=turn.new_id(), relationship_id=self._relationship_id, first=given.first, until=given.until
        )
        await turn.unit.pauses.add(pause)
        await turn.note(action, f"relationship:{self._relationship_id}")
        now_known = Story(story.circle, story.interactions, story.attestations, (*story.pauses, pause))
        await plan_ahead(turn, now_known)

    async def _tell(self, story: Story, notice: Message) -> None:
        await self._turn.tell_all(story.circle, notice)

    def _answer(self, story: Story, text: str) -> None:
        self._turn.reply(done(f"{text} {out_of_reach(story)}".strip()))


def refuse_more_time_in_an_open_break(story: Story) -> None:
    """More time needs a last day to move, and a break without an end has none."""
    if any(pause.until is None for pause in story.pauses):
        raise Refusal(
            _("They are on a break without a last day. The programme waits for them, however long it is.")
        )


def time_for(story: Story, today: date, days: int) -> months.Pause:
    """Return the pause from today by which a programme ends that many days later, at the least.

    Days that are paused already give no time of their own, so the pause goes on past them. A break that
    was planned for after the old end may come to lie within the programme, and then moves its end as well.
    """
    wanted = months.later(last_day(story), days)
    until = months.later(today, days)
    while (last := last_day(story, months.Pause(today, until))) < wanted:
        until = months.later(until, (wanted - last).days)
    return months.Pause(today, until)


def last_day(story: Story, *more: months.Pause) -> date:
    """Return the last day of a programme with its pauses, and with some more."""
    history = story.history()
    rests = (*story.rests, *more)
    return months.programme_months(history.started, story.circle.cohort.months, rests)[-1].last


def more_time_notice(back: date, last: date) -> Message:
    """Return the notice of more time: the same for each of them, without a reason."""
    text = _(
        "Your programme has more time: it now ends on {last}. "
        "Nothing is expected until {back}, and what you hold before then counts."
    )
    return Message(
        kind="service.more-time",
        preview=_("More time"),
        text=text.format(last=say_day(last), back=say_day(back)),
    )


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return {"calendar": CoordinatorsCalendar(turn, Looking.model_validate(inputs["looking"]).relationship)}


respite_talk = Talk(give_a_break, _ports, about=("looking",), kept=timedelta(days=2))
more_time_talk = Talk(give_more_time, _ports, about=("looking",), kept=timedelta(days=2))


@routes.press("care.pause")
async def pause(turn: Turn, args: dict[str, str]) -> None:
    """Open the form for a break."""
    story = await under_way(turn, args.get("relationship", ""))
    await open_talk(turn, respite_talk, looking=_looking(turn, story))


@routes.press("care.extend")
async def extend(turn: Turn, args: dict[str, str]) -> None:
    """Open the form for more time."""
    story = await under_way(turn, args.get("relationship", ""))
    refuse_more_time_in_an_open_break(story)
    await open_talk(turn, more_time_talk, looking=_looking(turn, story))


def _looking(turn: Turn, story: Story) -> Looking:
    return Looking(
        relationship=story.circle.relationship.id,
        whom=called(story),
        today=story.circle.today(turn.now),
    )
