"""The last step: what is clear is understood, what is doubtful is asked, with the choices.

Instants are kept in UTC until they are handed out: two readings of an hour that the autumn change repeats
look alike on the wall, and compare as equal there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from bot.programme.when.answers import (
    Ambiguous,
    Choice,
    DateOnly,
    Gap,
    Past,
    Unclear,
    Understanding,
    Understood,
)
from bot.programme.when.instants import around_gap, instants, wall_time
from bot.programme.when.pieces import Standpoint, Stretch, Weekday
from bot.programme.when.readings import stretches
from bot.programme.when.settling import dates
from bot.programme.when.slots import Slot

_TOO_MANY = 12


@dataclass(frozen=True, slots=True)
class _Readings:
    """All that a proposal may mean, and whether it must be asked however few of it are left."""

    choices: tuple[Choice, ...] = ()
    gaps: tuple[Gap, ...] = ()
    doubtful: bool = False


def judge(slots: Iterable[Slot], here: Standpoint, *, doubtful: bool = False) -> Understanding:
    """Weigh the proposals. More than one is always asked, as is one that other words made doubtful."""
    found = [_readings(slot, here) for slot in slots]
    choices = {choice for one in found for choice in one.choices}
    if len(choices) > _TOO_MANY:
        return Unclear()
    ahead = sorted((one for one in choices if not _past(one, here)), key=lambda one: _begin(one, here.zone))
    asked = doubtful or len(set(found)) > 1 or any(one.doubtful for one in found)
    if not ahead:
        return _nothing_ahead(choices, [gap for one in found for gap in one.gaps], here)
    shown = tuple(_shown(choice, here.zone) for choice in ahead)
    return Ambiguous(shown) if asked or len(shown) > 1 else shown[0]


def _nothing_ahead(choices: Iterable[Choice], gaps: list[Gap], here: Standpoint) -> Understanding:
    for gap in gaps:
        return gap if gap.later > here.now else Past(gap.later)
    latest = max((_begin(choice, here.zone) for choice in choices), default=None)
    return Past(latest.astimezone(here.zone)) if latest else Unclear()


def _readings(slot: Slot, here: Standpoint) -> _Readings:
    if slot.moments:
        exact = not (slot.times or slot.days)
        return _Readings(tuple(_lasting(one.at, None, slot) for one in slot.moments if exact))
    times = _times(slot)
    if not times:
        return _Readings(() if slot.times else tuple(DateOnly(day) for day in dates(slot.days, here)))
    if not slot.days:
        return _soonest(times, slot, here)
    days = dates(slot.days, here)
    placed = [(day, time) for day in days for time in times]
    free = all(isinstance(day, Weekday) for day in slot.days)
    return _placed(placed, slot, here, doubtful=len(times) > 1 or (len(days) > 1 and not free))


def _times(slot: Slot) -> tuple[Stretch, ...]:
    """Give the readings that all times of the slot agree on ("3pm (15:00)"), or else all there are."""
    each = [stretches(time, slot.part) for time in slot.times]
    agreed = [one for one in each[0] if all(one in other for other in each)] if each else []
    return tuple(dict.fromkeys(agreed or [one for other in each for one in other]))


def _soonest(times: tuple[Stretch, ...], slot: Slot, here: Standpoint) -> _Readings:
    """Place a time without a day: today while it is ahead, otherwise tomorrow, which is asked."""
    now = here.now.astimezone(_clocks(slot, here)[0])
    gone = [wall_time(now.date(), time.begin) <= now.replace(tzinfo=None) for time in times]
    days = [now.date() + timedelta(days=int(missed)) for missed in gone]
    return _placed(zip(days, times, strict=True), slot, here, doubtful=len(times) > 1 or any(gone))


def _placed(
    placed: Iterable[tuple[date, Stretch]], slot: Slot, here: Standpoint, *, doubtful: bool
) -> _Readings:
    choices: list[Choice] = []
    gaps: list[Gap] = []
    for day, time in placed:
        found = list(_resolved(day, time, slot, here))
        choices += found
        gaps += [] if found else [_gap(wall_time(day, time.begin), _clocks(slot, here)[0], here)]
    return _Readings(tuple(choices), tuple(gaps), doubtful=doubtful or bool(gaps))


def _resolved(day: date, time: Stretch, slot: Slot, here: Standpoint) -> Iterator[Understood]:
    for clock in _clocks(slot, here):
        for at in instants(wall_time(day, time.begin), clock):
            ends = () if time.end is None else instants(wall_time(day, time.end), clock)
            yield _lasting(at, next((end for end in ends if end > at), None), slot)


def _clocks(slot: Slot, here: Standpoint) -> tuple[tzinfo, ...]:
    return slot.zone.clocks if slot.zone else (here.zone,)


def _lasting(at: datetime, until: datetime | None, slot: Slot) -> Understood:
    if until is None and slot.length:
        until = at + timedelta(minutes=slot.length.minutes)
    return Understood(at, until)


def _gap(wall: datetime, clock: tzinfo, here: Standpoint) -> Gap:
    earlier, later = around_gap(wall, clock)
    return Gap(wall, earlier.astimezone(here.zone), later.astimezone(here.zone))


def _past(choice: Choice, here: Standpoint) -> bool:
    return choice.on < here.today if isinstance(choice, DateOnly) else choice.at <= here.now


def _begin(choice: Choice, zone: tzinfo) -> datetime:
    """Give the beginning of the choice in UTC: of a date, its midnight."""
    if isinstance(choice, DateOnly):
        return wall_time(choice.on, 0).replace(tzinfo=zone).astimezone(UTC)
    return choice.at


def _shown(choice: Choice, zone: tzinfo) -> Choice:
    """Give the choice by the clocks of the one who asked."""
    if isinstance(choice, DateOnly):
        return choice
    return Understood(choice.at.astimezone(zone), choice.until and choice.until.astimezone(zone))
