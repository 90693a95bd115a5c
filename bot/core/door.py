"""The one door: whatever happens comes in here, one event in one transaction.

A redelivery changes nothing: what it answers is worked out against the present state and undone.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import structlog

from bot.core.clock import Clock
from bot.core.entropy import Entropy
from bot.core.events import (
    Answered,
    Asked,
    Departed,
    Due,
    Event,
    Ignored,
    Introduced,
    Joined,
    Ordered,
    Personal,
    Pressed,
    Said,
    Turned,
)
from bot.core.introductions import introduce
from bot.core.messages import Message, Reply
from bot.core.nudging import NUDGE, nudge_due
from bot.core.ports import NotThere, Store
from bot.core.routes import Routes
from bot.core.talking import Talks
from bot.core.turn import NotYours, Refusal, Turn
from bot.core.vault import Vault
from bot.core.words import _

log = structlog.get_logger()

T = TypeVar("T")

Parse = Callable[[str], tuple[str, str] | None]
"""Reads a command in what somebody typed, with the words after it; None when it is none."""


LATELY = timedelta(days=7)
"""How old a letter may be that still goes out to somebody who comes back."""


class Door:
    """Takes events in, decides, writes, commits, and gives the answer back."""

    def __init__(
        self,
        store: Store,
        routes: Routes,
        talks: Talks,
        clock: Clock,
        entropy: Entropy,
        vault: Vault,
        *,
        parse: Parse = lambda _: None,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._routes = routes
        self._talks = talks
        self._clock = clock
        self._entropy = entropy
        self._vault = vault
        self._parse = parse
        self._wake = wake

    async def handle(self, event: Event) -> Reply:
        """Do what the event asks for and return the answer to whoever caused it."""
        if isinstance(event, Ignored):
            log.debug("ignored", reason=event.reason)
            return Reply()
        if isinstance(event, Due):
            await self._ring(event)
            return Reply()
        if isinstance(event, Ordered):
            raise TypeError("An order is carried out, not handled.")
        return await self._receive(event)

    async def carry_out(self, key: str, order: Callable[[Turn], Awaitable[T]]) -> T:
        """Carry out an operator's order in one transaction, and return what it came to."""
        async with self._store.unit() as unit:
            event = Ordered(key=key)
            result = await order(Turn(event, self._clock.now(), unit, self._entropy, self._vault))
            await unit.commit()
        self._wake()
        return result

    async def _receive(self, event: Personal | Introduced) -> Reply:
        async with self._store.unit() as unit:
            now = self._clock.now()
            first_time = await unit.inbox.first_time(event.key, now)
            person = await unit.people.at(event.actor)
            turn = Turn(event, now, unit, self._entropy, self._vault, person)
            if isinstance(event, Introduced):
                await introduce(turn, event)
            else:
                await self._try(turn, event)
            await (unit.commit() if first_time else unit.rollback())
        self._wake()
        return turn.answer()

    async def _try(self, turn: Turn, event: Personal) -> None:
        try:
            await self._decide(turn, event)
        except NotThere:
            await _refuse(turn, event, Refusal(_("I can't find what that was about any more.")))
        except Refusal as refusal:
            await _refuse(turn, event, refusal)

    async def _decide(self, turn: Turn, event: Personal) -> None:
        if not isinstance(event, Departed):
            await _is_back(turn)
        match event:
            case Pressed():
                await self._press(turn, event)
            case Asked():
                await self._obey(turn, event.command, event.rest)
            case Answered() | Turned():
                await self._talks.go_on(turn, event)
            case Said():
                command, rest = self._parse(event.text) or ("said", event.text)
                await self._obey(turn, command, rest)
            case Joined():
                await self._routes.commands["joined"](turn, {})
            case Departed():
                await _is_away(turn)

    async def _obey(self, turn: Turn, command: str, rest: str) -> None:
        handler = self._routes.commands.get(command)
        if handler is None:
            raise Refusal(_("I don't know that word. Say help to see what I can do."))
        await handler(turn, {"rest": rest})

    async def _press(self, turn: Turn, event: Pressed) -> None:
        args = _Carried(event.args)
        if event.route == "continue":
            resumed = Turned(key=event.key, actor=event.actor, token=args["token"], to="resume")
            await self._talks.go_on(turn, resumed)
            return
        handler = self._routes.presses.get(event.route)
        if handler is None:
            raise Refusal(_("That button is from an older version of me. Say help to see what I can do."))
        await handler(turn, args)

    async def _ring(self, event: Due) -> None:
        """Let a timer's handler run, if the timer is still due; a failure is counted and tried again."""
        try:
            async with self._store.unit() as unit:
                now = self._clock.now()
                timer = await unit.timers.take(event.timer, now)
                if timer is None:
                    return
                ringing = Due(key=f"{timer.key}:{timer.revision}", timer=timer.key)
                turn = Turn(ringing, now, unit, self._entropy, self._vault)
                if timer.kind == NUDGE:
                    await nudge_due(turn, timer, self._routes)
                else:
                    await self._routes.timers[timer.kind](turn, timer.payload)
                await unit.commit()
        except Exception as error:  # noqa: BLE001  # one broken timer must not stop the others
            log.error("timer failed", timer=event.timer, error=error)
            async with self._store.unit() as unit:
                await unit.timers.fail(event.timer, self._clock.now(), type(error).__name__)
                await unit.commit()
        self._wake()


class _Carried(dict[str, str]):
    """What a button carried; one that lacks what its route needs is none of ours."""

    def __missing__(self, name: str) -> str:
        raise NotYours


async def _refuse(turn: Turn, event: Personal, refusal: Refusal) -> None:
    """Undo whatever was done, say so kindly, and note who pressed what was not theirs.

    That somebody is back is true all the same.
    """
    await turn.unit.rollback()
    await turn.unit.inbox.first_time(event.key, turn.now)
    turn.visitor = await turn.unit.people.at(event.actor)
    if turn.visitor is not None and not isinstance(event, Departed):
        await _is_back(turn)
    turn.question = None
    turn.said[:] = [Message(kind="reply.refusal", preview=_("About that"), text=str(refusal))]
    if isinstance(refusal, NotYours):
        await turn.note("refused", _what(event))


def _what(event: Personal) -> str:
    return f"{event.route}" if isinstance(event, Pressed) else type(event).__name__.lower()


async def _is_back(turn: Turn) -> None:
    """Whoever does anything can be reached again, and gets what lately could not reach them."""
    if turn.person.unreachable_since is not None:
        turn.visitor = turn.person.model_copy(update={"unreachable_since": None})
        await turn.unit.people.put(turn.visitor)
        await turn.unit.outbox.release_missed(turn.person.id, turn.now - LATELY, turn.now)


async def _is_away(turn: Turn) -> None:
    if turn.person.unreachable_since is None:
        today = turn.now.date()
        await turn.unit.people.put(turn.person.model_copy(update={"unreachable_since": today}))
        await turn.note("unreachable", f"person:{turn.person.id}")
