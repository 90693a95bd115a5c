"""The words of the bot as rich text: paragraphs, lists, labels that stand out, columns, and quotations."""

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from adapters.slack.elements import Part, bullets, columns, lines, quotation, rich_text, words
from adapters.slack.harmless import plain, tidy
from adapters.slack.limits import LONGEST_TEXT

_BULLET = re.compile(r"• +(?=\S)")
_LABEL = re.compile(r"([^\s:!?•][^:!?]{0,59}):(?= \S)")
_FEWEST_LABELS = 2
_HEAD = re.compile(r"[^.:!?]{1,60}: *")
_COLUMNS = re.compile(r"\S {2,}\S")
_FEWEST_COLUMNS = 2
_EMPHASIS = re.compile(r"\*([^*\n]+)\*")
_INSEPARABLE = re.compile(r"[\u0300-\u036f\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
"""What belongs to the character before it, or joins two."""

Runs = Callable[[str], list[Part]]


def prose(text: str, *, emphasis: bool = False) -> list[Part]:
    """Return the blocks that show these words, complete and in order.

    Labels stand out where a text has several. `emphasis` reads `*…*` as the bot's own forms mean it; in
    messages, where names and words of people stand, an asterisk is an asterisk.
    """
    paragraphs = _paragraphs(text)
    labels = sum(_LABEL.match(line) is not None for part in paragraphs for line in part.split("\n"))

    def runs(line: str) -> list[Part]:
        return list(_runs(line, labelled=labels >= _FEWEST_LABELS, emphasis=emphasis))

    return [rich_text(_elements(piece, runs)) for part in paragraphs for piece in _pieces(part)]


def exact(text: str) -> list[Part]:
    """Return the blocks that show somebody's own words, whatever they look like."""
    return [rich_text([quotation(piece)]) for piece in _pieces(tidy(text))]


def is_labelled(line: str) -> bool:
    """Tell whether a line is a label and what belongs to it, such as a figure."""
    return _LABEL.match(line) is not None


def pieces(text: str, most: int, size: Callable[[str], int] = len) -> Iterator[str]:
    """Yield a text in pieces of at most a size: cut at lines, else between words, else between characters.

    Nothing is lost but the white space at a cut.
    """
    rest = text.strip("\n")
    while len(rest) > most or size(rest) > most:
        cut = _cut(rest, _room(rest, most, size))
        piece, rest = rest[:cut].rstrip(), rest[cut:].lstrip()
        if piece:
            yield piece
    if rest.strip():
        yield rest.rstrip()


def _pieces(text: str) -> Iterator[str]:
    return pieces(text, LONGEST_TEXT, lambda piece: len(plain(piece)))


def _room(text: str, most: int, size: Callable[[str], int]) -> int:
    """Return how many characters from the first on take no more than the size."""
    fits, too_many = 1, most + 1
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        fits, too_many = (middle, too_many) if size(text[:middle]) <= most else (fits, middle)
    return fits


def _cut(text: str, room: int) -> int:
    """Return the best place for a cut: late enough that pieces are no crumbs."""
    for gap, earliest in (("\n", room // 2), (" ", 1)):
        found = text.rfind(gap, earliest, room + 1)
        if found > 0:
            return found
    cut = room
    while cut > room // 2 and (_INSEPARABLE.match(text[cut]) or text[cut - 1] == "\u200d"):
        cut -= 1
    return cut


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n\s*\n", tidy(text)) if part.strip()]


def _elements(piece: str, runs: Runs) -> Iterator[Part]:
    """Yield the lines of a paragraph, bullets as a list; lines with columns keep their widths."""
    told = [line for line in piece.split("\n") if line.strip()]
    if sum(_COLUMNS.search(line) is not None for line in told) >= _FEWEST_COLUMNS:
        yield columns(piece)
        return
    for is_list, group in groupby(told, key=lambda line: _BULLET.match(line) is not None):
        if is_list:
            yield bullets(runs(_BULLET.sub("", line, count=1).strip()) for line in group)
        else:
            yield lines(_joined([_head(line) or runs(line.strip()) for line in group]))


def _head(line: str) -> list[Part]:
    """Return a line that stands over what follows it, or nothing when it is none."""
    return [words(line.strip(), bold=True)] if _HEAD.fullmatch(line) else []


def _joined(told: list[list[Part]]) -> Iterator[Part]:
    """Yield the runs of several lines, with the line ends between them."""
    for number, runs in enumerate(told):
        yield from [words("\n")] if number else []
        yield from runs


def _runs(line: str, *, labelled: bool, emphasis: bool) -> Iterator[Part]:
    """Yield the runs of one line: its label, then the rest, emphasis where it is meant."""
    label = _LABEL.match(line) if labelled else None
    if label:
        yield words(label[0], bold=True)
        line = line[label.end() :]
    for number, part in enumerate(_EMPHASIS.split(line) if emphasis else [line]):
        if part:
            yield words(part, italic=True) if number % 2 else words(part)
