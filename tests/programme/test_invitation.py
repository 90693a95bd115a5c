"""Invitations, read back by two strangers: right to the minute, and saying nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.clock_changes import ClockChange, clock_changes
from bot.programme.invitation import Invite, Method, google_link, invitation, outlook_link, teams_link
from bot.programme.zones import offset
from dialogs.lint import preview_problems, problems

LONDON = ZoneInfo("Europe/London")
STAMPED = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
SPRING = Invite("meeting-1", datetime(2027, 3, 30, 14, tzinfo=UTC), LONDON, STAMPED)
ZONES = (
    "Africa/Casablanca", "America/New_York", "America/Santiago", "Asia/Kathmandu", "Asia/Kolkata",
    "Atlantic/Reykjavik", "Australia/Lord_Howe", "Etc/UTC", "Europe/Dublin", "Europe/London", "Pacific/Apia",
    "Pacific/Auckland",
)  # fmt: skip
EDGES = (
    date(2027, 3, 28), date(2027, 10, 31), date(2027, 3, 14), date(2027, 11, 7), date(2027, 4, 4),
    date(2028, 2, 29), date(2027, 12, 31), date(2028, 12, 31), date(2027, 2, 7),
)  # fmt: skip
"""Changes of the clocks, a leap day, ends of years, and the beginning of a Ramadan."""

NEVER_HEARD_OF = (f"Nowhere/{number}" for number in count())
Times = tuple[datetime, datetime]


@st.composite
def invites(draw: st.DrawFn) -> Invite:
    minutes = draw(st.integers(-2 * 1440, 2 * 1440))
    at = datetime.combine(draw(st.sampled_from(EDGES)), datetime.min.time(), UTC) + timedelta(minutes=minutes)
    return Invite(
        id=draw(st.text("0123456789abcdefghjkmnpqrstvwxyz-", min_size=1, max_size=36)),
        at=at,
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        stamped=at - timedelta(minutes=draw(st.integers(0, 40_000))),
        moves=draw(st.integers(0, 30)),
        tentative=draw(st.booleans()),
        lasts=timedelta(minutes=draw(st.sampled_from([15, 30, 60, 90]))),
    )


methods = st.sampled_from(["PUBLISH", "CANCEL"])


def read(text: str) -> icalendar.Event:
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


def by_one(text: str) -> Times:
    """Read the times with the one parser, which knows the zones of the world by name."""
    event = read(text)
    return event.DTSTART.astimezone(UTC), event.DTEND.astimezone(UTC)


def by_the_other(text: str, zone: ZoneInfo) -> Times:
    """Read the times with the other parser, which has nothing but the file itself to know the zone by.

    It remembers zones by name for good, so every file tells of one it has never heard of.
    """
    event = vobject.readOne(text.replace(zone.key, next(NEVER_HEARD_OF))).vevent
    return event.dtstart.value.astimezone(UTC), event.dtend.value.astimezone(UTC)


def lines(text: str) -> list[str]:
    return text.replace("\r\n ", "").splitlines()


# ---- the times


@given(invites(), methods)
@settings(deadline=None, max_examples=120)
def test_two_strangers_read_the_times_that_were_meant(invite: Invite, method: Method) -> None:
    text = invitation(invite, method)
    meant = (invite.at, invite.at + invite.lasts)
    assert by_one(text) == meant
    assert by_the_other(text, invite.zone) == meant


@given(invites(), methods)
@settings(deadline=None, max_examples=60)
def test_the_file_is_valid_to_both(invite: Invite, method: Method) -> None:
    text = invitation(invite, method)
    assert read(text).errors == []
    assert vobject.readOne(text.replace(invite.zone.key, next(NEVER_HEARD_OF))).validate(raiseException=True)


@given(invites(), methods)
@settings(deadline=None, max_examples=40)
def test_lines_end_as_the_standard_has_it_and_are_short_enough(invite: Invite, method: Method) -> None:
    text = invitation(invite, method)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_the_time_stands_on_the_readers_clock_with_the_rules_of_the_zone_beside_it() -> None:
    text = lines(invitation(SPRING, "PUBLISH"))
    assert "DTSTART;TZID=Europe/London:20270330T150000" in text
    assert "DTEND;TZID=Europe/London:20270330T160000" in text
    assert text.count("TZID:Europe/London") == 1


def test_a_zone_is_described_only_where_it_is_used() -> None:
    text = invitation(replace(SPRING, zone=ZoneInfo("Etc/UTC")), "PUBLISH")
    assert "DTSTART:20270330T140000Z" in lines(text)
    assert "VTIMEZONE" not in text


def test_an_hour_that_the_clocks_show_twice_is_written_in_utc() -> None:
    """Half past one comes twice on 31 October; on a local clock only the first could be meant."""
    for hour in (0, 1):
        text = invitation(replace(SPRING, at=datetime(2027, 10, 31, hour, 30, tzinfo=UTC)), "PUBLISH")
        assert f"DTSTART:20271031T0{hour}3000Z" in lines(text)


def test_the_clocks_of_a_zone_change_at_the_minute_they_do() -> None:
    hour = timedelta(hours=1)
    assert list(clock_changes(LONDON, 2027)) == [
        ClockChange(datetime(2027, 3, 28, 1, tzinfo=UTC), 0 * hour, hour),
        ClockChange(datetime(2027, 10, 31, 1, tzinfo=UTC), hour, 0 * hour),
    ]
    assert list(clock_changes(ZoneInfo("Asia/Kolkata"), 2027)) == []


@given(st.sampled_from(ZONES), st.integers(1990, 2036))
@settings(deadline=None, max_examples=40)
def test_before_a_change_the_old_clocks_hold_and_from_it_on_the_new(name: str, year: int) -> None:
    zone = ZoneInfo(name)
    for change in clock_changes(zone, year):
        assert offset(change.at - timedelta(minutes=1), zone) == change.before
        assert offset(change.at, zone) == change.after


def test_a_yearly_rule_is_told_where_there_is_one() -> None:
    text = lines(invitation(SPRING, "PUBLISH"))
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in text


def test_where_there_is_no_rule_the_changes_of_the_year_are_told() -> None:
    text = lines(invitation(replace(SPRING, zone=ZoneInfo("Africa/Casablanca")), "PUBLISH"))
    assert not [line for line in text if line.startswith("RRULE")]
    assert {"DTSTART:20270207T030000", "DTSTART:20270314T020000"} <= set(text)


# ---- one meeting through all that happens to it


@given(invites(), st.integers(1, 5))
@settings(deadline=None, max_examples=30)
def test_a_moved_meeting_is_the_same_with_a_higher_number(invite: Invite, days: int) -> None:
    moved = replace(invite, at=invite.at + timedelta(days=days), moves=invite.moves + 1)
    before, after = read(invitation(invite, "PUBLISH")), read(invitation(moved, "PUBLISH"))
    assert before["UID"] == after["UID"] == f"{invite.id}@turnabout"
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1


@given(invites())
@settings(deadline=None, max_examples=30)
def test_calling_off_is_newer_than_every_time_before(invite: Invite) -> None:
    before, off = invitation(invite, "PUBLISH"), invitation(invite, "CANCEL")
    assert read(off)["UID"] == read(before)["UID"]
    assert read(off)["SEQUENCE"] > read(before)["SEQUENCE"]


@pytest.mark.parametrize(
    ("invite", "method", "expected"),
    [
        (SPRING, "PUBLISH", ("CONFIRMED", "OPAQUE")),
        (replace(SPRING, tentative=True), "PUBLISH", ("TENTATIVE", "OPAQUE")),
        (SPRING, "CANCEL", ("CANCELLED", "TRANSPARENT")),
        (replace(SPRING, tentative=True), "CANCEL", ("CANCELLED", "TRANSPARENT")),
    ],
)
def test_the_status_says_whether_the_time_stands(
    invite: Invite, method: Method, expected: tuple[str, str]
) -> None:
    text = invitation(invite, method)
    assert f"METHOD:{method}" in lines(text)
    assert (read(text)["STATUS"], read(text)["TRANSP"]) == expected
    assert read(text).DTSTAMP == STAMPED


# ---- what it does not say


def values() -> Iterator[str]:
    for method in ("PUBLISH", "CANCEL"):
        for line in lines(invitation(SPRING, method)):
            yield line.partition(":")[2]


def test_no_word_in_it_tells_what_the_meeting_is_about() -> None:
    for value in values():
        assert preview_problems(value) == ()
        assert problems(value) == ()
    assert read(invitation(SPRING, "PUBLISH"))["SUMMARY"] == "Conversation"


@given(invites(), methods)
@settings(deadline=None, max_examples=30)
def test_it_names_nobody_and_sets_no_alarm(invite: Invite, method: Method) -> None:
    text = invitation(invite, method)
    told = {line.partition(":")[0].partition(";")[0] for line in lines(text[text.index("BEGIN:VEVENT") :])}
    assert told == {
        "BEGIN", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "TRANSP", "END",
    }  # fmt: skip
    assert "mailto" not in text.lower()
    assert "VALARM" not in text


# ---- links


def parts(address: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}


def test_a_link_opens_outlook_with_the_meeting_filled_in() -> None:
    link = outlook_link(SPRING)
    assert link.startswith("https://outlook.office.com/calendar/0/deeplink/compose?")
    assert parts(link) == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": "Conversation",
        "startdt": "2027-03-30T14:00:00Z",
        "enddt": "2027-03-30T15:00:00Z",
    }


def test_a_link_opens_google_calendar_with_the_meeting_filled_in() -> None:
    link = google_link(SPRING)
    assert link.startswith("https://calendar.google.com/calendar/render?")
    assert parts(link) == {
        "action": "TEMPLATE",
        "text": "Conversation",
        "dates": "20270330T140000Z/20270330T150000Z",
        "ctz": "Europe/London",
    }


def test_a_link_opens_a_new_meeting_in_teams() -> None:
    link = teams_link(SPRING)
    assert link.startswith("https://teams.microsoft.com/l/meeting/new?")
    assert parts(link) == {
        "subject": "Conversation",
        "startTime": "2027-03-30T14:00:00Z",
        "endTime": "2027-03-30T15:00:00Z",
    }


@given(invites())
@settings(deadline=None, max_examples=30)
def test_a_link_holds_nothing_but_the_time_and_letters_that_need_no_care(invite: Invite) -> None:
    for link in (outlook_link(invite), google_link(invite), teams_link(invite)):
        assert link.isascii()
        assert not set(link) & set(" <>|*\"'()[]`")
        assert f"{invite.id}@" not in link
