"""The key store: one data key an owner, wrapped, and the ledger of those whose key was destroyed.

It lives apart from the data (its own file, or its own schema on PostgreSQL), so a backup of the data
holds no key and destroying a key reaches into every backup at once.
"""

import os
import time
from collections.abc import Collection, Iterable
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    MetaData,
    Table,
    bindparam,
    delete,
    inspect,
    select,
    update,
)
from sqlalchemy.schema import CreateSchema
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.core.clock import Clock
from storage.columns import HASH, KEY
from storage.engine import Address, AnyConnection, AnyEngine, file_writer, server_engine
from storage.keyfile import KEY_BYTES, key_store_file
from storage.keys import Keys, Wrapped
from storage.problems import KeyProblem
from storage.statements import Turns, insert_unless_there, take_turns

SCHEMA = "turnabout_keys"

REMEMBERED = 4096
"""How many unwrapped keys are kept in memory."""

REMEMBERED_FOR = 60.0
"""Seconds after which a key is fetched again, so that an erasure made elsewhere is noticed."""

METADATA = MetaData(schema=SCHEMA)
DATA_KEY = Table(
    "data_key",
    METADATA,
    Column("owner", KEY, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("master_id", HASH, nullable=False),
    Column("created_at", UTCDateTime(), nullable=False),
)
ERASURE = Table(
    "erasure",
    METADATA,
    Column("owner", KEY, primary_key=True),
    Column("at", UTCDateTime(), nullable=False),
)

_KEYS_OF = select(DATA_KEY.c.owner, DATA_KEY.c.master_id, DATA_KEY.c.wrapped).where(
    DATA_KEY.c.owner.in_(bindparam("owners", expanding=True)),
    DATA_KEY.c.owner.not_in(select(ERASURE.c.owner)),
)
"""A key that was made at the very moment of an erasure counts as destroyed."""


def connect_keys(address: Address, *, durable: bool = True) -> AnyEngine:
    """Make the engine of the key store that belongs to a database.

    A write-ahead log would hold a destroyed key for as long as it lasts, so its file has none.
    """
    if not address.embedded:
        return server_engine(address.url)
    url = address.url.set(database=str(key_store_file(address.file)))
    translated = {"schema_translate_map": {SCHEMA: None}}
    return file_writer(url, durable=durable, options=translated, journal_mode="DELETE", secure_delete="ON")


class KeyStore:
    """Hands out data keys by owner."""

    def __init__(self, engine: AnyEngine, keys: Keys, clock: Clock) -> None:
        self._engine = engine
        self._keys = keys
        self._clock = clock
        self._known: dict[str, tuple[float, AESGCM]] = {}

    async def set_up(self) -> None:
        """Make the tables where they are missing."""
        async with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(take_turns(Turns.KEY_STORE))
                if not await connection.run_sync(_has_schema):
                    await connection.execute(CreateSchema(SCHEMA))
            await connection.run_sync(METADATA.create_all)

    async def is_empty(self) -> bool:
        """Say whether no key was ever made here."""
        async with self._engine.begin() as connection:
            return await connection.scalar(select(DATA_KEY.c.owner).limit(1)) is None

    async def secret(self, owner: str) -> bytes | None:
        """Return an owner's key as bytes, made if there was none, or None when it was destroyed.

        Raises `KeyProblem` when no master key unwraps it.
        """
        async with self._engine.begin() as connection:
            if await _is_erased(connection, owner):
                return None
            found = await self._stored(connection, [owner])
            if owner not in found:
                await self._make(connection, owner)
                found = await self._stored(connection, [owner])
        return found.get(owner)

    async def to_seal(self, owner: str) -> AESGCM | None:
        """Return an owner's key, made if there was none, or None when it was destroyed."""
        if (known := self._recall(owner)) is not None:
            return known
        secret = await self.secret(owner)
        return None if secret is None else self._remember(owner, secret)

    async def to_open(self, owner: str) -> AESGCM | None:
        """Return an owner's key, or None when it was destroyed.

        Raises `KeyProblem` when there is no key without anybody having destroyed it.
        """
        if (known := self._recall(owner)) is not None:
            return known
        await self.fetch([owner])
        if (known := self._recall(owner)) is not None:
            return known
        async with self._engine.begin() as connection:
            if await _is_erased(connection, owner):
                return None
        raise KeyProblem("The key store lacks a key that this database needs. Restore its latest backup.")

    async def fetch(self, owners: Iterable[str]) -> None:
        """Have the keys of many owners at hand, with one look into the store."""
        wanted = [owner for owner in owners if self._recall(owner) is None]
        if wanted:
            async with self._engine.begin() as connection:
                found = await self._stored(connection, wanted)
            for owner, secret in found.items():
                self._remember(owner, secret)

    async def erase(self, owner: str) -> None:
        """Destroy an owner's key for good and write it in the ledger."""
        self._known.pop(owner, None)
        async with self._engine.begin() as connection:
            ledger = insert_unless_there(connection.dialect.name, ERASURE)
            await connection.execute(ledger, {"owner": owner, "at": self._clock.now()})
            await connection.execute(delete(DATA_KEY).where(DATA_KEY.c.owner == owner))

    async def ledger(self) -> dict[str, datetime]:
        """Return every owner whose key was destroyed, and when."""
        async with self._engine.begin() as connection:
            rows = await connection.execute(select(ERASURE.c.owner, ERASURE.c.at))
            return {row.owner: row.at for row in rows}

    async def rotate(self) -> int:
        """Wrap every data key anew with the newest master key and return how many that were."""
        newest = self._keys.masters[0].id
        async with self._engine.begin() as connection:
            old = select(DATA_KEY.c.owner).where(DATA_KEY.c.master_id != newest)
            secrets = await self._stored(connection, (await connection.scalars(old)).all())
            for owner, secret in secrets.items():
                row = update(DATA_KEY).where(DATA_KEY.c.owner == owner)
                wrapped = self._keys.wrap(secret, owner)
                await connection.execute(row.values(wrapped=wrapped.data, master_id=wrapped.master_id))
        return len(secrets)

    def _recall(self, owner: str) -> AESGCM | None:
        fetched_at, key = self._known.get(owner, (0.0, None))
        return key if time.monotonic() - fetched_at < REMEMBERED_FOR else None

    def _remember(self, owner: str, secret: bytes) -> AESGCM:
        if len(self._known) >= REMEMBERED:
            del self._known[next(iter(self._known))]
        key = AESGCM(secret)
        self._known[owner] = time.monotonic(), key
        return key

    async def _stored(self, connection: AnyConnection, owners: Collection[str]) -> dict[str, bytes]:
        rows = await connection.execute(_KEYS_OF, {"owners": list(owners)})
        return {row.owner: self._keys.unwrap(Wrapped(row.master_id, row.wrapped), row.owner) for row in rows}

    async def _make(self, connection: AnyConnection, owner: str) -> None:
        wrapped = self._keys.wrap(os.urandom(KEY_BYTES), owner)
        await connection.execute(
            insert_unless_there(connection.dialect.name, DATA_KEY),
            {
                "owner": owner,
                "wrapped": wrapped.data,
                "master_id": wrapped.master_id,
                "created_at": self._clock.now(),
            },
        )


def _has_schema(connection: Connection) -> bool:
    return inspect(connection).has_schema(SCHEMA)


async def _is_erased(connection: AnyConnection, owner: str) -> bool:
    found = await connection.scalar(select(ERASURE.c.owner).where(ERASURE.c.owner == owner))
    return found is not None
