"""Three good times for a meeting, for when nobody has an idea.

A good time lies in the working time of the mentee and of a mentor, gives everybody a working day's notice,
and falls on a day on which these people do not meet in any case. What speaks against it is counted in days
of waiting: each day of waiting is one, and anything else is as many as it would be worth waiting for a
time without it. The three that least speaks against are offered, each on a day of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.programme.months import DAY, Span
from bot.programme.working_time import (
    EVERY_DAY,
    NoWorkingTimeError,
    WorkingTime,
    local_day,
    working_days_on,
)

AN_HOUR = timedelta(hours=1)
"""How long a meeting lasts, unless something else is said."""

HALF_AN_HOUR = timedelta(minutes=30)
THREE = 3
DAYS_AHEAD = 42
"""How far ahead times are looked for."""

HALF_A_MONTH = 15
"""Two meetings a month are best this many days apart."""

A_DAY_TOO_CLOSE = 2
"""Against each day by which a time is closer to another meeting than half a month."""

WITHOUT_THE_OTHER = 7
"""Against a time at which only one mentor of a trio could come."""

AN_HOUR_BESIDE = 1
"""Against each hour between a time of day and the nearest one that worked before."""

MOST_BESIDE = 4
"""What a time of day comes to at most."""

ANOTHER_WEEKDAY = 2
"""Against a day of the week on which they have never met, when they have met at all."""

ALIKE = 1
"""Against a second time in the same half of the day."""

USUAL_HOURS = frozenset({10.0, 14.0})
"""The times of day to go by while none has worked before."""

NOON = 12
HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Availability:
    """When one person could come: in their working time, but not while they meet somebody else.

    `engaged` holds the beginnings of those other meetings, `busy` the beginnings and ends of what is in the
    person's own calendar besides.
    """

    works: WorkingTime
    engaged: tuple[datetime, ...] = ()
    busy: tuple[tuple[datetime, datetime], ...] = ()

    def is_free(self, at: datetime, lasts: timedelta) -> bool:
        """Say whether nothing else is in the way of a meeting that begins then."""
        meets = any(abs(at - other) < lasts for other in self.engaged)
        return not meets and not any(begins < at + lasts and at < ends for begins, ends in self.busy)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the times are to suit.

    Days are local dates of `zone`, the cohort's. On `meetings` these people met or are to meet; `closed`
    days are out of the question, such as those of a break. Times later than `month_ends` are offered only
    for want of earlier ones, and none after `programme_ends`. `worked` are the instants of meetings that
    were held.
    """

    now: datetime
    zone: ZoneInfo
    mentee: Availability
    mentors: tuple[Availability, ...]
    month_ends: date
    programme_ends: date
    meetings: frozenset[date] = frozenset()
    closed: tuple[Span, ...] = ()
    worked: tuple[datetime, ...] = ()
    lasts: timedelta = AN_HOUR


@dataclass(frozen=True, slots=True)
class _Time:
    """A time that is possible: `late` when the month is over by then, `against` in days of waiting."""

    at: datetime
    day: date
    morning: bool
    late: bool
    against: float


def good_times(wish: Wish, most: int = THREE) -> tuple[datetime, ...]:
    """Return up to three instants in UTC, or as many as asked for, earliest first: fewer when room is short.

    The same wish always has the same answer.
    """
    left, chosen = list(_possible(wish)), list[_Time]()
    while left and len(chosen) < most:
        halves = {one.morning for one in chosen}
        best = min(left, key=lambda one: (one.late, one.against + ALIKE * (one.morning in halves), one.at))
        chosen.append(best)
        left = [one for one in left if one.day != best.day]
    return tuple(sorted(one.at for one in chosen))


def _possible(wish: Wish) -> Iterator[_Time]:
    """Yield every half hour at which the mentee and a mentor can begin, on a day that is free for it."""
    held = [at.astimezone(wish.zone) for at in wish.worked]
    hours = frozenset(_hour(at) for at in held) or USUAL_HOURS
    days = _days(wish, frozenset(at.weekday() for at in held) or EVERY_DAY)
    mentors = [frozenset(_beginnings(one, wish)) for one in wish.mentors]
    for at in _beginnings(wish.mentee, wish):
        there = sum(at in one for one in mentors)
        local = at.astimezone(wish.zone)
        day = local.date()
        if there and day in days:
            against = days[day] + _beside(_hour(local), hours) + WITHOUT_THE_OTHER * (len(mentors) - there)
            yield _Time(at, day, local.hour < NOON, day > wish.month_ends, against)


def _days(wish: Wish, weekdays: frozenset[int]) -> dict[date, int]:
    """Return the days that are free for a meeting, each with what speaks against it at any hour."""
    today = local_day(wish.now, wish.zone)
    days = (today + waiting * DAY for waiting in range(DAYS_AHEAD + 1))
    return {
        day: (day - today).days
        + A_DAY_TOO_CLOSE * _too_close(day, wish.meetings)
        + ANOTHER_WEEKDAY * (day.weekday() not in weekdays)
        for day in days
        if day <= wish.programme_ends
        and day not in wish.meetings
        and not any(day in span for span in wish.closed)
    }


def _too_close(day: date, meetings: frozenset[date]) -> int:
    """Return by how many days the nearest meeting is closer than half a month."""
    nearest = min((abs((day - other).days) for other in meetings), default=HALF_A_MONTH)
    return max(0, HALF_A_MONTH - nearest)


def _hour(local: datetime) -> float:
    return local.hour + local.minute / 60


def _beside(hour: float, worked: frozenset[float]) -> float:
    """Return what speaks against a time of day: how far it is from the nearest that worked before."""
    return min(MOST_BESIDE, AN_HOUR_BESIDE * min(_apart(hour, other) for other in worked))


def _apart(hour: float, other: float) -> float:
    """Return how many hours lie between two times of day, the shorter way round the clock."""
    between = abs(hour - other)
    return min(between, HOURS_A_DAY - between)


def _beginnings(one: Availability, wish: Wish) -> Iterator[datetime]:
    """Yield the half hours, on the clock of the cohort, at which this person can begin to meet."""
    try:
        notice = working_days_on(wish.now, 1, one.works)
    except NoWorkingTimeError:
        return
    for opens, closes in _hours(one.works, wish.now):
        at = _on_the_half_hour(max(opens, notice), wish.zone)
        while at + wish.lasts <= closes:
            if one.is_free(at, wish.lasts):
                yield at
            at += HALF_AN_HOUR


def _hours(works: WorkingTime, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the working hours of the weeks ahead, from the shift that may have begun the day before."""
    today = local_day(now, works.zone)
    for number in range(-1, DAYS_AHEAD + 1):
        day = today + number * DAY
        if works.works_on(day):
            yield works.hours_on(day)


def _on_the_half_hour(at: datetime, zone: ZoneInfo) -> datetime:
    """Return `at` or the first moment after it at which a clock of `zone` shows a full or a half hour."""
    local = at.astimezone(zone)
    past = timedelta(minutes=local.minute % 30, seconds=local.second, microseconds=local.microsecond)
    return at + (HALF_AN_HOUR - past) if past else at
