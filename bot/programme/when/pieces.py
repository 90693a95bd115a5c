"""The pieces a phrase is made of, before anybody asks what they mean together."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import Enum, auto
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
HALF_A_DAY = 12 * 60
NOON = 12


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where and when the words were typed, and which way the writer looks: ahead, or back.

    `day_first` says how 03/02 is read there; None when nobody knows, so that both ways are asked.
    """

    now: datetime
    zone: ZoneInfo
    day_first: bool | None = True
    back: bool = False

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar date; several are a doubt, none is a date that does not exist (30 February)."""

    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Weekday:
    """A bare "Tuesday" (Monday is 0), still free to belong to any week."""

    number: int


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A bare "21st", still free to belong to any month.

    A `guess` ("Friday 15") counts only when the rest of the phrase agrees with it.
    """

    number: int
    guess: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """A week without a day: "next week", known by its Monday."""

    monday: date


@dataclass(frozen=True, slots=True)
class Number:
    """A bare number, in so many digits or in a word: an hour, or beside a time the day of a month."""

    value: int
    digits: int = 0
    text: str = ""

    @property
    def padded(self) -> bool:
        """Whether it was written with a leading zero, as in "09"."""
        return self.digits > len(str(self.value))


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as said. A `bare` one (hours 1 to 12) does not say which half of the day."""

    hour: int
    minute: int = 0
    bare: bool = False

    @property
    def minutes(self) -> int:
        return self.hour * 60 + self.minute

    @property
    def halves(self) -> tuple[int, int]:
        """The two minutes of the day that a bare time may mean."""
        early = self.minutes % HALF_A_DAY
        return early, early + HALF_A_DAY


@dataclass(frozen=True, slots=True)
class Either:
    """Times said in words that may mean any of several: "midnight", "ten to eleven", "12am"."""

    minutes: tuple["Stretch", ...]


@dataclass(frozen=True, slots=True)
class Span:
    """From one time of day to another."""

    first: Clock
    last: Clock


@dataclass(frozen=True, slots=True)
class Stretch:
    """A settled reading: minutes since the day began, and the end when there is one."""

    begin: int
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day, from its first hour up to its last."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Moment:
    """An exact instant counted from now: "in 90 minutes"."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Length:
    """How long a meeting lasts, in minutes."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Period:
    """From one date to another, both included: "3 to 17 August". No time for a meeting."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Days:
    """How many days something lasts: "for two weeks". No time for a meeting either."""

    count: int


@dataclass(frozen=True, slots=True)
class Zone:
    """The clocks a time was said by; two when the letters are used loosely (CET in July)."""

    clocks: tuple[tzinfo, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that nothing here knows."""

    text: str


class Mark(Enum):
    """Words that say no day or time, but what to make of those around them."""

    FILLER = auto()  # manners: changes nothing
    OFFER = auto()  # "works", "instead": what stands here is meant
    CHANGE = auto()  # "make it", "instead": another time for a meeting that has one
    OR = auto()
    AND = auto()
    COMMA = auto()
    DASH = auto()
    TO = auto()
    UNTIL = auto()
    FROM = auto()
    BOUND = auto()  # "after", "before": not precise
    ONWARDS = auto()  # "or later": what stands before is not precise
    VAGUE = auto()  # "any time", "sometime": no hour wanted
    NOT = auto()
    EXCEPT = auto()  # "instead of": a no to what follows, not to what stands before
    BUT = auto()
    UNSURE = auto()  # "unless", "depends", "let me check": nothing is settled


Piece = (
    Day
    | Weekday
    | DayOfMonth
    | Week
    | Number
    | Clock
    | Either
    | Span
    | Part
    | Moment
    | Length
    | Period
    | Days
    | Zone
    | Unknown
    | Mark
)
Daylike = Day | Weekday | DayOfMonth | Week
Timelike = Clock | Either | Span
