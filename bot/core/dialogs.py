"""The dialog runner: a conversation is a coroutine, run again from the top on every answer.

Answered questions return what is stored for them, by name; the first open one ends the run. A dialog
writes only when it returns. So whoever calls `begin` or `step` opens a savepoint first, keeps it when the
outcome is `Finished` and rolls it back when it is anything else; the conversation in the outcome is then
stored, or deleted once finished.
"""

import sys
from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.core.asking import Ask, DialogError, Pending, Question, SwallowedPendingError
from bot.core.conversations import (
    Answer,
    Back,
    Conversation,
    Event,
    Later,
    Resume,
    Skip,
    conversation_of,
    mark_of,
)
from bot.core.forms import Form, question_name
from bot.core.inputs import Dialog, picked, shape, snapshot, thawed
from bot.core.outcomes import Asked, Expired, Finished, Outcome, Postponed, Rejected, Stale
from bot.core.replay import Replay

__all__ = [
    "Answer",
    "Ask",
    "Asked",
    "Back",
    "Conversation",
    "Dialog",
    "DialogError",
    "Dialogs",
    "Event",
    "Expired",
    "Finished",
    "Later",
    "Outcome",
    "Pending",
    "Postponed",
    "Question",
    "Rejected",
    "Resume",
    "Skip",
    "Stale",
    "begin",
    "conversation_of",
    "question_names",
    "snapshot",
    "step",
]

Ports = Mapping[str, object]


class UnknownDialogError(DialogError):
    """There is no dialog called {name}."""


class TwinDialogsError(DialogError):
    """Two dialogs are called {name}, the name under which their conversations are stored."""


class Dialogs(Mapping[str, Dialog]):
    """The dialogs by name, that of their function; every signature is checked on the way in."""

    def __init__(self, *dialogs: Dialog) -> None:
        self._dialogs: dict[str, Dialog] = {}
        for dialog in dialogs:
            name = shape(dialog).dialog
            if name in self._dialogs:
                raise TwinDialogsError(name=name)
            self._dialogs[name] = dialog

    def __getitem__(self, name: str) -> Dialog:
        if name not in self._dialogs:
            raise UnknownDialogError(name=name)
        return self._dialogs[name]

    def __contains__(self, name: object) -> bool:
        return name in self._dialogs

    def __iter__(self) -> Iterator[str]:
        return iter(self._dialogs)

    def __len__(self) -> int:
        return len(self._dialogs)


def question_names(dialog: Dialog) -> tuple[str, ...]:
    """The names under which answers are stored: those of the forms in the dialog's module, in its order.

    Keys of loops begin with one of these names, so a test that pins them pins what storage relies on.
    """
    here = vars(sys.modules[dialog.__module__]).values()
    forms = [one for one in here if isinstance(one, type) and issubclass(one, Form) and one is not Form]
    return tuple(question_name(form) for form in forms)


async def begin(dialog: Dialog, conversation: Conversation, *, ports: Ports) -> Asked | Finished:
    """Run a conversation up to the question that stands, the first one at first."""
    run = await _run(dialog, Replay(conversation), ports)
    if run.question is None:
        return Finished(run.state().closed())
    return Asked(run.state(), run.question)


async def step(
    dialog: Dialog, conversation: Conversation, event: Event, *, now: datetime, ports: Ports
) -> Outcome:
    """Take one event into a conversation; the outcomes say what came of it.

    Raises:
        DialogError: when the dialog breaks the rules of dialogs, or an input or port is missing.
        FormError: when a form cannot be drawn with the lists it is asked with.

    """
    if now >= conversation.expires_at:
        return Expired(conversation)
    match event:
        case Answer() | Skip():
            return await _take(dialog, conversation, event, ports)
        case Back():
            return await _go_back(dialog, conversation, event, ports)
        case Later():
            stands = await begin(dialog, conversation, ports=ports)
            return stands if isinstance(stands, Finished) else Postponed(stands.conversation, stands.question)
        case Resume():
            return await begin(dialog, conversation, ports=ports)


async def _take(dialog: Dialog, conversation: Conversation, event: Answer | Skip, ports: Ports) -> Outcome:
    run = await _run(dialog, Replay(conversation, event), ports)
    if run.question is None:
        return Finished(run.state().closed())
    if run.accepted:
        return Asked(run.state(), run.question)
    if run.refused:
        return Rejected(run.state(), run.question)
    return _stale(run.state(), run.question, event)


async def _go_back(dialog: Dialog, conversation: Conversation, event: Back, ports: Ports) -> Outcome:
    stands = await begin(dialog, conversation, ports=ports)
    if isinstance(stands, Finished):
        return stands
    if event.token != stands.question.token or not stands.question.back:
        return _stale(stands.conversation, stands.question, event)
    before = stands.conversation.settled(stands.conversation.answers[:-1])
    return await begin(dialog, before.changed(mark_of(event)), ports=ports)


def _stale(conversation: Conversation, question: Question, event: Answer | Skip | Back) -> Stale:
    return Stale(conversation, question, doubled=mark_of(event) == conversation.last)


async def _run(dialog: Dialog, replay: Replay, ports: Ports) -> Replay:
    conversation = replay.conversation
    inputs = thawed(dialog, conversation.inputs)
    try:
        await dialog(replay, **inputs, **picked(dialog, ports))
    except Pending:
        return replay
    if replay.question is not None:
        raise SwallowedPendingError(key=replay.question.key)
    return replay
