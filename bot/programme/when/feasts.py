"""Days that have a name: Christmas and New Year, and those that hang on Easter."""

from datetime import date, timedelta

from bot.programme.when.dates import STILL_PAST, nearest
from bot.programme.when.gaps import GAPS
from bot.programme.when.phrasebook import Phrasebook
from bot.programme.when.pieces import Day, Standpoint
from bot.programme.when.relative import coming
from bot.programme.when.words import WEEKDAYS

FEASTS = Phrasebook(GAPS)
_DECEMBER = 12


@FEASTS.says("christmas eve", "xmas eve")
def christmas_eve(here: Standpoint) -> Day:
    return nearest(here, _DECEMBER, 24)


@FEASTS.says("christmas|xmas day", "christmas|xmas")
def christmas_day(here: Standpoint) -> Day:
    return nearest(here, _DECEMBER, 25)


@FEASTS.says("boxing day")
def boxing_day(here: Standpoint) -> Day:
    return nearest(here, _DECEMBER, 26)


@FEASTS.says("new years eve")
def new_years_eve(here: Standpoint) -> Day:
    return nearest(here, _DECEMBER, 31)


@FEASTS.says("new years day")
def new_years_day(here: Standpoint) -> Day:
    return nearest(here, 1, 1)


@FEASTS.says("good friday")
def good_friday(here: Standpoint) -> Day:
    """Ask whether it is the one before Easter, or whether Friday is good."""
    return Day(tuple(sorted({*coming(here, WEEKDAYS["friday"]), *_from_easter(here, -2).dates})))


@FEASTS.says("easter sunday", "easter day")
def easter_sunday(here: Standpoint) -> Day:
    return _from_easter(here, 0)


@FEASTS.says("easter monday")
def easter_monday(here: Standpoint) -> Day:
    return _from_easter(here, 1)


def _from_easter(here: Standpoint, days: int) -> Day:
    """Give the day so many days from Easter: the next to come, or the last gone when looking back."""
    found = [easter(here.today.year + ahead) + timedelta(days=days) for ahead in (-1, 0, 1)]
    if here.back:
        return Day(tuple(on for on in found if on <= here.today)[-1:])
    return Day(tuple(on for on in found if on >= here.today - STILL_PAST)[:1])


def easter(year: int) -> date:
    """Give Easter Sunday of the western churches: the Sunday after the first full moon of spring.

    The moon is that of the church's tables, for the years 1900 to 2199, the only ones dates are taken from.
    """
    moon = (19 * (year % 19) + 24) % 30
    moon -= moon == 29 or (moon == 28 and year % 19 > 10)  # noqa: PLR2004  # the two exceptions of the tables
    full = date(year, 3, 21) + timedelta(days=moon)
    return full + timedelta(days=6 - full.weekday() or 7)
