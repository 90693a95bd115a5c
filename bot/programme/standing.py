"""Standing times: a day and an hour that come round again, by weeks or by the days of a month.

The hour is a time on the wall clock of one zone, so four o'clock stays four o'clock on both sides of a change
to or from summer time.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.programme.working_time import at_wall_time

WEEK = timedelta(days=7)
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LAST = -1
NTHS = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
"""Which such weekday of a month is meant: a fifth does not come every month."""

MOST_WEEKS = 4
_BY_WEEKS = {
    1: "every {day}",
    2: "every other {day}",
    3: "every three weeks on {day}",
    4: "every four weeks on {day}",
}


@dataclass(frozen=True, slots=True)
class EveryWeeks:
    """Every so many weeks, one to four, beginning on `first`."""

    weeks: int
    first: date
    clock: time

    def dates(self, since: date, until: date) -> Iterator[date]:
        """Yield its dates from `since` up to and including `until`."""
        step = self.weeks * WEEK
        behind = max(timedelta(), since - self.first)
        day = self.first + -(-behind // step) * step
        while day <= until:
            yield day
            day += step

    def __str__(self) -> str:
        day = _BY_WEEKS[self.weeks].format(day=NAMES[self.first.weekday()])
        return f"{day} at {self.clock:%H:%M}"


@dataclass(frozen=True, slots=True)
class DaysOfTheMonth:
    """The first, third or other such weekday of every month, beginning on or after `first`."""

    weekday: int
    nths: tuple[int, ...]
    first: date
    clock: time

    def dates(self, since: date, until: date) -> Iterator[date]:
        """Yield its dates from `since` up to and including `until`."""
        month = max(since, self.first).replace(day=1)
        while month <= until:
            for day in sorted({self._in_month(month, nth) for nth in self.nths}):
                if max(since, self.first) <= day <= until:
                    yield day
            month = (month + timedelta(days=monthrange(month.year, month.month)[1])).replace(day=1)

    def _in_month(self, month: date, nth: int) -> date:
        length = monthrange(month.year, month.month)[1]
        days = [month.replace(day=day) for day in range(1, length + 1)]
        fitting = [day for day in days if day.weekday() == self.weekday]
        return fitting[nth if nth == LAST else nth - 1]

    def __str__(self) -> str:
        nths = " and ".join(NTHS[nth] for nth in self.nths)
        return f"on the {nths} {NAMES[self.weekday]} of the month at {self.clock:%H:%M}"


Rule = EveryWeeks | DaysOfTheMonth


def moment(rule: Rule, day: date, zone: ZoneInfo) -> datetime:
    """Return the instant of a rule on one of its dates, on the clocks of `zone`."""
    return at_wall_time(day, rule.clock, zone)


def written(rule: Rule) -> str:
    """Return a rule as it is kept; `read` knows it again."""
    if isinstance(rule, EveryWeeks):
        return f"weeks {rule.weeks} {rule.first} {rule.clock:%H:%M}"
    nths = ",".join(str(nth) for nth in rule.nths)
    return f"month {rule.weekday} {nths} {rule.first} {rule.clock:%H:%M}"


def read(text: str) -> Rule:
    """Return a rule that was kept. Raises ValueError for anything else."""
    kind, *parts, first, clock = text.split()
    day, hour = date.fromisoformat(first), time.fromisoformat(clock)
    match kind, parts:
        case "weeks", [weeks]:
            return EveryWeeks(int(weeks), day, hour)
        case "month", [weekday, nths]:
            return DaysOfTheMonth(int(weekday), tuple(int(nth) for nth in nths.split(",")), day, hour)
    raise ValueError(f"{text!r} is no standing time")
