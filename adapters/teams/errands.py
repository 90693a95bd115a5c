"""Errands: what is done right after an answer, kept hold of until it is finished."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()


class Errands:
    """Tasks in the background; one that fails is noted by its kind alone."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[object]] = set()

    def start(self, doing: Coroutine[Any, Any, object]) -> None:
        task: asyncio.Task[object] = asyncio.create_task(doing)
        self._running.add(task)
        task.add_done_callback(self._done)

    async def settle(self, seconds: float | None = None) -> None:
        """Wait until everything is done, at most so many seconds; what is not is given up."""
        while self._running:
            __, pending = await asyncio.wait(set(self._running), timeout=seconds)
            for task in pending:
                task.cancel()

    def _done(self, task: asyncio.Task[object]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("errand failed", error=error)
