"""How a message looks in Teams: its words as one card, or as several when they are long."""

from adapters.teams import buttons
from adapters.teams.chart import chart, month_line
from adapters.teams.elements import Part, card, heading
from adapters.teams.harmless import plain
from adapters.teams.heatmap import heatmap
from adapters.teams.limits import HEAVIEST_CARD, fitting, weight
from adapters.teams.prose import prose
from bot.core.messages import Document, Heatmap, Message
from bot.core.words import _

_CALENDAR = "text/calendar"
_CANCELLED = "\nMETHOD:CANCEL"
_SUMMARY = "summary."
_ALL_ONE_CAN_DO = frozenset({"reply.programme"})
"""Kinds of messages with a button for everything, most of which are seldom needed."""

_HELP = "reply.support"
"""The card of who can help keeps its place, whatever is pressed on it: its numbers must not vanish."""

_LONGEST_HEADING = 200


def cards(message: Message, link: str | None = None) -> list[Part]:
    """Return the cards of a message, to be sent in this order; nearly always there is one.

    `link` is where the message's document can be fetched.
    """
    parts = [*_words(message), *_buttons(message, link), *_picture(message)]
    room = HEAVIEST_CARD - weight(card([], about=message.preview))
    return [card(some, about=message.preview) for some in fitting(parts, room)]


def summary(message: Message) -> str:
    """Return all that a notification may show of a message: its neutral preview."""
    return plain(message.preview)


def _buttons(message: Message, link: str | None) -> list[Part]:
    """Return what can be pressed, then what opens something: *Open in a calendar* stands beside the file."""
    fetched = [buttons.link(_fetch(message.document), link)] if message.document and link else []
    opened = [buttons.link(one.label, one.address) for one in message.links]
    stays = {"k": 1} if message.kind == _HELP else {}
    pressed = [buttons.press(action, stays) for action in message.actions]
    shown = [*pressed, *opened, *fetched]
    return buttons.folded(shown) if message.kind in _ALL_ONE_CAN_DO else buttons.rows(shown)


def _words(message: Message) -> list[Part]:
    """Return a heading and the words below it; a summary brings its own heading, as its first line."""
    if message.text.startswith(message.preview):
        return prose(message.text)
    title, __, text = message.text.partition("\n")
    if not message.kind.startswith(_SUMMARY) or len(title) > _LONGEST_HEADING:
        return [heading(message.preview), *prose(message.text)]
    return [heading(title), *_figures(text, message.picture)]


def _figures(text: str, picture: Heatmap | None) -> list[Part]:
    """Return the words of a summary; with a picture, the lines about the months are drawn as a chart."""
    months = picture.summary.months if picture else ()
    lines = "\n".join(month_line(tally) for tally in months)
    before, found, after = text.partition(lines) if lines else (text, "", "")
    return [*prose(before), *([chart(months)] if found else []), *prose(after)]


def _picture(message: Message) -> list[Part]:
    return heatmap(message.picture.summary) if message.picture else []


def _fetch(document: Document) -> str:
    if document.media_type == _CALENDAR:
        return _("Take out of calendar") if _CANCELLED in document.text else _("Add to calendar")
    return _("Download {name}").format(name=document.name)
