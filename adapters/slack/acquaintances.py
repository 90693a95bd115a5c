"""Who somebody is: an account that is new to us is introduced before anything else is done for it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from adapters.slack.web import TROUBLE, refusal_of
from bot.core.clock import Clock
from bot.core.events import Actor, Introduced
from bot.core.ground import Ground

log = structlog.get_logger()

LookUp = Callable[[Actor], Awaitable[Introduced | None]]
"""Asks Slack whose account this is; None when it is nobody's. Raises what the client raises."""

PATIENCE = timedelta(hours=1)
"""How long after a look-up nobody asks again about an account that is still a stranger's."""

A_MOMENT = timedelta(seconds=20)
"""How long nobody asks again after Slack did not tell."""

MOST = 10_000
"""Accounts that are remembered; after that many, remembering begins afresh."""


class Acquaintances:
    """Remembers whom the house knows, so that nearly every event costs no look-up."""

    def __init__(self, ground: Ground, look_up: LookUp) -> None:
        self._store = ground.store
        self._handle = ground.handle
        self._clock: Clock = ground.clock
        self._look_up = look_up
        self._known: set[Actor] = set()
        self._ask_after: dict[Actor, datetime] = {}
        self._turns: WeakValueDictionary[Actor, asyncio.Lock] = WeakValueDictionary()

    async def meet(self, actor: Actor) -> None:
        """See to it that an account is introduced, as far as anybody knows whose it is.

        Of several events at once, one asks, and the others wait until it has an answer.
        """
        if self._is_done(actor):
            return
        async with self._turns.setdefault(actor, asyncio.Lock()):
            if not self._is_done(actor):
                await self._get_to_know(actor)
                self._make_room()

    async def _get_to_know(self, actor: Actor) -> None:
        if not await self._is_known(actor):
            introduced = await self._asked(actor)
            if introduced is None:
                return
            await self._handle(introduced)
            if not await self._is_known(actor):
                return
        self._known.add(actor)

    async def _asked(self, actor: Actor) -> Introduced | None:
        """Ask whose account it is, and note when it may be asked again."""
        patience = PATIENCE
        try:
            return await self._look_up(actor)
        except TROUBLE as error:
            log.warning("slack did not say who it is", why=refusal_of(error), error=error)
            patience = A_MOMENT
            return None
        finally:
            self._ask_after[actor] = self._clock.now() + patience

    async def _is_known(self, actor: Actor) -> bool:
        async with self._store.reading() as unit:
            return await unit.people.at(actor) is not None

    def _is_done(self, actor: Actor) -> bool:
        """Tell whether there is nothing to ask at the moment."""
        after = self._ask_after.get(actor)
        return actor in self._known or (after is not None and self._clock.now() < after)

    def _make_room(self) -> None:
        if len(self._known) > MOST:
            self._known.clear()
        if len(self._ask_after) > MOST:
            self._ask_after.clear()
