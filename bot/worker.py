"""The rounds of planner and courier: one after another while the service runs, or a single one."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.core.clock import Clock
from bot.core.courier import Courier
from bot.core.delivery import Delivery, Failed
from bot.core.planner import AT_ONCE, Planner
from bot.core.ports import Store
from bot.core.post import Backlog

log = structlog.get_logger()

PAUSE = 1.0
"""Seconds between two rounds, unless somebody wakes the worker before."""

AFTER_TROUBLE = 10.0
"""Seconds to leave a database alone that did not answer as it should."""


class Nowhere:
    """The way out of a house without a platform: nothing is sent, and nothing was."""

    async def send(self, delivery: Delivery) -> Failed:  # noqa: ARG002  # the port's own signature
        return Failed(reason="no platform is set up")

    async def find(self, delivery: Delivery) -> Failed:  # noqa: ARG002  # the port's own signature
        return Failed(reason="no platform is set up")


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did, and what lies in the outbox after it."""

    rang: int
    handled: int
    backlog: Backlog


class Worker:
    """Rings what is due and sees letters off.

    Without a courier letters stay where they are, untouched, for the day a platform is set up. Whoever
    sets `woken` begins the next round at once; `made` is told of every round that went well.
    """

    def __init__(
        self,
        store: Store,
        planner: Planner,
        courier: Courier | None,
        clock: Clock,
        *,
        woken: asyncio.Event | None = None,
        made: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._planner = planner
        self._courier = courier
        self._clock = clock
        self._woken = woken or asyncio.Event()
        self._made = made
        self._stopped = False

    def wake(self) -> None:
        """Begin the next round at once: something new is in the outbox."""
        self._woken.set()

    def stop(self) -> None:
        """Make this round the last one."""
        self._stopped = True
        self.wake()

    async def make_round(self) -> Round:
        """Ring everything that is due now, then send everything that may leave now."""
        rang = await self._ring()
        handled = await self._deliver()
        async with self._store.reading() as unit:
            return Round(rang, handled, await unit.outbox.backlog())

    async def run(self) -> None:
        """Make rounds until told to stop; a round that fails is noted, and the next one tries again."""
        while not self._stopped:
            self._woken.clear()
            pause = PAUSE
            try:
                await self.make_round()
                self._made()
            except Exception as error:  # noqa: BLE001  # the worker outlives whatever goes wrong in a round
                log.error("round failed", error=error)
                pause = AFTER_TROUBLE
            if not self._stopped:
                await self._rest(pause)

    async def _ring(self) -> int:
        """Ring in batches: only a full one may have left something due behind."""
        rang = batch = await self._planner.tick()
        while batch == AT_ONCE:
            batch = await self._planner.tick()
            rang += batch
        return rang

    async def _deliver(self) -> int:
        """Deliver until nothing may leave any more; each pass frees what waited behind it."""
        handled = 0
        while self._courier is not None and (batch := await self._courier.deliver()):
            handled += batch
        return handled

    async def _rest(self, seconds: float) -> None:
        """Wait a while, or until somebody wakes the worker."""
        waits = (asyncio.create_task(self._woken.wait()), asyncio.create_task(self._nap(seconds)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _nap(self, seconds: float) -> bool:
        await self._clock.sleep(seconds)
        return True
