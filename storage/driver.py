"""The embedded database, driven without needless waiting.

A statement on an embedded database takes microseconds; handing it to another thread and back, or through a
bridge between two kinds of coroutines, takes many times as long. So statements run where they are called,
through SQLAlchemy's plain connections, and only what may really wait goes to a thread of its own: taking
the write lock, and reaching the disk.
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, CursorResult, Dialect, Engine, Executable, ScalarResult
from sqlalchemy.exc import TimeoutError as WaitedTooLong

T = TypeVar("T")
P = ParamSpec("P")


class NearConnection:
    """What `AsyncConnection` offers, over a plain connection to a file.

    `patient` says whether the beginning and the commit of a transaction may take their time, as they do
    where others write to the file too and a commit reaches the disk.
    """

    def __init__(self, plain: Connection, *, patient: bool) -> None:
        self._plain = plain
        self._patient = patient

    @property
    def dialect(self) -> Dialect:
        return self._plain.dialect

    async def execute(
        self, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> CursorResult[Any]:
        await self._begin()
        return self._plain.execute(statement, values)

    async def scalar(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Any:
        await self._begin()
        return self._plain.scalar(statement, values)

    async def scalars(
        self, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> ScalarResult[Any]:
        await self._begin()
        return self._plain.scalars(statement, values)

    async def run_sync(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        await self._begin()
        return work(self._plain, *args, **kwargs)

    @asynccontextmanager
    async def begin_nested(self) -> AsyncIterator[None]:
        """Open a savepoint that is kept at the end, or undone when something is raised."""
        await self._begin()
        with self._plain.begin_nested():
            yield

    async def commit(self) -> None:
        await self._in_its_time(self._plain.commit)

    async def rollback(self) -> None:
        self._plain.rollback()

    async def _begin(self) -> None:
        if not self._plain.in_transaction():
            await self._in_its_time(self._plain.begin)

    async def _in_its_time(self, step: Callable[[], object]) -> None:
        """Take a step that may wait; whoever is cancelled meanwhile leaves only once it is done."""
        if not self._patient:
            step()
            return
        under_way = asyncio.ensure_future(asyncio.to_thread(step))
        try:
            await asyncio.shield(under_way)
        except asyncio.CancelledError:
            await asyncio.wait([under_way])
            raise


class NearEngine:
    """What `AsyncEngine` offers, over a plain engine with a fixed number of connections."""

    def __init__(self, plain: Engine, *, connections: int, patience: float, patient: bool) -> None:
        self.sync_engine = plain
        self._free = asyncio.Semaphore(connections)
        self._patience = patience
        self._patient = patient

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[NearConnection]:
        """Lend a connection. What isn't committed is undone; waiting too long for one is an error."""
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise WaitedTooLong("every connection is in use") from None
        try:
            with self.sync_engine.connect() as plain:
                yield NearConnection(plain, patient=self._patient)
        finally:
            self._free.release()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[NearConnection]:
        """Lend a connection and commit at the end."""
        async with self.connect() as connection:
            yield connection
            await connection.commit()

    async def dispose(self) -> None:
        self.sync_engine.dispose()


def keep_private(file: Path) -> None:
    """Make a database file that isn't there yet for its owner's eyes only; its companions take after it.

    One that is there is never opened here: closing it would take away every lock that this process has on it,
    and whoever looks into the file from outside and leaves again would tear its log away from us.
    """
    with suppress(OSError):  # whoever opens it next says what is wrong
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def opening(path: str) -> Callable[[], sqlite3.Connection]:
    """Return what opens connections to a file, for whichever thread uses them."""

    def open_one() -> sqlite3.Connection:
        keep_private(Path(path))
        return sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    return open_one
