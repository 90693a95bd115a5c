"""The baseline: what one step of a look back reads and writes, in plain SQLModel and nothing else.

One transaction notes the event's key, finds the person by the keyed hash of their address and opens their
name, loads the conversation under the write lock and opens it, adds the answer, seals it again and commits.
It draws no question, checks no answer, replays no dialog and knows no rule.
"""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import Session, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from bot.core.events import Answered
from storage.engine import BEGIN, Address, file_writer, prepare
from storage.tables import AddressRow, ConversationRow, InboxRow, PersonRow
from storage.vault import KeyedVault


@asynccontextmanager
async def usual_engine(url: str, *, durable: bool) -> AsyncIterator[AsyncEngine]:
    """Give the engine of asynchronous SQLModel: the same settings as ours, the driver as it comes."""
    engine = create_async_engine(url, pool_size=1, max_overflow=0, connect_args={"isolation_level": None})
    prepare(engine.sync_engine, begin=BEGIN, synchronous="FULL" if durable else "OFF")
    yield engine
    await engine.dispose()


@contextmanager
def plain_engine(url: str, *, durable: bool) -> Iterator[Engine]:
    """Give the engine that Turnabout's own connections are made from; whoever waits on it stops all else."""
    engine = file_writer(Address.parse(url).url, durable=durable).sync_engine
    yield engine
    engine.dispose()


async def step(engine: AsyncEngine, vault: KeyedVault, event: Answered, now: datetime) -> None:
    """Take one answer into its conversation, as asynchronous SQLModel does it."""
    async with AsyncSession(engine, expire_on_commit=False) as session:
        session.add(InboxRow(key=event.key, seen_at=now))
        await session.flush()
        person = (await session.exec(_who(event, vault))).one()
        await _open_name(vault, person)
        row = await session.get_one(ConversationRow, _name(event))
        await _add_answer(vault, row, event)
        await session.commit()


async def step_at_once(engine: Engine, vault: KeyedVault, event: Answered, now: datetime) -> None:
    """Take one answer into its conversation, as plain SQLModel does it: nothing else runs meanwhile."""
    with Session(engine, expire_on_commit=False) as session:
        session.add(InboxRow(key=event.key, seen_at=now))
        session.flush()
        person = session.exec(_who(event, vault)).one()
        await _open_name(vault, person)
        row = session.get_one(ConversationRow, _name(event))
        await _add_answer(vault, row, event)
        session.commit()


def _who(event: Answered, vault: KeyedVault) -> SelectOfScalar[PersonRow]:
    there = event.actor
    user_hash = vault.fingerprint(f"{there.platform}:{there.workspace}", there.user)
    return (
        select(PersonRow)
        .join(AddressRow)
        .where(
            AddressRow.platform == there.platform,
            AddressRow.workspace == there.workspace,
            AddressRow.user_hash == user_hash,
        )
    )


async def _open_name(vault: KeyedVault, person: PersonRow) -> None:
    name = await vault.reveal(person.id, person.identity, f"person.identity:{person.id}")
    assert name


async def _add_answer(vault: KeyedVault, row: ConversationRow, event: Answered) -> None:
    place = f"conversation.state:{row.id}"
    state = json.loads(await vault.reveal(row.owner, row.state, place) or "{}")
    state["answers"].append({"key": "what", "values": event.values})
    state["revision"] = row.revision = row.revision + 1
    row.state = await vault.hide(row.owner, json.dumps(state), place)


def _name(event: Answered) -> str:
    return event.token.partition(":")[0]
