"""The words of the bot as parts of a card: paragraphs, lists, and names with their values."""

import re
from collections.abc import Iterator
from itertools import groupby

from adapters.teams.elements import Part, columns, facts, words
from adapters.teams.limits import HEAVIEST_CARD, LONGEST_PIECE, fitting

_FACT = re.compile(r"(?P<name>[^\s:.!?•][^:.!?]{0,39}): (?P<value>\S.{0,79})")
_FEWEST_FACTS = 2
_COLUMNS = re.compile(r"\S {2,}\S")
_FEWEST_ROWS = 2
_WORDS = re.compile(rf"\S{{{LONGEST_PIECE}}}|.{{1,{LONGEST_PIECE}}}(?:\s+|$)", re.DOTALL)


def prose(text: str) -> list[Part]:
    """Return the parts that show these words, in order and complete."""
    paragraphs = (part.strip("\n") for part in text.replace("\r\n", "\n").split("\n\n"))
    return [part for paragraph in paragraphs if paragraph.strip() for part in _paragraph(paragraph)]


def exact(text: str) -> list[Part]:
    """Return the parts that show somebody's own words line by line, whatever they look like."""
    paragraphs = text.replace("\r\n", "\n").split("\n\n")
    return [line for part in paragraphs if part.strip() for line in _lines(part.strip("\n").split("\n"))]


def _paragraph(paragraph: str) -> Iterator[Part]:
    """Yield a paragraph: columns, neighbouring lines of name and value as facts, other lines as they are."""
    if sum(_COLUMNS.search(line) is not None for line in paragraph.split("\n")) >= _FEWEST_ROWS:
        yield from columns(paragraph.split("\n"))
        return
    lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
    for is_fact, group in groupby(lines, key=lambda line: _FACT.fullmatch(line) is not None):
        together = list(group)
        if is_fact and len(together) >= _FEWEST_FACTS:
            yield from (facts(some) for some in fitting(map(_pair, together), HEAVIEST_CARD / 2))
        else:
            yield from _lines(together, marked=True)


def _lines(lines: list[str], *, marked: bool = False) -> Iterator[Part]:
    """Yield lines right under one another, a long one in pieces."""
    for number, piece in enumerate(piece for line in lines for piece in pieces(line)):
        yield words(piece, close=number > 0, marked=marked)


def _pair(line: str) -> tuple[str, str]:
    name, __, value = line.partition(": ")
    return name, value


def pieces(text: str) -> list[str]:
    """Return a line in pieces that a card can hold, broken between words where there are any."""
    return [piece.rstrip() for piece in _WORDS.findall(text)] or [text]
