"""Bank holidays by country and region, worked out one year at a time and remembered."""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import holidays

_YEARS_REMEMBERED = 512


class UnknownHolidaysError(ValueError):
    """There are no bank holidays called {code!r}; write a code such as GB-ENG or IE, or leave it empty."""

    def __init__(self, code: str) -> None:
        super().__init__((type(self).__doc__ or "").format(code=code))


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The bank holidays of one place: `day in calendar`. The empty code is a place without any.

    Holidays that fall on a weekend are in it, and so are the weekdays given instead.
    """

    code: str = ""

    def __post_init__(self) -> None:
        if not known(self.code):
            raise UnknownHolidaysError(self.code)

    def __contains__(self, day: date) -> bool:
        return day in _holidays_of(self.code, day.year)


@cache
def bank_holidays(code: str) -> HolidayCalendar:
    """Return the calendar of a country (`IE`), of a part of one (`GB-ENG`, `US-CA`), or none for `""`.

    Raises `UnknownHolidaysError` for a code that `known` does not know.
    """
    return HolidayCalendar(code)


@cache
def known(code: str) -> bool:
    """Say whether `bank_holidays` has a calendar under this code, spelt in capitals as ISO 3166 does."""
    if not code:
        return True
    country, dash, region = code.partition("-")
    regions = holidays.list_supported_countries().get(country)
    return regions is not None and (region in regions if dash else True)


NO_HOLIDAYS = HolidayCalendar()


@lru_cache(maxsize=_YEARS_REMEMBERED)
def _holidays_of(code: str, year: int) -> frozenset[date]:
    if not code:
        return frozenset()
    country, _, region = code.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year, expand=False))
