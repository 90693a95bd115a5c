from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.bank_holidays import bank_holidays
from bot.programme.months import Span
from bot.programme.working_time import (
    EVERY_DAY,
    NoWorkingTimeError,
    Shift,
    WorkingTime,
    at_wall_time,
    is_open,
    local_day,
    next_open,
    next_opening,
    next_service_time,
    next_working_day,
    service_hours,
)

LONDON = ZoneInfo("Europe/London")
OFFICE = WorkingTime(LONDON, holidays=bank_holidays("GB-ENG"))
NIGHTS = WorkingTime(LONDON, opens=time(22), closes=time(6))
MINUTE = timedelta(minutes=1)

CHANGES_2027 = {
    "Europe/London": (date(2027, 3, 28), date(2027, 10, 31)),
    "America/New_York": (date(2027, 3, 14), date(2027, 11, 7)),
    "America/Santiago": (date(2027, 4, 3), date(2027, 9, 5)),  # at midnight
    "Australia/Sydney": (date(2027, 4, 4), date(2027, 10, 3)),
    "Australia/Lord_Howe": (date(2027, 4, 4), date(2027, 10, 3)),  # by half an hour
    "Pacific/Auckland": (date(2027, 4, 4), date(2027, 9, 26)),
    "Asia/Kolkata": (date(2027, 1, 1), date(2027, 7, 1)),  # never
}


