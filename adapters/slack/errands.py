"""What is done after Slack was answered: one thing after another for each person, each within its time."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable

import structlog

log = structlog.get_logger()

LIMIT = 15.0
"""Seconds for one errand; whoever waits longer has long gone elsewhere."""

Errand = Callable[[], Awaitable[None]]


class Errands:
    """Runs errands in the background and knows which are under way."""

    def __init__(self) -> None:
        self._last: dict[Hashable, asyncio.Task[None]] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    def send(self, whose: Hashable, errand: Errand) -> None:
        """Begin an errand as soon as the one before of the same person is done."""
        task = asyncio.create_task(_run(self._last.get(whose), errand))
        self._last[whose] = task
        self._under_way.add(task)
        task.add_done_callback(lambda done: self._forget(whose, done))

    async def drain(self) -> None:
        """Wait until everything that was begun is done."""
        while self._under_way:
            await asyncio.wait(set(self._under_way))

    async def stop(self) -> None:
        """Wait a while for what was begun, and give up the rest."""
        try:
            async with asyncio.timeout(LIMIT):
                await self.drain()
        except TimeoutError:
            log.warning("slack errands given up", count=len(self._under_way))
            for task in self._under_way:
                task.cancel()
            await self.drain()

    def _forget(self, whose: Hashable, done: asyncio.Task[None]) -> None:
        self._under_way.discard(done)
        if self._last.get(whose) is done:
            del self._last[whose]


async def _run(before: asyncio.Task[None] | None, errand: Errand) -> None:
    """Run one errand; whatever goes wrong is noted, since nobody is there any more to be told."""
    if before is not None:
        await asyncio.wait([before])
    try:
        async with asyncio.timeout(LIMIT):
            await errand()
    except Exception as error:  # noqa: BLE001  # the last edge of a task
        log.error("slack errand failed", error=error)
