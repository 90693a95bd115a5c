"""Dates of the calendar: "20 Jan", "03/02/2027", "the first Monday in February", "end of the month"."""

from calendar import FRIDAY, monthrange
from datetime import date, timedelta

from bot.programme.when.gaps import GAPS
from bot.programme.when.phrasebook import Phrasebook
from bot.programme.when.pieces import NOON, Day, DayOfMonth, Mark, Period, Standpoint, Weekday
from bot.programme.when.tokens import Figures
from bot.programme.when.words import LAST

DATES = Phrasebook(GAPS)
STILL_PAST = timedelta(days=60)
YEARS = range(2000, 2101)
_DECEMBER = 12


def nearest(here: Standpoint, month: int, day: int) -> Day:
    """Give a date without a year its year: the next to come, or the last gone when looking back.

    A date of the last sixty days counts as past rather than as nearly a year away.
    """
    years = range(here.today.year - 1, here.today.year + 2)
    real = [on for year in years for on in real_date(year, month, day).dates]
    if here.back:
        return Day(tuple(on for on in real if on <= here.today)[-1:])
    return Day(tuple(on for on in real if on >= here.today - STILL_PAST)[:1])


def real_date(year: int, month: int, day: int) -> Day:
    """Make a date; a day without dates when there is no such date, or it is nobody's meeting."""
    if year not in YEARS:
        return Day(())
    try:
        return Day((date(year, month, day),))
    except ValueError:
        return Day(())


def month_after(here: Standpoint, months: int) -> tuple[int, int]:
    """Give the year and month so many months from today."""
    years, month = divmod(here.today.month - 1 + months, _DECEMBER)
    return here.today.year + years, month + 1


def next_numbered(here: Standpoint, number: int) -> list[date]:
    """Give the coming dates with that day of the month, or the last ones when looking back."""
    step = -1 if here.back else 1
    months = (month_after(here, step * ahead) for ahead in range(4))
    found = (on for year, month in months for on in real_date(year, month, number).dates)
    return [on for on in found if (on - here.today).days * step >= 0]


@DATES.says(
    "[the] {day} [of|.] {month} [,]",
    "[the] {day} [of|.] {month} [,] {year}",
    "{day} - {month}",
    "{day} - {month} - {year}",
    "{month} [the] {day}",
    "{month} [the] {day} [,] {year}",
)
def on_date(here: Standpoint, day: int, month: int, year: int | None = None) -> Day:
    return real_date(year, month, day) if year else nearest(here, month, day)


@DATES.says("{one:day} or|and {other:day} [of] {month}", "{month} {one:day} or|and {other:day}")
def either_date(here: Standpoint, one: int, other: int, month: int) -> tuple[Day, Mark, Day]:
    return nearest(here, month, one), Mark.OR, nearest(here, month, other)


@DATES.says(
    "[from] [the] {first:day} to|-|until|through [the] {last:day} [of] {month}",
    "[from] [the] {first:day} to|-|until|through [the] {last:day} [of] {month} {year}",
)
def days_of_month(
    here: Standpoint, first: int, last: int, month: int, year: int | None = None
) -> Period | None:
    begins, ends = on_date(here, first, month, year).dates, on_date(here, last, month, year).dates
    return Period(begins[0], ends[0]) if begins and ends else None


@DATES.says("{month} {first:day} to|-|until|through {last:day}")
def days_after_month(here: Standpoint, first: int, last: int, month: int) -> Period | None:
    """Read "August 3-17"; in "20 January 2-3" small figures are hours."""
    return days_of_month(here, first, last, month) if last > NOON else None


@DATES.says("{figures}")
def in_figures(here: Standpoint, figures: Figures) -> Day:
    """Read a date in figures in the order of the place, and the other way round if that cannot be."""
    day_first = _in_order(here, figures.first, figures.second, figures.year)
    month_first = _in_order(here, figures.second, figures.first, figures.year)
    if figures.year_first:
        return month_first
    if here.day_first is None:
        return Day(tuple(sorted({*day_first.dates, *month_first.dates})))
    usual, other = (day_first, month_first) if here.day_first else (month_first, day_first)
    return usual if usual.dates else other


def _in_order(here: Standpoint, day: int, month: int, year: int | None) -> Day:
    return nearest(here, month, day) if year is None else real_date(year, month, day)