def london(text: str) -> datetime:
    """Read a local time such as "2027-03-26 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@st.composite
def moments(draw: st.DrawFn) -> tuple[ZoneInfo, datetime]:
    """A zone and a minute within three days of one of its changes."""
    name = draw(st.sampled_from(sorted(CHANGES_2027)))
    change = datetime.combine(draw(st.sampled_from(CHANGES_2027[name])), time(), UTC)
    return ZoneInfo(name), change + draw(st.integers(-4320, 4320)) * MINUTE


def clock_times(first: int, last: int) -> st.SearchStrategy[time]:
    """Return quarter hours from one hour of the day to another, both included."""
    return st.builds(time, st.integers(first, last), st.sampled_from([0, 15, 30, 45]))


@st.composite
def situations(draw: st.DrawFn, first_hour: int, last_hour: int) -> tuple[datetime, WorkingTime]:
    zone, at = draw(moments())
    edges = st.tuples(clock_times(first_hour, last_hour), clock_times(first_hour, last_hour))
    opens, closes = draw(edges)
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    leave = draw(st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 4)), max_size=2))
    spans = (Span(at.date() + timedelta(first), at.date() + timedelta(first + n)) for first, n in leave)
    return at, WorkingTime(zone, opens, closes, days, away=tuple(spans))


def shows_working_time(at: datetime, working: WorkingTime) -> bool:
    """Judge by the clock on the wall alone; right while no edge lies in an hour that is changed."""
    wall = at.astimezone(working.zone).replace(tzinfo=None)
    for day in (wall.date(), wall.date() - timedelta(days=1)):
        off = day.weekday() not in working.days or any(s.first <= day < s.until for s in working.away)
        overnight = timedelta(days=0 if working.opens < working.closes else 1)
        opens = datetime.combine(day, working.opens)
        if not off and opens <= wall < datetime.combine(day + overnight, working.closes):
            return True
    return False


@settings(max_examples=80, deadline=None)
@given(situation=situations(4, 21))
def test_the_next_open_minute_is_the_first_that_a_clock_on_the_wall_would_find(
    situation: tuple[datetime, WorkingTime],
) -> None:
    at, working = situation
    minutes = (at + n * MINUTE for n in range(30 * 24 * 60))
    assert next_open(at, working) == next(one for one in minutes if shows_working_time(one, working))


@settings(max_examples=60, deadline=None)
@given(situation=situations(0, 23))
def test_the_next_open_minute_is_open_not_earlier_and_the_first(
    situation: tuple[datetime, WorkingTime],
) -> None:
    at, working = situation
    found = next_open(at, working)
    assert found >= at
    assert is_open(found, working)
    earlier = (found - n * 5 * MINUTE for n in range(1, 400))
    assert not any(is_open(one, working) for one in earlier if one >= at)


@settings(max_examples=60, deadline=None)
@given(situation=situations(0, 23))
def test_a_moment_is_open_exactly_when_it_is_its_own_next_open_moment(
    situation: tuple[datetime, WorkingTime],
) -> None:
    at, working = situation
    assert is_open(at, working) == (next_open(at, working) == at)


@settings(max_examples=60, deadline=None)
@given(situation=situations(0, 23))
def test_the_next_opening_is_later_and_open(situation: tuple[datetime, WorkingTime]) -> None:
    at, working = situation
    opening = next_opening(at, working)
    assert opening > at
    assert is_open(opening, working)


@settings(max_examples=60, deadline=None)
@given(moment=moments())
def test_service_messages_keep_to_the_hours_from_eight_to_eight_every_day(
    moment: tuple[ZoneInfo, datetime],
) -> None:
    zone, at = moment
    local = next_service_time(at, zone).astimezone(zone)
    assert time(8) <= local.time() < time(20)
    assert timedelta(0) <= local - at <= timedelta(hours=13)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2027-01-12 08:59", "2027-01-12 09:00"),
        ("2027-01-12 09:00", "2027-01-12 09:00"),
        ("2027-01-12 16:59:59", "2027-01-12 16:59:59"),
        ("2027-01-12 17:00", "2027-01-13 09:00"),
        ("2027-01-15 17:00", "2027-01-18 09:00"),
        ("2027-03-25 18:00", "2027-03-30 09:00"),  # over Easter, with the change to summer time inside
        ("2027-10-29 20:00", "2027-11-01 09:00"),  # over the change back
        ("2027-12-24 17:30", "2027-12-29 09:00"),
    ],
)
def test_office_hours_leave_out_evenings_weekends_and_bank_holidays(at: str, expected: str) -> None:
    assert next_open(london(at), OFFICE) == london(expected)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2027-01-11 23:30", "2027-01-11 23:30"),
        ("2027-01-12 05:59", "2027-01-12 05:59"),
        ("2027-01-12 06:00", "2027-01-12 22:00"),
        ("2027-01-11 05:00", "2027-01-11 22:00"),  # Sunday's night is no shift
        ("2027-01-16 05:00", "2027-01-16 05:00"),  # Friday's night runs into Saturday
        ("2027-01-16 06:00", "2027-01-18 22:00"),
    ],
)
def test_a_night_shift_belongs_to_the_day_it_opens_on(at: str, expected: str) -> None:
    assert next_open(london(at), NIGHTS) == london(expected)


def test_a_night_shift_that_began_before_a_leave_is_worked_to_its_end() -> None:
    nights = WorkingTime(LONDON, time(22), time(6), away=(Span(date(2027, 1, 12), date(2027, 1, 14)),))
    assert is_open(london("2027-01-12 05:00"), nights)
    assert next_open(london("2027-01-12 06:00"), nights) == london("2027-01-14 22:00")


def test_the_same_time_twice_is_round_the_clock() -> None:
    always = WorkingTime(LONDON, time(0), time(0), days=EVERY_DAY)
    assert all(is_open(london("2027-03-27 12:00") + n * timedelta(hours=1), always) for n in range(48))


def test_the_moment_of_closing_is_closed() -> None:
    assert is_open(london("2027-01-12 16:59"), OFFICE)
    assert not is_open(london("2027-01-12 17:00"), OFFICE)


def test_leave_ends_on_the_day_of_coming_back() -> None:
    away = WorkingTime(LONDON, away=(Span(date(2027, 2, 1), date(2027, 2, 10)),))
    assert next_open(london("2027-02-01 10:00"), away) == london("2027-02-10 09:00")


def test_leave_of_a_year_is_waited_for() -> None:
    away = WorkingTime(LONDON, away=(Span(date(2027, 2, 1), date(2028, 2, 1)),))
    assert next_open(london("2027-02-01 10:00"), away) == london("2028-02-01 09:00")


@pytest.mark.parametrize(
    "never",
    [
        WorkingTime(LONDON, days=frozenset()),
        WorkingTime(LONDON, away=(Span(date(2020, 1, 1), date.max),)),
    ],
    ids=["no day of the week", "away for ever"],
)
def test_a_person_without_working_time_is_reported_and_never_searched_for_endlessly(
    never: WorkingTime,
) -> None:
    at = london("2027-02-01 10:00")
    assert not is_open(at, never)
    with pytest.raises(NoWorkingTimeError, match="has no working time"):
        next_open(at, never)
    with pytest.raises(NoWorkingTimeError):
        next_opening(at, never)
    with pytest.raises(NoWorkingTimeError):
        next_working_day(at.date(), never)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (date(2027, 1, 12), date(2027, 1, 13)),
        (date(2027, 1, 15), date(2027, 1, 18)),
        (date(2027, 3, 25), date(2027, 3, 30)),
    ],
)
def test_the_next_working_day_is_later_and_worked(after: date, expected: date) -> None:
    assert next_working_day(after, OFFICE) == expected


def test_the_next_opening_does_not_count_the_hours_already_begun() -> None:
    assert next_opening(london("2027-01-12 09:00"), OFFICE) == london("2027-01-13 09:00")


@pytest.mark.parametrize(
    ("zone", "day", "clock", "expected"),
    [
        ("Europe/London", date(2027, 1, 4), time(9), "2027-01-04T09:00+00:00"),
        ("Europe/London", date(2027, 7, 5), time(9), "2027-07-05T08:00+00:00"),
        (
            "Europe/London",
            date(2027, 3, 28),
            time(1, 30),
            "2027-03-28T01:30+00:00",
        ),  # skipped: shown as 02:30
        ("Europe/London", date(2027, 10, 31), time(1, 30), "2027-10-31T00:30+00:00"),  # the first of two
        ("Europe/London", date(2027, 10, 31), time(1, 30, fold=1), "2027-10-31T00:30+00:00"),
        ("Australia/Sydney", date(2027, 10, 3), time(2, 30), "2027-10-02T16:30+00:00"),  # skipped
        ("Australia/Sydney", date(2027, 4, 4), time(2, 30), "2027-04-03T15:30+00:00"),  # the first of two
    ],
)
def test_wall_time_becomes_an_instant(zone: str, day: date, clock: time, expected: str) -> None:
    assert at_wall_time(day, clock, ZoneInfo(zone)).isoformat(timespec="minutes") == expected


def test_on_days_of_a_shift_its_hours_hold_and_before_and_after_them_the_usual_ones() -> None:
    nights = Shift(Span(date(2027, 1, 12), date(2027, 1, 14)), opens=time(20), closes=time(8))
    hours = WorkingTime(LONDON, shifts=(nights,))
    assert [
        tuple(at.astimezone(LONDON).hour for at in hours.hours_on(date(2027, 1, day)))
        for day in (11, 12, 13, 14)
    ] == [(9, 17), (20, 8), (20, 8), (9, 17)]
    assert next_open(london("2027-01-12 10:00"), hours) == london("2027-01-12 20:00")
    assert is_open(london("2027-01-14 07:59"), hours)
    assert next_open(london("2027-01-14 08:00"), hours) == london("2027-01-14 09:00")


def test_of_two_shifts_on_one_day_the_first_holds() -> None:
    day = Span(date(2027, 1, 12), date(2027, 1, 13))
    hours = WorkingTime(LONDON, shifts=(Shift(day, time(7), time(15)), Shift(day, time(14), time(22))))
    assert [at.hour for at in hours.hours_on(date(2027, 1, 12))] == [7, 15]


def test_leave_goes_before_a_shift() -> None:
    day = Span(date(2027, 1, 12), date(2027, 1, 13))
    hours = WorkingTime(LONDON, away=(day,), shifts=(Shift(day, time(20), time(8)),))
    assert not hours.works_on(date(2027, 1, 12))


def test_a_short_shift_that_the_spring_change_swallows_is_left_out() -> None:
    short = WorkingTime(LONDON, time(1, 15), time(2), days=EVERY_DAY)
    assert next_open(london("2027-03-27 12:00"), short) == london("2027-03-29 01:15")


def test_the_day_is_that_of_the_persons_own_calendar() -> None:
    assert local_day(datetime(2027, 1, 4, 20, tzinfo=UTC), ZoneInfo("Pacific/Auckland")) == date(2027, 1, 5)


def test_instants_come_back_in_utc() -> None:
    assert next_open(london("2027-07-05 10:00"), OFFICE).tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        next_open(london("2027-07-05 10:00").replace(tzinfo=None), OFFICE)


def test_service_hours_hold_on_sundays_and_bank_holidays() -> None:
    assert is_open(london("2027-12-26 19:59"), service_hours(LONDON))
    assert next_service_time(london("2027-12-26 20:00"), LONDON) == london("2027-12-27 08:00")
