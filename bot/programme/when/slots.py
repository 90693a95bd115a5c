"""From pieces to slots: each slot gathers the day and the time that were proposed together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.programme.when.pieces import (
    NOON,
    Day,
    Daylike,
    DayOfMonth,
    Length,
    Mark,
    Moment,
    Number,
    Part,
    Piece,
    Timelike,
    Week,
    Weekday,
    Zone,
)
from bot.programme.when.ranges import clock_of

_BREAKS = {Mark.OR, Mark.AND, Mark.COMMA, Mark.DASH}
_STRONG = {Mark.OR, Mark.AND}


@dataclass(frozen=True, slots=True)
class Slot:
    """One proposal: the days and the times that belong together. Several of a kind are a choice."""

    days: tuple[Daylike, ...] = ()
    times: tuple[Timelike, ...] = ()
    moments: tuple[Moment, ...] = ()
    part: Part | None = None
    length: Length | None = None
    zone: Zone | None = None
    loose: bool = False

    @property
    def timed(self) -> bool:
        return bool(self.times or self.moments)

    @property
    def empty(self) -> bool:
        return not (self.days or self.timed)


def slots(pieces: Iterable[Piece]) -> tuple[Slot, ...]:
    """Gather the pieces into slots, and let slots share what was said once for all of them."""
    pieces = tuple(pieces)
    timed = any(isinstance(piece, Timelike) for piece in pieces)
    gathered: list[Slot] = []
    for strong, group in _groups(pieces):
        for slot in _slots_of(group, timed=timed):
            if gathered and not strong and _complete_each_other(gathered[-1], slot):
                gathered[-1] = _together(gathered[-1], slot)
            else:
                gathered.append(slot)
    return _shared([slot for slot in gathered if not slot.empty or slot.part or slot.zone or slot.length])


def _groups(pieces: Iterable[Piece]) -> Iterator[tuple[bool, list[Piece]]]:
    """Cut at what joins proposals; after "or" and "and" comes a new one, after a comma perhaps."""
    strong, held = False, list[Piece]()
    for piece in pieces:
        again = isinstance(piece, Daylike) and any(type(one) is type(piece) for one in held)
        if piece in _BREAKS or (again and any(isinstance(one, Timelike | Number) for one in held)):
            if held:
                yield strong, held
                strong, held = False, []
            strong = strong or piece in _STRONG or piece not in _BREAKS
        if piece not in _BREAKS:
            held.append(piece)
    if held:
        yield strong, held


def _slots_of(group: Sequence[Piece], *, timed: bool) -> Iterator[Slot]:
    """Make one slot of a group, or two when a bare number may be an hour or a date ("Friday 15").

    Where a time is said elsewhere ("Monday 18 or Tuesday 19 at 10"), such a number is a date.
    """
    numbers = [(place, piece) for place, piece in enumerate(group) if isinstance(piece, Number)]
    slot = _slot(group)
    match numbers:
        case [(_, number)] if slot.days and not slot.timed and number.value > NOON:
            yield from _hour_or_date(slot, number, timed=timed)
        case _:
            for place, number in numbers:
                slot = _with_number(slot, number, beside_weekday=_beside_weekday(group, place))
            yield slot


def _hour_or_date(slot: Slot, number: Number, *, timed: bool) -> Iterator[Slot]:
    clock = clock_of(number)
    date = DayOfMonth(number.value, guess=clock is not None)
    yield replace(slot, days=(*slot.days, date), loose=not timed)
    if clock and not timed:
        yield replace(slot, times=(clock,))


def _with_number(slot: Slot, number: Number, *, beside_weekday: bool) -> Slot:
    """Take a number for the date beside its weekday when there is a time already, otherwise for an hour."""
    clock = clock_of(number)
    if clock is None or (slot.times and (beside_weekday or number.value > NOON)):
        return replace(slot, days=(*slot.days, DayOfMonth(number.value)))
    return replace(slot, times=(*slot.times, clock))


def _beside_weekday(group: Sequence[Piece], place: int) -> bool:
    return any(isinstance(piece, Weekday) for piece in group[max(place - 1, 0) : place + 2])


def _slot(group: Iterable[Piece]) -> Slot:
    pieces = list(group)
    return Slot(
        days=tuple(one for one in pieces if isinstance(one, Daylike)),
        times=tuple(one for one in pieces if isinstance(one, Timelike)),
        moments=tuple(one for one in pieces if isinstance(one, Moment)),
        part=next((one for one in pieces if isinstance(one, Part)), None),
        length=next((one for one in pieces if isinstance(one, Length)), None),
        zone=next((one for one in pieces if isinstance(one, Zone)), None),
        loose=Mark.VAGUE in pieces,
    )


def _complete_each_other(one: Slot, other: Slot) -> bool:
    """Tell whether a comma only parted a day from its time, or a weekday from its date."""
    kinds = {type(day) for day in one.days} & {type(day) for day in other.days}
    two_dates = _dated(one) and _dated(other)
    return not ((one.timed and other.timed) or kinds or two_dates)


def _dated(slot: Slot) -> bool:
    return any(isinstance(day, Day | DayOfMonth) for day in slot.days)


def _together(one: Slot, other: Slot) -> Slot:
    return Slot(
        days=one.days + other.days,
        times=one.times + other.times,
        moments=one.moments + other.moments,
        part=one.part or other.part,
        length=one.length or other.length,
        zone=one.zone or other.zone,
        loose=one.loose or other.loose,
    )


def _shared(gathered: list[Slot]) -> tuple[Slot, ...]:
    """Lend what one slot says to those that lack it: "Friday or Monday at 3", "Tuesday at 2 or 4"."""
    timed = _weeks_lent(_times_lent(_days_lent(gathered)))
    zone = next((slot.zone for slot in timed if slot.zone), None)
    length = next((slot.length for slot in timed if slot.length), None)
    return tuple(
        replace(slot, zone=slot.zone or zone, length=slot.length or length)
        for slot in timed
        if not slot.empty
    )


def _days_lent(slots: list[Slot]) -> list[Slot]:
    """A time without a day takes the day before it, or the first one behind it."""
    days = next((slot.days for slot in slots if slot.days), ())
    done = []
    for slot in slots:
        days = slot.days or days
        done.append(slot if slot.days or slot.moments else replace(slot, days=days))
    return done


def _times_lent(slots: list[Slot]) -> list[Slot]:
    """A day without a time takes the time behind it, or the last one before it."""
    lender = next((slot for slot in reversed(slots) if slot.times), None)
    done: list[Slot] = []
    for slot in reversed(slots):
        if slot.times:
            lender = slot
        wanting = lender and slot.days and not (slot.timed or slot.part or slot.loose)
        done.insert(0, replace(slot, times=lender.times, part=lender.part) if lender and wanting else slot)
    return done


def _weeks_lent(slots: list[Slot]) -> list[Slot]:
    """A week said once holds for the weekdays behind it, and perhaps for those before it."""
    done: list[Slot] = []
    week: Week | None = None
    for slot in slots:
        own = next((day for day in slot.days if isinstance(day, Week)), None)
        if own and week is None:
            done += [replace(one, days=(*one.days, own)) for one in done if _free(one)]
        week = own or week
        done.append(replace(slot, days=(*slot.days, week)) if week and not own and _free(slot) else slot)
    return done


def _free(slot: Slot) -> bool:
    return bool(slot.days) and all(isinstance(day, Weekday) for day in slot.days)
