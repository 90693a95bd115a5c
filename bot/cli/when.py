"""`turnabout when`: how the bot understands a time, for people and for machines."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from typing import TextIO
from zoneinfo import ZoneInfo

import click

from bot.programme.when import (
    Ambiguous,
    Choice,
    DateOnly,
    Gap,
    Past,
    Refusal,
    Unclear,
    Understanding,
    Understood,
    as_json,
    understand,
)
from bot.programme.zones import zone

HOME = "Europe/London"
_COLUMNS = {"now", "timezone", "text"}


class CannotRead(click.ClickException):
    """A zone, a time or a file that cannot be read: wrong usage."""

    exit_code = 2


@click.command("when")
@click.argument("text", required=False)
@click.option(
    "--file", type=click.File(encoding="utf-8-sig"), metavar="CSV", help="Phrases: now, timezone, text."
)
@click.option("--now", metavar="T", help="When it is said, as 2027-01-13T10:00; by default, now.")
@click.option("--timezone", default=HOME, show_default=True, metavar="Z", help="Where it is said.")
@click.option("--json", "machine", is_flag=True, help="One JSON object a phrase.")
def command(text: str | None, file: TextIO | None, now: str | None, timezone: str, *, machine: bool) -> None:
    """Show how TEXT is understood as a time, for example: turnabout when "next Tuesday half two"."""
    if (text is None) == (file is None):
        raise CannotRead("Give either a phrase or --file with a CSV of phrases.")
    asked = _rows(file) if file else iter([(text or "", now, timezone)])
    for phrase, said_at, place in asked:
        understanding = _understood(phrase, said_at, place)
        click.echo(json.dumps(as_json(understanding)) if machine else sentence(understanding))


def _rows(file: TextIO) -> Iterator[tuple[str, str | None, str]]:
    try:
        rows = csv.DictReader(file)
        missing = _COLUMNS - set(rows.fieldnames or ())
        if missing:
            raise CannotRead(f"The file has no column {', '.join(sorted(missing))}.")
        for row in rows:
            yield row["text"] or "", row["now"] or None, row["timezone"] or HOME
    except (UnicodeDecodeError, csv.Error) as problem:
        raise CannotRead("The file is not a CSV file in UTF-8.") from problem


def _understood(text: str, now: str | None, place: str) -> Understanding:
    try:
        clock = zone(place)
    except ValueError as problem:
        raise CannotRead(f"{problem}.") from problem
    return understand(text, _moment(now, clock), clock)


def _moment(now: str | None, clock: ZoneInfo) -> datetime:
    """Read a time; without an offset it is the zone's own."""
    if now is None:
        from bot.core.clock import SystemClock  # noqa: PLC0415  # only when nobody says what time it is

        return SystemClock().now()
    try:
        moment = datetime.fromisoformat(now)
    except ValueError as problem:
        raise CannotRead(f"“{now}” is not a time such as 2027-01-13T10:00.") from problem
    return moment if moment.tzinfo else moment.replace(tzinfo=clock)


def sentence(understanding: Understanding) -> str:
    """Say in plain words what was understood."""
    match understanding:
        case Understood() | DateOnly():
            return _said(understanding)
        case Ambiguous(choices):
            question = "Which is it:" if len(choices) > 1 else "Is it"
            return f"{question} {_either(choices)}?"
        case Gap(wall, earlier, later):
            instead = _either((Understood(earlier), Understood(later)))
            return f"{_spoken(wall)} does not exist: the clocks go forward then. Is it {instead}?"
        case Past(at):
            return f"{_spoken(at)} has already gone."
        case Refusal() | Unclear():
            return "That is a no." if isinstance(understanding, Refusal) else "There is no clear time in it."


def _either(choices: tuple[Choice, ...]) -> str:
    return " or ".join(_said(choice) for choice in choices)


def _said(choice: Choice) -> str:
    if isinstance(choice, DateOnly):
        return f"{choice.on:%A} {choice.on.day} {choice.on:%B %Y}, no time given"
    return _spoken(choice.at) + (f" to {choice.until:%H:%M}" if choice.until else "")


def _spoken(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B %Y}, {at:%H:%M}"
