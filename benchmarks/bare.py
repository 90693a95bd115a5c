"""The baseline: what one step of a look back reads and writes, in plain SQLModel and nothing else.

One `AsyncSession` transaction notes the event's key, finds the person by the keyed hash of their address and
opens their name, loads the conversation under the write lock and opens it, adds the answer, seals it again
and commits. It draws no question, checks no answer, replays no dialog and knows no rule.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.core.events import Answered
from storage.driver import BEGIN
from storage.engine import Address, file_writer, prepare
from storage.tables import AddressRow, ConversationRow, InboxRow, PersonRow
from storage.vault import KeyedVault


@asynccontextmanager
async def near_engine(url: str, *, durable: bool) -> AsyncIterator[AsyncEngine]:
    """Give the engine that Turnabout uses itself: the same driver, the same settings."""
    engine = file_writer(Address.parse(url).url, durable=durable)
    yield engine
    await engine.dispose()


@asynccontextmanager
async def usual_engine(url: str, *, durable: bool) -> AsyncIterator[AsyncEngine]:
    """Give the engine anyone else would use: the same settings, the driver as it comes."""
    engine = create_async_engine(url, pool_size=1, max_overflow=0, connect_args={"isolation_level": None})
    prepare(engine.sync_engine, begin=BEGIN, synchronous="FULL" if durable else "OFF")
    yield engine
    await engine.dispose()


async def step(engine: AsyncEngine, vault: KeyedVault, event: Answered, now: datetime) -> None:
    """Take one answer into its conversation."""
    async with AsyncSession(engine, expire_on_commit=False) as session:
        session.add(InboxRow(key=event.key, seen_at=now))
        await session.flush()
        person = (await session.exec(select(PersonRow).join(AddressRow).where(*_is_at(event, vault)))).one()
        await vault.reveal(person.id, person.identity, f"person.identity:{person.id}")
        name, _, _ = event.token.partition(":")
        row = await session.get_one(ConversationRow, name)
        place = f"conversation.state:{name}"
        state = json.loads(await vault.reveal(row.owner, row.state, place) or "{}")
        state["answers"].append({"key": "what", "values": event.values})
        state["revision"] = row.revision = row.revision + 1
        row.state = await vault.hide(row.owner, json.dumps(state), place)
        await session.commit()


def _is_at(event: Answered, vault: KeyedVault) -> tuple[bool, ...]:
    there = event.actor
    user_hash = vault.fingerprint(f"{there.platform}:{there.workspace}", there.user)
    return (
        AddressRow.platform == there.platform,
        AddressRow.workspace == there.workspace,
        AddressRow.user_hash == user_hash,
    )
