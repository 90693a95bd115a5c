"""Strangers' calendars are read in a process of their own."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import busy_reader
from bot.busy_reader import Unreadable, read_apart
from bot.programme.freebusy import NotACalendar

FIRST = datetime(2027, 2, 17, tzinfo=UTC)
LAST = FIRST + timedelta(days=60)
MEETING = (
    "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270222T090000\r\nDURATION:PT1H\r\n{rule}SUMMARY:Secret\r\n"
    "END:VEVENT\r\n"
)


def calendar(rule: str = "", times: int = 1) -> bytes:
    events = "".join(MEETING.format(rule=rule).replace("UID:1", f"UID:{number}") for number in range(times))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode()


async def test_a_calendar_comes_back_as_busy_times_alone() -> None:
    begins = datetime(2027, 2, 22, 14, tzinfo=UTC)
    assert await read_apart(calendar(), FIRST, LAST, "America/New_York") == [
        (begins, begins + timedelta(hours=1))
    ]


async def test_a_mark_at_the_beginning_of_the_file_does_no_harm() -> None:
    assert await read_apart(b"\xef\xbb\xbf" + calendar(), FIRST, LAST, "Europe/London")


async def test_what_is_no_calendar_is_said_to_be_none() -> None:
    with pytest.raises(NotACalendar):
        await read_apart(b"<html>\xff\xfe</html>", FIRST, LAST, "Europe/London")


async def test_a_calendar_made_to_be_a_burden_is_put_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every day that is the thirtieth of February: a library looks for it to the end of time."""
    monkeypatch.setattr(busy_reader, "SECONDS", 1.5)
    burden = calendar("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n", times=200)
    with pytest.raises(Unreadable):
        await read_apart(burden, FIRST, LAST, "Europe/London")


async def test_a_zone_that_is_none_ends_the_process_and_not_the_house() -> None:
    with pytest.raises(Unreadable):
        await read_apart(calendar(), FIRST, LAST, "Nowhere/Land")
