"""Days, times and names as they are said."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.programme.saying import say_clock, say_day, say_in_full, say_length, say_moment, say_names
from bot.programme.when import Understood, understand
from bot.programme.zones import offset, shown_twice

LONDON, PARIS = ZoneInfo("Europe/London"), ZoneInfo("Europe/Paris")
NEW_YORK, AUCKLAND = ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland")
ZONES = [
    "Europe/London", "America/New_York", "America/Santiago", "America/St_Johns", "Australia/Lord_Howe",
    "Australia/Sydney", "Pacific/Chatham", "Pacific/Kiritimati", "Asia/Kathmandu", "Africa/Casablanca",
    "Antarctica/Troll", "UTC",
]  # fmt: skip
SAID = re.compile(r"(\w+) (\d+) (\w+) (\d{4}), (\d\d:\d\d)(?: \((before|after) the clocks go back\))?")

zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.integers(0, 6 * 366 * 24 * 4).map(
    lambda quarters: datetime(2026, 1, 1, tzinfo=UTC) + quarters * timedelta(minutes=15)
)
at_the_turn = (
    datetime(2026, 12, 31, 23, 45, tzinfo=UTC),  # the last night of a year with an ISO week 53
    datetime(2028, 2, 29, 12, tzinfo=UTC),
    datetime(2027, 10, 31, 0, 30, tzinfo=UTC),  # 01:30 in London, before the clocks go back
    datetime(2027, 10, 31, 1, 30, tzinfo=UTC),  # 01:30 once more
    datetime(2027, 4, 3, 15, 15, tzinfo=UTC),  # in half an hour that Lord Howe's clocks show twice
)


def meant(said: str, zone: ZoneInfo) -> datetime:
    """Read a time that was said, as somebody with a calendar and a clock would."""
    found = SAID.fullmatch(said)
    assert found is not None, said
    weekday, day, month, year, clock, which = found.groups()
    wall = datetime.strptime(f"{day} {month} {year} {clock}", "%d %B %Y %H:%M")  # noqa: DTZ007  # a wall clock
    assert f"{wall:%A}" == weekday
    return wall.replace(tzinfo=zone, fold=which == "after").astimezone(UTC)


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


@pytest.mark.parametrize(("hour", "which"), [(0, "before"), (1, "after")])
def test_of_an_hour_that_the_clocks_show_twice_it_is_said_which_one_is_meant(hour: int, which: str) -> None:
    at = datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
    assert say_moment(at, LONDON) == f"Sunday 31 October 2027, 01:30 ({which} the clocks go back)"


@settings(max_examples=300, deadline=None)
@given(moments, zones)
@example(at_the_turn[0], AUCKLAND)
@example(at_the_turn[1], NEW_YORK)
@example(at_the_turn[2], LONDON)
@example(at_the_turn[3], LONDON)
@example(at_the_turn[4], ZoneInfo("Australia/Lord_Howe"))
def test_whatever_is_said_means_that_instant_and_no_other(at: datetime, zone: ZoneInfo) -> None:
    assert meant(say_moment(at, zone), zone) == at


@settings(max_examples=60, deadline=None)
@given(moments, zones)
def test_what_is_said_is_understood_when_somebody_types_it_back(at: datetime, zone: ZoneInfo) -> None:
    if not shown_twice(at, zone):
        assert understand(say_moment(at, zone), at - timedelta(days=3), zone) == Understood(at)


# ---- on everybody's clock


TUESDAY = datetime(2027, 1, 19, 15, tzinfo=UTC)


def test_a_time_is_said_once_while_all_clocks_agree() -> None:
    assert say_in_full(TUESDAY, LONDON, [("Sam", LONDON)]) == "Tuesday 19 January 2027, 15:00"


def test_a_time_is_said_for_everybody_whose_clock_shows_another() -> None:
    said = say_in_full(TUESDAY, LONDON, [("Sam", PARIS), ("Ali", NEW_YORK)])
    assert said == "Tuesday 19 January 2027, 15:00 your time, 10:00 for Ali, 16:00 for Sam"


def test_those_whose_clocks_agree_are_named_together() -> None:
    said = say_in_full(TUESDAY, LONDON, [("Sam", PARIS), ("Ali", ZoneInfo("Europe/Berlin"))])
    assert said == "Tuesday 19 January 2027, 15:00 your time, 16:00 for Sam and Ali"


def test_the_day_is_said_too_where_it_is_another_one() -> None:
    said = say_in_full(TUESDAY, LONDON, [("Sam", AUCKLAND)])
    assert said == "Tuesday 19 January 2027, 15:00 your time, 04:00 on Wednesday for Sam"


def test_only_where_the_clocks_differ_that_day_are_both_said() -> None:
    """In the two weeks of March between the changes over there and here, New York is an hour nearer."""
    between = datetime(2027, 3, 16, 15, tzinfo=UTC)
    assert say_in_full(between, LONDON, [("Sam", NEW_YORK)]).endswith("11:00 for Sam")
    assert say_in_full(TUESDAY, LONDON, [("Sam", ZoneInfo("Africa/Accra"))]) == say_moment(TUESDAY, LONDON)
    summer = datetime(2027, 7, 20, 14, tzinfo=UTC)
    assert say_in_full(summer, LONDON, [("Sam", ZoneInfo("Africa/Accra"))]).endswith("14:00 for Sam")


@settings(max_examples=200, deadline=None)
@given(moments, zones, st.lists(zones, min_size=1, max_size=2))
def test_everybody_finds_the_time_that_their_own_clock_shows(
    at: datetime, here: ZoneInfo, elsewhere: list[ZoneInfo]
) -> None:
    names = ["Sam", "Ali"]
    others = list(zip(names, elsewhere, strict=False))
    said = say_in_full(at, here, others)
    assert said.startswith(say_moment(at, here))
    for name, there in others:
        differs = offset(at, there) != offset(at, here)
        assert (name in said) == differs
        if differs:
            theirs = next(part for part in said.split(", ") if name in part)
            assert theirs.startswith(say_clock(at, there))
            other_day = at.astimezone(there).date() != at.astimezone(here).date()
            assert (f"{at.astimezone(there):%A}" in theirs) == other_day


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(), "0 minutes"),
        (timedelta(minutes=1, seconds=59), "a minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(minutes=119), "an hour"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(hours=47), "a day"),
        (timedelta(days=2), "2 days"),
        (timedelta(minutes=-5), "0 minutes"),
    ],
)
def test_a_length_is_said_in_its_largest_whole_unit(length: timedelta, said: str) -> None:
    assert say_length(length) == said


@pytest.mark.parametrize(
    ("names", "said"),
    [(["Sam"], "Sam"), (["Sam", "Ali"], "Sam and Ali"), (("Sam", "Ali", "Jo"), "Sam, Ali and Jo")],
)
def test_names_are_said_in_a_row(names: list[str] | tuple[str, ...], said: str) -> None:
    assert say_names(names) == said
