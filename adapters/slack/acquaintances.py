"""Who somebody is: an account that is new to us is introduced before anything else is done for it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.core.clock import Clock
from bot.core.events import Actor, Introduced
from bot.core.ground import Ground

LookUp = Callable[[Actor], Awaitable[Introduced | None]]
"""Asks the platform whose account this is; None when it can't or won't tell."""

PATIENCE = timedelta(hours=1)
"""How long after a look-up nobody asks again about an account that is still a stranger's."""

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
        self._asked: dict[Actor, datetime] = {}

    async def meet(self, actor: Actor) -> None:
        """See to it that an account is introduced, as far as anybody knows whose it is."""
        if actor in self._known or self._was_asked(actor):
            return
        if not await self._is_known(actor):
            self._asked[actor] = self._clock.now()
            introduced = await self._look_up(actor)
            if introduced is None:
                return
            await self._handle(introduced)
            if not await self._is_known(actor):
                return
        self._known.add(actor)
        self._make_room()

    async def _is_known(self, actor: Actor) -> bool:
        async with self._store.reading() as unit:
            return await unit.people.at(actor) is not None

    def _was_asked(self, actor: Actor) -> bool:
        asked = self._asked.get(actor)
        return asked is not None and self._clock.now() - asked < PATIENCE

    def _make_room(self) -> None:
        if len(self._known) > MOST:
            self._known.clear()
        if len(self._asked) > MOST:
            self._asked.clear()
