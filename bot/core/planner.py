"""The planner: rings every timer whose moment has come, each in a transaction of its own."""

from collections.abc import Awaitable, Callable

from bot.core.clock import Clock
from bot.core.events import Due, Event
from bot.core.messages import Reply
from bot.core.ports import Store

AT_ONCE = 100


class Planner:
    """Looks for due timers and hands each to the door."""

    def __init__(self, store: Store, clock: Clock, handle: Callable[[Event], Awaitable[Reply]]) -> None:
        self._store = store
        self._clock = clock
        self._handle = handle

    async def tick(self) -> int:
        """Ring what is due now and return how many timers that were."""
        async with self._store.reading() as unit:
            keys = await unit.timers.due(self._clock.now(), AT_ONCE)
        for key in keys:
            await self._handle(Due(key=f"due:{key}"[:200], timer=key))
        return len(keys)
