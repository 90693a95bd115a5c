"""The embedded database, driven without needless waiting.

A statement on an embedded database takes microseconds; handing it to another thread and back takes many
times as long, several times over for each statement. So statements run where they are called, and only
what may really wait goes to the connection's own thread: taking the write lock, and reaching the disk.
"""

import os
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiosqlite

BEGIN = "BEGIN IMMEDIATE"

_ROWS_AT_ONCE = 64


class NearConnection(aiosqlite.Connection):
    """Runs statements at once, in the thread of the event loop."""

    def __init__(self, opened: sqlite3.Connection) -> None:
        super().__init__(lambda: opened, _ROWS_AT_ONCE)
        self._thread.daemon = True

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if fn == self._conn.commit or args[:1] == (BEGIN,):
            in_its_thread: Callable[..., Awaitable[Any]] = super()._execute
            return await in_its_thread(fn, *args, **kwargs)
        return fn(*args, **kwargs)


class NearestConnection(NearConnection):
    """Waits for nothing at all: for a database that is thrown away, where a commit reaches no disk."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return fn(*args, **kwargs)


def keep_private(file: Path) -> None:
    """Make a database file that isn't there yet for its owner's eyes only; its companions take after it."""
    with suppress(OSError):  # whoever opens it next says what is wrong
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def near(path: str, *, durable: bool) -> Callable[..., Awaitable[aiosqlite.Connection]]:
    """Return what opens such connections to a file, as an engine's `async_creator`.

    A file that can't be opened is found out before there is a thread that would have to be stopped.
    """
    kind = NearConnection if durable else NearestConnection

    async def connect(*_: object, **__: object) -> aiosqlite.Connection:
        keep_private(Path(path))
        return await kind(sqlite3.connect(path, isolation_level=None, check_same_thread=False))

    return connect
