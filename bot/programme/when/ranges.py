"""What joins pieces: "2 to 3" becomes a span, and "after 3" becomes too loose to book."""

from collections.abc import Iterable

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
        begin = _begin(done) if last else None
        if last and begin is not None:
            first = clock_of(done[begin])
            assert first  # noqa: S101  # that is how `_begin` chose it
            done[begin:] = [
                Span(first, last),
                *(one for one in done[begin + 1 :] if isinstance(one, Daylike | Part)),
            ]
            if begin and done[begin - 1] is Mark.FROM:
                del done[begin - 1]
        else:
            done.append(piece)
    return done


def _begin(done: list[Piece]) -> int | None:
    """Find where a range began whose joint was the last piece: right before it, or before its day."""
    if not done or not (done[-1] in _JOINTS or (done[-1] is Mark.AND and Mark.FROM in done)):
        return None
    place = len(done) - 2
    while place > 0 and done[-1] is not Mark.DASH and isinstance(done[place], Daylike | Part):
        place -= 1
    return place if place >= 0 and clock_of(done[place]) else None


def _loosened(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Leave out the times that are only bounds ("after 3", "2 onwards") and remember that they were loose.

    A bound on a day ("before Friday") settles nothing; "from 3 for an hour" does.
    """
    done: list[Piece] = []
    bound = False
    for place, piece in enumerate(pieces):
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        if bound:
            done.append(Mark.VAGUE)
            bound = False
            if isinstance(piece, Unknown):
                done.append(piece)
        elif _is_bound(piece, pieces):
            bound = isinstance(following, Timelike | Number | Part | Unknown)
            done += [] if bound else [Mark.UNSURE]
        elif piece is Mark.ONWARDS:
            done[-1:] = _without_time(done[-1:])
        elif piece is Mark.TO:
            done += (
                [Mark.UNSURE]
                if done and isinstance(done[-1], Daylike) and isinstance(following, Daylike)
                else []
            )
        else:
            done.append(piece)
    return tuple(one for one in done if not (isinstance(one, Span) and Mark.VAGUE in done))


def _without_time(last: list[Piece]) -> list[Piece]:
    """Loosen the time that "onwards" or "or later" stands behind."""
    loose = any(isinstance(one, Timelike | Number) or one is Mark.VAGUE for one in last)
    return [Mark.VAGUE] if loose else [*last, Mark.UNSURE]


def _is_bound(piece: Piece, pieces: list[Piece]) -> bool:
    if piece is Mark.FROM:
        return not any(isinstance(one, Length) for one in pieces)
    return piece in {Mark.BOUND, Mark.UNTIL}
