"""Which minutes of a day a time may mean: the rules of office hours, parts of the day and ranges."""

from bot.programme.when.pieces import HALF_A_DAY, NOON, Clock, Either, Part, Span, Stretch

_AFTERNOON = range(1, 7)
_ASKED = range(7, 9)
_HOUR = 60
_LONGEST = 10 * 60


def stretches(time: Clock | Either | Span, part: Part | None = None) -> tuple[Stretch, ...]:
    """Give every reading of a time, beside the part of the day it was said with.

    Bare hours 1 to 6 are in the afternoon, 9 to 12 stand as they are, 7 and 8 are asked: both are given.
    None is given when the words contradict each other ("3pm in the morning").
    """
    match time:
        case Either(minutes):
            return tuple(one for one in minutes if _within(one.begin, part) or not part) or minutes
        case Span(first, last):
            return _span(first, last, part)
        case Clock():
            return tuple(Stretch(begin) for begin in _begins(time, part))


def _begins(clock: Clock, part: Part | None) -> tuple[int, ...]:
    if not clock.bare:
        return (clock.minutes,) if part is None or _within(clock.minutes, part) else ()
    if part is not None:
        return tuple(half for half in clock.halves if _within(half, part)) or clock.halves
    early, late = clock.halves
    if clock.hour in _ASKED:
        return early, late
    return (late,) if clock.hour in _AFTERNOON or clock.hour == NOON else (early,)


def _within(minutes: int, part: Part | None) -> bool:
    return part is not None and part.first * _HOUR <= minutes < part.last * _HOUR


def _span(first: Clock, last: Clock, part: Part | None) -> tuple[Stretch, ...]:
    """Let the end follow the beginning, and a bare beginning the end that says its half ("2-3pm").

    A range of more than ten hours is none, nor is one that a bare end would carry past midnight.
    """
    if first.bare and not last.bare:
        begins = tuple(half for half in first.halves if half < last.minutes)[-1:]
    else:
        begins = _begins(first, part)
    ends = ((begin, _end(begin, last)) for begin in begins)
    latest = 2 * HALF_A_DAY if last.bare else 4 * HALF_A_DAY
    return tuple(Stretch(begin, end) for begin, end in ends if 0 < end - begin <= _LONGEST and end <= latest)


def _end(begin: int, last: Clock) -> int:
    cycle = HALF_A_DAY if last.bare else 2 * HALF_A_DAY
    return begin + (last.minutes - begin) % cycle
