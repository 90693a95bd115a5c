"""Where an answer is shown: worked out from what arrived and what the core replied, before anything is sent.

A question opens a window, or takes the place of the one before in it. Words are shown where somebody acted:
in their chat, in the window, or only to them. Nothing is ever written into a channel from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from adapters.slack import forms
from adapters.slack.arrivals import Arrival, Carry, Place, Window
from adapters.slack.elements import DIVIDER, Part, compact
from adapters.slack.limits import BLOCKS_IN_MESSAGE, BLOCKS_IN_VIEW, LONGEST_TITLE, ROOM_IN_MESSAGE, weight
from adapters.slack.render import fallback
from bot.core.conversations import conversation_of
from bot.core.dialogs import Question
from bot.core.events import Answered, Pressed, Turned
from bot.core.fields import Kind
from bot.core.messages import Message, Reply
from bot.core.words import _

Messages: TypeAlias = tuple[Message, ...]

NAME = "Turnabout"
CONTINUE = "continue"
"""The route of the button that brings a form back."""


@dataclass(frozen=True, slots=True)
class Open:
    """Open a window; where that is too late, say `otherwise` in the chat."""

    view: Part
    otherwise: Messages = ()


@dataclass(frozen=True, slots=True)
class Push:
    """Lay a window over the one that is open, so that nothing typed there is lost."""

    view: Part
    otherwise: Messages = ()


@dataclass(frozen=True, slots=True)
class Redraw:
    """Show something else in the window that is open."""

    view: Part
    otherwise: Messages = ()


@dataclass(frozen=True, slots=True)
class Say:
    """Say something in the chat."""

    messages: Messages


@dataclass(frozen=True, slots=True)
class Replace:
    """Put what came of a button in the place of the message that had it, lest it be pressed again."""

    message: Message


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep a message in the chat by which a form is found again; a `fresh` one stands at the end of it."""

    question: Question
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Settle:
    """Put what came of a form in the place of the message that kept it."""

    conversation: str
    messages: Messages

    @property
    def goes_on(self) -> bool:
        """Whether the form can be taken up again from there."""
        return any(action.route == CONTINUE for message in self.messages for action in message.actions)


Step = Open | Push | Redraw | Say | Replace | Keep | Settle


@dataclass(frozen=True, slots=True)
class Plan:
    """What Slack is answered at once, and what is done right after."""

    answer: Mapping[str, Any] | None = None
    steps: tuple[Step, ...] = ()


def plan(arrival: Arrival, reply: Reply) -> Plan:
    """Return how to show a reply to whoever caused it."""
    if not (reply.messages or reply.question):
        return Plan()
    if arrival.window is not None:
        return _in_window(arrival, arrival.window, reply)
    if reply.question is not None:
        return Plan(steps=_asked(arrival, reply.question, reply.messages))
    if arrival.place is Place.CHAT:
        return Plan(steps=_told(arrival, reply.messages))
    if arrival.place is Place.COMMAND:
        return _for_their_eyes(reply.messages)
    shown, sent = _with_files_apart(reply.messages)
    return Plan(steps=(Open(_notice(shown), shown), *sent))


def _asked(arrival: Arrival, question: Question, messages: Messages) -> tuple[Step, ...]:
    """Open the question in a window; words that were typed open none, so a button is posted for it."""
    if not arrival.trigger:
        said = (Say(messages),) if messages else ()
        return (*said, Keep(question, fresh=True))
    kept = () if _only_shows(question) else (Keep(question),)
    return (Open(_question(question, messages, arrival.place), messages), *kept)


def _only_shows(question: Question) -> bool:
    """Tell whether there is nothing to decide in a window, and so nothing to come back for."""
    return all(field.kind is Kind.CHOICE and len(field.options) == 1 for field in question.fields)


def _told(arrival: Arrival, messages: Messages) -> tuple[Step, ...]:
    """Answer in the chat: what was done takes the place of what was pressed, what only shows stands below.

    So the numbers of who can help stay where they are, and so do the buttons of a menu.
    """
    event, done = arrival.event, [one for one in messages if not one.is_aside]
    if not isinstance(event, Pressed) or not done or arrival.aside:
        return (Say(messages),)
    if event.route == CONTINUE:
        return (Settle(conversation_of(event.args.get("token", "")), messages),)
    others = tuple(one for one in messages if one is not done[0])
    return (Replace(done[0]), *([Say(others)] if others else []))


