"""The parts that messages and windows are made of, as plain data."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from adapters.slack.harmless import fitted, plain
from adapters.slack.limits import LONGEST_HEADER, LONGEST_LABEL

Part: TypeAlias = dict[str, Any]

DIVIDER: Part = {"type": "divider"}


def plain_text(text: str, most: int) -> Part:
    """Return a label of at most so many characters, without markup."""
    return {"type": "plain_text", "text": fitted(text, most), "emoji": True}


def heading(text: str) -> Part:
    """Return a line that stands out, and that screen readers find as a heading."""
    return {"type": "header", "text": plain_text(text, LONGEST_HEADER)}


def small_print(text: str) -> Part:
    """Return a line in small letters."""
    return {"type": "context", "elements": [plain_text(text, LONGEST_LABEL)]}


def words(text: str, **style: bool) -> Part:
    """Return a run of words exactly as they are, in a style such as `bold=True`."""
    run: Part = {"type": "text", "text": plain(text)}
    return run | {"style": style} if style else run


def link(label: str, address: str) -> Part:
    """Return words that open an address."""
    return {"type": "link", "url": address, "text": plain(label)}


def rich_text(elements: Iterable[Part]) -> Part:
    """Return a block of lines, lists and quotations."""
    return {"type": "rich_text", "elements": list(elements)}


def lines(runs: Iterable[Part]) -> Part:
    """Return runs of words, one after another; line ends are part of the words."""
    return {"type": "rich_text_section", "elements": list(runs)}


def bullets(items: Iterable[Iterable[Part]]) -> Part:
    """Return a list with a bullet before each item."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [lines(item) for item in items]}


def quotation(text: str) -> Part:
    """Return somebody's own words, set apart."""
    return {"type": "rich_text_quote", "elements": [words(text)]}


def columns(text: str) -> Part:
    """Return lines in letters of one width, so that what stands below one another stays so."""
    return {"type": "rich_text_preformatted", "elements": [words(text)]}


def warning(text: str) -> Part:
    """Return a sentence about what is to be mended; it needs no colour to be understood."""
    return rich_text([lines([words(f"⚠️ {text}", bold=True)])])


def compact(parts: list[Part], most: int) -> list[Part]:
    """Return the same parts; where there are more than so many, neighbouring texts share a block."""
    if len(parts) <= most:
        return parts
    joined: list[Part] = []
    for part in parts:
        if joined and part["type"] == joined[-1]["type"] == "rich_text":
            joined[-1] = rich_text([*joined[-1]["elements"], *part["elements"]])
        else:
            joined.append(part)
    return joined
