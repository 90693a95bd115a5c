"""Times and days as a button carries them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from bot.core.turn import NotYours
from bot.programme.when import Choice, Understood

MOST = 5
"""How many one button carries; among more than these nobody could choose."""


def moments_of(choices: Sequence[Choice]) -> tuple[datetime | date, ...]:
    """Return the instants, or days for want of a time, that were understood."""
    return tuple(one.at if isinstance(one, Understood) else one.on for one in choices[:MOST])


def carried(choices: Sequence[Choice]) -> str:
    return " ".join(_written(one) for one in moments_of(choices))


def read_back(text: str) -> tuple[datetime | date, ...]:
    """Return what a button carried; one that carries anything else is none of ours."""
    try:
        read = tuple(_read(one) for one in text.split()[:MOST])
    except ValueError:
        raise NotYours from None
    if not read:
        raise NotYours
    return read


def _written(moment: datetime | date) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return moment.isoformat()


def _read(text: str) -> datetime | date:
    if "T" not in text:
        return date.fromisoformat(text)
    return datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
