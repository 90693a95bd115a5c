"""When people are busy, from calendars they gave: the address, what was last read there, and how that went.

All of it is sealed and goes when its owner says so or is erased. Of a calendar nothing is kept but when it
says busy, and that for a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import JsonValue

from bot.core.calendars import HOUSE, feed_token, own
from bot.core.ports import Unit

CALENDAR = "calendar"
BUSY = "busy"
LOOKED = "calendar-looked"

KEPT = timedelta(days=1)
"""For how long it holds when somebody is busy; by then it was read again, or is not known any more."""

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Looked:
    """When a calendar was looked at last, and in one word what went wrong, if anything did."""

    at: datetime
    trouble: str = ""


async def give_calendar(unit: Unit, person_id: str, address: str) -> None:
    """Keep the address of somebody's calendar; what was read at another one is forgotten."""
    if await calendar_of(unit, person_id) != address:
        await take_calendar(unit, person_id)
        await unit.shelf.put(CALENDAR, own(person_id), {"address": address}, person_id=person_id)


async def take_calendar(unit: Unit, person_id: str) -> bool:
    """Forget the address and everything read there; False when there was none."""
    for kind in (BUSY, LOOKED):
        await unit.shelf.drop(kind, own(person_id))
    return await unit.shelf.drop(CALENDAR, own(person_id))


async def calendar_of(unit: Unit, person_id: str) -> str | None:
    """Return the address that somebody gave."""
    kept = await unit.shelf.get(CALENDAR, own(person_id))
    return str(kept["address"]) if kept else None


async def every_calendar(unit: Unit) -> dict[str, str]:
    """Return the address of every calendar that is given, by whose it is."""
    return {of.user: str(kept["address"]) for of, kept in await unit.shelf.every(CALENDAR, HOUSE)}


async def keep_busy(unit: Unit, person_id: str, times: Sequence[Interval], now: datetime) -> None:
    """Keep when somebody is busy, in the place of what was known before."""
    said: list[JsonValue] = [[begins.isoformat(), ends.isoformat()] for begins, ends in times]
    await unit.shelf.put(BUSY, own(person_id), {"times": said}, person_id=person_id, until=now + KEPT)
    await _keep_looked(unit, person_id, Looked(now))


async def keep_trouble(unit: Unit, person_id: str, trouble: str, now: datetime) -> None:
    """Keep that a calendar couldn't be read; what was read there before holds for its day."""
    await _keep_looked(unit, person_id, Looked(now, trouble))


async def busy_of(unit: Unit, person_id: str) -> tuple[Interval, ...]:
    """Return when somebody is busy, as far as it is known."""
    kept = await unit.shelf.get(BUSY, own(person_id))
    times = kept["times"] if kept else []
    return tuple(_interval(one) for one in times) if isinstance(times, list) else ()


async def looked_at(unit: Unit, person_id: str) -> Looked | None:
    """Return how it went when somebody's calendar was looked at last; None before the first time."""
    kept = await unit.shelf.get(LOOKED, own(person_id))
    return Looked(datetime.fromisoformat(str(kept["at"])), str(kept["trouble"])) if kept else None


async def calendars_of(unit: Unit, person_id: str) -> dict[str, object]:
    """Return all that is kept about somebody's calendars, for their own eyes."""
    busy = [[begins.isoformat(), ends.isoformat()] for begins, ends in await busy_of(unit, person_id)]
    return {
        "calendar": await calendar_of(unit, person_id),
        "calendar_says_busy": busy,
        "has_a_calendar_address": await feed_token(unit, person_id) is not None,
    }


async def _keep_looked(unit: Unit, person_id: str, looked: Looked) -> None:
    value = {"at": looked.at.isoformat(), "trouble": looked.trouble}
    await unit.shelf.put(LOOKED, own(person_id), value, person_id=person_id)


def _interval(pair: object) -> Interval:
    begins, ends = pair if isinstance(pair, list) else ("", "")
    return datetime.fromisoformat(str(begins)), datetime.fromisoformat(str(ends))
