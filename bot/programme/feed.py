"""A feed: every meeting of one person as one calendar, which calendars fetch again by themselves.

Its entries have the UIDs of the files that come with a meeting, so a calendar that took a file as well knows
that they are the same. Like the files it names nobody.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone import is_utc

from bot.programme.clock_changes import timezone_of
from bot.programme.invitation import Invite, empty_calendar, event_of, written, zone_to_write

NAME = "Conversations"
"""What a calendar calls the feed."""

FRESH_FOR = timedelta(hours=1)
"""After this long a calendar does well to ask again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting of a feed. A `cancelled` one is still shown for a while, so that calendars take it out."""

    invite: Invite
    cancelled: bool = False


def feed(entries: Collection[Entry], zone: ZoneInfo, year: int) -> str:
    """Return the text of a feed on the clocks of `zone`; `year` is this year."""
    calendar = empty_calendar("PUBLISH")
    calendar.add("x-wr-calname", NAME)
    calendar.add("refresh-interval", FRESH_FOR, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    clocks = _clocks(zone, {entry.invite.at.astimezone(zone).year for entry in entries} | {year})
    if clocks is not None:
        calendar.add_component(clocks)
    for entry in sorted(entries, key=lambda one: (one.invite.at, one.invite.id)):
        local = zone_to_write(entry.invite) if clocks is not None else None
        calendar.add_component(event_of(entry.invite, "CANCEL" if entry.cancelled else "PUBLISH", local))
    return written(calendar)


def _clocks(zone: ZoneInfo, years: Collection[int]) -> Timezone | None:
    """Return the clocks of a zone, right for all these years; None where no one description is, or for UTC.

    A calendar describes a zone once. Where the changes of the clocks follow no yearly rule, times are written
    in UTC instead.
    """
    if is_utc(zone):
        return None
    described = {timezone_of(zone, one).to_ical(): timezone_of(zone, one) for one in years}
    return next(iter(described.values())) if len(described) == 1 else None
