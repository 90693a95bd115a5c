"""The audit trail shows every entry, and every tampering."""

import asyncio

import pytest
from sqlalchemy import text

from bot.core.records import AuditEntry
from storage import SqlStore
from tests.contract.store.examples import MINUTE, NOW

ENTRIES = [
    AuditEntry(at=NOW + number * MINUTE, actor="amina", action=f"did {number}", object="pair:1")
    for number in range(4)
]


async def note_all(store: SqlStore) -> None:
    async with store.unit() as unit:
        for entry in ENTRIES:
            await unit.audit.note(entry)
        await unit.commit()


async def test_an_untouched_trail_is_whole(store: SqlStore) -> None:
    assert await store.verify_chain() is None
    await note_all(store)
    assert await store.verify_chain() is None


@pytest.mark.parametrize(
    ("tampering", "found_at"),
    [
        ("UPDATE audit SET action = 'nothing' WHERE position = 2", 2),
        ("UPDATE audit SET actor = 'ben' WHERE position = 4", 4),
        ("DELETE FROM audit WHERE position = 3", 3),
        ("DELETE FROM audit WHERE position = 1", 1),
        ("UPDATE audit SET previous = hash WHERE position = 2", 2),
        ("UPDATE audit SET position = 9 WHERE position = 4", 4),
    ],
)
async def test_whatever_is_changed_in_the_trail_is_found(
    store: SqlStore, tampering: str, found_at: int
) -> None:
    await note_all(store)
    async with store._engines.writer.begin() as connection:
        await connection.execute(text(tampering))
    assert await store.verify_chain() == found_at


async def test_entries_made_at_the_same_time_form_one_chain(store: SqlStore) -> None:
    async def note(entry: AuditEntry) -> None:
        async with store.unit() as unit:
            await unit.audit.note(entry)
            await asyncio.sleep(0)
            await unit.commit()

    await asyncio.gather(*(note(entry) for entry in ENTRIES * 3))
    assert await store.verify_chain() is None


async def test_an_entry_of_an_undone_unit_leaves_no_gap(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.audit.note(ENTRIES[0])
    await note_all(store)
    assert await store.verify_chain() is None
