"""How a message looks in Teams: its words as one card, or as several when they are long."""

from collections.abc import Iterator, Sequence

from adapters.teams import buttons
from adapters.teams.chart import chart, month_line
from adapters.teams.elements import Part, card, heading
from adapters.teams.harmless import plain
from adapters.teams.heatmap import heatmap
from adapters.teams.limits import HEAVIEST_CARD, weight
from adapters.teams.prose import prose
from bot.core.messages import Document, Message
from bot.core.words import _

_CALENDAR = "text/calendar"


def cards(message: Message, link: str | None = None) -> list[Part]:
    """Return the cards of a message, to be sent in this order; nearly always there is one.

    `link` is where the message's document can be fetched.
    """
    pressed = [buttons.press(action) for action in message.actions]
    fetched = [buttons.link(_fetch(message.document), link)] if message.document and link else []
    parts = [*_opening(message), *_body(message), *buttons.rows([*fetched, *pressed]), *_picture(message)]
    return [card(some, about=message.preview) for some in _packed(parts, message)]


def summary(message: Message) -> str:
    """Return all that a notification may show of a message: its neutral preview."""
    return plain(message.preview)


def _opening(message: Message) -> list[Part]:
    """Return the heading, unless the words begin with it anyway."""
    return [] if message.text.startswith(message.preview) else [heading(message.preview)]


def _body(message: Message) -> list[Part]:
    """Return the words; with a picture, the lines about the months are drawn as a chart."""
    if message.picture is None or not message.picture.summary.months:
        return prose(message.text)
    figures = message.picture.summary
    drawn = {month_line(tally) for tally in figures.months}
    before, after = _around(message.text.split("\n"), drawn)
    return [*prose("\n".join(before)), chart(figures), *prose("\n".join(after))]


def _around(lines: Sequence[str], drawn: set[str]) -> tuple[list[str], list[str]]:
    """Return the lines before and after those that are drawn; all before, when none is."""
    places = [number for number, line in enumerate(lines) if line in drawn]
    first = places[0] if places else len(lines)
    rest = [line for line in lines if line not in drawn]
    return rest[:first], rest[first:]


def _picture(message: Message) -> list[Part]:
    return heatmap(message.picture.summary) if message.picture else []


def _fetch(document: Document) -> str:
    if document.media_type == _CALENDAR:
        return _("Add to calendar")
    return _("Download {name}").format(name=document.name)


def _packed(parts: Sequence[Part], message: Message) -> Iterator[list[Part]]:
    """Yield as many parts at a time as a card holds."""
    room = HEAVIEST_CARD - weight(card([], about=message.preview))
    together: list[Part] = []
    for part in parts:
        if together and weight([*together, part]) > room:
            yield together
            together = []
        together.append(part)
    yield together
