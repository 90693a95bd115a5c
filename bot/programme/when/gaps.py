"""What may fill a gap in a phrase, and the value it gives."""

from bot.programme.when import words
from bot.programme.when.phrasebook import Gap
from bot.programme.when.pieces import NOON, Clock, Number, Part
from bot.programme.when.tokens import Figures, Ordinal, Token, Word

NAME = "name"
_DAYS, _HOURS, _MINUTES, _NTHS, _FIVE = 31, 24, 60, 5, 5
_TWELVE = range(1, NOON + 1)
_BEYOND = range(_DAYS + 1, 100)
_TWO_FIGURE_YEARS = range(24, 100)
_YEARS = range(2000, 2101)
_SHORT, _FULL = 2, 4


def _of(table: dict[str, int]) -> Gap:
    return lambda token: table.get(token.text) if isinstance(token, Word) else None


def _ordinal(token: Token) -> int | None:
    """Give a day of the month as an ordinal; "second" in a word is as often the second of something else."""
    if not isinstance(token, Ordinal) or (token.text and token.value <= _NTHS):
        return None
    return token.value if 1 <= token.value <= _DAYS else None


def _day(token: Token) -> int | None:
    number = token if isinstance(token, Ordinal) else _short(token, range(_DAYS + 1))
    return number.value if number and 1 <= number.value <= _DAYS else None


def _nth(token: Token) -> int | None:
    if isinstance(token, Ordinal):
        return token.value if token.value <= _NTHS else None
    return words.LAST if token == Word("last") else None


def _year(token: Token) -> int | None:
    if not isinstance(token, Number):
        return None
    if token.digits == _FULL and token.value in _YEARS:
        return token.value
    return 2000 + token.value if token.digits == _SHORT and token.value in _TWO_FIGURE_YEARS else None


def _short(token: Token, values: range) -> Number | None:
    """Give a number of one or two figures, or a word, that lies in the range."""
    if isinstance(token, Number) and token.digits <= _SHORT and token.value in values:
        return token
    return None


def _hour12(token: Token) -> int | None:
    """Give an hour 1 to 12 however it was written: "09 am"."""
    number = _short(token, _TWELVE)
    return number.value if number else None


def _hour(token: Token) -> int | None:
    """Give an hour as people say it, 1 to 12 and no leading zero."""
    return None if isinstance(token, Number) and token.padded else _hour12(token)


def _hour24(token: Token) -> Number | None:
    """Give an hour of the whole day, still knowing whether it was written "9" or "09"."""
    return _short(token, range(_HOURS))


def _minutes(token: Token) -> Number | None:
    return _short(token, range(1, _MINUTES))


def _clock(token: Token) -> Clock | None:
    """Give a time in figures: "14:30", "2.30", "1430", "930"."""
    if isinstance(token, Clock):
        return token
    if not isinstance(token, Number) or not _SHORT < token.digits <= _FULL:
        return None
    hour, minute = divmod(token.value, 100)
    if hour >= _HOURS or minute >= _MINUTES:
        return None
    return Clock(hour, minute, bare=1 <= hour <= NOON and not token.padded)


def _figure(token: Token) -> Clock | None:
    """Give a time in figures that stands alone: "2027" is more likely a year that strayed, "2030" is not."""
    stray = isinstance(token, Number) and token.value in _YEARS and token.value % _FIVE
    return None if stray else _clock(token)


def _count(token: Token) -> int | None:
    if isinstance(token, Number):
        return token.value if token.digits <= _FULL else None
    return words.COUNTS.get(token.text) if isinstance(token, Word) else None


def _part(token: Token) -> Part | None:
    hours = words.PARTS.get(token.text) if isinstance(token, Word) else None
    return Part(*hours) if hours else None


GAPS: dict[str, Gap] = {
    "weekday": _of(words.WEEKDAYS),
    "month": _of(words.MONTHS),
    "day": _day,
    "ordinal": _ordinal,
    "cardinal": lambda token: _day(token) if isinstance(token, Number) else None,
    "nth": _nth,
    "year": _year,
    "figures": lambda token: token if isinstance(token, Figures) else None,
    "hour": _hour,
    "hour12": _hour12,
    "hour24": _hour24,
    "minutes": _minutes,
    "clock": _clock,
    "figure": _figure,
    "beyond": lambda token: number.value if (number := _short(token, _BEYOND)) else None,
    "number": lambda token: token if isinstance(token, Number) else None,
    "count": _count,
    "days": _of(words.DAY_UNITS),
    "weeks": _of({unit: days for unit, days in words.DAY_UNITS.items() if days > 1}),
    "ticks": _of(words.MINUTE_UNITS),
    "spelt": _of({unit: minutes for unit, minutes in words.MINUTE_UNITS.items() if len(unit) > 1}),
    "half": lambda token: token.text if isinstance(token, Word) and token.text in {"am", "pm"} else None,
    "part": _part,
    NAME: lambda token: token.text if isinstance(token, Word) else None,
}
