"""Programme months: calendar months counted from the start and moved by pauses.

All days are local dates of the cohort's time zone.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import reduce

DAY = timedelta(days=1)
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause as somebody entered it: `first` is paused, `until` is the day of resuming (None: not yet)."""

    first: date
    until: date | None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of days: `first` belongs to it, `until` does not."""

    first: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.first).days

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.until


@dataclass(frozen=True, slots=True)
class Month:
    """One programme month, counted from 1; `first` and `last` both belong to it."""

    number: int
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def later(day: date, days: int) -> date:
    """The day so many days on, or the last day the calendar has where it stops before that."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def add_months(start: date, n: int) -> date:
    """The same day `n` calendar months on, clamped to the length of that month.

    Always count from the original start: 31 January gives 28 February and then 31 March.
    """
    years, month = divmod(start.month - 1 + n, MONTHS_A_YEAR)
    year, month = start.year + years, month + 1
    if year > MAXYEAR:
        return date.max
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def merge(pauses: Iterable[Pause], start: date, as_of: date | None = None) -> tuple[Span, ...]:
    """The paused days since `start`, in order; pauses that touch or overlap are one.

    As of a day, a pause counts with its days up to and including that day. Without one, every pause
    counts in full, and a pause nobody has ended goes on to the end of the calendar.
    """
    merged: list[Span] = []
    for span in sorted(_clipped(pauses, start, date.max if as_of is None else later(as_of, 1))):
        if merged and span.first <= merged[-1].until:
            merged[-1] = Span(merged[-1].first, max(merged[-1].until, span.until))
        else:
            merged.append(span)
    return tuple(merged)


def _clipped(pauses: Iterable[Pause], start: date, until: date) -> Iterator[Span]:
    """Each pause within the given days, where anything of it is left."""
    for pause in pauses:
        span = Span(max(pause.first, start), min(pause.until or until, until))
        if span.days > 0:
            yield span


def programme_months(
    start: date, months: int, pauses: Iterable[Pause], as_of: date | None = None
) -> tuple[Month, ...]:
    """The months of a programme, also those to come, with the pauses known on `as_of` (None: all of them).

    Month k runs from the start plus k-1 calendar months to the day before the start plus k. A pause of
    n days moves every boundary (first day of a month) that falls after its first day by n days; pauses
    apply in the order of their dates, each to the boundaries as moved so far.

    Where a pause has no end, the month it falls in runs to the end of the calendar and is the last.
    """
    return tuple(_walk(start, months, merge(pauses, start, as_of)))


def _walk(start: date, months: int, spans: tuple[Span, ...]) -> Iterator[Month]:
    first = start
    for number in range(1, months + 1):
        boundary = reduce(_moved, spans, add_months(start, number))
        yield Month(number, first, boundary - DAY)
        if boundary == date.max:
            return
        first = boundary


def _moved(boundary: date, pause: Span) -> date:
    return later(boundary, pause.days) if boundary > pause.first else boundary


def unpaused_day(month: Month, pauses: Iterable[Pause], today: date) -> int | None:
    """Which unpaused day of its month today is: 1 on the first; None on a paused day or outside the month."""
    if today not in month:
        return None
    spans = merge(pauses, month.first, today)
    if any(today in span for span in spans):
        return None
    return (today - month.first).days + 1 - sum(span.days for span in spans)
