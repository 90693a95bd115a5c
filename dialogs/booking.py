"""Booking: a time said in one's own words, shown in full, confirmed, and put to the others."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import count
from typing import Annotated, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.core.dialogs import Ask
from bot.core.forms import Choice, Form, Option, Text, Time, YesNo
from bot.core.words import _
from bot.programme.saying import say_day, say_moment
from bot.programme.when import Ambiguous, DateOnly, Gap, Past, Understood, understand
from bot.programme.working_time import at_wall_time
from bot.programme.zones import zone


class When(Form):
    """When would suit?

    Write it as you would say it: *next Tuesday at 3*, *20/1 at 11*, *in two weeks at 9*.
    """

    words: Annotated[str, Text(label="A day and a time", max_length=200)]


class Which(Form):
    """Which of these do you mean?"""

    moment: Annotated[str, Choice(label="Pick one")]


class Hour(Form):
    """At what time?"""

    hour: Annotated[time, Time(label="Start")]


class InFull(Form):
    """Is this right?"""

    right: Annotated[bool, YesNo(label="Propose this time")]


class Guest(BaseModel):
    """Somebody else who is to come, and the zone their clock shows."""

    model_config = ConfigDict(frozen=True)

    name: str
    timezone: str


class Booking(BaseModel):
    """What a booking begins with: whose it is, what it moves, and what time it was then and there."""

    model_config = ConfigDict(frozen=True)

    relationship: str
    moves: str = ""
    asked_at: AwareDatetime
    timezone: str
    guests: tuple[Guest, ...]


class Diary(Protocol):
    """Where an agreed wish goes."""

    async def propose(self, at: datetime) -> None: ...


async def book(ask: Ask, booking: Booking, *, diary: Diary) -> None:
    """Find one time: in words, in full, confirmed."""
    for attempt in count(1):
        moment = await pick(ask, booking, attempt)
        if moment is None:
            continue
        answer = await ask(
            InFull, in_full(booking, moment), key=f"in_full-{attempt}", defaults={"right": True}
        )
        if answer.right:
            await diary.propose(moment)
            return


async def pick(ask: Ask, booking: Booking, attempt: int) -> datetime | None:
    """Ask for a time until one is meant; None when the words held none, so that they are asked again."""
    prompt = None if attempt == 1 else _("Let's try another time. A day and an hour are enough.")
    said = await ask(When, prompt, key=f"when-{attempt}")
    here = zone(booking.timezone)
    match understand(said.words, booking.asked_at, here):
        case Understood(at=at):
            return at
        case Ambiguous(choices=choices):
            return await _which(ask, booking, [choice.at for choice in choices], attempt)
        case DateOnly(on=day):
            return await _hour(ask, booking, day, attempt)
        case Past() | Gap():
            return None
        case _:
            return None


async def _which(ask: Ask, booking: Booking, moments: Sequence[datetime], attempt: int) -> datetime | None:
    here = zone(booking.timezone)
    options = [Option(at.isoformat(), say_moment(at, here)) for at in moments]
    options.append(Option("none", _("None of these")))
    answer = await ask(Which, key=f"which-{attempt}", choices={"moment": options})
    return None if answer.moment == "none" else datetime.fromisoformat(answer.moment)


async def _hour(ask: Ask, booking: Booking, day: date, attempt: int) -> datetime | None:
    answer = await ask(Hour, say_day(day), key=f"hour-{attempt}")
    at = at_wall_time(day, answer.hour, zone(booking.timezone))
    return at if at > booking.asked_at else None


def in_full(booking: Booking, at: datetime) -> str:
    """Return the time on everybody's clock: once when all clocks agree, else each beside its name."""
    mine = say_moment(at, zone(booking.timezone))
    elsewhere = [
        f"{at.astimezone(zone(guest.timezone)):%H:%M} {_('for')} {guest.name}"
        for guest in booking.guests
        if at.astimezone(zone(guest.timezone)).utcoffset()
        != at.astimezone(zone(booking.timezone)).utcoffset()
    ]
    return mine if not elsewhere else f"{mine} {_('your time')}, {', '.join(elsewhere)}"
