"""Units of work: one transaction with every repository in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.core import ports, post
from bot.core.clock import Clock
from storage.access import Access
from storage.arrangements import SqlChanges, SqlPolls, SqlStandingTimes
from storage.audit import SqlAudit, first_broken
from storage.conversations import SqlConversations
from storage.engine import Engines
from storage.erasure import replay_erasures
from storage.keystore import KeyStore
from storage.notes import SqlAcknowledgements, SqlNotes
from storage.outbox import SqlOutbox
from storage.people import SqlPeople, count_unreadable, has_people
from storage.problems import KeyProblem, in_plain_words
from storage.programme import (
    SqlAttestations,
    SqlCohorts,
    SqlInteractions,
    SqlMemberships,
    SqlPauses,
    SqlRelationships,
)
from storage.shelf import SqlShelf
from storage.timers import SqlInbox, SqlTimers
from storage.vault import KeyedVault

NO_KEY_STORE = "The key store of this database is missing. Put it back; without it nobody can be read."


class SqlUnit:
    """One transaction. It begins with the first statement; what isn't committed is undone."""

    def __init__(self, access: Access, keys: KeyStore, clock: Clock) -> None:
        self._access = access
        self._keys = keys
        self.cohorts: ports.Cohorts = SqlCohorts(access)
        self.people: ports.People = SqlPeople(access)
        self.memberships: ports.Memberships = SqlMemberships(access)
        self.relationships: ports.Relationships = SqlRelationships(access)
        self.interactions: ports.Interactions = SqlInteractions(access)
        self.changes: ports.Changes = SqlChanges(access)
        self.polls: ports.Polls = SqlPolls(access)
        self.standing_times: ports.StandingTimes = SqlStandingTimes(access)
        self.attestations: ports.Attestations = SqlAttestations(access)
        self.pauses: ports.Pauses = SqlPauses(access)
        self.timers: post.Timers = SqlTimers(access)
        self.inbox: post.Inbox = SqlInbox(access)
        self.outbox: post.Outbox = SqlOutbox(access)
        self.audit: ports.Audit = SqlAudit(access)
        self.notes: ports.Notes = SqlNotes(access)
        self.acknowledgements: ports.Acknowledgements = SqlAcknowledgements(access)
        self.conversations: ports.Conversations = SqlConversations(access)
        self.shelf: post.Shelf = SqlShelf(access, clock)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        marked = len(self._access.erased)
        try:
            async with self._access.connection.begin_nested():
                yield
        except BaseException:
            del self._access.erased[marked:]
            raise

    async def commit(self) -> None:
        """Keep everything, and then destroy the keys of whoever was erased in it."""
        await self._access.connection.commit()
        while self._access.erased:
            await self._keys.erase(self._access.erased.pop())

    async def rollback(self) -> None:
        self._access.erased.clear()
        await self._access.connection.rollback()


class SqlStore:
    """Where units come from: SQLite or PostgreSQL, with a key store beside it."""

    def __init__(self, engines: Engines, keys: KeyStore, clock: Clock) -> None:
        self._engines = engines
        self._keys = keys
        self._clock = clock
        self.vault = KeyedVault(keys)

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[SqlUnit]:
        async with self._access(writing=True) as access:
            yield SqlUnit(access, self._keys, self._clock)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqlUnit]:
        async with self._access(writing=False) as access:
            yield SqlUnit(access, self._keys, self._clock)

    async def unlock(self) -> None:
        """Make sure that the keys fit, and finish erasures that were interrupted or undone by a restore.

        Raises `KeyProblem` when the master keys or the key store are not those of this database.
        """
        await self._keys.set_up()
        async with self._access(writing=False) as access:
            if await self._keys.is_empty() and await has_people(access):
                raise KeyProblem(NO_KEY_STORE)
        await self.vault.unlock()
        await self.replay_erasures()

    async def replay_erasures(self) -> int:
        """Erase again whoever came back by a restore, and return how many that were."""
        async with self._access(writing=True) as access:
            return await replay_erasures(access, self._keys)

    async def verify_chain(self) -> int | None:
        """Return the position of the first audit entry that was tampered with, None when all hold."""
        async with self._access(writing=False) as access:
            return await first_broken(access)

    async def unreadable_people(self) -> int:
        """Return how many people's names can't be opened though nobody erased them."""
        async with self._access(writing=False) as access:
            return await count_unreadable(access)

    async def rotate_keys(self) -> int:
        """Wrap every data key with the newest master key, and return how many were not yet."""
        with in_plain_words():
            return await self._keys.rotate()

    @asynccontextmanager
    async def _access(self, *, writing: bool) -> AsyncIterator[Access]:
        engine = self._engines.writer if writing else self._engines.reader
        with in_plain_words():
            async with engine.connect() as connection:
                yield Access(connection, self.vault, writing)
