"""The clocks of a zone, as calendars want to be told of them: when they change, and by which yearly rule."""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from bot.programme.months import DAY
from bot.programme.zones import offset

A_MINUTE = timedelta(minutes=1)
MINUTES_A_DAY = 24 * 60
WEEK = 7
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EPOCH = 1970
"""The year from which a zone is described, as is the custom: readers ask about times long before ours."""

ZONES_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class ClockChange:
    """An instant in UTC at which the clocks of a zone change, and their offsets before and after it."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def shown(self) -> datetime:
        """The time that the clocks were about to show when they were changed."""
        return (self.at + self.before).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class _Yearly:
    """A day that comes every year: the `nth` such weekday of a month, or the last for -1."""

    month: int
    weekday: int
    nth: int

    def in_year(self, year: int) -> date:
        length = monthrange(year, self.month)[1]
        days = [date(year, self.month, day) for day in range(1, length + 1)]
        fitting = [day for day in days if day.weekday() == self.weekday]
        return fitting[self.nth if self.nth < 0 else self.nth - 1]

    def as_rule(self) -> dict[str, object]:
        return {"freq": "yearly", "bymonth": self.month, "byday": f"{self.nth}{WEEKDAYS[self.weekday]}"}


def clock_changes(zone: ZoneInfo, year: int) -> Iterator[ClockChange]:
    """Yield the changes of one year in UTC, in order, each to the minute."""
    day = datetime(year, 1, 1, tzinfo=UTC)
    while day.year == year:
        before, after = offset(day, zone), offset(day + DAY, zone)
        if before != after:
            yield ClockChange(_moment(day, zone), before, after)
        day += DAY


def _moment(day: datetime, zone: ZoneInfo) -> datetime:
    """Return the first minute within a day, in UTC, at which the clocks have changed."""
    before = offset(day, zone)
    minutes = range(MINUTES_A_DAY)
    changed = bisect_left(minutes, 1, key=lambda minute: offset(day + minute * A_MINUTE, zone) != before)
    return day + changed * A_MINUTE


@lru_cache(maxsize=ZONES_REMEMBERED)
def timezone_of(zone: ZoneInfo, year: int) -> Timezone:
    """Return the VTIMEZONE of a zone, right for this year.

    Where the clocks change by the same rule as in the years before and after, it gives the rule, as
    calendars like it best; elsewhere, as in the years of a changing Ramadan, the changes one by one.
    """
    component = Timezone()
    component.add("tzid", zone.key)
    for part in _by_rule(zone, year) or _one_by_one(zone, year):
        component.add_component(part)
    return component


def _by_rule(zone: ZoneInfo, year: int) -> list[TimezoneDaylight | TimezoneStandard]:
    """Return a part for each change of the year, repeated by its rule; none when one change has no rule."""
    around = [tuple(clock_changes(zone, one)) for one in (year - 1, year, year + 1)]
    if len({len(changes) for changes in around}) > 1:
        return []
    same = [(changes[1], _rule(changes)) for changes in zip(*around, strict=True)]
    lowest = min((change.after for change, _ in same), default=timedelta())
    parts = []
    for change, rule in same:
        if rule is None:
            return []
        begins = datetime.combine(rule.in_year(EPOCH), change.shown.time())
        part = _part(change, zone, begins, daylight=change.after > lowest)
        part.add("rrule", rule.as_rule())
        parts.append(part)
    return parts


def _rule(changes: Sequence[ClockChange]) -> _Yearly | None:
    """Return the rule by which a change came in each of several years, if there is one."""
    first, days = changes[0], [change.shown.date() for change in changes]
    alike = {
        (one.shown.time(), one.before, one.after, one.shown.month, one.shown.weekday()) for one in changes
    }
    if len(alike) > 1:
        return None
    if all(day.day > monthrange(day.year, day.month)[1] - WEEK for day in days):
        return _Yearly(first.shown.month, first.shown.weekday(), -1)
    nth = {(day.day - 1) // WEEK + 1 for day in days}
    return _Yearly(first.shown.month, first.shown.weekday(), nth.pop()) if len(nth) == 1 else None


def _one_by_one(zone: ZoneInfo, year: int) -> list[TimezoneDaylight | TimezoneStandard]:
    """Return the clocks at New Year, as if they had always been so, and each change after it."""
    new_year = datetime(year, 1, 1, tzinfo=UTC)
    always = ClockChange(new_year, offset(new_year, zone), offset(new_year, zone))
    changes = tuple(clock_changes(zone, year))
    lowest = min(change.after for change in (always, *changes))
    first = _part(always, zone, datetime.combine(date(EPOCH, 1, 1), time()), daylight=always.after > lowest)
    rest = [_part(change, zone, change.shown, daylight=change.after > lowest) for change in changes]
    return [first, *rest]


def _part(
    change: ClockChange, zone: ZoneInfo, begins: datetime, *, daylight: bool
) -> TimezoneDaylight | TimezoneStandard:
    """Return one part of a VTIMEZONE; it begins at a time by the clocks before the change (RFC 5545)."""
    part = TimezoneDaylight() if daylight else TimezoneStandard()
    part.add("dtstart", begins)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.at.astimezone(zone).tzname() or zone.key)
    return part
