"""A feed of meetings, read by two libraries that know nothing of ours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.feed import Entry, feed
from bot.programme.invitation import Invite, invitation

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2027, 2, 17, tzinfo=UTC)
ZONES = [
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Auckland",
    "Africa/Casablanca",
    "UTC",
]


def entry(
    number: int, at: datetime, *, moves: int = 0, cancelled: bool = False, zone: str = "Europe/London"
) -> Entry:
    return Entry(Invite(f"m{number}", at, ZoneInfo(zone), NOW, moves=moves), cancelled=cancelled)


def events(text: str) -> dict[str, icalendar.Event]:
    return {str(one["uid"]): one for one in icalendar.Calendar.from_ical(text).walk("VEVENT")}


def test_every_meeting_is_there_with_the_uid_of_its_file() -> None:
    first, second = entry(1, NOW), entry(2, NOW + timedelta(days=14))
    text = feed([second, first], LONDON, 2027)
    files = [next(iter(events(invitation(one.invite, "PUBLISH")))) for one in (first, second)]
    assert list(events(text)) == files


def test_a_meeting_that_was_called_off_is_told_so_with_a_higher_sequence() -> None:
    (shown,) = events(feed([entry(1, NOW, moves=2, cancelled=True)], LONDON, 2027)).values()
    assert (shown["status"], shown["sequence"]) == ("CANCELLED", 3)


def test_it_says_when_to_ask_again() -> None:
    calendar = icalendar.Calendar.from_ical(feed([], LONDON, 2027))
    assert calendar["refresh-interval"].dt == timedelta(hours=1)
    assert str(calendar["x-published-ttl"]) == "PT1H"


def test_it_names_nobody_and_nothing() -> None:
    lines = feed([entry(1, NOW)], LONDON, 2027).splitlines()
    assert "SUMMARY:Conversation" in lines
    assert not any(line.startswith(("ATTENDEE", "ORGANIZER", "DESCRIPTION", "LOCATION")) for line in lines)


def test_an_empty_one_is_still_a_calendar() -> None:
    text = feed([], LONDON, 2027)
    assert events(text) == {}
    assert vobject.readOne(text).vtimezone.tzid.value == "Europe/London"


def test_a_zone_whose_clocks_follow_no_rule_is_left_for_utc_when_years_differ() -> None:
    zone = "Africa/Casablanca"
    text = feed(
        [entry(1, NOW, zone=zone), entry(2, NOW + timedelta(days=400), zone=zone)], ZoneInfo(zone), 2027
    )
    assert "VTIMEZONE" not in text
    assert [one.decoded("dtstart") for one in events(text).values()] == [NOW, NOW + timedelta(days=400)]


@pytest.mark.parametrize("zone", ZONES)
def test_it_has_one_description_of_its_clocks_at_most(zone: str) -> None:
    text = feed([entry(n, NOW + timedelta(days=20 * n), zone=zone) for n in range(20)], ZoneInfo(zone), 2027)
    assert text.count("BEGIN:VTIMEZONE") <= 1


@given(
    zone=st.sampled_from(ZONES),
    hours=st.lists(st.integers(0, 3 * 366 * 24 * 2), max_size=8, unique=True),
)
@settings(max_examples=60, deadline=None)
def test_two_readers_find_every_meeting_at_its_instant(zone: str, hours: list[int]) -> None:
    """Over three years: leap days, year ends, and both changes of the clocks."""
    wanted = {f"m{n}@turnabout": NOW + timedelta(minutes=30 * half) for n, half in enumerate(hours)}
    entries = [entry(n, NOW + timedelta(minutes=30 * half), zone=zone) for n, half in enumerate(hours)]
    text = feed(entries, ZoneInfo(zone), 2027)
    assert {uid: one.decoded("dtstart").astimezone(UTC) for uid, one in events(text).items()} == wanted
    assert {
        uid: one.decoded("dtend").astimezone(UTC) - wanted[uid] for uid, one in events(text).items()
    } == dict.fromkeys(wanted, timedelta(hours=1))
    second = vobject.readOne(text)
    found = {one.uid.value: one.dtstart.value.astimezone(UTC) for one in getattr(second, "vevent_list", [])}
    assert found == wanted
