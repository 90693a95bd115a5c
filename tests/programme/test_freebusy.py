"""Busy times read from calendars: beginnings and ends, whatever the calendar is like."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bot.programme.freebusy import Interval, NotACalendar, busy_times, merged

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2027, 2, 17, tzinfo=UTC)
LAST = FIRST + timedelta(days=60)
A_MINUTE = timedelta(minutes=1)


def calendar(*events: str) -> str:
    """Write a calendar around events, of each of which the lines between its ends are given."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
    for number, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}", *event.splitlines(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def busy(*events: str, zone: ZoneInfo = LONDON) -> list[str]:
    """Return when a calendar with these events says busy, as `02-22 09:00-10:00` on the clock of London."""
    return [said(one) for one in busy_times(calendar(*events), FIRST, LAST, zone)]


def said(interval: Interval) -> str:
    begins, ends = (one.astimezone(LONDON) for one in interval)
    return (
        f"{begins:%m-%d %H:%M}-{ends:%H:%M}"
        if ends - begins < timedelta(days=1)
        else f"{begins:%m-%d}/{ends:%m-%d}"
    )


def test_an_event_takes_its_time() -> None:
    assert busy("DTSTART:20270222T090000Z\nDTEND:20270222T100000Z") == ["02-22 09:00-10:00"]


def test_an_event_may_say_how_long_it_lasts() -> None:
    assert busy("DTSTART:20270222T090000Z\nDURATION:PT90M") == ["02-22 09:00-10:30"]


def test_a_time_without_a_zone_is_meant_on_the_clock_of_its_owner() -> None:
    assert busy("DTSTART:20270222T090000\nDTEND:20270222T100000", zone=ZoneInfo("Asia/Kathmandu")) == [
        "02-22 03:15-04:15"
    ]


def test_a_week_after_week_goes_on_across_the_change_of_the_clocks() -> None:
    weekly = "DTSTART;TZID=Europe/London:20250106T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"
    found = busy(weekly)
    assert [one.split()[1] for one in found] == ["09:00-10:00"] * 8
    assert found[-1].startswith("04-12")


def test_a_week_left_out_or_moved_is_left_out_or_moved() -> None:
    weekly = (
        "DTSTART;TZID=Europe/London:20270222T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3"
        "\nEXDATE;TZID=Europe/London:20270301T090000"
    )
    text = calendar(weekly).replace(
        "END:VCALENDAR",
        "BEGIN:VEVENT\r\nUID:0\r\nRECURRENCE-ID;TZID=Europe/London:20270308T090000\r\n"
        "DTSTART;TZID=Europe/London:20270309T140000\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR",
    )
    assert [said(one) for one in busy_times(text, FIRST, LAST, LONDON)] == [
        "02-22 09:00-10:00",
        "03-09 14:00-15:00",
    ]


@pytest.mark.parametrize(
    "mark", ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "UID:m1@turnabout"]
)
def test_what_is_cancelled_or_free_or_our_own_makes_nobody_busy(mark: str) -> None:
    text = calendar(f"DTSTART:20270222T090000Z\nDTEND:20270222T100000Z\n{mark}")
    text = text.replace("UID:0\r\n", "") if mark.startswith("UID") else text
    assert busy_times(text, FIRST, LAST, LONDON) == ()


def test_a_whole_day_is_busy_unless_it_is_marked_as_free() -> None:
    day = "DTSTART;VALUE=DATE:20270301"
    assert busy(day) == ["03-01/03-02"]
    assert busy(f"{day}\nTRANSP:TRANSPARENT") == []


def test_a_day_of_the_change_to_summer_time_is_as_long_as_it_is() -> None:
    ((begins, ends),) = busy_times(calendar("DTSTART;VALUE=DATE:20270328"), FIRST, LAST, LONDON)
    assert ends - begins == timedelta(hours=23)


def test_a_calendar_of_free_and_busy_times_is_read_too() -> None:
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VFREEBUSY\r\nUID:f\r\n"
        "FREEBUSY;FBTYPE=BUSY:20270303T090000Z/PT1H,20270303T140000Z/20270303T150000Z\r\n"
        "FREEBUSY;FBTYPE=FREE:20270304T090000Z/PT1H\r\nFREEBUSY:20270305T090000Z/PT30M\r\n"
        "END:VFREEBUSY\r\nEND:VCALENDAR\r\n"
    )
    assert [said(one) for one in busy_times(text, FIRST, LAST, LONDON)] == [
        "03-03 09:00-10:00",
        "03-03 14:00-15:00",
        "03-05 09:00-09:30",
    ]


