"""Servers in a thread of their own: the library that calls them blocks the loop it runs on."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from threading import Thread
from typing import Any, TypeVar

from aiohttp import web

T = TypeVar("T")

LOOPBACK = "127.0.0.1"
MOST_BYTES = 4 * 1024 * 1024
GRACE = 0.2
"""Seconds that a request under way gets when the thread ends."""


class Served:
    """One application on a free port, and how many connections were made to it."""

    def __init__(self, application: web.Application) -> None:
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=GRACE)
        self._server: asyncio.Server | None = None
        self.connections = 0
        self.url = ""

    async def start(self) -> None:
        await self._runner.setup()
        self._server = await asyncio.get_running_loop().create_server(self._connected, LOOPBACK, 0)
        self.url = f"http://{LOOPBACK}:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        if self._server:
            self._server.close()
        await self._runner.cleanup()

    def _connected(self) -> asyncio.BaseProtocol:
        self.connections += 1
        handler = self._runner.server
        if handler is None:
            raise RuntimeError("The server is closing.")
        return handler()


class Elsewhere:
    """A thread with a loop of its own, and the servers that run there."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._served: list[Served] = []
        self._closing = asyncio.Event()

    def open(self) -> None:
        """Begin the thread."""
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="fake-teams", daemon=True)
        self._thread.start()

    async def serve(self, application: web.Application) -> Served:
        """Start serving this application and return where."""
        served = Served(application)
        await self._there(served.start())
        self._served.append(served)
        return served

    async def close(self) -> None:
        """Let go of everything that hangs, stop the servers and end the thread."""
        await self._there(self._stop())
        if self._loop and self._thread:
            self._loop.call_soon_threadsafe(self._loop.stop)
            await asyncio.to_thread(self._thread.join)
            self._loop.close()

    async def until_closing(self, seconds: float | None = None) -> None:
        """Hold a request until the fake closes, or for so many seconds. Called inside the thread."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), seconds)

    async def _stop(self) -> None:
        self._closing.set()
        for served in self._served:
            await served.stop()

    async def _there(self, doing: Coroutine[Any, Any, T]) -> T:
        if self._loop is None:
            doing.close()
            raise RuntimeError("The thread hasn't begun.")
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(doing, self._loop))


def hang_up(request: web.Request) -> web.Response:
    """Cut the connection, so that the caller gets no answer at all."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
