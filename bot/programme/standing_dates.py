"""Which dates of a standing time go into the diary, and which are left out and why.

A date is left out on a bank holiday, while the mentee or all mentors are away or at work at other hours, and
when its month has all its meetings already. Dates in a break, outside the programme, gone by, or on a day
with another meeting are no news to anybody, so they are passed over.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.programme.bank_holidays import NO_HOLIDAYS, HolidayCalendar
from bot.programme.months import Month, Span
from bot.programme.standing import Rule, moment
from bot.programme.working_time import WorkingTime, is_open, local_day


class LeftOut(StrEnum):
    """Why a date is left out."""

    HOLIDAY = "holiday"
    AWAY = "away"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Rounds:
    """What the dates of a standing time are to fit.

    The rule is on the clocks of `zone`; days of the programme, such as those already `booked`, are local
    dates of `cohort_zone`. With `in_hours` a date has to lie in the working time of those who come;
    without, people agreed to an hour outside it, and only their leave counts.
    """

    rule: Rule
    zone: ZoneInfo
    cohort_zone: ZoneInfo
    now: datetime
    mentee: WorkingTime
    mentors: tuple[WorkingTime, ...]
    months: tuple[Month, ...]
    per_month: int
    booked: frozenset[date] = frozenset()
    breaks: tuple[Span, ...] = ()
    holidays: HolidayCalendar = NO_HOLIDAYS
    in_hours: bool = True


@dataclass(frozen=True, slots=True)
class Placing:
    """One date: its instant in UTC and its day, and why it is left out, if it is."""

    at: datetime
    day: date
    left_out: LeftOut | None = None


def placings(rounds: Rounds, since: date, until: date) -> Iterator[Placing]:
    """Yield what becomes of each date from `since` up to and including `until`, in order."""
    booked = set(rounds.booked)
    held = Counter(month for day in booked if (month := _month_of(rounds, day)) is not None)
    for date_of_rule in rounds.rule.dates(since, until):
        at = moment(rounds.rule, date_of_rule, rounds.zone)
        day = local_day(at, rounds.cohort_zone)
        month = _month_of(rounds, day)
        if month is None or at <= rounds.now or day in booked or any(day in span for span in rounds.breaks):
            continue
        left_out = _why_left_out(rounds, at, day, full=held[month] >= rounds.per_month)
        if left_out is None:
            booked.add(day)
            held[month] += 1
        yield Placing(at, day, left_out)


def lies_in_hours(at: datetime, works: WorkingTime) -> bool:
    """Say whether an instant lies in somebody's usual working time, leave and bank holidays aside."""
    return is_open(at, replace(works, holidays=NO_HOLIDAYS, away=(), shifts=()))


def _month_of(rounds: Rounds, day: date) -> Month | None:
    return next((month for month in rounds.months if day in month), None)


def _why_left_out(rounds: Rounds, at: datetime, day: date, *, full: bool) -> LeftOut | None:
    if day in rounds.holidays:
        return LeftOut.HOLIDAY
    mentors_come = any(_can_come(rounds, at, mentor) for mentor in rounds.mentors)
    if not mentors_come or not _can_come(rounds, at, rounds.mentee):
        return LeftOut.AWAY
    return LeftOut.FULL if full else None


def _can_come(rounds: Rounds, at: datetime, works: WorkingTime) -> bool:
    if rounds.in_hours:
        return is_open(at, works)
    return not any(local_day(at, works.zone) in leave for leave in works.away)
