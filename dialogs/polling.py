"""Asking a trio about several times at once: two to five, picked or said, each shown in full first."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Annotated, Protocol, TypeAlias

from pydantic import model_validator

from bot.core.dialogs import Ask
from bot.core.forms import Choices, Form, Option, Text, YesNo
from bot.core.words import _
from bot.programme.polling import FEWEST_TIMES, MOST_TIMES
from bot.programme.saying import say_moment
from bot.programme.zones import zone
from dialogs.booking import Setting, in_full, settle

USUAL = 3
"""How many of the suggested times are ticked to begin with."""


def _two_to_five(said: "SeveralTimes") -> "SeveralTimes":
    """Refuse too few times, and too many to choose from."""
    number = len(lines_of(said)) + len(picks_of(said))
    if number < FEWEST_TIMES:
        raise ValueError(_("Please give at least two times. For a single one, say book."))
    if number > MOST_TIMES:
        raise ValueError(_("Five times are plenty. Please leave some out."))
    return said


class Times(Form):
    """Which times could you offer?

    Tick two to five, or write your own, one on each line: *next Tuesday at 3*, *20/1 at 11*. The others
    tick what suits them.
    """

    short_title = "Several times"

    picks: Annotated[tuple[str, ...], Choices(label="Times that look good", at_least=0)] = ()
    words: Annotated[
        str | None,
        Text(label="Your own days and times", hint="One on each line.", max_length=300, multiline=True),
    ] = None

    enough = model_validator(mode="after")(_two_to_five)


class TimesInWords(Form):
    """Which times could you offer?

    Write two to five, one on each line, as you would say them: *next Tuesday at 3*, *20/1 at 11*. The
    others tick what suits them.
    """

    short_title = "Several times"
    stored_as = "times"  # the same question where there is nothing to pick from

    words: Annotated[
        str,
        Text(label="Your own days and times", hint="One on each line.", max_length=300, multiline=True),
    ]

    enough = model_validator(mode="after")(_two_to_five)


SeveralTimes: TypeAlias = Times | TimesInWords


def lines_of(said: SeveralTimes) -> list[str]:
    return [line.strip() for line in (said.words or "").splitlines() if line.strip()]


def picks_of(said: SeveralTimes) -> tuple[str, ...]:
    return said.picks if isinstance(said, Times) else ()


class AskThem(Form):
    """Shall I ask about these?"""

    right: Annotated[bool, YesNo(label="Ask about these times")]


class Polls(Protocol):
    """Where times that are asked about go."""

    async def open(self, times: Sequence[datetime]) -> None: ...


async def poll_times(ask: Ask, setting: Setting, *, polls: Polls) -> None:
    """Collect two to five times, show each in full, and ask about them once they are right."""
    prompt, said = None, None
    for attempt in count(1):
        said = await _offered(ask, setting, prompt, said, attempt)
        times, prompt = await _meant(ask, setting, said, attempt)
        if prompt is None and await _are_right(ask, setting, times, attempt):
            await polls.open(times)
            return


async def _offered(
    ask: Ask, setting: Setting, prompt: str | None, said: SeveralTimes | None, attempt: int
) -> SeveralTimes:
    """Ask for the times, with what was given before still there."""
    key = f"times-{attempt}"
    if not setting.suggested:
        return await ask(TimesInWords, prompt, key=key, defaults=said.model_dump() if said else {})
    here = zone(setting.timezone)
    options = [Option(at.isoformat(), say_moment(at, here)) for at in setting.suggested]
    usual = {"picks": [option.value for option in options[:USUAL]]}
    defaults = said.model_dump() if said else usual
    return await ask(Times, prompt, key=key, choices={"picks": options}, defaults=defaults)


async def _meant(
    ask: Ask, setting: Setting, said: SeveralTimes, attempt: int
) -> tuple[list[datetime], str | None]:
    """Return the times that are meant, in order, or why it has to be asked again."""
    times = {datetime.fromisoformat(pick).astimezone(UTC) for pick in picks_of(said)}
    for number, line in enumerate(lines_of(said), start=1):
        meant = setting.understood(line)
        at = await settle(ask, setting, meant, f"{attempt}-{number}")
        if at is None:
            text = _("Line {number} is not clear to me, or gone by. A day and an hour are enough.")
            return [], text.format(number=number)
        times.add(at.astimezone(UTC))
    if len(times) < FEWEST_TIMES:
        return [], _("Some of these are the same. Please give at least two different times.")
    return sorted(times), None


async def _are_right(ask: Ask, setting: Setting, times: Sequence[datetime], attempt: int) -> bool:
    shown = "\n".join(f"• {in_full(setting, at)}" for at in times)
    answer = await ask(AskThem, shown, key=f"ask_them-{attempt}", defaults={"right": True})
    return answer.right
