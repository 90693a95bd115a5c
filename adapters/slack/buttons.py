"""Buttons: what they say, and what they carry back.

The button of a message is named `press:<n>`, a number that is its own in the message or window, and its
value is `{"r": route, "a": args}`. A button that turns the page of a form is named `turn:<to>`.
"""

import json
from collections.abc import Iterable

from adapters.slack.elements import Part, plain_text
from adapters.slack.limits import BUTTONS_IN_ROW, LONGEST_ANSWER, LONGEST_BUTTON, ROOM_IN_MESSAGE, packed
from bot.core.dialogs import Question
from bot.core.messages import Action, Message
from bot.core.words import _

PRESS, TURN = "press", "turn"
"""What the name of a button begins with, by what it does."""

ASIDE = "aside"
"""What the name of a row begins with whose message keeps its place, whatever is pressed in it."""

_STYLES = {"main": "primary", "careful": "danger"}
_LONGEST_QUESTION = 300
_ENTITIES = str.maketrans({"&": "\\u0026", "<": "\\u003c", ">": "\\u003e"})
"""Slack hands these three back as HTML writes them; in JSON they can be written so that it does not."""


def press(action: Action, number: int) -> Part:
    """Return the button of a message; one that calls for care asks again before it does anything."""
    button: Part = {
        "type": "button",
        "action_id": f"{PRESS}:{number}",
        "text": plain_text(action.label, LONGEST_BUTTON),
        "value": carried(action),
    }
    if action.look in _STYLES:
        button["style"] = _STYLES[action.look]
    if action.look == "careful":
        button["confirm"] = _sure(action.label)
    return button


def carried(action: Action) -> str:
    """Return what a button carries: where it leads, and with what."""
    told = json.dumps({"r": action.route, "a": action.args}, separators=(",", ":"))
    return told.translate(_ENTITIES)


def turns(question: Question) -> list[Part]:
    """Return the buttons by which one leaves a question without an answer, as far as it offers them."""
    offered = (
        ("back", _("Back"), question.back),
        ("skip", _("Skip"), question.skip),
        ("later", _("Later"), question.later),
        ("help", _("Help now"), question.help),
    )
    return rows(_turn(to, label) for to, label, is_offered in offered if is_offered)


def rows(buttons: Iterable[Part]) -> list[Part]:
    """Return buttons in as few blocks as hold them all."""
    return [
        {"type": "actions", "elements": row} for row in packed(buttons, BUTTONS_IN_ROW, ROOM_IN_MESSAGE // 2)
    ]


def rows_of(message: Message, first: int) -> list[Part]:
    """Return the buttons of a message, numbered from `first`."""
    drawn = rows(press(action, number) for number, action in enumerate(message.actions, first))
    if not message.is_aside:
        return drawn
    return [row | {"block_id": f"{ASIDE}:{number}"} for number, row in enumerate(drawn, first)]


def _turn(to: str, label: str) -> Part:
    text = plain_text(label, LONGEST_BUTTON)
    return {"type": "button", "action_id": f"{TURN}:{to}", "text": text, "value": to}


def _sure(label: str) -> Part:
    """Return the dialog that asks once more; its buttons say what they do."""
    return {
        "title": plain_text(_("Are you sure?"), LONGEST_ANSWER),
        "text": plain_text(_("You pressed “{label}”.").format(label=label), _LONGEST_QUESTION),
        "confirm": plain_text(label, LONGEST_ANSWER),
        "deny": plain_text(_("Not now"), LONGEST_ANSWER),
        "style": "danger",
    }
