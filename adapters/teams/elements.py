"""The parts that cards are made of, as plain data. Colours are named for what they mean, widths are free."""

import re
from collections.abc import Iterable
from typing import Any, TypeAlias

from adapters.teams.harmless import markdown, plain, spoken
from bot.core.words import _

Part: TypeAlias = dict[str, Any]

MEDIA_TYPE = "application/vnd.microsoft.card.adaptive"

_LEANING = re.compile(r"\*(?=\S)([^*\n]+)(?<=\S)\*")
_MOST_RUNS = 25
_SHORT = 16
"""Characters of a name that stays on one line, also where the screen is narrow."""


def card(body: list[Part], *, about: str) -> Part:
    """Return a card of these parts; `about` is what a voice says it is, and old clients show."""
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "speak": spoken(about),
        "fallbackText": _("Please update Teams to see this: {about}").format(about=markdown(about)),
        "body": body,
    }


def attachment(drawn: Part) -> Part:
    """Return a card as what an activity carries."""
    return {"contentType": MEDIA_TYPE, "content": drawn}


def heading(text: str) -> Part:
    """Return a line that screen readers find as a heading."""
    return {
        "type": "TextBlock",
        "style": "heading",
        "size": "Medium",
        "weight": "Bolder",
        "wrap": True,
        "text": markdown(text),
    }


def words(text: str, *, close: bool = False, subtle: bool = False, marked: bool = False) -> Part:
    """Return one line or paragraph exactly as it is.

    `close` puts it right under what is above. In `marked` words, those between *asterisks* lean.
    """
    look = {"isSubtle": True, "size": "Small"} if subtle else {}
    runs = _runs(plain(text)) if marked else [{"type": "TextRun", "text": plain(text)}]
    spacing = {"spacing": "Small" if subtle else "None"} if close else {}
    return {"type": "RichTextBlock", "inlines": [run | look for run in runs], **spacing}


def _runs(text: str) -> list[Part]:
    """Return words as runs, every other one leaning; too many asterisks are no marks."""
    pieces = _LEANING.split(text)
    if len(pieces) > _MOST_RUNS:
        pieces = [text]
    upright = ({"type": "TextRun", "text": piece} for piece in pieces)
    return [
        run | ({"italic": True} if number % 2 else {}) for number, run in enumerate(upright) if run["text"]
    ]


def columns(lines: Iterable[str]) -> list[Part]:
    """Return lines in letters of one width, so that what stands below one another stays so."""
    look = {"type": "TextRun", "fontType": "Monospace", "size": "Small"}
    runs = [look | {"text": plain(line).replace(" ", "\N{NO-BREAK SPACE}")} for line in lines]
    closed = [{}, *({"spacing": "None"} for __ in runs[1:])]
    return [
        {"type": "RichTextBlock", "inlines": [run], **close} for run, close in zip(runs, closed, strict=True)
    ]


def warning(text: str, *, close: bool = False) -> Part:
    """Return a sentence about what is to be mended; its colour only underlines what the words say."""
    run = {"type": "TextRun", "text": plain(text), "color": "Attention", "weight": "Bolder"}
    return {"type": "RichTextBlock", "spacing": "Small" if close else "Default", "inlines": [run]}


def facts(pairs: Iterable[tuple[str, str]]) -> Part:
    """Return names and values side by side."""
    return {
        "type": "FactSet",
        "facts": [{"title": _unbroken(markdown(name)), "value": markdown(value)} for name, value in pairs],
    }


def panel(parts: list[Part]) -> Part:
    """Return parts set apart from what is around them."""
    return together(parts) | {"style": "emphasis"}


def together(parts: list[Part]) -> Part:
    """Return parts that are never parted by the end of a card."""
    return {"type": "Container", "items": parts}


def _unbroken(name: str) -> str:
    """Return a short name as one that is never broken over two lines."""
    return name.replace(" ", "\N{NO-BREAK SPACE}") if len(name) <= _SHORT else name
