"""Which part of a message is meant: "can't do Tuesday but Wednesday at 10 works" offers Wednesday at 10."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.programme.when.pieces import Daylike, Mark, Moment, Number, Part, Piece, Timelike

_BREAKS = {Mark.BUT, Mark.COMMA, Mark.DASH}
_NOES = {Mark.NOT, Mark.EXCEPT}


@dataclass(frozen=True, slots=True)
class Offer:
    """The pieces that are meant; nothing when there was only a no. A doubtful one is asked."""

    pieces: tuple[Piece, ...]
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Clause:
    """Pieces between two breaks, and the break before them."""

    pieces: tuple[Piece, ...]
    after: Piece = Mark.COMMA

    @property
    def denied(self) -> bool:
        return bool(_NOES & {one for one in self.pieces if isinstance(one, Mark)})

    @property
    def timed(self) -> bool:
        return any(isinstance(one, Timelike | Number | Moment) for one in self.pieces)

    @property
    def dated(self) -> bool:
        return any(isinstance(one, Daylike) for one in self.pieces)

    @property
    def says_when(self) -> bool:
        return self.timed or self.dated or any(isinstance(one, Part) for one in self.pieces)


def offer(pieces: Sequence[Piece]) -> Offer | None:
    """Give what is offered, or None when all of it is refused."""
    if not _NOES & {one for one in pieces if isinstance(one, Mark)}:
        return Offer(
            tuple(Mark.COMMA if one is Mark.BUT else one for one in pieces), doubtful=Mark.BUT in pieces
        )
    clauses = _denied_backwards(_clauses(pieces))
    refused = [clause for clause in clauses if clause.denied]
    offered = [clause for clause in clauses if _is_offer(clause, refused)]
    return _without_refused(offered, refused) if offered else None


def _clauses(pieces: Iterable[Piece]) -> Iterator[_Clause]:
    """Cut at commas and "but", and before a no that has its own day or time behind it."""
    held: list[Piece] = []
    after: Piece = Mark.COMMA
    for piece in pieces:
        if piece in _BREAKS or piece is Mark.EXCEPT or (piece is Mark.NOT and _Clause(tuple(held)).timed):
            yield _Clause(tuple(held), after)
            held, after = [], piece
        if piece not in _BREAKS:
            held.append(piece)
    yield _Clause(tuple(held), after)


def _denied_backwards(clauses: Iterable[_Clause]) -> list[_Clause]:
    """Let a bare no deny what was said before it: "Tuesday at 3, sorry, no"."""
    done: list[_Clause] = []
    for clause in clauses:
        if Mark.NOT in clause.pieces and not clause.says_when:
            done = [_Clause((Mark.NOT, *one.pieces), one.after) for one in done if one.says_when]
            if done:
                continue
        done.append(clause)
    return done


def _is_offer(clause: _Clause, refused: Sequence[_Clause]) -> bool:
    """Tell an offer from one more day of a refused list ("not Monday, Tuesday or Wednesday")."""
    if clause.denied or not clause.says_when:
        return False
    if clause.after is Mark.BUT or {Mark.OFFER, Mark.CHANGE} & set(clause.pieces):
        return True
    if any(Mark.EXCEPT in one.pieces for one in refused):
        return True
    return clause.timed and not any(one.timed for one in refused)


def _without_refused(offered: Sequence[_Clause], refused: Sequence[_Clause]) -> Offer | None:
    """Join the offers; a time without a day belongs to the refused day if another time was refused on it."""
    pieces = tuple(piece for clause in offered for piece in (Mark.COMMA, *clause.pieces))
    if any(Mark.UNSURE in one.pieces or not (one.says_when or Mark.NOT in one.pieces) for one in refused):
        return Offer((*pieces, Mark.UNSURE))
    if any(clause.dated for clause in offered) or not any(clause.dated for clause in refused):
        return Offer(pieces)
    days = tuple(
        piece for clause in refused if clause.timed for piece in clause.pieces if isinstance(piece, Daylike)
    )
    return Offer((*days, *pieces), doubtful=True) if days else None
