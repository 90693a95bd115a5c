"""Where an answer is shown: worked out from what arrived and what the core replied, before anything is sent.

What is pressed becomes what follows: the next question, or what was done. What only shows something stands
below, so that the buttons above it stay. In a channel nothing is shown at all: it goes to the person's chat.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from adapters.teams import buttons, forms
from adapters.teams.activities import Answer
from adapters.teams.decode import OPEN
from adapters.teams.elements import Part, heading, words
from adapters.teams.elements import card as card_of
from adapters.teams.inbound import Inbound
from adapters.teams.prose import prose
from bot.core.dialogs import Question
from bot.core.events import Answered, Event, Pressed, Turned
from bot.core.fields import Kind
from bot.core.messages import Action, Message, Reply
from bot.core.words import _

PROGRAMME = "reply.programme"
"""The kind of the card that stands only once in a chat: the newest one."""

LONG = 3
"""Fields from which on a form can be shown in a window of its own; one for lines of text always can."""

LONGEST_SENTENCE = 200
"""Characters of what a client shows for a moment."""

CARD = "application/vnd.microsoft.card.adaptive"
SENTENCE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question to be shown, with whatever is to be said above it."""

    question: Question
    above: tuple[Message, ...] = ()


Shown: TypeAlias = Message | Asking


@dataclass(frozen=True, slots=True)
class Plan:
    """What takes the place of the card that was pressed, and what is written below, in this order."""

    instead: Shown | None = None
    below: tuple[Shown, ...] = ()


def plan(inbound: Inbound, event: Event, reply: Reply) -> Plan:
    """Return how to show a reply to whoever caused it."""
    asks = (Asking(reply.question),) if reply.question is not None else ()
    if not inbound.is_personal or _stays(inbound) or not isinstance(event, Pressed | Answered | Turned):
        return Plan(below=(*reply.messages, *asks))
    if reply.question is not None:
        return _with_question(reply.question, reply.messages)
    return _with_words(event, reply.messages)


def _stays(inbound: Inbound) -> bool:
    """Tell whether the card that was pressed keeps its place, as the one does that says who can help."""
    return bool((inbound.data or {}).get("k"))


def _with_question(question: Question, messages: Sequence[Message]) -> Plan:
    """Let the question take the card's place; words with buttons of their own stand below it."""
    above = tuple(one for one in messages if not one.actions)
    return Plan(Asking(question, above), tuple(one for one in messages if one.actions))


def _with_words(event: Pressed | Answered | Turned, messages: Sequence[Message]) -> Plan:
    """Let what was done take the card's place; a form never stays open once it was sent."""
    in_place = [one for one in messages if not isinstance(event, Pressed) or not one.is_aside]
    if not in_place:
        return Plan(below=tuple(messages))
    return Plan(in_place[0], tuple(one for one in messages if one is not in_place[0]))


def has_words(asking: Asking) -> bool:
    """Tell whether a question shows what somebody wrote: for their eyes, and for no chat that is kept."""
    written = (one for one in asking.question.fields if one.kind is Kind.TEXT and one.default)
    return bool(asking.question.show) or any(written)


def is_long(question: Question) -> bool:
    """Tell whether a form is better filled in where there is room for it."""
    return len(question.fields) >= LONG or any(one.multiline for one in question.fields)


def doorway(question: Question) -> Part:
    """Return the card that leads back to a question without showing anything of it but its title."""
    told = words(_("You have begun this form. It goes on where you left it."), close=True)
    go_on = Action(label=_("Continue"), route="continue", args={"token": question.token}, look="main")
    rows = buttons.rows([buttons.press(go_on)])
    return card_of([heading(question.title), told, *rows], about=question.title)


def question_card(asking: Asking, message: str = "") -> Part:
    """Return the card that asks; `message` is the one that it stands on, where that is known."""
    question = asking.question
    carry = {"m": message} if message else {}
    drawn = forms.card(question, carry)
    above = [part for one in asking.above for part in prose(one.text)]
    apart = [_apart(question, carry)] if is_long(question) else []
    return drawn | {"body": [*above, *drawn["body"], *apart]}


def question_dialog(asking: Asking, message: str = "") -> Part:
    """Return the same question as a window of its own."""
    window = forms.dialog(asking.question, {"m": message} if message else {})
    drawn = window["card"]["content"]
    above = [part for one in asking.above for part in prose(one.text)]
    return window | {"card": window["card"] | {"content": drawn | {"body": [*above, *drawn["body"]]}}}


def _apart(question: Question, carry: dict[str, str]) -> Part:
    data = {"verb": OPEN, "t": question.token, **carry, "msteams": {"type": "task/fetch"}}
    action = {
        "type": "Action.Submit",
        "title": _("Open in a window"),
        "data": data,
        "associatedInputs": "none",
    }
    return buttons.rows([action])[0]


def card_answer(card: Part) -> Answer:
    """Answer a press with the card that takes the place of the one that was pressed."""
    return Answer(200, {"statusCode": 200, "type": CARD, "value": card})


def sentence_answer(sentence: str) -> Answer:
    """Answer a press with a sentence for a moment; the card stays."""
    return Answer(200, {"statusCode": 200, "type": SENTENCE, "value": sentence})


def dialog_answer(window: Part) -> Answer:
    """Answer a dialog with its next page."""
    return Answer(200, {"task": {"type": "continue", "value": window}})


def closing_answer(sentence: str) -> Answer:
    """Close a dialog with a sentence."""
    return Answer(200, {"task": {"type": "message", "value": sentence}})


def not_ours() -> Answer:
    """Refuse an action that no button of ours can have."""
    value = {"code": "BadRequest", "message": _("I don't know that button.")}
    return Answer(400, {"statusCode": 400, "type": ERROR, "value": value})


def brief(message: Message) -> str:
    """Return what fits into the moment in which a client shows a sentence."""
    text = " ".join(message.text.split())
    return text if len(text) <= LONGEST_SENTENCE else message.preview
