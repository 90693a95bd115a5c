"""What typed lines are taken for: a table of them, and what must never happen to any line."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.typed import LONGEST, Absent, Change, Line, Met, NotMet, Times, understand_line
from bot.programme.when import Away, Choice, DateOnly

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2027, 2, 17, 10, tzinfo=UTC)
"""A Wednesday morning."""


def table() -> Iterator[tuple[str, str]]:
    with (Path(__file__).parent / "lines.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["text"], row["means"]


def in_short(line: Line | None) -> str:
    """Write what was understood as the table does."""
    words: list[str] = []
    match line:
        case Times(choices=choices):
            words = ["times", *map(one, choices)]
        case Met(days=days, kind=kind):
            words = ["met", kind, *map(str, days)]
        case NotMet():
            words = ["not met"]
        case Absent(away=away, back=True):
            words = ["back", str((away.until or date.max) + timedelta(days=1))]
        case Absent(away=away):
            words = [away.kind, str(away.first), *([str(away.until)] if away.until else [])]
        case Change(wish=wish, on=on, to=to):
            words = [wish, *([str(on)] if on else []), *(["to", *map(one, to)] if to else [])]
    return " ".join(words)


def one(choice: Choice) -> str:
    if isinstance(choice, DateOnly):
        return choice.on.isoformat()
    return choice.at.astimezone(LONDON).replace(tzinfo=None).isoformat(timespec="minutes")


@pytest.mark.parametrize(("text", "means"), list(table()))
def test_a_line_is_taken_for_what_it_says(text: str, means: str) -> None:
    assert in_short(understand_line(text, NOW, LONDON)) == means


ZONES = st.sampled_from(
    ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
).map(ZoneInfo)
INSTANTS = st.integers(0, 10 * 366 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
PIECES = """
    we met yesterday on Monday at 3 away until back nights this week move it to Friday can't make running late
    didn't happen call 29 February 31 December walked the ward together or and not ?
"""
WORDS = st.lists(st.sampled_from(PIECES.split()), max_size=14).map(" ".join)


@given(text=WORDS | st.text(max_size=LONGEST + 20), now=INSTANTS, zone=ZONES)
@settings(max_examples=300, deadline=None)
def test_any_line_at_any_time_is_taken_for_something_that_can_be(
    text: str, now: datetime, zone: ZoneInfo
) -> None:
    """Times lie ahead, what has been lies behind, and whoever is away comes back later."""
    today = now.astimezone(zone).date()
    match understand_line(text, now, zone):
        case Times(choices=choices) | Change(to=choices):
            assert all(one.on >= today if isinstance(one, DateOnly) else one.at > now for one in choices)
        case Met(days=days):
            assert all(day <= today for day in days)
            assert list(days) == sorted(set(days))
        case Absent(away=away) if away.until is not None:
            assert away.first <= away.until
            assert away.until >= today


@given(day=st.dates(date(2024, 1, 1), date(2034, 12, 31)), behind=st.integers(1, 300), zone=ZONES)
@settings(max_examples=100, deadline=None)
def test_a_day_that_has_been_is_logged_as_that_very_day(day: date, behind: int, zone: ZoneInfo) -> None:
    """Leap days, year ends and the fifty-third week among them."""
    now = datetime.combine(day + timedelta(days=behind), time(12), zone)
    line = understand_line(f"we met on {day.day} {day:%B} {day.year}", now, zone)
    assert line == Met((day,))


@given(
    first=st.dates(date(2027, 1, 1), date(2033, 12, 31)), length=st.integers(0, 60), ahead=st.integers(0, 200)
)
@settings(max_examples=100, deadline=None)
def test_days_away_come_back_as_they_were_said(first: date, length: int, ahead: int) -> None:
    now = datetime.combine(first - timedelta(days=ahead), time(9), LONDON)
    last = first + timedelta(days=length)
    line = understand_line(f"away from {first:%d/%m/%Y} to {last:%d/%m/%Y}", now, LONDON)
    assert line == Absent(Away(first, last, "leave"))


def test_the_order_of_figures_is_that_of_the_place() -> None:
    lines = ["3/4 at 2", "away 3/4 to 3/6", "move it to 3/4 at 2"]
    here = [in_short(understand_line(line, NOW, LONDON)) for line in lines]
    there = [in_short(understand_line(line, NOW, LONDON, day_first=False)) for line in lines]

    assert here == ["times 2027-04-03T14:00", "leave 2027-04-03 2027-06-03", "move to 2027-04-03T14:00"]
    assert there == ["times 2027-03-04T14:00", "leave 2027-03-04 2027-03-06", "move to 2027-03-04T14:00"]


def test_a_day_that_has_been_is_read_in_the_order_of_the_place() -> None:
    assert understand_line("we met on 2/1/2027", NOW, LONDON, day_first=False) == Met((date(2027, 2, 1),))


def test_a_long_line_tells_a_story_and_is_not_read() -> None:
    assert understand_line("we met yesterday" + " and then" * 20, NOW, LONDON) is None
