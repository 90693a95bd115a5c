"""Which dates a few words for a day may mean together: "Thursday 21st", "Wednesday next week"."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.programme.when.dates import next_numbered
from bot.programme.when.pieces import Day, Daylike, DayOfMonth, Standpoint, Week, Weekday
from bot.programme.when.relative import coming, gone, week_of

_SOON = timedelta(days=45)
_WEEK = 7


def dates(days: Iterable[Daylike], here: Standpoint) -> tuple[date, ...]:
    """Give every date the words may mean, in order; none when there is no such date.

    Words that contradict each other ("Tuesday 20 January" when the 20th is a Wednesday) give both: the date
    as it was said, and the nearest such weekday, or that day of the week that was said.
    """
    days = tuple(days)
    weekdays = {one.number for one in days if isinstance(one, Weekday)}
    weeks = [one for one in days if isinstance(one, Week)]
    numbers = [one for one in days if isinstance(one, DayOfMonth)]
    fixed = [set(one.dates) for one in days if isinstance(one, Day)]
    fixed += [set(_numbered(number, weekdays, weeks, here)) for number in numbers]
    if any(not one for one in fixed):
        return ()
    if fixed:
        return tuple(sorted(_in_weeks(_on_weekdays(_agreed(fixed), weekdays), weeks)))
    return tuple(sorted({day for weekday in weekdays for day in _on_weekday(weekday, weeks, here)}))


def _agreed(sets: list[set[date]]) -> set[date]:
    return set.intersection(*sets) or set.union(*sets)


def _on_weekdays(fixed: set[date], weekdays: set[int]) -> set[date]:
    if not weekdays:
        return fixed
    fitting = {day for day in fixed if day.weekday() in weekdays}
    return fitting or fixed | {nearest_weekday(day, weekday) for day in fixed for weekday in weekdays}


def _in_weeks(fixed: set[date], weeks: list[Week]) -> set[date]:
    if not weeks:
        return fixed
    fitting = {day for day in fixed for week in weeks if week_of(day) == week.monday}
    return fitting or fixed | {week.monday + (day - week_of(day)) for day in fixed for week in weeks}


def nearest_weekday(day: date, weekday: int) -> date:
    """Give the day of that name at most three days away."""
    return day + timedelta(days=(weekday - day.weekday() + 3) % _WEEK - 3)


def _on_weekday(weekday: int, weeks: list[Week], here: Standpoint) -> Iterable[date]:
    if weeks:
        return [week.monday + timedelta(days=weekday) for week in weeks]
    return gone(here, weekday) if here.back else coming(here, weekday)


def _numbered(day: DayOfMonth, weekdays: set[int], weeks: list[Week], here: Standpoint) -> Iterable[date]:
    """Give the day of that number: in the weeks said, or soon on the weekday said, or the next one."""
    in_weeks = (week.monday + timedelta(days=ahead) for week in weeks for ahead in range(_WEEK))
    found = [one for one in in_weeks if one.day == day.number]
    if found:
        return found
    months = next_numbered(here, day.number)
    near = [one for one in months if one.weekday() in weekdays and abs(one - here.today) <= _SOON]
    return near[:1] or ([] if day.guess and weekdays else months[:1])
