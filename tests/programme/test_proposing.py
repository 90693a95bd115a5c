"""Three good times: always possible, and the ones a thoughtful colleague would have named."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.bank_holidays import bank_holidays
from bot.programme.months import Span
from bot.programme.proposing import DAYS_AHEAD, Availability, Wish, good_times
from bot.programme.working_time import WorkingTime, is_open

LONDON, NEW_YORK, KOLKATA = ZoneInfo("Europe/London"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")
OFFICE = Availability(WorkingTime(LONDON, holidays=bank_holidays("GB-ENG")))
NIGHTS = Availability(WorkingTime(LONDON, opens=time(22), closes=time(6)))
NEVER = Availability(WorkingTime(LONDON, days=frozenset()))
WEDNESDAY = datetime(2027, 2, 17, 10, tzinfo=UTC)
PAIR = Wish(
    now=WEDNESDAY,
    zone=LONDON,
    mentee=OFFICE,
    mentors=(OFFICE,),
    month_ends=date(2027, 2, 28),
    programme_ends=date(2027, 9, 30),
)
CORNERS = (
    date(2027, 3, 14), date(2027, 3, 28), date(2027, 4, 4), date(2027, 10, 3), date(2027, 10, 31),
    date(2028, 2, 29), date(2026, 12, 31), date(2027, 12, 31),
)  # fmt: skip
"""Changes of the clocks on either half of the earth, a leap day, and ends of years, one after week 53."""

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca")


def said(wish: Wish) -> list[str]:
    return [f"{at.astimezone(LONDON):%a %d %b %H:%M}" for at in good_times(wish)]


def on_leave(first: date, until: date) -> Availability:
    return Availability(replace(OFFICE.works, away=(Span(first, until),)))


# ---- whatever the wish


def clocks() -> st.SearchStrategy[time]:
    return st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30]))


def near(day: date, before: int, after: int) -> st.SearchStrategy[date]:
    return st.integers(-before, after).map(lambda n: day + timedelta(days=n))


@st.composite
def availabilities(draw: st.DrawFn, now: datetime) -> Availability:
    leave = draw(st.lists(st.tuples(near(now.date(), 5, 40), st.integers(0, 30)), max_size=2))
    works = WorkingTime(
        ZoneInfo(draw(st.sampled_from(ZONES))),
        draw(clocks()),
        draw(clocks()),
        draw(st.frozensets(st.integers(0, 6))),
        bank_holidays(draw(st.sampled_from(["", "GB-ENG"]))),
        tuple(Span(first, first + timedelta(days=n)) for first, n in leave),
    )
    engaged = draw(st.lists(st.integers(0, 24 * 20), max_size=3))
    return Availability(works, tuple(now + timedelta(hours=n) for n in engaged))


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    """Anybody's wish in the weeks around a change of the clocks, a leap day or the end of a year."""
    today = draw(near(draw(st.sampled_from(CORNERS)), 20, 10))
    now = datetime.combine(today, time(), UTC) + timedelta(minutes=draw(st.integers(0, 1439)))
    month_ends = draw(near(today, 2, 30))
    return Wish(
        now=now,
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        mentee=draw(availabilities(now)),
        mentors=tuple(draw(st.lists(availabilities(now), min_size=1, max_size=2))),
        month_ends=month_ends,
        programme_ends=draw(near(month_ends, 0, 60)),
        meetings=draw(st.frozensets(near(today, 30, 30), max_size=4)),
        closed=tuple(
            Span(one, one + timedelta(days=9)) for one in draw(st.lists(near(today, 9, 9), max_size=1))
        ),
        worked=tuple(now - timedelta(hours=n) for n in draw(st.lists(st.integers(24, 900), max_size=3))),
    )


def could_come(one: Availability, at: datetime) -> bool:
    """Judge quarter by quarter, by the rule of working time alone."""
    hour = [at + timedelta(minutes=15 * n) for n in range(4)] + [at + timedelta(minutes=59)]
    elsewhere = any(abs(at - other) < timedelta(hours=1) for other in one.engaged)
    return not elsewhere and all(is_open(moment, one.works) for moment in hour)


@given(wishes())
@settings(deadline=None, max_examples=80)
def test_every_time_lies_in_the_hours_of_the_mentee_and_of_a_mentor(wish: Wish) -> None:
    for at in good_times(wish):
        assert could_come(wish.mentee, at)
        assert any(could_come(one, at) for one in wish.mentors)


