"""Buttons: what they say, and what they carry back.

A button is an `Action.Execute`, whose answer replaces the card; a client that doesn't know it falls back
to an `Action.Submit`. Both carry the same data, the verb included, so whoever reads them reads one shape:

    {"verb": "press", "r": route, "a": args}
    {"verb": "answer", "t": token}            and the fields of the form
    {"verb": "turn", "t": token, "to": "back"}
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import ceil
from typing import Any

from adapters.teams.elements import Part, together
from adapters.teams.harmless import plain
from adapters.teams.limits import HEAVIEST_CARD, MOST_ACTIONS, fitting
from bot.core.messages import Action
from bot.core.words import _

_FIRST, _LAST = 4, 2
_MORE = "more"
_STYLES = {"plain": "default", "main": "positive", "careful": "destructive"}


class Verb(StrEnum):
    """What a button does: follow a route, send a form in, or turn its page."""

    PRESS = "press"
    ANSWER = "answer"
    TURN = "turn"


def press(action: Action, carry: Mapping[str, Any] | None = None) -> Part:
    """Return the button of a message."""
    data = {"r": action.route, "a": action.args, **(carry or {})}
    return button(action.label, Verb.PRESS, data, look=action.look)


def button(
    title: str, verb: Verb, data: Mapping[str, Any], *, look: str = "plain", sends: bool = False
) -> Part:
    """Return a button; one that `sends` takes the fields of the form along, checked by the client first."""
    shared: Part = {
        "title": plain(title),
        "data": {"verb": verb.value, **data},
        "associatedInputs": "auto" if sends else "none",
        "style": _STYLES[look],
    }
    submit = {"type": "Action.Submit", **shared}
    return {"type": "Action.Execute", "verb": verb.value, **shared, "fallback": submit}


def link(title: str, address: str) -> Part:
    """Return a button that opens an address."""
    return {"type": "Action.OpenUrl", "title": plain(title), "url": address}


def rows(actions: Sequence[Part]) -> list[Part]:
    """Return buttons in as few rows as show them all, each about as long as the others."""
    if not actions:
        return []
    length = ceil(len(actions) / ceil(len(actions) / MOST_ACTIONS))
    return [{"type": "ActionSet", "actions": row} for row in fitting(actions, HEAVIEST_CARD / 2, length)]


def folded(actions: Sequence[Part]) -> list[Part]:
    """Return very many buttons with the first and the last in sight, and those between behind *More*."""
    between = actions[_FIRST:-_LAST]
    if len(actions) <= MOST_ACTIONS:
        return rows(actions)
    more = {"type": "Action.ToggleVisibility", "title": _("More"), "targetElements": [_MORE]}
    hidden = together(rows(between)) | {"id": _MORE, "isVisible": False}
    return [together([*rows([*actions[:_FIRST], more]), hidden]), *rows(actions[-_LAST:])]
