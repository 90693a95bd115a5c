from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.programme.when import Ambiguous, DateOnly, Refusal, Unclear, understand_past

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2027, 1, 13, 10, tzinfo=LONDON)

DAYS = [
    ("we met yesterday", date(2027, 1, 12)),
    ("walked the ward together on Monday", date(2027, 1, 11)),
    ("last Thursday", date(2027, 1, 7)),
    ("this morning", date(2027, 1, 13)),
    ("earlier today over coffee", date(2027, 1, 13)),
    ("two days ago", date(2027, 1, 11)),
    ("a week ago", date(2027, 1, 6)),
    ("the day before yesterday", date(2027, 1, 11)),
    ("Tuesday last week", date(2027, 1, 5)),
    ("Monday 11th", date(2027, 1, 11)),
    ("Monday 4", date(2027, 1, 4)),
    ("we met on the 5th", date(2027, 1, 5)),
    ("the 20th", date(2026, 12, 20)),
    ("20 December", date(2026, 12, 20)),
    ("5/1", date(2027, 1, 5)),
    ("had lunch with her on 12 Jan at 1pm", date(2027, 1, 12)),
    ("met 2 people on ward 5 on Monday", date(2027, 1, 11)),
    ("the first Monday in January", date(2027, 1, 4)),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_day_that_has_been_is_found_in_the_sentence(text: str, day: date) -> None:
    assert understand_past(text, WEDNESDAY, LONDON) == DateOnly(day)


def test_last_tuesday_said_on_a_wednesday_is_asked() -> None:
    found = understand_past("last Tuesday", WEDNESDAY, LONDON)

    assert found == Ambiguous((DateOnly(date(2027, 1, 5)), DateOnly(date(2027, 1, 12))))


def test_todays_weekday_may_be_today_or_a_week_ago() -> None:
    found = understand_past("we met on Wednesday", WEDNESDAY, LONDON)

    assert found == Ambiguous((DateOnly(date(2027, 1, 6)), DateOnly(date(2027, 1, 13))))


def test_two_days_are_asked() -> None:
    found = understand_past("Monday or Tuesday", WEDNESDAY, LONDON)

    assert found == Ambiguous((DateOnly(date(2027, 1, 11)), DateOnly(date(2027, 1, 12))))


def test_a_meeting_that_was_not_is_a_refusal() -> None:
    assert understand_past("we didn't meet on Monday", WEDNESDAY, LONDON) == Refusal()


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "next Monday", "last week", "we met", "1 February 2030", "x" * 201]
)
def test_what_cannot_have_been_is_unclear(text: str) -> None:
    assert understand_past(text, WEDNESDAY, LONDON) == Unclear()