@given(wishes())
@settings(deadline=None, max_examples=50)
def test_every_time_gives_a_days_notice_and_lies_within_six_weeks_and_the_programme(wish: Wish) -> None:
    for at in good_times(wish):
        day = at.astimezone(wish.zone).date()
        assert at - wish.now >= timedelta(hours=23)  # a day may be an hour short in spring
        assert at - wish.now <= timedelta(days=DAYS_AHEAD + 2)
        assert day <= wish.programme_ends


@given(wishes())
@settings(deadline=None, max_examples=50)
def test_the_times_are_three_at_most_on_different_days_that_are_free_and_in_order(wish: Wish) -> None:
    times = good_times(wish)
    days = [at.astimezone(wish.zone).date() for at in times]
    assert len(times) <= 3
    assert list(times) == sorted(times)
    assert len(set(days)) == len(days)
    assert not wish.meetings & set(days)
    assert not any(day in span for day in days for span in wish.closed)


@given(wishes())
@settings(deadline=None, max_examples=50)
def test_every_time_is_a_full_or_a_half_hour_on_the_clock_of_the_cohort(wish: Wish) -> None:
    for at in good_times(wish):
        local = at.astimezone(wish.zone)
        assert (local.minute in (0, 30), local.second, local.microsecond) == (True, 0, 0)


@given(wishes())
@settings(deadline=None, max_examples=50)
def test_a_later_month_is_turned_to_only_when_this_one_has_no_three(wish: Wish) -> None:
    this_month = replace(wish, programme_ends=min(wish.month_ends, wish.programme_ends))
    times = good_times(wish)
    within = tuple(at for at in times if at.astimezone(wish.zone).date() <= wish.month_ends)
    assert within == good_times(this_month)


@given(wishes())
@settings(deadline=None, max_examples=15)
def test_the_same_wish_has_the_same_answer(wish: Wish) -> None:
    assert good_times(wish) == good_times(replace(wish))


# ---- which of the possible ones


def test_with_nothing_to_go_by_the_next_days_come_first_mornings_and_afternoons_mixed() -> None:
    assert said(PAIR) == ["Thu 18 Feb 10:00", "Fri 19 Feb 14:00", "Mon 22 Feb 10:00"]


def test_what_is_asked_on_a_friday_afternoon_is_not_for_monday_morning() -> None:
    friday = replace(PAIR, now=datetime(2027, 2, 19, 15, tzinfo=UTC))
    assert said(friday)[0] == "Mon 22 Feb 15:00"


def test_what_is_asked_at_the_weekend_counts_from_monday_morning() -> None:
    saturday = replace(PAIR, now=datetime(2027, 2, 20, 12, tzinfo=UTC))
    assert said(saturday)[0] == "Tue 23 Feb 10:00"


def test_soon_after_a_meeting_the_end_of_the_month_is_waited_for() -> None:
    met_on_monday = replace(PAIR, meetings=frozenset({date(2027, 2, 15)}))
    assert said(met_on_monday) == ["Wed 24 Feb 10:00", "Thu 25 Feb 14:00", "Fri 26 Feb 10:00"]


def test_with_room_in_the_month_the_times_lie_half_a_month_after_the_last_meeting() -> None:
    met_on_monday = replace(PAIR, meetings=frozenset({date(2027, 2, 15)}), month_ends=date(2027, 3, 31))
    days = {at.astimezone(LONDON).date() for at in good_times(met_on_monday)}
    assert days == {date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 3)}


def test_between_two_meetings_the_times_lie_in_the_middle() -> None:
    both = replace(
        PAIR, meetings=frozenset({date(2027, 2, 16), date(2027, 3, 8)}), month_ends=date(2027, 3, 31)
    )
    days = [at.astimezone(LONDON).date() for at in good_times(both)]
    assert date(2027, 2, 24) <= days[0] <= days[-1] <= date(2027, 2, 26)


def test_long_after_the_last_meeting_nothing_is_waited_for() -> None:
    long_ago = replace(PAIR, meetings=frozenset({date(2027, 1, 20)}))
    assert said(long_ago)[0] == "Thu 18 Feb 10:00"


def test_the_hour_that_worked_before_is_kept_to() -> None:
    worked = replace(PAIR, worked=(datetime(2027, 2, 3, 15, 30, tzinfo=UTC),))
    assert [one[-5:] for one in said(worked)] == ["15:30", "15:30", "15:30"]


def test_the_hour_that_worked_in_winter_is_the_same_on_the_clock_in_summer() -> None:
    spring = replace(
        PAIR,
        now=datetime(2027, 3, 25, 10, tzinfo=UTC),
        month_ends=date(2027, 4, 30),
        worked=(datetime(2027, 3, 10, 15, tzinfo=UTC),),
    )
    assert said(spring) == ["Tue 30 Mar 15:00", "Wed 31 Mar 15:00", "Thu 01 Apr 15:00"]


