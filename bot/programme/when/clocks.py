"""Times of day: "half two", "quarter to four", "3ish", "1500h", "midnight", "in the morning"."""

from bot.programme.when.gaps import GAPS
from bot.programme.when.phrasebook import Phrasebook
from bot.programme.when.pieces import (
    MINUTES_A_DAY,
    NOON,
    Clock,
    Either,
    Number,
    Part,
    Piece,
    Span,
    Standpoint,
    Stretch,
)
from bot.programme.when.readings import stretches
from bot.programme.when.tokens import Figures

CLOCKS = Phrasebook(GAPS)
_QUARTER, _HALF, _HOUR = 15, 30, 60
_FIVE, _TEN = 5, 10
_ASKED = 7
_DAYS, _FIGURES = 31, 2
_SHORT = 3 * 60


def _with_half(clock: Clock, half: str | None) -> Clock | Either | None:
    """Settle a time with "am" or "pm". "12am" is asked: some who write it mean noon."""
    if half is None or not 1 <= clock.hour <= NOON:
        return clock if half != ("am" if clock.hour else "pm") else None
    early, late = clock.halves
    if half == "am" and clock.hour == NOON and not clock.minute:
        return Either((Stretch(early), Stretch(late)))
    return Clock(*divmod(late if half == "pm" else early, _HOUR))


def _spoken(hour: int, minute: int, half: str | None = None) -> Clock | Either | None:
    whole, minute = divmod(hour * _HOUR + minute, _HOUR)
    return _with_half(Clock((whole - 1) % NOON + 1, minute, bare=True), half)


@CLOCKS.says("{number}")
def bare_number(_here: Standpoint, number: Number) -> Number | None:
    """Leave it open whether it is an hour or the day of a month. "One" alone is seldom either."""
    return number if number.text != "one" and number.value <= _DAYS and number.digits <= _FIGURES else None


@CLOCKS.says("at {number:hour24}", "about|around|approx|approximately|roughly|circa|say {number:hour24}")
def at_hour(_here: Standpoint, number: Number) -> Clock:
    return Clock(number.value, bare=1 <= number.value <= NOON and not number.padded)


@CLOCKS.says("{clock:figure}", "{clock} hours|hrs|h|oclock", "{clock} ish", "{clock} or so")
def in_figures(_here: Standpoint, clock: Clock) -> Clock:
    return clock


@CLOCKS.says("{clock} {half}", "{clock} ish {half}")
def in_figures_with_half(_here: Standpoint, clock: Clock, half: str) -> Clock | Either | None:
    return _with_half(clock, half)


@CLOCKS.says(
    "{hour:hour12} {half} [ish]", "{hour} ish {half}", "{hour} oclock {half}", "{hour} o clock {half}"
)
def hour_with_half(_here: Standpoint, hour: int, half: str) -> Clock | Either | None:
    return _spoken(hour, 0, half)


@CLOCKS.says("{figures} {half}")
def two_hours(_here: Standpoint, figures: Figures, half: str) -> tuple[Piece, ...] | None:
    """Read "2/3pm" as two times, for nobody says a date with "pm"."""
    hours = (figures.first, figures.second)
    if figures.year or not all(1 <= hour <= NOON for hour in hours):
        return None
    return tuple(time for hour in hours if (time := _spoken(hour, 0, half)))


@CLOCKS.says(
    "{hour} oclock",
    "{hour} o clock",
    "{hour} ish",
    "{hour} or so",
    "{hour} sharp|prompt",
    "{hour} on the dot",
)
def on_the_hour(_here: Standpoint, hour: int) -> Clock:
    return Clock(hour, bare=True)


@CLOCKS.says(
    "{number:hour24} h", "{number:hour24} hundred [hours|hrs]", "0 {number:hour24} hundred [hours|hrs]"
)
def by_the_day_clock(here: Standpoint, number: Number) -> Clock | None:
    """Take "15h" and "fifteen hundred"; "3h" is more likely a length."""
    return None if 1 <= number.value < _ASKED and not number.padded else at_hour(here, number)


@CLOCKS.says("half past {hour} [{half}]", "half {hour} [{half}]", "half after {hour} [{half}]")
def half_past(_here: Standpoint, hour: int, half: str | None = None) -> Clock | Either | None:
    return _spoken(hour, _HALF, half)


@CLOCKS.says("[a] quarter past|after {hour} [{half}]")
def quarter_past(_here: Standpoint, hour: int, half: str | None = None) -> Clock | Either | None:
    return _spoken(hour, _QUARTER, half)


