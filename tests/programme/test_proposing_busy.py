"""Times that keep clear of calendars and go by shifts."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.months import Span
from bot.programme.proposing import AN_HOUR, Availability, Wish, good_times
from bot.programme.working_time import Shift, WorkingTime, is_open

ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Auckland"]
STARTS = st.sampled_from([date(2027, 3, 20), date(2027, 10, 2), date(2028, 2, 25), date(2026, 12, 28)])
"""Days shortly before a change of the clocks on either half of the earth, a leap day, and a year's end."""


def wish(now: datetime, zone: ZoneInfo, mentee: Availability, mentor: Availability) -> Wish:
    end = now.date() + timedelta(days=60)
    return Wish(now=now, zone=zone, mentee=mentee, mentors=(mentor,), month_ends=end, programme_ends=end)


@st.composite
def intervals(draw: st.DrawFn, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    busy = draw(st.lists(st.tuples(st.integers(0, 40 * 24 * 4), st.integers(1, 200)), max_size=15))
    quarter = timedelta(minutes=15)
    return tuple((now + first * quarter, now + (first + many) * quarter) for first, many in busy)


@given(data=st.data(), start=STARTS, zone=st.sampled_from(ZONES).map(ZoneInfo))
@settings(max_examples=60, deadline=None)
def test_no_time_on_offer_overlaps_what_is_in_somebodys_calendar(
    data: st.DataObject, start: date, zone: ZoneInfo
) -> None:
    now = datetime.combine(start, time(10), zone).astimezone(UTC)
    busy = data.draw(intervals(now))
    hours = WorkingTime(zone)
    asked = wish(now, zone, Availability(hours, busy=busy), Availability(hours))
    for at in good_times(asked):
        assert not any(begins < at + AN_HOUR and at < ends for begins, ends in busy)


def test_what_ends_when_a_meeting_begins_is_not_in_its_way() -> None:
    now = datetime(2027, 2, 17, 10, tzinfo=UTC)
    ten = datetime(2027, 2, 18, 10, tzinfo=UTC)
    around = ((ten - AN_HOUR, ten), (ten + AN_HOUR, ten + 2 * AN_HOUR))
    one = Availability(WorkingTime(ZoneInfo("Europe/London")), busy=around)
    assert one.is_free(ten, AN_HOUR)
    assert not one.is_free(ten - timedelta(minutes=30), AN_HOUR)
    assert good_times(wish(now, ZoneInfo("Europe/London"), one, one))


@given(
    start=STARTS,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    days=st.integers(1, 20),
    opens=st.integers(12, 22),
)
@settings(max_examples=40, deadline=None)
def test_on_days_of_a_shift_every_time_on_offer_lies_in_its_hours(
    start: date, zone: ZoneInfo, days: int, opens: int
) -> None:
    now = datetime.combine(start, time(10), zone).astimezone(UTC)
    nights = Shift(Span(start, start + timedelta(days=days)), time(opens), time(8))
    hours = WorkingTime(zone, shifts=(nights,))
    for at in good_times(wish(now, zone, Availability(hours), Availability(WorkingTime(zone)))):
        assert is_open(at, hours)
        assert is_open(at + AN_HOUR - timedelta(minutes=1), hours)
