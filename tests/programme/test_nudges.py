from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.bank_holidays import bank_holidays
from bot.programme.months import Month, Pause, programme_months
from bot.programme.nudges import (
    LADDER,
    Audience,
    Budget,
    LadderStep,
    holds,
    ladder_due,
    may_nudge,
    muted_until,
    next_free,
    next_step,
    who_is_nudged,
)
from bot.programme.working_time import (
    NoWorkingTimeError,
    WorkingTime,
    is_open,
    local_day,
    next_open,
    next_opening,
)

LONDON = ZoneInfo("Europe/London")
OFFICE = WorkingTime(LONDON, holidays=bank_holidays("GB-ENG"))
TWO_A_WEEK = Budget()
START = date(2027, 1, 4)
MONTHS = programme_months(START, 8, ())


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def dates(steps: Sequence[LadderStep]) -> list[str]:
    return [step.on.isoformat() for step in steps]


pauses_near_start = st.lists(
    st.builds(
        lambda first, days: Pause(
            START + timedelta(first), None if days is None else START + timedelta(first + days)
        ),
        st.integers(-20, 300),
        st.one_of(st.integers(0, 60), st.none()),
    ),
    max_size=4,
).map(tuple)
ladders = st.lists(st.integers(1, 31), max_size=5, unique=True).map(lambda days: tuple(sorted(days)))


def unpaused_days(month: Month, pauses: Sequence[Pause]) -> list[date]:
    """Return the days of a month that nobody paused, one by one."""
    every = (month.first + timedelta(n) for n in range(min((month.last - month.first).days + 1, 400)))
    return [
        day for day in every if not any(p.first <= day and (p.until is None or day < p.until) for p in pauses)
    ]


@settings(max_examples=80, deadline=None)
@given(pauses=pauses_near_start, ladder=ladders)
def test_each_step_falls_on_its_unpaused_day_and_on_no_day_where_there_are_too_few(
    pauses: tuple[Pause, ...], ladder: tuple[int, ...]
) -> None:
    for month in programme_months(START, 8, pauses):
        days = unpaused_days(month, pauses)
        expected = [(day, days[day - 1]) for day in ladder if day <= len(days)]
        assert [(step.day, step.on) for step in ladder_due(month, pauses, ladder)] == expected


@settings(max_examples=60, deadline=None)
@given(pauses=pauses_near_start, ladder=ladders, after=st.integers(-10, 300))
def test_the_next_step_is_the_earliest_of_all_that_are_later(
    pauses: tuple[Pause, ...], ladder: tuple[int, ...], after: int
) -> None:
    day = START + timedelta(after)
    months = programme_months(START, 8, pauses)
    steps = (step for month in months for step in ladder_due(month, pauses, ladder))
    expected = min((step.on for step in steps if step.on > day), default=None)
    found = next_step(day, months, pauses, ladder)
    assert (found.on if found else None) == expected


def test_the_ladder_speaks_on_days_3_10_17_and_23_of_a_month_without_a_pause() -> None:
    assert dates(ladder_due(MONTHS[0], ())) == ["2027-01-06", "2027-01-13", "2027-01-20", "2027-01-26"]


def test_days_of_a_pause_do_not_count_towards_a_step() -> None:
    pauses = (Pause(date(2027, 1, 8), date(2027, 1, 15)), Pause(date(2027, 1, 12), date(2027, 1, 18)))
    month = programme_months(START, 8, pauses)[0]
    assert dates(ladder_due(month, pauses)) == ["2027-01-06", "2027-01-23", "2027-01-30", "2027-02-05"]


def test_while_a_pause_has_no_end_the_ladder_is_silent() -> None:
    pauses = (Pause(date(2027, 1, 8), None),)
    months = programme_months(START, 8, pauses)
    assert dates(ladder_due(months[0], pauses)) == ["2027-01-06"]
    assert next_step(date(2027, 1, 8), months, pauses) is None


def test_a_step_beyond_the_days_of_its_month_does_not_exist() -> None:
    assert [step.day for step in ladder_due(MONTHS[1], (), (3, 28, 29))] == [3, 28]


def test_after_the_last_step_of_a_month_comes_the_first_of_the_next() -> None:
    assert next_step(date(2027, 1, 26), MONTHS, ()) == LadderStep(2, 0, 3, date(2027, 2, 6))


def test_a_step_of_the_day_itself_is_not_the_next() -> None:
    assert next_step(date(2027, 1, 5), MONTHS, ()) == LadderStep(1, 0, 3, date(2027, 1, 6))
    assert next_step(date(2027, 1, 6), MONTHS, ()) == LadderStep(1, 1, 10, date(2027, 1, 13))


def test_after_the_last_step_of_the_programme_there_is_none() -> None:
    assert next_step(date(2027, 8, 26), MONTHS, ()) is None


def test_the_first_step_goes_to_the_mentee_who_books_and_the_others_to_everybody() -> None:
    audiences = [who_is_nudged(step.index) for step in ladder_due(MONTHS[0], ())]
    assert audiences == [Audience.MENTEE, Audience.EVERYBODY, Audience.EVERYBODY, Audience.EVERYBODY]


@pytest.mark.parametrize(
    ("held", "agreed", "expected"), [(0, 0, True), (1, 0, True), (0, 1, True), (1, 1, False), (0, 2, False)]
)
def test_a_step_holds_while_fewer_than_two_are_held_and_agreed(
    held: int, agreed: int, expected: bool
) -> None:
    assert holds(held, agreed, per_month=2) is expected


