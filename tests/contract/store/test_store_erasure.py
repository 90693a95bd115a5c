"""Whoever is erased can't be read again: not by name, not by word, not out of a backup."""

from contextlib import suppress

import pytest

from bot.core.clock import VirtualClock
from bot.core.conversations import Conversation
from bot.core.vault import Erased, Viewer, private_circle
from storage import Keys, SqlStore, open_store
from storage.access import Access
from storage.columns import table
from storage.people import SqlPeople
from storage.tables import PersonRow
from tests.contract.store.examples import (
    AMINA,
    AMINA_ON_SLACK,
    BEN,
    MINUTE,
    NOW,
    PAIR,
    add_a_pair,
    letter,
)
from tests.contract.store.test_store_conversations import NOTE

AUTHOR = Viewer("amina")
person = table(PersonRow)


async def fill(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.people.give_address("amina", AMINA_ON_SLACK)
        await unit.notes.add(NOTE)
        await unit.outbox.add(letter("a"))
        await unit.conversations.put(Conversation(id="c", dialog="reflect", owner="amina", expires_at=NOW))
        await unit.commit()


async def erase(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.people.erase("amina", NOW)
        await unit.commit()


async def test_an_erased_person_reads_as_someone_who_has_left(store: SqlStore) -> None:
    await fill(store)
    await erase(store)
    async with store.reading() as unit:
        gone, ben = await unit.people.some(["amina", "ben"])
    assert (gone.id, gone.name, gone.email, gone.department) == ("amina", "someone who has left", "", None)
    assert ben == BEN


async def test_an_erased_person_is_found_neither_by_e_mail_nor_by_address(store: SqlStore) -> None:
    await fill(store)
    await erase(store)
    async with store.reading() as unit:
        assert await unit.people.with_email(AMINA.email) is None
        assert await unit.people.at(AMINA_ON_SLACK) is None


async def test_nothing_is_left_for_or_by_an_erased_person(store: SqlStore) -> None:
    await fill(store)
    await erase(store)
    async with store.unit() as unit:
        assert await unit.outbox.claim(NOW, 10, MINUTE) == []
        assert await unit.conversations.of("amina") == []
        assert await unit.notes.of_relationship(PAIR.id) == []


async def test_their_words_are_unreadable_wherever_a_copy_lies(store: SqlStore) -> None:
    await fill(store)
    copy = await store.vault.seal("amina", private_circle("amina"), "what I felt")
    await erase(store)
    assert await store.vault.open(copy, AUTHOR) == Erased()


async def test_what_is_written_for_an_erased_person_is_gone_at_once(store: SqlStore) -> None:
    await fill(store)
    await erase(store)
    async with store.unit() as unit:
        await unit.outbox.add(letter("b"))
        assert (await unit.outbox.backlog()).waiting == 0
    sealed = await store.vault.seal("amina", private_circle("amina"), "too late")
    assert await store.vault.open(sealed, AUTHOR) == Erased()


async def test_an_erased_person_who_is_put_back_stays_erased(store: SqlStore) -> None:
    await fill(store)
    await erase(store)
    async with store.unit() as unit:
        await unit.people.put(AMINA)
        gone = await unit.people.get("amina")
        assert (gone.name, gone.department) == ("someone who has left", None)
        assert await unit.people.with_email(AMINA.email) is None


async def test_an_erased_persons_e_mail_is_free_again(store: SqlStore) -> None:
    await fill(store)
    await erase(store)
    again = AMINA.model_copy(update={"id": "amina-again"})
    async with store.unit() as unit:
        await unit.people.add(again)
        assert await unit.people.with_email(AMINA.email) == again


async def test_erasing_twice_is_the_same_as_once(store: SqlStore) -> None:
    await fill(store)
    await erase(store)
    await erase(store)
    async with store.reading() as unit:
        assert len(await unit.people.some(["amina"])) == 1


async def test_an_erasure_that_was_undone_erased_nobody(store: SqlStore) -> None:
    await fill(store)
    async with store.unit() as unit:
        await unit.people.erase("amina", NOW)
        await unit.rollback()
    async with store.unit() as unit:
        assert await unit.people.get("amina") == AMINA


async def test_an_erasure_in_a_savepoint_that_was_undone_erased_nobody(store: SqlStore) -> None:
    await fill(store)
    async with store.unit() as unit:
        with suppress(LookupError):
            async with unit.savepoint():
                await unit.people.erase("amina", NOW)
                raise LookupError
        await unit.commit()
        assert await unit.people.get("amina") == AMINA


async def test_a_restored_backup_brings_nobody_back(
    url: str, store: SqlStore, keys: Keys, clock: VirtualClock
) -> None:
    await fill(store)
    async with store._engines.reader.connect() as connection:
        before = (await connection.execute(person.select().where(person.c.id == "amina"))).mappings().one()
    await erase(store)
    async with store._engines.writer.begin() as connection:
        await connection.execute(person.update().values(**before).where(person.c.id == "amina"))
    async with open_store(url, keys, clock=clock) as opened, opened.reading() as unit:
        assert (await unit.people.get("amina")).name == "someone who has left"
        assert await unit.people.with_email(AMINA.email) is None
        assert await opened.replay_erasures() == 0


async def test_a_restored_key_store_brings_no_key_back(
    url: str, store: SqlStore, keys: Keys, clock: VirtualClock
) -> None:
    await fill(store)
    sealed = await store.vault.seal("amina", private_circle("amina"), "what I felt")
    async with store._engines.writer.connect() as connection:
        await SqlPeople(Access(connection, store.vault, writing=True)).erase("amina", NOW)
        await connection.commit()  # and the power fails before the key is destroyed
    async with open_store(url, keys, clock=clock) as opened:
        assert await opened.vault.open(sealed, AUTHOR) == Erased()


async def test_an_erasure_made_elsewhere_is_noticed_within_a_minute(
    url: str, store: SqlStore, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(store)
    sealed = await store.vault.seal("amina", private_circle("amina"), "what I felt")
    async with open_store(url, keys) as elsewhere:
        await erase(elsewhere)
    monkeypatch.setattr("storage.keystore.REMEMBERED_FOR", 0.0)
    assert await store.vault.open(sealed, AUTHOR) == Erased()
    assert (await store.vault.seal("amina", private_circle("amina"), "more")).data == b""
