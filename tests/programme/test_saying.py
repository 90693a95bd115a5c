"""Days, times and names as they are said."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.programme.saying import say_day, say_moment, say_names

LONDON = ZoneInfo("Europe/London")


def test_a_day_is_said_with_its_weekday_and_year() -> None:
    assert say_day(date(2027, 1, 5)) == "Tuesday 5 January 2027"


@pytest.mark.parametrize(
    ("today", "said"),
    [(date(2027, 12, 31), "Tuesday 5 January"), (date(2026, 12, 31), "Tuesday 5 January 2027")],
)
def test_the_year_is_left_out_where_it_is_the_present_one(today: date, said: str) -> None:
    assert say_day(date(2027, 1, 5), today=today) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2027, 1, 19, 15, tzinfo=UTC), "Tuesday 19 January 2027, 15:00"),
        (datetime(2027, 7, 19, 8, 5, tzinfo=UTC), "Monday 19 July 2027, 09:05"),
        (datetime(2027, 7, 19, 23, 30, tzinfo=UTC), "Tuesday 20 July 2027, 00:30"),
    ],
)
def test_a_moment_is_said_on_the_readers_clock(at: datetime, said: str) -> None:
    assert say_moment(at, LONDON) == said


@pytest.mark.parametrize(
    ("names", "said"),
    [(["Sam"], "Sam"), (["Sam", "Ali"], "Sam and Ali"), (("Sam", "Ali", "Jo"), "Sam, Ali and Jo")],
)
def test_names_are_said_in_a_row(names: list[str] | tuple[str, ...], said: str) -> None:
    assert say_names(names) == said