@DATES.says("[the] {day:ordinal}", "the {day:cardinal}", "on the {day}")
def day_of_month(_here: Standpoint, day: int) -> DayOfMonth:
    return DayOfMonth(day)


@DATES.says("{weekday} the {day}")
def weekday_and_day(_here: Standpoint, weekday: int, day: int) -> tuple[Weekday, DayOfMonth]:
    return Weekday(weekday), DayOfMonth(day)


@DATES.says("{number:beyond} [of] {month}")
def no_such_day(_here: Standpoint, **_when: int) -> Day:
    """Nothing is to be made of "32 Jan", least of all what stands behind the number."""
    return Day(())


@DATES.says("[the] {day} of this month")
def day_of_this_month(here: Standpoint, day: int) -> Day:
    return real_date(here.today.year, here.today.month, day)


@DATES.says("[the] {day} of the month")
def day_of_the_month(here: Standpoint, day: int) -> Day:
    """The next to come: on the 14th, "the 1st of the month" is that of next month."""
    return Day(tuple(next_numbered(here, day)[:1]))


@DATES.says("[the] {day} of next month", "[the] {day:ordinal} next month")
def day_of_next_month(here: Standpoint, day: int) -> Day:
    return real_date(*month_after(here, 1), day)


@DATES.says("[the] {nth} {weekday} in|of {month} [,]")
def nth_weekday(here: Standpoint, nth: int, weekday: int, month: int) -> Day:
    years = (here.today.year + ahead for ahead in (-1, 0, 1))
    real = [on for year in years for on in nth_weekday_of_year(here, nth, weekday, month, year).dates]
    if here.back:
        return Day(tuple(on for on in real if on <= here.today)[-1:])
    return Day(tuple(on for on in real if on >= here.today - STILL_PAST)[:1])


@DATES.says("[the] {nth} {weekday} in|of {month} [,] {year}")
def nth_weekday_of_year(_here: Standpoint, nth: int, weekday: int, month: int, year: int) -> Day:
    first, length = monthrange(year, month)
    days = range(1 + (weekday - first) % 7, length + 1, 7)
    place = nth if nth == LAST else nth - 1
    return Day((date(year, month, days[place]),)) if place < len(days) else Day(())


@DATES.says("[the] {nth} {weekday} in|of this month")
def nth_weekday_of_this_month(here: Standpoint, nth: int, weekday: int) -> Day:
    return nth_weekday_of_year(here, nth, weekday, here.today.month, here.today.year)


@DATES.says("[the] {nth} {weekday} in|of the month")
def nth_weekday_of_the_month(here: Standpoint, nth: int, weekday: int) -> Day:
    """That of this month while it is ahead, then that of the next; looking back, that of this month."""
    this = nth_weekday_of_this_month(here, nth, weekday)
    ahead = any(on >= here.today for on in this.dates)
    return this if ahead or here.back else nth_weekday_of_next_month(here, nth, weekday)


@DATES.says("[the] {nth} {weekday} in|of next month")
def nth_weekday_of_next_month(here: Standpoint, nth: int, weekday: int) -> Day:
    year, month = month_after(here, 1)
    return nth_weekday_of_year(here, nth, weekday, month, year)


@DATES.says("[the] end of the|this month", "[the] last day of the|this month", "month end", "end of month")
def end_of_this_month(here: Standpoint) -> Day:
    return _end_of(here.today.year, here.today.month)


@DATES.says("[the] end of next month", "[the] last day of next month")
def end_of_next_month(here: Standpoint) -> Day:
    return _end_of(*month_after(here, 1))


@DATES.says("[the] end of {month}", "[the] last day of {month}")
def end_of_month(here: Standpoint, month: int) -> Day:
    return _end_of(here.today.year + (month < here.today.month), month)


def _end_of(year: int, month: int) -> Day:
    """Give the last day of a month, and the last weekday too when that is another."""
    last = date(year, month, monthrange(year, month)[1])
    working = last - timedelta(days=max(last.weekday() - FRIDAY, 0))
    return Day(tuple(sorted({working, last})))


@DATES.says("{month}", "{month} {year}", "early|mid|late {month}")
def month_alone(_here: Standpoint, **_when: int) -> Mark:
    """A month by itself settles nothing."""
    return Mark.UNSURE
