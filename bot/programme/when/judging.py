"""The last step: what is clear is understood, what is doubtful is asked, with the choices."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

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
from bot.programme.when.pieces import Standpoint, Stretch
from bot.programme.when.readings import stretches
from bot.programme.when.settling import dates
from bot.programme.when.slots import Slot

_TOO_MANY = 12


@dataclass(frozen=True, slots=True)
class _Candidates:
    """All readings of a phrase, and whether they must be asked however few are left."""

    choices: tuple[Choice, ...]
    gaps: tuple[Gap, ...] = ()
    doubtful: bool = False


def judge(slots: Iterable[Slot], here: Standpoint, *, doubtful: bool = False) -> Understanding:
    """Weigh the proposals. More than one is always asked, as is one that other words made doubtful."""
    found = [_candidates(slot, here) for slot in slots]
    choices = tuple(dict.fromkeys(choice for one in found for choice in one.choices))
    if len(choices) > _TOO_MANY:
        return Unclear()
    ahead = sorted(
        (choice for choice in choices if not _past(choice, here)), key=lambda one: _order(one, here)
    )
    asked = doubtful or len(found) > 1 or any(one.doubtful for one in found)
    if len(ahead) == 1 and not asked:
        return ahead[0]
    if ahead:
        return Ambiguous(tuple(ahead))
    return _nothing_ahead(choices, [gap for one in found for gap in one.gaps], here)


def _nothing_ahead(choices: tuple[Choice, ...], gaps: list[Gap], here: Standpoint) -> Understanding:
    if gaps:
        return gaps[0] if gaps[0].later > here.now else Past(gaps[0].later)
    if choices:
        return Past(max(_order(choice, here) for choice in choices))
    return Unclear()


def _candidates(slot: Slot, here: Standpoint) -> _Candidates:
    if slot.moments:
        exact = not (slot.times or slot.days)
        return _Candidates(
            tuple(_lasting(one.at.astimezone(here.zone), None, slot) for one in slot.moments if exact)
        )
    readings = _readings(slot)
    if not readings:
        return _Candidates(() if slot.times else tuple(DateOnly(day) for day in dates(slot.days, here)))
    doubtful = len(readings) > 1
    if not slot.days:
        return _at_once(readings, slot, here, doubtful=doubtful)
    return _on_dates(
        ((day, one) for day in dates(slot.days, here) for one in readings), slot, here, doubtful=doubtful
    )


def _readings(slot: Slot) -> tuple[Stretch, ...]:
    """Give the readings all times of the slot agree on ("3pm (15:00)"), or else all there are."""
    each = [stretches(time, slot.part) for time in slot.times]
    agreed = [one for one in each[0] if all(one in other for other in each)] if each else []
    return tuple(dict.fromkeys(agreed or [one for other in each for one in other]))


def _at_once(readings: tuple[Stretch, ...], slot: Slot, here: Standpoint, *, doubtful: bool) -> _Candidates:
    """Place a time without a day: today while it is ahead, otherwise tomorrow, which is asked."""
    clock = slot.zone.clocks[0] if slot.zone else here.zone
    now = here.now.astimezone(clock)
    placed = []
    for reading in readings:
        gone = wall_time(now.date(), reading.begin) <= now.replace(tzinfo=None)
        doubtful = doubtful or gone
        placed.append((now.date() + timedelta(days=int(gone)), reading))
    return _on_dates(placed, slot, here, doubtful=doubtful)


def _on_dates(
    placed: Iterable[tuple[date, Stretch]], slot: Slot, here: Standpoint, *, doubtful: bool
) -> _Candidates:
    choices: list[Choice] = []
    gaps: list[Gap] = []
    for day, reading in placed:
        found = list(_resolved(day, reading, slot, here))
        choices += found
        if not found:
            gaps.append(_gap(wall_time(day, reading.begin), slot, here))
    return _Candidates(tuple(choices), tuple(gaps), doubtful=doubtful or (bool(gaps) and bool(choices)))


def _resolved(day: date, reading: Stretch, slot: Slot, here: Standpoint) -> Iterator[Understood]:
    for clock in slot.zone.clocks if slot.zone else (here.zone,):
        for at in instants(wall_time(day, reading.begin), clock):
            ends = [] if reading.end is None else instants(wall_time(day, reading.end), clock)
            until = next((end for end in ends if end > at), None)
            yield _lasting(at.astimezone(here.zone), until and until.astimezone(here.zone), slot)


def _lasting(at: datetime, until: datetime | None, slot: Slot) -> Understood:
    if until or not slot.length:
        return Understood(at, until)
    end = at.astimezone(UTC) + timedelta(minutes=slot.length.minutes)
    return Understood(at, end.astimezone(at.tzinfo))


def _gap(wall: datetime, slot: Slot, here: Standpoint) -> Gap:
    earlier, later = around_gap(wall, slot.zone.clocks[0] if slot.zone else here.zone)
    return Gap(wall, earlier.astimezone(here.zone), later.astimezone(here.zone))


def _past(choice: Choice, here: Standpoint) -> bool:
    return choice.on < here.today if isinstance(choice, DateOnly) else choice.at <= here.now


def _order(choice: Choice, here: Standpoint) -> datetime:
    """Give the beginning of the choice: of a date, its midnight."""
    return wall_time(choice.on, 0).replace(tzinfo=here.zone) if isinstance(choice, DateOnly) else choice.at
