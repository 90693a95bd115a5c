"""Connections: an embedded SQLite file by default, PostgreSQL by another address, one code path above.

SQLite gets one connection that writes, with every transaction `BEGIN IMMEDIATE` (the driver's own way
loses updates without a word), and a few that only read beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.driver import NearConnection, NearEngine, opening
from storage.problems import StorageProblem

AnyEngine = AsyncEngine | NearEngine
AnyConnection = AsyncConnection | NearConnection
"""PostgreSQL's or the embedded database's: the same to whoever works with one."""

BEGIN = "BEGIN IMMEDIATE"

PATIENCE = 5.0
"""Seconds to wait for a connection or for another writer before giving up."""

READERS = 4

_PRAGMAS = {"busy_timeout": int(PATIENCE * 1000), "foreign_keys": "ON", "journal_mode": "WAL"}


@dataclass(frozen=True, slots=True)
class Address:
    """Where the data lives."""

    url: URL

    @classmethod
    def parse(cls, text: str) -> "Address":
        return cls(make_url(text))

    @property
    def embedded(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path:
        """The database file. Raises `StorageProblem` where there is none."""
        name = self.url.database
        if not self.embedded or name in {None, "", ":memory:"}:
            raise StorageProblem("This works with a database file only; see TURNABOUT_DATABASE_URL.")
        return Path(str(name))


@dataclass(frozen=True, slots=True)
class Engines:
    """The way in for those who write, and one for those who only read."""

    writer: AnyEngine
    reader: AnyEngine

    async def dispose(self) -> None:
        await self.writer.dispose()
        await self.reader.dispose()


def connect(address: Address, *, durable: bool = True) -> Engines:
    """Make the engines; nothing is opened yet.

    `durable=False` spares an embedded database every wait for the disk: for one that is thrown away.
    """
    if address.embedded:
        reader = _file_engine(address.url, patient=False, connections=READERS)
        prepare(reader.sync_engine, begin="BEGIN", query_only="ON")
        return Engines(file_writer(address.url, durable=durable), reader)
    writer = server_engine(address.url)
    snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return Engines(writer, writer.execution_options(**snapshot))


def server_engine(url: URL) -> AsyncEngine:
    """Make an engine for PostgreSQL."""
    return create_async_engine(url, pool_timeout=PATIENCE, pool_pre_ping=True)


def file_writer(
    url: URL, *, durable: bool, options: Mapping[str, object] | None = None, **pragmas: object
) -> NearEngine:
    """Make an engine with the one connection that writes to a file, and SQLAlchemy's `options` for it."""
    engine = _file_engine(url, patient=durable, connections=1, options=options)
    prepare(engine.sync_engine, begin=BEGIN, synchronous="FULL" if durable else "OFF", **pragmas)
    return engine


def prepare(engine: Engine, *, begin: str, **pragmas: object) -> None:
    """Set every new SQLite connection of an engine up, and begin its transactions as told."""
    event.listen(engine, "connect", _setting(_PRAGMAS | pragmas))
    event.listen(engine, "begin", _beginning(begin))


def _file_engine(
    url: URL, *, patient: bool, connections: int, options: Mapping[str, object] | None = None
) -> NearEngine:
    file = str(Address(url).file)
    plain = create_engine(
        url.set(drivername="sqlite"),
        creator=opening(file),
        pool_size=connections,
        max_overflow=0,
        execution_options=options,
    )
    return NearEngine(plain, connections=connections, patience=PATIENCE, patient=patient)


def _setting(pragmas: dict[str, object]) -> Callable[[Any, object], None]:
    def on_connect(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    return on_connect


def _beginning(statement: str) -> Callable[[Connection], None]:
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return on_begin
