"""From tokens to pieces: the reading with the fewest words left over, and then the fewest pieces."""

from collections.abc import Iterator, Sequence
from functools import cache

from bot.programme.when.clocks import CLOCKS
from bot.programme.when.dates import DATES
from bot.programme.when.feasts import FEASTS
from bot.programme.when.gaps import NAME
from bot.programme.when.lengths import LENGTHS
from bot.programme.when.manners import MANNERS
from bot.programme.when.phrasebook import Match, Phrasebook
from bot.programme.when.pieces import Mark, Piece, Standpoint, Unknown
from bot.programme.when.places import PLACES
from bot.programme.when.relative import RELATIVE
from bot.programme.when.tokens import Token, Word, tokenised
from bot.programme.when.words import MONTHS, NUMBERS, ORDINALS, PARTS, WEEKDAYS

Pieces = tuple[Piece, ...]

_BOOKS: tuple[Phrasebook, ...] = (DATES, FEASTS, RELATIVE, CLOCKS, LENGTHS, PLACES, MANNERS)
_LEFT_OVER, _NAME, _LOOSE, _PIECE = 100, 90, 15, 10


@cache
def known_words() -> frozenset[str]:
    """Give every word the phrases know; none of them is ever taken for a slip of the thumb."""
    tables = frozenset().union(WEEKDAYS, MONTHS, NUMBERS, ORDINALS, PARTS)
    return tables.union(*(book.words for book in _BOOKS))


def read(text: str, here: Standpoint) -> Pieces:
    """Read the text as pieces, each word in exactly one of them, without those that only show manners."""
    tokens = tokenised(text, known_words())
    return tuple(piece for piece in _cheapest(tokens, here) if piece is not Mark.FILLER)


def _cheapest(tokens: Sequence[Token], here: Standpoint) -> Pieces:
    """Work from the end: the best from each token on is one of its pieces and the best of the rest."""
    best: list[tuple[int, Pieces]] = [(0, ())]
    for start in range(len(tokens) - 1, -1, -1):
        options = (
            (cost + best[end - start - 1][0], pieces, end)
            for cost, pieces, end in _options(tokens, start, here)
        )
        cost, pieces, end = min(options, key=lambda option: (option[0], -option[2]))
        best.insert(0, (cost, pieces + best[end - start - 1][1]))
    return best[0][1]


def _options(tokens: Sequence[Token], start: int, here: Standpoint) -> Iterator[tuple[int, Pieces, int]]:
    token = tokens[start]
    yield _LEFT_OVER, (Unknown(token.text if isinstance(token, Word) else ""),), start + 1
    for book in _BOOKS:
        for match in book.matches(tokens, start):
            said = match.meaning(here, **match.filled)
            if said is not None:
                pieces = said if isinstance(said, tuple) else (said,)
                yield _cost(match, pieces), pieces, match.end


def _cost(match: Match, pieces: Pieces) -> int:
    """Rate a phrase: one that takes a word for a name ("thanks Sam") only stands where nothing else does."""
    if NAME in match.filled:
        return _NAME
    return _LOOSE if Mark.UNSURE in pieces else _PIECE
