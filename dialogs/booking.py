"""Booking: a time picked from three or said in one's own words, shown in full, and put to the others."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import count
from typing import Annotated, Protocol
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from bot.core.dialogs import Ask
from bot.core.forms import Choice as Pick
from bot.core.forms import Form, Option, Text, Time, YesNo
from bot.core.words import _
from bot.programme.saying import say_day, say_in_full, say_moment
from bot.programme.when import (
    Ambiguous,
    Choice,
    DateOnly,
    Gap,
    Past,
    Refusal,
    Understanding,
    Understood,
    understand,
)
from bot.programme.working_time import at_wall_time
from bot.programme.zones import zone
from dialogs.free_text import NO_PATIENTS
from dialogs.offering import offer


class When(Form):
    """When would suit?

    Write it as you would say it: *next Tuesday at 3*, *20/1 at 11*, *in two weeks at 9*.
    """

    words: Annotated[str, Text(label="A day and a time", max_length=200)]


class Which(Form):
    """Which of these do you mean?"""

    moment: Annotated[str, Pick(label="Pick one")]


class Hour(Form):
    """At what time?"""

    hour: Annotated[time, Time(label="Start")]


class InFull(Form):
    """Is this right?"""

    right: Annotated[bool, YesNo(label="Propose this time")]
    place: Annotated[
        str | None,
        NO_PATIENTS,
        Text(
            label="Where, or a link",
            hint="Those you meet see it in the reminder and in their calendar.",
            max_length=200,
        ),
    ] = None


class Guest(BaseModel):
    """Somebody else who is to come, and the zone their clock shows."""

    model_config = ConfigDict(frozen=True)

    name: str
    timezone: str


class Setting(BaseModel):
    """What finding a time begins with: whose it is, who else comes, and what time it was then and there.

    `suggested` are times that suited everybody at that moment. `day_first` says how whoever asks reads
    03/02; None when nobody knows.
    """

    model_config = ConfigDict(frozen=True)

    relationship: str
    asked_at: AwareDatetime
    timezone: str
    guests: tuple[Guest, ...]
    suggested: tuple[AwareDatetime, ...] = ()
    day_first: bool | None = True

    def understood(self, words: str) -> Understanding:
        """Understand what was typed as it was meant there and then."""
        return understand(words, self.asked_at, zone(self.timezone), day_first=self.day_first)


class Booking(Setting):
    """What a booking begins with.

    `moves` names the meeting that is to be moved, and `place` is where that was to be. `meant` is what was
    understood already of words typed into the chat: times, or days without one.
    """

    moves: str = ""
    meant: tuple[AwareDatetime | date, ...] = ()
    place: str = Field(default="", repr=False)


class Diary(Protocol):
    """Where an agreed wish goes."""

    async def propose(self, at: datetime, place: str) -> None: ...


async def book(ask: Ask, booking: Booking, *, diary: Diary) -> None:
    """Find one time: picked or in words, in full, confirmed; asked again until it is right."""
    prompt = None
    for attempt in count(1):
        meant = await wished(ask, booking, prompt, attempt)
        moment = await settle(ask, booking, meant, attempt)
        prompt = why_again(meant)
        if moment is None:
            continue
        answer = await _confirmed(ask, booking, moment, attempt)
        if answer.right:
            await diary.propose(moment, answer.place or "")
            return


async def wished(ask: Ask, booking: Booking, prompt: str | None, attempt: int) -> Understanding:
    """Ask for a time: one of those suggested, or words; without suggestions for words alone.

    What was understood already is not asked again, unless it turns out not to be right.
    """
    if booking.meant and attempt == 1:
        return _understood(booking.meant)
    key, here = f"when-{attempt}", zone(booking.timezone)
    if booking.suggested:
        said = await offer(ask, booking.suggested, here, prompt, key=key)
    else:
        said = (await ask(When, prompt, key=key)).words
    return Understood(said) if isinstance(said, datetime) else booking.understood(said)


def _understood(meant: Sequence[datetime | date]) -> Understanding:
    choices = [Understood(one) if isinstance(one, datetime) else DateOnly(one) for one in meant]
    return choices[0] if len(choices) == 1 else Ambiguous(tuple(choices))


async def settle(ask: Ask, setting: Setting, meant: Understanding, attempt: int | str) -> datetime | None:
    """Ask for whatever is still open about what was meant; None when there is no time in it yet."""
    match meant:
        case Understood(at=at):
            return at
        case DateOnly(on=day):
            return await _hour(ask, setting, day, attempt)
        case Ambiguous(choices=choices):
            return await _which(ask, setting, choices, attempt)
        case Gap(earlier=earlier, later=later):
            return await _which(ask, setting, (Understood(earlier), Understood(later)), attempt)
        case _:
            return None


def why_again(meant: Understanding) -> str:
    """Return what is said when the question for a time comes again."""
    if isinstance(meant, Past):
        return _("That time has gone by. Which time to come would suit?")
    if isinstance(meant, Refusal):
        return _("That's all right. Is there a time that would work?")
    return _("Let's try again. A day and an hour are enough, such as Tuesday at 3.")


async def _which(
    ask: Ask, setting: Setting, choices: Sequence[Choice], attempt: int | str
) -> datetime | None:
    here = zone(setting.timezone)
    options = [Option(str(number), _shown(choice, here)) for number, choice in enumerate(choices)]
    options.append(Option("none", _("None of these")))
    answer = await ask(Which, key=f"which-{attempt}", choices={"moment": options})
    if answer.moment == "none":
        return None
    chosen = choices[int(answer.moment)]
    return chosen.at if isinstance(chosen, Understood) else await _hour(ask, setting, chosen.on, attempt)


def _shown(choice: Choice, here: ZoneInfo) -> str:
    return say_moment(choice.at, here) if isinstance(choice, Understood) else say_day(choice.on)


async def _hour(ask: Ask, setting: Setting, day: date, attempt: int | str) -> datetime | None:
    answer = await ask(Hour, say_day(day), key=f"hour-{attempt}")
    at = at_wall_time(day, answer.hour, zone(setting.timezone))
    return at if at > setting.asked_at else None


async def _confirmed(ask: Ask, booking: Booking, moment: datetime, attempt: int) -> InFull:
    shown, place = in_full(booking, moment), booking.place or None
    return await ask(InFull, shown, key=f"in_full-{attempt}", defaults={"right": True, "place": place})


def in_full(setting: Setting, at: datetime) -> str:
    """Return the time on everybody's clock: once when all clocks agree, else each beside its name."""
    others = [(guest.name, zone(guest.timezone)) for guest in setting.guests]
    return say_in_full(at, zone(setting.timezone), others)
