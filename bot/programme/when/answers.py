"""What a phrase turned out to say. One of these kinds, never anything in between."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Understood:
    """One time and no doubt about it. `until` is the end, when a range or a length was given."""

    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DateOnly:
    """A date without a time, or with one too loose to book ("Tuesday afternoon", "after 3 on Friday")."""

    on: date


Choice = Understood | DateOnly


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """To be asked: the choices in the order of time. A single choice is a guess that needs a yes."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A time that has gone; for a past date without a time, the beginning of that day."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """A wall-clock time that the change to summer time skips, and what may stand in for it.

    `wall` has no offset because it never happens; `earlier` and `later` are the same wall time read
    with the offset after and before the change.
    """

    wall: datetime
    earlier: datetime
    later: datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody said no and offered nothing else."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """No time in it, or one that hangs on words we cannot judge ("3pm unless the board moves")."""


Understanding = Understood | Ambiguous | DateOnly | Past | Gap | Refusal | Unclear


def as_json(understanding: Understanding) -> dict[str, Any]:
    """Give the understanding as plain data: a `status`, and times as ISO 8601 with their offset."""
    match understanding:
        case Understood() | DateOnly() | Past():
            return {"status": _STATUS[type(understanding)], **_one(understanding)}
        case Ambiguous(choices):
            return {"status": "ambiguous", "choices": [_one(choice) for choice in choices]}
        case Gap(wall, earlier, later):
            choices = (Understood(earlier), Understood(later))
            return {
                "status": "gap",
                "wall": wall.isoformat(),
                "choices": [_one(choice) for choice in choices],
            }
        case Refusal() | Unclear():
            return {"status": _STATUS[type(understanding)]}


_STATUS: dict[type[Understanding], str] = {
    Understood: "understood",
    DateOnly: "date_only",
    Past: "past",
    Refusal: "refusal",
    Unclear: "unclear",
}


def _one(said: Choice | Past) -> dict[str, str]:
    if isinstance(said, DateOnly):
        return {"date": said.on.isoformat()}
    if isinstance(said, Past) or said.until is None:
        return {"at": said.at.isoformat()}
    return {"at": said.at.isoformat(), "until": said.until.isoformat()}
