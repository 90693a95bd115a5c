"""What joins pieces: "2 to 3" becomes a span, and "after 3" becomes too loose to book."""

from collections.abc import Iterable
from itertools import zip_longest

from bot.programme.when.pieces import (
    NOON,
    Clock,
    Daylike,
    Length,
    Mark,
    Number,
    Part,
    Piece,
    Span,
    Timelike,
    Unknown,
)

_HOURS = 24
_JOINTS = {Mark.TO, Mark.UNTIL, Mark.DASH}


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Put ranges together, and let bounds loosen the times they stand before or behind."""
    return _loosened(_spanned(pieces))


def clock_of(piece: Piece) -> Clock | None:
    """Read a piece as a time of day, if it can be one."""
    if isinstance(piece, Number) and piece.value < _HOURS:
        return Clock(piece.value, bare=1 <= piece.value <= NOON and not piece.padded)
    return piece if isinstance(piece, Clock) else None


def _spanned(pieces: Iterable[Piece]) -> list[Piece]:
    done: list[Piece] = []
    for piece in pieces:
        last = clock_of(piece)
        begun = _begun(done) if last else None
        if last and begun:
            place, first = begun
            between = [one for one in done[place + 1 :] if isinstance(one, Daylike | Part)]
            opened = place > 0 and done[place - 1] is Mark.FROM
            done[place - opened :] = [Span(first, last), *between]
        else:
            done.append(piece)
    return done


def _begun(done: list[Piece]) -> tuple[int, Clock] | None:
    """Find where a range began whose joint was the last piece: right before it, or before its day."""
    if not done or not (done[-1] in _JOINTS or (done[-1] is Mark.AND and Mark.FROM in done)):
        return None
    place = len(done) - 2
    while place > 0 and done[-1] is not Mark.DASH and isinstance(done[place], Daylike | Part):
        place -= 1
    first = clock_of(done[place]) if place >= 0 else None
    return (place, first) if first else None


def _loosened(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Leave out the times that are only bounds ("after 3", "2 onwards") and remember that they were loose."""
    done: list[Piece] = []
    bound = False
    for piece, following in zip_longest(pieces, pieces[1:]):
        if bound:
            done += [Mark.VAGUE, piece] if isinstance(piece, Unknown) else [Mark.VAGUE]
            bound = False
        elif _is_bound(piece, pieces):
            bound = isinstance(following, Timelike | Number | Part | Unknown)
            done += [] if bound else [Mark.UNSURE]
        elif piece is Mark.ONWARDS:
            done[-1:] = _without_time(done[-1:])
        elif piece is not Mark.TO:
            done.append(piece)
        elif following is None or (
            isinstance(following, Daylike) and any(isinstance(one, Daylike) for one in done[-1:])
        ):
            done.append(Mark.UNSURE)
    return tuple(one for one in done if not (isinstance(one, Span) and Mark.VAGUE in done))


def _without_time(last: list[Piece]) -> list[Piece]:
    """Loosen the time that "onwards" or "or later" stands behind."""
    loose = any(isinstance(one, Timelike | Number) or one is Mark.VAGUE for one in last)
    return [Mark.VAGUE] if loose else [*last, Mark.UNSURE]


def _is_bound(piece: Piece, pieces: list[Piece]) -> bool:
    """Tell a bound from a beginning: "from 3 for an hour" is precise, "from 3" is not."""
    if piece is Mark.FROM:
        return not any(isinstance(one, Length) for one in pieces)
    return piece in {Mark.BOUND, Mark.UNTIL}
