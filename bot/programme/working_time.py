"""When a person may be written to: their own hours, shifts, leave and bank holidays, to the minute.

Hours are kept as wall time in the person's zone and turned into instants day by day, so nine o'clock
stays nine o'clock on both sides of a change to or from summer time. Every instant given back is in UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.programme.bank_holidays import NO_HOLIDAYS, HolidayCalendar
from bot.programme.months import DAY, Span

WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
FARTHEST = 3 * 366
"""How many days ahead working time is looked for; longer leave counts as having none."""

_Window = tuple[datetime, datetime]


class NoWorkingTimeError(ValueError):
    """This person has no working time in the next three years, so nothing can be planned for them."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


@dataclass(frozen=True, slots=True)
class Shift:
    """Days on which other hours hold than usual; as ever, they may run into the next day."""

    days: Span
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The hours in which one person works.

    `days` counts from Monday, 0. Hours that close no later than they open run into the next day, as a
    night shift does (the same time twice is round the clock); such a shift belongs to the day it opens
    on, whose weekday, bank holiday or leave decides about the whole of it. Of two `shifts` on one day the
    first one holds.
    """

    zone: ZoneInfo
    opens: time = time(9)
    closes: time = time(17)
    days: frozenset[int] = WEEKDAYS
    holidays: HolidayCalendar = NO_HOLIDAYS
    away: tuple[Span, ...] = ()
    shifts: tuple[Shift, ...] = ()

    def works_on(self, day: date) -> bool:
        """Say whether working time opens on this local day."""
        return (
            day.weekday() in self.days
            and day not in self.holidays
            and not any(day in leave for leave in self.away)
        )

    def hours_on(self, day: date) -> _Window:
        """Return the instant working time opens on this local day and the one it closes, itself outside."""
        opens, closes = self._clocks_on(day)
        last = day if opens < closes else day + DAY
        return at_wall_time(day, opens, self.zone), at_wall_time(last, closes, self.zone)

    def _clocks_on(self, day: date) -> tuple[time, time]:
        shift = next((one for one in self.shifts if day in one.days), None)
        return (shift.opens, shift.closes) if shift else (self.opens, self.closes)


def at_wall_time(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the instant at which the clocks of `zone` show `clock` on `day`.

    A time that the spring change skips moves forward by what was skipped (01:30 becomes 02:30); of one
    that the autumn change repeats, the first is meant.
    """
    return datetime.combine(day, clock.replace(fold=0), zone).astimezone(UTC)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """Return the date on the calendars of `zone` at this instant."""
    return at.astimezone(zone).date()


def is_open(at: datetime, working: WorkingTime) -> bool:
    """Say whether this instant lies in working time; the moment of closing does not."""
    return any(opens <= at < closes for opens, closes in islice(_hours_near(at, working), 2))


def next_open(at: datetime, working: WorkingTime) -> datetime:
    """Return `at` itself if it lies in working time, otherwise the next opening.

    Raises `NoWorkingTimeError` when there is none within three years.
    """
    for opens, closes in _hours_near(at, working):
        if at < closes:
            return max(opens, at.astimezone(UTC))
    raise NoWorkingTimeError


def next_opening(after: datetime, working: WorkingTime) -> datetime:
    """Return the first opening that is later than `after`, also when `after` lies in working time.

    Raises `NoWorkingTimeError` when there is none within three years.
    """
    for opens, _ in _hours_near(after, working):
        if after < opens:
            return opens
    raise NoWorkingTimeError


def next_working_day(after: date, working: WorkingTime) -> date:
    """Return the first working day later than `after`.

    Raises `NoWorkingTimeError` when there is none within three years.
    """
    for day in _days_from(after + DAY):
        if working.works_on(day):
            return day
    raise NoWorkingTimeError


def working_days_on(at: datetime, days: int, working: WorkingTime) -> datetime:
    """Return the same time so many working days on, counted from when this person is next at work.

    So one working day on from a Friday evening is never Monday morning. Raises `NoWorkingTimeError` when
    there is none within three years.
    """
    seen = next_open(at, working).astimezone(working.zone)
    day = seen.date()
    for _ in range(days):
        day = next_working_day(day, working)
    return at_wall_time(day, seen.time(), working.zone)


def service_hours(zone: ZoneInfo) -> WorkingTime:
    """Return the hours for messages about a meeting people agreed to: 08:00 to 20:00 on any day."""
    return WorkingTime(zone, opens=time(8), closes=time(20), days=EVERY_DAY)


def next_service_time(at: datetime, zone: ZoneInfo) -> datetime:
    """Return `at` itself if it lies in the service hours, otherwise their next opening."""
    return next_open(at, service_hours(zone))


def _hours_near(at: datetime, working: WorkingTime) -> Iterator[_Window]:
    """Yield the hours of one working day after another, from the day before `at`, whose shift may run on."""
    for day in _days_from(local_day(at, working.zone) - DAY):
        if working.works_on(day):
            opens, closes = working.hours_on(day)
            if opens < closes:  # a spring change can swallow a short shift
                yield opens, closes


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(FARTHEST))
