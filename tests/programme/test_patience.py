"""How long an answer is waited for."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.bank_holidays import bank_holidays
from bot.programme.months import Span
from bot.programme.patience import LET_GO_AFTER, let_go_at, reminder_at
from bot.programme.working_time import NoWorkingTimeError, WorkingTime, is_open

ENGLAND = bank_holidays("GB-ENG")
LONDON = ZoneInfo("Europe/London")
OFFICE = WorkingTime(LONDON, holidays=ENGLAND)
ZONES = st.sampled_from(
    ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Australia/Sydney", "Asia/Kathmandu"]
).map(ZoneInfo)
MOMENTS = st.integers(0, 3 * 365 * 24 * 2).map(
    lambda halves: datetime(2026, 12, 1, tzinfo=UTC) + halves * timedelta(minutes=30)
)


def here(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("asked", "first", "second"),
    [
        (("2027-02-17", "10:00"), ("2027-02-18", "10:00"), ("2027-02-22", "10:00")),
        (("2027-02-19", "18:00"), ("2027-02-23", "09:00"), ("2027-02-25", "09:00")),
        (("2027-03-25", "10:00"), ("2027-03-30", "10:00"), ("2027-04-01", "10:00")),
        (("2028-02-28", "16:30"), ("2028-02-29", "16:30"), ("2028-03-02", "16:30")),
    ],
    ids=["midweek", "on a Friday evening", "over Easter and the change of clocks", "over a leap day"],
)
def test_the_reminders_come_one_and_three_working_days_later_at_the_same_time(
    asked: tuple[str, str], first: tuple[str, str], second: tuple[str, str]
) -> None:
    assert reminder_at(here(*asked), 0, OFFICE) == here(*first)
    assert reminder_at(here(*asked), 1, OFFICE) == here(*second)


def test_somebody_without_working_time_cannot_be_reminded() -> None:
    never = WorkingTime(LONDON, away=(Span(date(2027, 1, 1), date(2040, 1, 1)),))
    with pytest.raises(NoWorkingTimeError):
        reminder_at(here("2027-02-17", "10:00"), 0, never)


@settings(max_examples=150, deadline=None)
@given(MOMENTS, ZONES)
def test_a_reminder_always_falls_in_the_hours_of_whoever_is_asked(asked: datetime, zone: ZoneInfo) -> None:
    works = WorkingTime(zone, holidays=ENGLAND)
    first, second = reminder_at(asked, 0, works), reminder_at(asked, 1, works)
    assert is_open(first, works)
    assert is_open(second, works)
    assert asked < first < second
    assert first.astimezone(zone).date() > asked.astimezone(zone).date()


def test_a_question_is_let_go_once_its_time_has_come_and_after_a_week_anyhow() -> None:
    asked = here("2027-02-17", "10:00")
    assert let_go_at(asked, asked + timedelta(days=2)) == asked + timedelta(days=2)
    assert let_go_at(asked, asked + timedelta(days=30)) == asked + LET_GO_AFTER
