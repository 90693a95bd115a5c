"""Standing times in people's own words: understood, asked about when they may mean several, never guessed."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.rhythms import LONGEST, understand_rule
from bot.programme.standing import LAST, NAMES, DaysOfTheMonth, EveryWeeks, Rule

TODAY = date(2027, 2, 17)  # a Wednesday
FOUR, TEN = time(16), time(10)


def told(text: str) -> list[str]:
    """Return what words may mean, each with its first day."""
    return [f"{rule} from {rule.first:%-d %b}" for rule in understand_rule(text, TODAY)]


@pytest.mark.parametrize(
    "text",
    [
        "every other Tuesday at 4", "Every other tuesday, 4pm please", "fortnightly on Tuesday at 16:00",
        "every fortnight on Tuesdays at 4", "Tuesdays at 4 fortnightly", "alternate Tuesdays at 4",
        "every two weeks on Tuesday at 4", "every 2 weeks, Tues 1600", "every other week on Tuesday at 4",
        "every second week on Tuesday at 4", "could we do every other Tuesday at four?",
        "every other Teusday at 4", "once a fortnight, Tuesday 4 pm",
    ],
)  # fmt: skip
def test_a_fortnight_comes_back_with_both_weeks_in_which_it_can_begin(text: str) -> None:
    assert told(text) == [
        "every other Tuesday at 16:00 from 23 Feb",
        "every other Tuesday at 16:00 from 2 Mar",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "first and third Thursday at 10", "1st and 3rd Thursday 10am", "1st & 3rd Thursdays, 10am",
        "the first and third Thursday of the month at 10:00", "third and first Thursday at 10",
        "every first and third Thursday at 10", "on the 1st and the 3rd thurs of each month at ten",
        "monthly on the first and third Thursday at 10",
    ],
)  # fmt: skip
def test_days_of_the_month_are_understood(text: str) -> None:
    assert told(text) == ["on the first and third Thursday of the month at 10:00 from 18 Feb"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("every Friday at 2", "every Friday at 14:00"),
        ("Fridays at 2", "every Friday at 14:00"),
        ("weekly on Friday at 2", "every Friday at 14:00"),
        ("each friday, half past two", "every Friday at 14:30"),
        ("last Friday of the month at noon", "on the last Friday of the month at 12:00"),
        ("second Monday of every month at 9.30", "on the second Monday of the month at 09:30"),
    ],
)
def test_weeks_and_single_days_of_the_month_are_understood(text: str, said: str) -> None:
    assert [str(rule) for rule in understand_rule(text, TODAY)] == [said]


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        (
            "every second Tuesday at 3",
            {"on the second Tuesday of the month at 15:00", "every other Tuesday at 15:00"},
        ),
        (
            "every third Tuesday at 3",
            {"on the third Tuesday of the month at 15:00", "every three weeks on Tuesday at 15:00"},
        ),
        ("every Wednesday at 8", {"every Wednesday at 08:00", "every Wednesday at 20:00"}),
        ("every Tuesday at 4 or 5", {"every Tuesday at 16:00", "every Tuesday at 17:00"}),
    ],
)
def test_what_may_mean_several_things_comes_back_as_all_of_them(text: str, meanings: set[str]) -> None:
    assert {str(rule) for rule in understand_rule(text, TODAY)} == meanings


@pytest.mark.parametrize(
    "text",
    [
        "", "mumble", "Tuesday at 4", "every other Tuesday", "every Tuesday afternoon", "at 4",
        "every other 5th at 4", "every other Tuesday and Thursday at 3", "biweekly Tuesday at 3",
        "bi-weekly on Tuesday at 3", "twice a month on Tuesday at 3", "every day at 4", "daily at 9",
        "every month at 4", "every other Tuesday 20 March at 4", "every other Tuesday from March at 4",
        "every other Tuesday at 4 unless the board meets", "first Tuesday and third Thursday at 3",
        "the first, third and fifth Monday at 3", "not every other Tuesday at 4",
        "every Tuesday every other week at 4",
        "every other Tuesday at 4 except in August", "I can't do every other Tuesday", "x" * (LONGEST + 1),
        "every other Tuesday at 25:00", "every " * 20,
    ],
)  # fmt: skip
def test_what_is_not_clear_is_never_guessed(text: str) -> None:
    assert understand_rule(text, TODAY) == ()


# ---- for any rule


weekdays = st.integers(0, 6)
clocks = st.integers(6 * 4, 21 * 4).map(lambda quarters: time(quarters // 4, quarters % 4 * 15))
some_days = st.dates(date(2026, 1, 1), date(2032, 12, 31))
by_weeks = st.builds(EveryWeeks, st.integers(1, 4), some_days, clocks)
nths = st.lists(st.sampled_from([1, 2, 3, 4, LAST]), min_size=1, max_size=2, unique=True).map(
    lambda chosen: tuple(sorted(chosen, key=lambda nth: (nth == LAST, nth)))
)
by_month = st.builds(DaysOfTheMonth, weekdays, nths, some_days, clocks)


@settings(max_examples=250, deadline=None)
@given(st.one_of(by_weeks, by_month), some_days)
def test_a_rule_that_is_typed_back_as_it_is_said_is_understood(rule: Rule, today: date) -> None:
    meant = understand_rule(str(rule), today)
    assert {str(one) for one in meant} == {str(rule)}
    assert all(one.first > today for one in meant)


@settings(max_examples=100, deadline=None)
@given(weekdays, some_days, st.integers(1, 4))
def test_every_week_in_which_a_rule_can_begin_is_offered(weekday: int, today: date, weeks: int) -> None:
    said = str(EveryWeeks(weeks, date(2027, 1, 4) + timedelta(days=weekday), TEN))
    firsts = [one.first for one in understand_rule(said, today)]
    assert firsts == sorted(set(firsts))
    assert len(firsts) == weeks
    assert {one.weekday() for one in firsts} == {weekday}
    assert today < firsts[0] <= today + timedelta(days=7)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_typed_comes_to_something_and_never_to_an_error(text: str) -> None:
    assert isinstance(understand_rule(f"every other {NAMES[1]} at 4 {text}", TODAY), tuple)