@pytest.mark.parametrize(
    ("pressed", "expected"),
    [
        (date(2027, 1, 6), date(2027, 1, 13)),
        (date(2027, 1, 14), date(2027, 1, 20)),
        (date(2027, 1, 26), date(2027, 2, 6)),
        (date(2027, 8, 26), None),
    ],
)
def test_not_now_stops_the_ladder_until_its_next_step(pressed: date, expected: date | None) -> None:
    assert muted_until(pressed, MONTHS, ()) == expected


def test_a_snooze_is_over_on_its_day() -> None:
    until = date(2027, 2, 1)
    assert not may_nudge(date(2027, 1, 31), snoozed_until=until, muted=False)
    assert may_nudge(until, snoozed_until=until, muted=False)


def test_nobody_muted_or_paused_is_nudged() -> None:
    today = date(2027, 2, 1)
    assert may_nudge(today, snoozed_until=None, muted=False)
    assert not may_nudge(today, snoozed_until=None, muted=True)
    assert not may_nudge(today, snoozed_until=None, muted=False, paused=True)


def keeps_to(budget: Budget, days: Sequence[date]) -> bool:
    """Count day by day and week by week."""
    first, last = min(days), max(days)
    every = [first + timedelta(n) for n in range((last - first).days + 1)]
    return all(
        days.count(day) <= budget.a_day
        and sum(day <= one < day + timedelta(7) for one in days) <= budget.a_week
        for day in every
    )


budgets = st.builds(Budget, a_day=st.integers(1, 2), a_week=st.integers(1, 4))
requests = st.lists(st.integers(0, 30 * 24 * 60), min_size=1, max_size=12)
workings = st.sampled_from(
    [
        OFFICE,
        WorkingTime(LONDON, time(22), time(6)),
        WorkingTime(ZoneInfo("Australia/Sydney"), days=frozenset({0, 6})),
        WorkingTime(ZoneInfo("America/New_York"), time(0), time(0), days=frozenset(range(7))),
    ]
)


@settings(max_examples=80, deadline=None)
@given(minutes=requests, budget=budgets, working=workings)
def test_nudges_asked_for_in_any_order_never_exceed_the_budget(
    minutes: list[int], budget: Budget, working: WorkingTime
) -> None:
    sent: list[datetime] = []
    for minute in minutes:
        at = datetime(2027, 3, 15, tzinfo=UTC) + timedelta(minutes=minute)
        moment = next_free(at, sent, budget, working)
        assert moment >= at
        assert is_open(moment, working)
        sent.append(moment)
    assert keeps_to(budget, [local_day(one, working.zone) for one in sent])


@settings(max_examples=80, deadline=None)
@given(minutes=requests, minute=st.integers(0, 30 * 24 * 60), budget=budgets, working=workings)
def test_no_earlier_opening_would_have_kept_to_the_budget(
    minutes: list[int], minute: int, budget: Budget, working: WorkingTime
) -> None:
    start = datetime(2027, 3, 15, tzinfo=UTC)
    sent: list[datetime] = []
    for one in minutes:
        sent.append(next_free(start + timedelta(minutes=one), sent, budget, working))
    days = [local_day(one, working.zone) for one in sent]

    moment = next_open(start + timedelta(minutes=minute), working)
    while not keeps_to(budget, [*days, local_day(moment, working.zone)]):
        moment = next_opening(moment, working)
    assert next_free(start + timedelta(minutes=minute), sent, budget, working) == moment


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([], "2027-01-12 10:30"),
        (["2027-01-12 09:00"], "2027-01-13 09:00"),
        (["2027-01-11 09:00", "2027-01-12 09:00"], "2027-01-18 09:00"),
        (["2027-01-06 09:00", "2027-01-08 09:00"], "2027-01-13 09:00"),
        (["2027-01-05 09:00", "2027-01-08 09:00"], "2027-01-12 10:30"),
        (["2027-01-13 09:00", "2027-01-15 09:00"], "2027-01-20 09:00"),  # planned for later already
        (["2027-01-08 09:00", "2027-01-14 09:00"], "2027-01-15 09:00"),  # both in one week with the 12th
        (["2027-01-08 09:00", "2027-01-15 09:00"], "2027-01-12 10:30"),  # and a day further apart
        (["2027-01-11 09:00", "2027-01-15 09:00"], "2027-01-18 09:00"),
    ],
)
def test_what_does_not_fit_waits_for_the_opening_of_the_next_free_working_day(
    sent: list[str], expected: str
) -> None:
    at = london("2027-01-12 10:30")
    assert next_free(at, [london(one) for one in sent], TWO_A_WEEK, OFFICE) == london(expected)


def test_a_full_week_before_easter_waits_beyond_the_bank_holidays() -> None:
    sent = [london("2027-03-22 09:00"), london("2027-03-24 09:00")]
    assert next_free(london("2027-03-25 12:00"), sent, TWO_A_WEEK, OFFICE) == london("2027-03-30 09:00")


def test_a_night_worker_is_not_nudged_again_at_midnight() -> None:
    nights = WorkingTime(LONDON, time(22), time(6))
    sent = [london("2027-01-12 22:00")]
    assert next_free(london("2027-01-12 22:05"), sent, TWO_A_WEEK, nights) == london("2027-01-13 22:00")


def test_a_person_away_for_ever_has_no_free_moment() -> None:
    with pytest.raises(NoWorkingTimeError):
        next_free(london("2027-01-12 10:30"), [], TWO_A_WEEK, WorkingTime(LONDON, days=frozenset()))


@pytest.mark.parametrize("budget", [(0, 2), (1, 0), (-1, 2)])
def test_a_budget_without_room_for_any_nudge_is_refused(budget: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="at least one nudge"):
        Budget(*budget)


def test_the_ladder_as_agreed_is_the_default() -> None:
    assert LADDER == (3, 10, 17, 23)
    assert ladder_due(MONTHS[0], ()) == ladder_due(MONTHS[0], (), (3, 10, 17, 23))