def test_the_weekday_that_worked_before_is_preferred_when_it_is_near() -> None:
    worked = replace(PAIR, worked=(datetime(2027, 2, 5, 10, tzinfo=UTC),))
    assert "Fri 19 Feb 10:00" in said(worked)
    assert said(replace(worked, now=datetime(2027, 2, 22, 8, tzinfo=UTC)))[-1] == "Fri 26 Feb 10:00"


def test_bank_holidays_are_left_out() -> None:
    before_easter = replace(PAIR, now=datetime(2027, 3, 24, 10, tzinfo=UTC), month_ends=date(2027, 4, 30))
    assert said(before_easter) == ["Thu 25 Mar 10:00", "Tue 30 Mar 14:00", "Wed 31 Mar 10:00"]


def test_leave_and_breaks_are_waited_for() -> None:
    away = replace(PAIR, mentors=(on_leave(date(2027, 2, 17), date(2027, 2, 24)),))
    assert said(away)[0] == "Thu 25 Feb 10:00"
    resting = replace(PAIR, closed=(Span(date(2027, 2, 17), date(2027, 2, 24)),))
    assert said(resting)[0] == "Wed 24 Feb 10:00"


def test_an_hour_at_which_one_of_them_meets_somebody_else_is_left_out() -> None:
    engaged = replace(PAIR, mentors=(replace(OFFICE, engaged=(datetime(2027, 2, 18, 10, 30, tzinfo=UTC),)),))
    assert not {"Thu 18 Feb 10:00", "Thu 18 Feb 11:00"} & set(said(engaged))


def test_across_the_atlantic_the_shared_hours_are_found_in_the_week_in_which_only_one_clock_has_changed() -> (
    None
):
    apart = Wish(
        now=datetime(2027, 3, 15, 12, tzinfo=UTC),
        zone=LONDON,
        mentee=OFFICE,
        mentors=(Availability(WorkingTime(NEW_YORK)),),
        month_ends=date(2027, 3, 19),
        programme_ends=date(2027, 9, 30),
    )
    hours = {at.astimezone(NEW_YORK).hour for at in good_times(apart)}
    assert said(apart)[0] == "Tue 16 Mar 14:00"
    assert min(hours) >= 9


def test_a_time_for_all_three_of_a_trio_is_worth_waiting_a_few_days_for() -> None:
    back_on_monday = on_leave(date(2027, 2, 10), date(2027, 2, 19))
    trio = replace(PAIR, mentors=(OFFICE, back_on_monday))
    assert said(trio)[0] == "Mon 22 Feb 10:00"


def test_a_second_mentor_who_is_away_for_weeks_keeps_nobody_from_meeting() -> None:
    trio = replace(PAIR, mentors=(OFFICE, on_leave(date(2027, 2, 10), date(2027, 4, 1))))
    assert said(trio)[0] == "Thu 18 Feb 10:00"


def test_a_night_shift_is_met_where_it_touches_the_day() -> None:
    early = Availability(WorkingTime(LONDON, opens=time(20), closes=time(10)))
    assert said(replace(PAIR, mentee=early)) == ["Fri 19 Feb 09:00", "Tue 23 Feb 09:00", "Wed 24 Feb 09:00"]


def test_fewer_than_three_are_offered_when_there_is_no_more_room() -> None:
    assert said(replace(PAIR, programme_ends=date(2027, 2, 19))) == ["Thu 18 Feb 10:00", "Fri 19 Feb 14:00"]


def test_none_is_offered_when_there_is_no_room_at_all() -> None:
    assert good_times(replace(PAIR, programme_ends=date(2027, 2, 17))) == ()
    assert good_times(replace(PAIR, mentee=NIGHTS)) == ()
    assert good_times(replace(PAIR, mentee=NEVER)) == ()
    assert good_times(replace(PAIR, mentors=(NEVER,))) == ()


def test_in_the_last_days_of_a_month_the_next_one_fills_up_what_is_missing() -> None:
    assert said(replace(PAIR, month_ends=date(2027, 2, 18))) == [
        "Thu 18 Feb 10:00",
        "Fri 19 Feb 14:00",
        "Mon 22 Feb 10:00",
    ]


def test_a_longer_meeting_needs_more_room() -> None:
    short_day = Availability(WorkingTime(LONDON, opens=time(9), closes=time(10)))
    assert len(good_times(replace(PAIR, mentors=(short_day,)))) == 3
    assert good_times(replace(PAIR, mentors=(short_day,), lasts=timedelta(minutes=90))) == ()