def test_what_lies_partly_outside_is_cut_to_what_was_asked_for() -> None:
    found = busy_times(calendar("DTSTART:20270101T000000Z\nDTEND:20271231T000000Z"), FIRST, LAST, LONDON)
    assert found == ((FIRST, LAST),)


@pytest.mark.parametrize(
    "broken",
    [
        "DTSTART:nonsense",
        "DTEND:20270222T100000Z",
        "DTSTART;TZID=Nowhere/Land:20270222T090000\nRRULE:FREQ=NEVER",
        "DTSTART:20270222T090000Z\nDTEND:20260222T090000Z\nRRULE:FREQ=DAILY;UNTIL=x",
        "RRULE:FREQ=DAILY",
        "DTSTART:99991231T235959Z\nDURATION:P9999W",
    ],
)
def test_one_broken_event_does_not_hide_the_others(broken: str) -> None:
    assert "02-22 09:00-10:00" in busy(broken, "DTSTART:20270222T090000Z\nDTEND:20270222T100000Z")


@pytest.mark.parametrize("frequency", ["SECONDLY", "MINUTELY", "HOURLY"])
def test_what_repeats_within_a_day_is_no_meeting_and_costs_no_time(frequency: str) -> None:
    endless = f"DTSTART:19700101T000000Z\nDURATION:PT1S\nRRULE:FREQ={frequency}"
    assert busy(endless, "DTSTART:20270222T090000Z\nDTEND:20270222T100000Z") == ["02-22 09:00-10:00"]


def test_of_more_than_so_many_entries_the_first_are_read() -> None:
    events = [
        f"DTSTART:20270222T{hour:02}{minute:02}00Z\nDURATION:PT1M"
        for hour in range(24)
        for minute in range(60)
    ]
    assert busy_times(calendar(*events, *events), FIRST, LAST, LONDON)


@pytest.mark.parametrize("text", ["", "<html>", "BEGIN:VCARD\r\nEND:VCARD", "BEGIN:VCALENDAR", "x" * 300])
def test_what_is_no_calendar_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotACalendar):
        busy_times(text, FIRST, LAST, LONDON)


INTERVALS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 60)).map(
        lambda one: (FIRST + one[0] * A_MINUTE, FIRST + (one[0] + one[1]) * A_MINUTE)
    ),
    max_size=12,
)


@given(INTERVALS)
@settings(max_examples=100, deadline=None)
def test_intervals_made_one_cover_the_same_minutes_in_order_and_apart(intervals: list[Interval]) -> None:
    done = merged(intervals)
    assert all(one[1] < other[0] for one, other in pairwise(done))
    for minute in range(0, 600, 7):
        at = FIRST + minute * A_MINUTE
        assert any(a <= at < b for a, b in intervals) == any(a <= at < b for a, b in done)


ZONES = st.sampled_from(
    ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Auckland", "UTC"]
)


@given(zone=ZONES.map(ZoneInfo), day=st.dates(date(2027, 2, 18), date(2027, 4, 16)), hour=st.integers(3, 22))
@settings(max_examples=40, deadline=None)
def test_what_a_library_writes_is_read_at_the_same_instants(zone: ZoneInfo, day: date, hour: int) -> None:
    """Whatever the zone, and across both changes of the clocks."""
    begins = datetime(day.year, day.month, day.day, hour, 30, tzinfo=zone)
    event = Event()
    event.add("uid", "e")
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=30))
    whole = Calendar()
    whole.add("prodid", "x")
    whole.add("version", "2.0")
    whole.add_component(event)
    found = busy_times(whole.to_ical().decode(), FIRST, LAST, LONDON)
    assert found == ((begins.astimezone(UTC), begins.astimezone(UTC) + timedelta(minutes=30)),)


@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(
            [
                "DTSTART:",
                "RRULE:FREQ=",
                "\r\n",
                "BEGIN:VEVENT",
                "END:VEVENT",
                "20270222T090000Z",
                "DAILY",
                ";",
            ]
        ),
        max_size=20,
    ).map("".join)
)
@settings(max_examples=100, deadline=None)
def test_hostile_text_gives_intervals_or_no_calendar(text: str) -> None:
    try:
        found = busy_times(f"BEGIN:VCALENDAR\r\n{text}\r\nEND:VCALENDAR\r\n", FIRST, LAST, LONDON)
    except NotACalendar:
        return
    assert all(FIRST <= begins < ends <= LAST for begins, ends in found)