@CLOCKS.says("[a] quarter to|of|before {hour} [{half}]")
def quarter_to(_here: Standpoint, hour: int, half: str | None = None) -> Clock | Either | None:
    return _spoken(hour, -_QUARTER, half)


@CLOCKS.says("quarter to|before noon|midday")
def quarter_to_noon(_here: Standpoint) -> Clock:
    return Clock(NOON - 1, _HOUR - _QUARTER)


@CLOCKS.says("half past|after noon|midday")
def half_past_noon(_here: Standpoint) -> Clock:
    return Clock(NOON, _HALF)


@CLOCKS.says("{minutes} past {hour} [{half}]", "{minutes} minutes|mins past|after {hour} [{half}]")
def minutes_past(
    _here: Standpoint, minutes: Number, hour: int, half: str | None = None
) -> Clock | Either | None:
    return _spoken(hour, minutes.value, half)


@CLOCKS.says("{minutes} minutes|mins to|before {hour} [{half}]")
def minutes_to(
    _here: Standpoint, minutes: Number, hour: int, half: str | None = None
) -> Clock | Either | None:
    return _spoken(hour, -minutes.value, half)


@CLOCKS.says("{minutes} to {hour}")
def this_to_that(here: Standpoint, minutes: Number, hour: int) -> Clock | Either | Span | None:
    """Tell "five to two" from "2 to 3"; "10 to 11" in figures may be either."""
    if minutes.value % _FIVE:
        return from_to(here, minutes.value, hour)
    before = Clock((hour - 2) % NOON + 1, _HOUR - minutes.value, bare=True)
    span = from_to(here, minutes.value, hour) if minutes.digits else None
    short = [one for one in stretches(span) if one.end and one.end - one.begin <= _SHORT] if span else []
    return Either((*stretches(before), *short)) if short else before


@CLOCKS.says("between {first:hour} and|to {last:hour}", "from {first:hour} to {last:hour}")
def from_to(_here: Standpoint, first: int, last: int) -> Span | None:
    return Span(Clock(first, bare=True), Clock(last, bare=True)) if first <= NOON else None


@CLOCKS.says("between {first:hour} and|to {last:hour} {half}", "from {first:hour} to {last:hour} {half}")
def from_to_with_half(_here: Standpoint, first: int, last: int, half: str) -> Span | None:
    end = _spoken(last, 0, half)
    return Span(Clock(first, bare=True), end) if isinstance(end, Clock) else None


@CLOCKS.says("[at] {hour} {minutes} [{half}]")
def spoken_minutes(
    _here: Standpoint, hour: int, minutes: Number, half: str | None = None
) -> Clock | Either | None:
    """Take "ten thirty" and "10 30"; one figure after another is no time."""
    stands = minutes.value >= _TEN and minutes.value % _FIVE == 0
    return _spoken(hour, minutes.value, half) if stands else None


@CLOCKS.says("[at] {number:hour24} {minutes}")
def spoken_by_the_day_clock(_here: Standpoint, number: Number, minutes: Number) -> Clock | None:
    """Take "fourteen thirty" in words; in figures it might as well be a date and an hour."""
    said = number.text and number.value > NOON and minutes.value >= _TEN and minutes.value % _FIVE == 0
    return Clock(number.value, minutes.value) if said else None


@CLOCKS.says("{hour} oh|o {minutes} [{half}]")
def spoken_early_minutes(
    _here: Standpoint, hour: int, minutes: Number, half: str | None = None
) -> Clock | Either | None:
    return _spoken(hour, minutes.value, half) if minutes.value < _TEN else None


@CLOCKS.says("[high] noon", "midday", "{hour} noon|midday")
def noon(_here: Standpoint, hour: int = NOON) -> Clock | None:
    return Clock(NOON) if hour == NOON else None


@CLOCKS.says("midnight", "{hour} midnight")
def midnight(_here: Standpoint, hour: int = NOON) -> Either | None:
    """Ask which end of the day is meant."""
    return Either((Stretch(0), Stretch(MINUTES_A_DAY))) if hour == NOON else None


@CLOCKS.says("[in] [the] {part}", "mid {part}", "at night", "early|late {part}", "early|late in the {part}")
def part_of_day(_here: Standpoint, part: Part = Part(18, 24)) -> Part:  # noqa: B008  # a value, never changed
    return part


@CLOCKS.says("first thing [in the morning]", "start of [the] day", "before work|clinic|school|handover")
def beginning_of_day(_here: Standpoint) -> Part:
    return Part(5, 10)


@CLOCKS.says("[at] [the] end|close of [the] day|play|business", "after work|school|clinic|hours", "cob|eod")
def end_of_day(_here: Standpoint) -> Part:
    return Part(15, 21)
