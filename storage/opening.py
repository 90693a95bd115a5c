"""Opening a store: the one way in for everything above."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.core.clock import Clock, SystemClock
from storage.engine import Address, Engines, connect
from storage.keys import Keys
from storage.keystore import KeyStore, connect_keys
from storage.problems import in_plain_words
from storage.schema import HEAD, refuse_other, version_of
from storage.unit import SqlStore


@asynccontextmanager
async def open_store(
    url: str, keys: Keys, *, durable: bool = True, migrate: bool = True, clock: Clock | None = None
) -> AsyncIterator[SqlStore]:
    """Open the database at `url` with its key store, and close both at the end.

    An embedded database is made or brought up to date first, unless `migrate` says not to; PostgreSQL
    has to be up to date. `durable=False` spares every wait for the disk, for a database that is thrown
    away. Raises `StorageProblem` or `KeyProblem`.
    """
    address = Address.parse(url)
    engines = connect(address, durable=durable)
    key_engine = connect_keys(address, durable=durable)
    clock = clock or SystemClock()
    store = SqlStore(engines, KeyStore(key_engine, keys, clock), clock)
    try:
        with in_plain_words():
            await _bring_up_to_date(url, engines, migrate=migrate and address.embedded)
            await store.unlock()
        yield store
    finally:
        await engines.dispose()
        await key_engine.dispose()


async def _bring_up_to_date(url: str, engines: Engines, *, migrate: bool) -> None:
    async with engines.writer.connect() as connection:
        version = await connection.run_sync(version_of)
    if not migrate:
        refuse_other(version)
    elif version != HEAD:
        from storage.migrate import upgrade  # noqa: PLC0415  # heavy, and hardly ever needed

        await asyncio.to_thread(upgrade, url)