def _for_their_eyes(messages: Messages) -> Plan:
    """Answer a slash command to one person alone; what is long, or comes with a file, goes to their chat."""
    shown, sent = _with_files_apart(messages)
    blocks = _notice(shown)["blocks"]
    if len(blocks) > BLOCKS_IN_MESSAGE or sum(map(weight, blocks)) > ROOM_IN_MESSAGE:
        blocks, sent = _notice((_IN_OUR_CHAT,))["blocks"], (Say(messages),)
    answer = {"response_type": "ephemeral", "text": fallback(messages[0]), "blocks": blocks}
    return Plan(answer, sent)


def _in_window(arrival: Arrival, window: Window, reply: Reply) -> Plan:
    if isinstance(arrival.event, Answered):
        return _answered(window, reply)
    if reply.question is not None:
        view = _question(reply.question, reply.messages, window.carry.opened)
        return Plan(steps=(Redraw(view, reply.messages), *_kept_anew(window, reply.question)))
    shown, sent = _with_files_apart(reply.messages)
    if isinstance(arrival.event, Turned):
        return Plan(steps=(Redraw(_notice(shown)), *_settled(window, reply.messages)))
    way = Push if window.asks else Redraw
    return Plan(steps=(way(_notice(shown), shown), *sent))


def _answered(window: Window, reply: Reply) -> Plan:
    """Answer a form that was sent in: mend it in place, ask the next question, or close."""
    question, opened = reply.question, window.carry.opened
    if question is not None:
        to_mend = _to_mend(window, question) if not reply.messages else {}
        if to_mend:
            return Plan({"response_action": "errors", "errors": to_mend})
        view = _question(question, reply.messages, opened)
        return Plan({"response_action": "update", "view": view}, _kept_anew(window, question))
    settled = _settled(window, reply.messages)
    if settled and opened is Place.CHAT:
        return Plan({"response_action": "clear"}, settled)
    shown, _sent = _with_files_apart(reply.messages)
    view = forms.finished(shown) if settled else _notice(shown)
    return Plan({"response_action": "update", "view": view}, settled)


def _to_mend(window: Window, question: Question) -> dict[str, str]:
    """Return the sentences for the fields of an open window, or nothing when it doesn't have them all."""
    sentences = forms.errors(question)
    is_same = question.token == window.carry.token and sentences.keys() <= window.blocks
    return sentences if is_same else {}


def _settled(window: Window, messages: Messages) -> tuple[Step, ...]:
    """Settle the form of a window; a refusal settles nothing."""
    return () if _is_refused(messages) else (Settle(window.carry.conversation, messages),)


def _is_refused(messages: Messages) -> bool:
    return all(message.kind == "reply.refusal" for message in messages)


def _kept_anew(window: Window, question: Question) -> tuple[Step, ...]:
    """Keep a form that begins in the window of another one."""
    is_other = conversation_of(question.token) != window.carry.conversation
    return (Keep(question),) if is_other else ()


def _question(question: Question, messages: Sequence[Message], opened: Place) -> Part:
    """Return the window that asks, with whatever is to be said first above the question."""
    view = forms.view(question, Carry(question.token, opened).written()) | {"notify_on_close": True}
    if not messages:
        return view
    above = [*_notice(messages)["blocks"], DIVIDER]
    return view | {"blocks": compact([*above, *view["blocks"]], BLOCKS_IN_VIEW)}


def _notice(messages: Sequence[Message]) -> Part:
    about = messages[0].preview if messages else NAME
    return forms.notice(about if len(about) <= LONGEST_TITLE else NAME, messages)


def _with_files_apart(messages: Messages) -> tuple[Messages, tuple[Step, ...]]:
    """Return what a window can show, and what has to be sent to the chat because a file comes with it."""
    sent = tuple(one for one in messages if one.picture or one.document)
    if not sent:
        return messages, ()
    shown = tuple(one for one in messages if one not in sent)
    return (*shown, _IN_OUR_CHAT), (Say(sent),)


_IN_OUR_CHAT = Message(
    kind="reply.elsewhere", preview=_("In our chat"), text=_("I have put it into our chat.")
)
