"""When somebody is busy, read from the text of a calendar: beginnings and ends, and nothing else of it.

Titles, places and people are read past and forgotten at once. What is cancelled, marked as free, or one of
our own meetings makes nobody busy.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import recurring_ical_events  # type: ignore[import-untyped]  # it ships no types
from icalendar import Calendar, Component

from bot.programme.working_time import at_wall_time

Interval = tuple[datetime, datetime]
"""From the first instant to the one after the last, both in UTC."""

MOST = 2_000
"""Entries of a calendar that are looked at; whoever has more is simply busy."""

DAILY_OR_RARER = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""What comes out of parts that aren't as they should be."""

OURS = "@turnabout"
BEGINNING = "BEGIN:VCALENDAR"


class NotACalendar(ValueError):  # noqa: N818  # said to a person, so named as they would
    """What is found at that address isn't a calendar."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


def busy_times(text: str, first: datetime, last: datetime, zone: ZoneInfo) -> tuple[Interval, ...]:
    """Return when a calendar says busy between two instants, in order and without overlaps.

    Times and days without a zone of their own are those of `zone`. A part that can't be read is left out.
    Raises `NotACalendar`. A calendar made to be a burden takes as long and as much memory as it likes, so
    strangers' calendars are read where both are limited.
    """
    if BEGINNING not in text[:200].upper():
        raise NotACalendar
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except UNREADABLE:
        raise NotACalendar from None
    if not calendars:
        raise NotACalendar
    found = (interval for one in calendars for interval in _in(one, first, last, zone))
    clipped = ((max(begins, first), min(ends, last)) for begins, ends in found)
    return merged(one for one in clipped if one[0] < one[1])


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return intervals in order, those that touch or overlap made one."""
    done: list[Interval] = []
    for begins, ends in sorted(intervals):
        if done and begins <= done[-1][1]:
            done[-1] = (done[-1][0], max(done[-1][1], ends))
        else:
            done.append((begins, ends))
    return tuple(done)


def _in(calendar: Calendar, first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[Interval]:
    for component in calendar.walk("VFREEBUSY"):
        yield from _periods(component, zone)
    yield from _occurrences(calendar, first, last, zone)


def _occurrences(calendar: Calendar, first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[Interval]:
    """Yield every time that an event takes, repeated ones each time they come."""
    calendar.subcomponents = [one for one in calendar.subcomponents if not _repeats_within_a_day(one)]
    try:
        yield from list(_together(calendar, first, last, zone))
    except UNREADABLE:
        yield from _one_by_one(calendar, first, last, zone)


def _one_by_one(calendar: Calendar, first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[Interval]:
    """Read each event with its repetitions by itself, and leave out those that can't be read."""
    by_uid: dict[str, list[Component]] = defaultdict(list)
    for event in calendar.walk("VEVENT"):
        by_uid[str(event.get("UID", ""))].append(event)
    for events in islice(by_uid.values(), MOST):
        alone = Calendar(calendar)
        alone.subcomponents = events
        with suppress(*UNREADABLE):
            yield from list(_together(alone, first, last, zone))


def _together(calendar: Calendar, first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[Interval]:
    query = recurring_ical_events.of(calendar, components=["VEVENT"], skip_bad_series=True)
    for event in islice(query.after(first), MOST):
        begins = _instant(event.start, zone)
        if begins >= last:
            return
        if _takes_time(event):
            yield begins, max(_instant(event.end, zone), begins)


def _repeats_within_a_day(component: Component) -> bool:
    """Say whether something comes back every second, minute or hour: no meeting does."""
    rules = component.get("RRULE", [])
    frequencies = {
        str(frequency).upper()
        for rule in (rules if isinstance(rules, list) else [rules])
        for frequency in (rule.get("FREQ", []) if isinstance(rule, dict) else [])
    }
    return not frequencies <= DAILY_OR_RARER


def _takes_time(event: Component) -> bool:
    words = {
        name: str(event.get(name, "")).strip().upper()
        for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")
    }
    free = words["TRANSP"] == "TRANSPARENT" or words["X-MICROSOFT-CDO-BUSYSTATUS"] in {
        "FREE",
        "WORKINGELSEWHERE",
    }
    ours = str(event.get("UID", "")).endswith(OURS)
    return not (free or ours or words["STATUS"] == "CANCELLED")


def _periods(component: Component, zone: ZoneInfo) -> Iterator[Interval]:
    """Yield the stretches that a calendar of free and busy times calls anything but free."""
    said = component.get("FREEBUSY", [])
    for one in said if isinstance(said, list) else [said]:
        if str(getattr(one, "params", {}).get("FBTYPE", "BUSY")).upper() == "FREE":
            continue
        for period in getattr(one, "dts", [one]):
            begins, until = getattr(period, "dt", (None, None))
            if isinstance(begins, datetime) and isinstance(until, datetime | timedelta):
                yield _instant(begins, zone), _end(begins, until, zone)


def _end(begins: datetime, until: datetime | timedelta, zone: ZoneInfo) -> datetime:
    """Return the end of a stretch that is told by its end or by how long it lasts."""
    return _instant(begins, zone) + until if isinstance(until, timedelta) else _instant(until, zone)


def _instant(moment: date | datetime, zone: ZoneInfo) -> datetime:
    """Return the instant of a time, or of the beginning of a day, on the clock of `zone` if it has none."""
    if not isinstance(moment, datetime):
        return at_wall_time(moment, time(), zone)
    if moment.tzinfo is None:
        return at_wall_time(moment.date(), moment.time(), zone)
    return moment.astimezone(UTC)
