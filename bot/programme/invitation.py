"""Invitations: a meeting as a file that calendars understand, and as links that open one's own calendar.

The file is an iCalendar text (RFC 5545). It names nobody and does not say what the meeting is about, for
calendars often lie open to colleagues; a place stands in it only when its people gave one. It is for the
reader's own calendar alone, so it is published: a request would need an organiser whose mailbox takes the
answers, and there is none.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.timezone import is_utc

from bot.programme.clock_changes import timezone_of
from bot.programme.proposing import AN_HOUR
from bot.programme.zones import shown_twice

Method = Literal["PUBLISH", "CANCEL"]

TITLE = "Conversation"
"""What a calendar shows of a meeting, whatever it is about."""

PRODUCT = "-//Turnabout//Turnabout//EN"
OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose"
GOOGLE = "https://calendar.google.com/calendar/render"
COMPACT = "%Y%m%dT%H%M%SZ"
TEAMS = "https://teams.microsoft.com/l/meeting/new"


@dataclass(frozen=True, slots=True)
class Invite:
    """A meeting as its reader's calendar is to show it.

    `id` is the same through all that happens to the meeting, and `moves` is how often it was given
    another time. `zone` is the reader's, `stamped` is when the invitation is written. A `tentative` time
    is not agreed yet. `place` is where they meet, in their own words, or empty.
    """

    id: str
    at: datetime
    zone: ZoneInfo
    stamped: datetime
    moves: int = 0
    tentative: bool = False
    lasts: timedelta = AN_HOUR
    place: str = field(default="", repr=False)

    @property
    def ends(self) -> datetime:
        return self.at + self.lasts


def invitation(invite: Invite, method: Method) -> str:
    """Return the text of the file.

    A calendar that has the meeting already knows it by its UID and takes the higher SEQUENCE: every move
    raises it by one, and so does calling off.
    """
    calendar = empty_calendar(method)
    if (zone := zone_to_write(invite)) is not None:
        calendar.add_component(timezone_of(zone, invite.at.astimezone(zone).year))
    calendar.add_component(event_of(invite, method, zone))
    return written(calendar)


def empty_calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def written(calendar: Calendar) -> str:
    """Return the text of a calendar."""
    text: bytes = calendar.to_ical()
    return text.decode()


def outlook_link(invite: Invite) -> str:
    """Return the address at which Outlook on the web opens with the meeting filled in."""
    return _link(
        OUTLOOK,
        path="/calendar/action/compose",
        rru="addevent",
        subject=TITLE,
        startdt=_instant(invite.at),
        enddt=_instant(invite.ends),
        location=invite.place,
    )


def google_link(invite: Invite) -> str:
    """Return the address at which Google Calendar opens with the meeting filled in."""
    dates = f"{invite.at.astimezone(UTC):{COMPACT}}/{invite.ends.astimezone(UTC):{COMPACT}}"
    return _link(
        GOOGLE, action="TEMPLATE", text=TITLE, dates=dates, ctz=invite.zone.key, location=invite.place
    )


def teams_link(invite: Invite) -> str:
    """Return the address at which Teams opens a new meeting with the time filled in."""
    return _link(TEAMS, subject=TITLE, startTime=_instant(invite.at), endTime=_instant(invite.ends))


def _link(address: str, **parts: str) -> str:
    said = {name: value for name, value in parts.items() if value}
    return f"{address}?{urlencode(said, quote_via=quote)}"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def zone_to_write(invite: Invite) -> ZoneInfo | None:
    """Return the zone to write the times in, or None where UTC says more.

    That is so for an hour that the clocks show twice: a local time can only mean the first of the two.
    """
    if shown_twice(invite.at, invite.zone) or shown_twice(invite.ends, invite.zone):
        return None
    return None if is_utc(invite.zone) else invite.zone


def event_of(invite: Invite, method: Method, zone: ZoneInfo | None) -> Event:
    """Return the meeting as an entry, its times on the clock of `zone` or in UTC."""
    clock, cancelled = zone or UTC, method == "CANCEL"
    event = Event()
    event.add("uid", f"{invite.id}@turnabout")
    event.add("dtstamp", invite.stamped.astimezone(UTC))
    event.add("dtstart", invite.at.astimezone(clock))
    event.add("dtend", invite.ends.astimezone(clock))
    event.add("summary", TITLE)
    if invite.place and not cancelled:
        event.add("location", invite.place)
    event.add("sequence", invite.moves + cancelled)
    event.add("status", "CANCELLED" if cancelled else "TENTATIVE" if invite.tentative else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    return event
