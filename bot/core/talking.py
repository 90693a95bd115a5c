"""Conversations in the house: a dialog is opened, goes on with each answer, and ends.

The runner in `bot.core.dialogs` knows nothing of storage; here its conversations are loaded under lock,
run in a savepoint that only a finished dialog keeps, and stored again.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from pydantic import JsonValue

from bot.core.dialogs import (
    Answer,
    Asked,
    Back,
    Conversation,
    Dialog,
    Expired,
    Finished,
    Later,
    Outcome,
    Postponed,
    Rejected,
    Resume,
    Skip,
    Stale,
    begin,
    conversation_of,
    snapshot,
    step,
)
from bot.core.dialogs import Event as Step
from bot.core.events import Answered, Turned
from bot.core.messages import Action, Message
from bot.core.turn import NotYours, Refusal, Turn
from bot.core.words import _

Ports = Callable[[Turn, Mapping[str, JsonValue]], Awaitable[Mapping[str, object]]]
"""Gives a dialog what it may write through, from the turn and the inputs the conversation began with."""

Heard = Callable[[Turn, Conversation, Conversation], Awaitable[None]]
"""Hears of each step with the conversation before and after it, and may say or write something at once.

What it does stands even while the dialog is still open, so it is where help comes from that must not
wait for the end of a form.
"""

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Talk:
    """A dialog that can be opened.

    `about` names the inputs, or dotted parts of them, that tell one conversation from another of the same
    dialog; opened again about the same, it goes on where it stood. An unfinished one is forgotten after
    `kept`. `heard` is told of every step as soon as it is taken.
    """

    dialog: Dialog
    ports: Ports
    about: tuple[str, ...] = ()
    kept: timedelta = A_WEEK
    heard: Heard | None = None

    @property
    def name(self) -> str:
        return self.dialog.__name__


class Talks:
    """Every talk of the bot, by name."""

    def __init__(self, *talks: Talk) -> None:
        self._talks = {talk.name: talk for talk in talks}
        if len(self._talks) != len(talks):
            raise ValueError("Two talks have one name.")

    def __iter__(self) -> Iterator[Talk]:
        return iter(self._talks.values())

    def named(self, name: str) -> Talk:
        return self._talks[name]

    async def go_on(self, turn: Turn, event: Answered | Turned) -> None:
        """Take an answer, or a turn of the page, into the conversation it belongs to."""
        conversation = await turn.unit.conversations.get(conversation_of(event.token))
        if conversation is None or conversation.dialog not in self._talks:
            raise Refusal(_("That form is closed. What was finished is kept."))
        if conversation.owner != turn.person.id:
            raise NotYours
        await _take(turn, self.named(conversation.dialog), conversation, _as_step(event))


async def open_talk(turn: Turn, talk: Talk, **inputs: object) -> None:
    """Open a dialog with the visitor, or show again the question of the one already open about this."""
    began = snapshot(talk.dialog, **inputs)
    for open_one in await turn.unit.conversations.of(turn.person.id):
        if (
            open_one.dialog == talk.name
            and turn.now < open_one.expires_at
            and _same(talk, open_one.inputs, began)
        ):
            await _take(turn, talk, open_one, Resume())
            return
    conversation = Conversation(
        id=turn.new_id(),
        dialog=talk.name,
        owner=turn.person.id,
        inputs=began,
        expires_at=turn.now + talk.kept,
    )
    await _take(turn, talk, conversation, None)


def _same(talk: Talk, one: Mapping[str, JsonValue], other: Mapping[str, JsonValue]) -> bool:
    return all(_part(one, path) == _part(other, path) for path in talk.about)


def _part(inputs: Mapping[str, JsonValue], path: str) -> JsonValue:
    value: JsonValue = dict(inputs)
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _as_step(event: Answered | Turned) -> Step:
    if isinstance(event, Answered):
        return Answer(event.token, event.values)
    match event.to:
        case "back":
            return Back(event.token)
        case "skip":
            return Skip(event.token)
        case "later":
            return Later(event.token)
        case _:
            return Resume()


async def _take(turn: Turn, talk: Talk, conversation: Conversation, event: Step | None) -> None:
    outcome = await _run(turn, talk, conversation, event)
    match outcome:
        case Finished():
            await turn.unit.conversations.drop(conversation.id)
            if not turn.said:
                turn.reply(_reply(_("Done. Thank you.")))
        case Expired():
            await turn.unit.conversations.drop(conversation.id)
            turn.reply(_reply(_("That form lay open for a while, so it was cleared. Please start it again.")))
        case Postponed(question=question):
            await turn.unit.conversations.put(outcome.conversation)
            back = Action(label=_("Continue"), route="continue", args={"token": question.token}, look="main")
            turn.reply(_reply(_("Saved for later. It goes on where you left it."), back))
        case Asked(question=question) | Rejected(question=question):
            await turn.unit.conversations.put(outcome.conversation)
            turn.question = question
        case Stale(question=question, doubled=doubled):
            turn.question = question
            if not doubled:
                turn.reply(_reply(_("That card is out of date. Here is where we are.")))
    if talk.heard is not None:
        await talk.heard(turn, conversation, outcome.conversation)


class _Undone(BaseException):
    """Undoes the savepoint it leaves."""


async def _run(turn: Turn, talk: Talk, conversation: Conversation, event: Step | None) -> Outcome:
    """Run the dialog once; only a finished one keeps what it wrote and said."""
    said = list(turn.said)
    ports = await talk.ports(turn, conversation.inputs)
    outcome: Outcome | None = None
    with suppress(_Undone):
        async with turn.unit.savepoint():
            if event is None:
                outcome = await begin(talk.dialog, conversation, ports=ports)
            else:
                outcome = await step(talk.dialog, conversation, event, now=turn.now, ports=ports)
            if not isinstance(outcome, Finished):
                raise _Undone
    assert outcome is not None  # noqa: S101  # whatever else is raised leaves through the savepoint
    if not isinstance(outcome, Finished):
        turn.said[:] = said
    return outcome


def _reply(text: str, *actions: Action) -> Message:
    return Message(kind="reply.talk", preview=_("About your form"), text=text, actions=actions)
