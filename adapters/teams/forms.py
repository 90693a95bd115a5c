"""How a question looks in Teams: a card with inputs, or a window of its own."""

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.teams import buttons
from adapters.teams.buttons import Verb
from adapters.teams.elements import Part, attachment, heading, panel, warning
from adapters.teams.elements import card as card_of
from adapters.teams.inputs import inputs
from adapters.teams.prose import exact, prose
from bot.core.asking import Question
from bot.core.messages import Action
from bot.core.words import _, counted

_LONG = 4
"""Fields from which on a form has the larger window."""


def card(question: Question, carry: Mapping[str, Any] | None = None) -> Part:
    """Return the card that asks; `carry` is added to what every button of it carries."""
    body = [*_asking(question), *buttons.rows(list(_buttons(question, carry or {})))]
    return card_of(body, about=question.title)


def dialog(question: Question, carry: Mapping[str, Any] | None = None) -> Part:
    """Return the same question as a window of its own, for a form that is long.

    Such a window knows no `Action.Execute`, so its buttons are what they else fall back to.
    """
    shown = [action["fallback"] for action in _buttons(question, carry or {})]
    body = [*_asking(question), *buttons.rows(shown)]
    return {
        "title": question.short_title,
        "height": "large" if len(question.fields) >= _LONG else "medium",
        "width": "medium",
        "card": attachment(card_of(body, about=question.title)),
    }


def _asking(question: Question) -> list[Part]:
    own = exact(question.show)
    return [
        *_to_mend(question),
        heading(question.title),
        *prose(question.text),
        *([panel(own)] if own else []),
        *inputs(question),
    ]


def _to_mend(question: Question) -> list[Part]:
    """Return a first line that says how much to look at again, since the card looks like the one before."""
    if not question.errors:
        return []
    told = counted("{n} answer needs another look.", "{n} answers need another look.", len(question.errors))
    return [warning(told)]


def _buttons(question: Question, carry: Mapping[str, Any]) -> Iterator[Part]:
    here = {"t": question.token, **carry}
    yield buttons.button(_("Send"), Verb.ANSWER, here, look="main", sends=True)
    for to, title, offered in (
        ("back", _("Back"), question.back),
        ("skip", _("Skip"), question.skip),
        ("later", _("Later"), question.later),
    ):
        if offered:
            yield buttons.button(title, Verb.TURN, {**here, "to": to})
    if question.help:
        yield buttons.press(Action(label=_("Help now"), route="help"), carry)
