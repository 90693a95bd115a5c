"""What a line that somebody typed turned out to be about."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from bot.programme.when import Away, Choice

Kind = Literal[
    "one_to_one",
    "critical_friend_call",
    "team_observation",
    "visual_inspection",
    "shadowing",
    "networking",
    "event",
]
"""What two people may have done together, by the names under which interactions are stored."""


class Wish(StrEnum):
    """What somebody wants of a meeting that is planned."""

    LATE = "late"
    OFF = "off"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Times:
    """Times, or days without one, at which to meet: of several it is to be asked which."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """They met: on one of these days, or on a day that was not said."""

    days: tuple[date, ...]
    kind: Kind = "one_to_one"


@dataclass(frozen=True, slots=True)
class NotMet:
    """A meeting did not take place."""


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody is away, or works nights; `back` when the line was about the day of return."""

    away: Away
    back: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Something about a meeting that is planned: the one `on` a day, else the next.

    It may be moved `to` other times or days.
    """

    wish: Wish
    on: date | None = None
    to: tuple[Choice, ...] = ()


Line = Times | Met | NotMet | Absent | Change
