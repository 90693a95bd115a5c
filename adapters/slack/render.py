"""How a message looks in Slack: its words and buttons as blocks, on several pages when it is long.

Documents and pictures travel as files of their own, and are no part of the blocks.
"""

from adapters.slack import buttons
from adapters.slack.elements import Part, bullets, heading, link, rich_text, small_print
from adapters.slack.harmless import escaped, tidy
from adapters.slack.limits import BLOCKS_IN_MESSAGE, LONGEST_HEADER, ROOM_IN_MESSAGE, packed
from adapters.slack.prose import is_labelled, prose
from bot.core.messages import Message

_ENDS = (".", "!", "?", ":", ",", ";")
_BULLET = "•"
_LONGEST_NOTE = 300


def pages(message: Message) -> list[list[Part]]:
    """Return the blocks of a message, to be posted in this order; nearly always there is one page."""
    return list(packed(blocks(message), BLOCKS_IN_MESSAGE, ROOM_IN_MESSAGE))


def blocks(message: Message, first: int = 0) -> list[Part]:
    """Return all blocks of a message in one run; its buttons are numbered from `first`."""
    body = _body(message) or prose(message.preview)
    return [*body, *_links(message), *buttons.rows_of(message, first)]


def _links(message: Message) -> list[Part]:
    """Return the addresses of a message as a list of their names."""
    named = [[link(one.label, one.address)] for one in message.links]
    return [rich_text([bullets(named)])] if named else []


def fallback(message: Message) -> str:
    """Return the text at the top of a message: all that a notification or a list of chats may show."""
    return escaped(message.preview)


def _body(message: Message) -> list[Part]:
    """Return the words: a title as a heading, and what a summary adds to its figures in small letters."""
    title, rest = _title(tidy(message.text).strip())
    rest, note = _note(rest) if message.kind.startswith("summary") else (rest, "")
    return [*([heading(title)] if title else []), *prose(rest), *([small_print(note)] if note else [])]


def _title(text: str) -> tuple[str, str]:
    """Return the title and the rest: a first line is one when it is no sentence and something follows."""
    first, __, rest = text.partition("\n")
    is_title = len(first) <= LONGEST_HEADER and not first.endswith(_ENDS) and not first.startswith(_BULLET)
    return (first, rest) if is_title and rest.strip() else ("", text)


def _note(text: str) -> tuple[str, str]:
    """Return the figures, and the few words after the last of them."""
    lines = text.rstrip().split("\n")
    figures = [number for number, line in enumerate(lines, 1) if is_labelled(line)]
    last = figures[-1] if figures else len(lines)
    note = " ".join(" ".join(lines[last:]).split())
    return ("\n".join(lines[:last]), note) if len(note) <= _LONGEST_NOTE else (text, "")
