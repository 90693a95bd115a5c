"""Standing times: their dates, what is left out and why, and four o'clock staying four o'clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.bank_holidays import bank_holidays
from bot.programme.months import Pause, Span, merge, programme_months
from bot.programme.standing import LAST, DaysOfTheMonth, EveryWeeks, Rule, moment, read, written
from bot.programme.standing_dates import LeftOut, Placing, Rounds, lies_in_hours, placings
from bot.programme.working_time import Shift, WorkingTime

ENGLAND = bank_holidays("GB-ENG")
LONDON = ZoneInfo("Europe/London")
OFFICE = WorkingTime(LONDON, holidays=ENGLAND)
START, TUESDAY = date(2027, 2, 1), date(2027, 2, 2)
MONTHS = programme_months(START, 8, ())
FORTNIGHT = EveryWeeks(2, TUESDAY, time(15))
ROUNDS = Rounds(
    rule=FORTNIGHT,
    zone=LONDON,
    cohort_zone=LONDON,
    now=datetime(2027, 1, 31, 12, tzinfo=UTC),
    mentee=OFFICE,
    mentors=(OFFICE,),
    months=MONTHS,
    per_month=2,
    holidays=ENGLAND,
)


def told(rounds: Rounds, since: date = START, until: date = date(2027, 10, 31)) -> dict[str, str]:
    return {f"{one.day:%d %b}": one.left_out or "placed" for one in placings(rounds, since, until)}


# ---- dates of a rule


def test_a_fortnight_goes_on_from_its_first_day() -> None:
    days = FORTNIGHT.dates(date(2027, 2, 10), date(2027, 3, 16))
    assert [f"{day:%d %b}" for day in days] == ["16 Feb", "02 Mar", "16 Mar"]


def test_before_its_first_day_a_rule_has_no_dates() -> None:
    assert list(FORTNIGHT.dates(date(2026, 1, 1), date(2027, 2, 1))) == []


def test_days_of_the_month_are_counted_in_every_month() -> None:
    rule = DaysOfTheMonth(3, (1, 3), date(2027, 2, 10), time(10))
    days = rule.dates(START, date(2027, 4, 30))
    assert [f"{day:%d %b}" for day in days] == ["18 Feb", "04 Mar", "18 Mar", "01 Apr", "15 Apr"]


def test_the_last_of_a_month_is_its_fourth_or_its_fifth() -> None:
    rule = DaysOfTheMonth(0, (LAST,), START, time(10))
    assert [f"{day:%d %b}" for day in rule.dates(START, date(2027, 4, 1))] == ["22 Feb", "29 Mar"]


def test_a_day_that_is_the_fourth_and_the_last_is_one_date() -> None:
    rule = DaysOfTheMonth(0, (4, LAST), START, time(10))
    assert [day.day for day in rule.dates(START, date(2027, 2, 28))] == [22]


@pytest.mark.parametrize(
    ("day", "utc"), [(date(2027, 3, 16), 15), (date(2027, 3, 30), 14), (date(2027, 11, 9), 15)]
)
def test_three_oclock_stays_three_oclock_over_both_changes_of_the_clocks(day: date, utc: int) -> None:
    assert moment(FORTNIGHT, day, LONDON) == datetime(day.year, day.month, day.day, utc, tzinfo=UTC)


def test_what_was_never_a_rule_is_not_read() -> None:
    with pytest.raises(ValueError, match="no standing time"):
        read("years 2 2027-02-02 15:00")


# ---- what goes into the diary


def test_two_dates_a_month_go_in_and_a_third_is_left_out() -> None:
    found = told(ROUNDS)
    assert found["02 Feb"] == found["16 Feb"] == found["02 Mar"] == "placed"
    assert found["30 Mar"] == LeftOut.FULL
    assert list(found.values()).count("placed") == 16


def test_a_bank_holiday_is_left_out() -> None:
    mondays = replace(ROUNDS, rule=EveryWeeks(2, date(2027, 4, 19), time(10)))
    assert told(mondays)["03 May"] == LeftOut.HOLIDAY


def test_leave_of_the_mentee_is_left_out_and_so_is_leave_of_the_only_mentor() -> None:
    away = replace(OFFICE, away=(Span(date(2027, 2, 15), date(2027, 2, 20)),))
    for rounds in (replace(ROUNDS, mentee=away), replace(ROUNDS, mentors=(away,))):
        assert told(rounds)["16 Feb"] == LeftOut.AWAY


def test_in_a_trio_one_mentor_is_enough() -> None:
    away = replace(OFFICE, away=(Span(date(2027, 2, 15), date(2027, 2, 20)),))
    assert told(replace(ROUNDS, mentors=(away, OFFICE)))["16 Feb"] == "placed"


def test_a_week_of_nights_is_left_out() -> None:
    nights = Shift(Span(date(2027, 2, 15), date(2027, 2, 20)), time(20), time(8))
    assert told(replace(ROUNDS, mentee=replace(OFFICE, shifts=(nights,))))["16 Feb"] == LeftOut.AWAY


def test_an_hour_outside_working_time_that_was_agreed_is_left_out_on_leave_alone() -> None:
    evening = EveryWeeks(2, TUESDAY, time(18, 30))
    leave = replace(OFFICE, away=(Span(date(2027, 2, 15), date(2027, 2, 20)),))
    rounds = replace(ROUNDS, rule=evening, mentee=leave, in_hours=False)
    assert told(rounds)["02 Feb"] == "placed"
    assert told(rounds)["16 Feb"] == LeftOut.AWAY


def test_dates_in_a_break_outside_the_programme_or_gone_by_are_passed_over() -> None:
    rest = Pause(date(2027, 3, 1), date(2027, 3, 10))
    rounds = replace(
        ROUNDS,
        months=programme_months(START, 8, [rest]),
        breaks=merge([rest], START),
        now=datetime(2027, 2, 2, 15, tzinfo=UTC),
    )
    found = told(rounds, date(2027, 1, 1), date(2028, 1, 1))
    assert {"02 Feb", "02 Mar"}.isdisjoint(found)
    assert "12 Oct" not in found  # the programme ends on the 9th, nine days later for the break


def test_a_day_with_another_meeting_is_passed_over_and_counts() -> None:
    found = told(replace(ROUNDS, booked=frozenset({date(2027, 2, 16), date(2027, 2, 9)})))
    assert "16 Feb" not in found
    assert found["02 Feb"] == LeftOut.FULL


def test_leave_and_bank_holidays_do_not_make_an_hour_an_unusual_one() -> None:
    on_leave = replace(OFFICE, away=(Span(START, date(2027, 12, 31)),))
    assert lies_in_hours(datetime(2027, 12, 28, 15, tzinfo=UTC), on_leave)
    assert not lies_in_hours(datetime(2027, 2, 2, 18, tzinfo=UTC), on_leave)


# ---- for any rule


zones = st.sampled_from(
    ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Australia/Sydney", "Asia/Kathmandu"]
).map(ZoneInfo)
CORNERS = [
    date(2027, 3, 14), date(2027, 3, 28), date(2027, 4, 4), date(2027, 10, 3), date(2027, 10, 31),
    date(2027, 11, 7), date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 3), date(2028, 12, 31),
]  # fmt: skip
"""Changes of the clocks on either half of the earth, a leap day, and ends of years, one after week 53."""

clocks = st.integers(0, 95).map(lambda quarters: time(quarters // 4, quarters % 4 * 15))
days = st.dates(date(2026, 11, 1), date(2028, 12, 31))
nths = st.sets(st.sampled_from([1, 2, 3, 4, LAST]), min_size=1, max_size=2).map(tuple)
rules = st.one_of(
    st.builds(EveryWeeks, st.integers(1, 4), days, clocks),
    st.builds(DaysOfTheMonth, st.integers(0, 6), nths, days, clocks),
)


@settings(max_examples=150, deadline=None)
@given(rules)
def test_a_rule_that_was_kept_is_the_same_rule(rule: Rule) -> None:
    assert read(written(rule)) == rule


@settings(max_examples=150, deadline=None)
@given(rules, days, st.integers(0, 400))
def test_dates_are_in_order_of_the_right_weekday_and_within_what_was_asked(
    rule: Rule, since: date, length: int
) -> None:
    until = since + timedelta(days=length)
    found = list(rule.dates(since, until))
    assert found == sorted(set(found))
    assert all(max(since, rule.first) <= day <= until for day in found)
    weekday = rule.first.weekday() if isinstance(rule, EveryWeeks) else rule.weekday
    assert {day.weekday() for day in found} <= {weekday}
    middle = since + timedelta(days=length // 2)
    assert [*rule.dates(since, middle), *rule.dates(middle + timedelta(days=1), until)] == found


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 4), days, clocks)
def test_so_many_weeks_stay_so_many_over_a_leap_day_and_a_year_of_53_weeks(
    weeks: int, first: date, clock: time
) -> None:
    found = list(EveryWeeks(weeks, first, clock).dates(first, first + timedelta(days=800)))
    assert {later - one for one, later in pairwise(found)} == {timedelta(weeks=weeks)}


@settings(max_examples=150, deadline=None)
@given(days | st.sampled_from(CORNERS), clocks, zones)
def test_on_any_day_the_clocks_show_the_hour_of_the_rule(day: date, clock: time, zone: ZoneInfo) -> None:
    rule = EveryWeeks(2, day, clock)
    at = moment(rule, day, zone)
    assert at.astimezone(zone).date() == day
    assert _clock_shown(Placing(at, day), zone, rule)


@settings(max_examples=150, deadline=None)
@given(rules, zones, zones, st.sets(st.integers(0, 240)), st.booleans())
def test_whatever_goes_in_fits_and_no_month_ever_gets_more_than_it_has_room_for(
    rule: Rule,
    zone: ZoneInfo,
    cohort_zone: ZoneInfo,
    taken: set[int],
    in_hours: bool,  # drawn
) -> None:
    works = WorkingTime(zone, holidays=ENGLAND, away=(Span(date(2027, 3, 1), date(2027, 3, 15)),))
    booked = frozenset(START + timedelta(days=one) for one in list(taken)[:6])
    rounds = replace(
        ROUNDS,
        rule=rule,
        zone=zone,
        cohort_zone=cohort_zone,
        mentee=works,
        mentors=(works,),
        booked=booked,
        in_hours=in_hours,
    )
    found = list(placings(rounds, START, date(2027, 12, 31)))
    placed = [one.day for one in found if one.left_out is None]
    assert len(set(placed)) == len(placed)
    assert booked.isdisjoint(placed)
    assert all(day not in ENGLAND for day in placed)
    for month in MONTHS:
        already = sum(day in month for day in booked)
        assert sum(day in month for day in placed) <= max(0, 2 - already)
    assert all(_clock_shown(one, zone, rule) for one in found)


def _clock_shown(one: Placing, zone: ZoneInfo, rule: Rule) -> bool:
    """Say whether the clocks show the hour of the rule, or what stands in for one they skip that day."""
    local, before = one.at.astimezone(zone), (one.at - timedelta(hours=2)).astimezone(zone)
    return local.time() == rule.clock or local.utcoffset() != before.utcoffset()
