"""Who may read what, and what lies in the database for those who may not."""

from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot.core.conversations import Conversation
from bot.core.vault import BrokenSeal, Erased, NotForYou, Sealed, Viewer, pair_circle, private_circle
from storage import KeyProblem, Keys, SqlStore, open_store
from storage.columns import Row
from storage.keyfile import new_key
from storage.keystore import DATA_KEY
from tests.contract.store.examples import AMINA, AMINA_ON_SLACK, BEN, NOW, PAIR, add_a_pair, letter

WORDS = "I noticed that I had never once been asked."
PAIR_CIRCLE = pair_circle(PAIR.id)


async def seal(store: SqlStore, circle: str = PAIR_CIRCLE, place: str = "note.body:1") -> Sealed:
    return await store.vault.seal("amina", circle, WORDS, place=place)


async def test_the_author_reads_what_they_wrote(store: SqlStore) -> None:
    sealed = await seal(store, private_circle("amina"))
    assert await store.vault.open(sealed, Viewer("amina")) == WORDS


async def test_somebody_of_the_circle_reads_what_was_written_for_it(store: SqlStore) -> None:
    assert await store.vault.open(await seal(store), Viewer("ben", frozenset({PAIR_CIRCLE}))) == WORDS


@pytest.mark.parametrize(
    "viewer", [Viewer("coordinator"), Viewer("ben", frozenset({pair_circle("another"), "cohort:spring"}))]
)
async def test_nobody_else_reads_it(store: SqlStore, viewer: Viewer) -> None:
    sealed = await seal(store)
    with pytest.raises(NotForYou):
        await store.vault.open(sealed, viewer)


async def test_the_same_words_sealed_twice_look_different(store: SqlStore) -> None:
    assert (await seal(store)).data != (await seal(store)).data


@pytest.mark.parametrize(
    "moved",
    [
        {"place": "note.body:2"},
        {"circle": "cohort:spring"},
        {"data": b""},
        {"data": b"\x01short"},
        {"data": b"\x02" + bytes(60)},
        {"data": b"\x01" + bytes(60)},
    ],
)
async def test_sealed_words_that_were_moved_or_changed_do_not_open(
    store: SqlStore, moved: dict[str, object]
) -> None:
    sealed = await seal(store)
    changed = Sealed(
        **{"owner": "amina", "circle": PAIR_CIRCLE, "data": sealed.data, "place": sealed.place, **moved}
    )
    viewer = Viewer("amina")
    if changed.data == b"":
        assert await store.vault.open(changed, viewer) == Erased()
    else:
        with pytest.raises(BrokenSeal):
            await store.vault.open(changed, viewer)


async def test_words_do_not_open_with_somebody_elses_key(store: SqlStore) -> None:
    sealed = await seal(store)
    await store.vault.seal("ben", PAIR_CIRCLE, "anything")
    with pytest.raises(BrokenSeal):
        await store.vault.open(Sealed("ben", PAIR_CIRCLE, sealed.data, sealed.place), Viewer("ben"))


async def test_swapped_identities_are_noticed(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.commit()
    swap = "UPDATE person SET identity = (SELECT o.identity FROM person AS o WHERE o.id <> person.id)"
    async with store._engines.writer.begin() as connection:
        await connection.execute(text(swap))
    async with store.reading() as unit:
        with pytest.raises(BrokenSeal):
            await unit.people.get("amina")


async def test_the_wrong_master_key_opens_nothing_and_says_so(url: str, store: SqlStore) -> None:
    await seal(store)
    with pytest.raises(KeyProblem, match="that this database was sealed with is missing"):
        async with open_store(url, Keys.parse([new_key()])):
            pytest.fail("it opened")


async def test_a_master_key_put_in_front_leaves_everything_readable(
    url: str, store: SqlStore, keys: Keys
) -> None:
    sealed = await seal(store)
    newer = Keys((*Keys.parse([new_key()]).masters, *keys.masters))
    async with open_store(url, newer) as opened:
        assert await opened.vault.open(sealed, Viewer("amina")) == WORDS


async def test_after_a_rotation_the_old_master_key_is_not_needed(
    url: str, store: SqlStore, keys: Keys
) -> None:
    sealed = await seal(store)
    newest = Keys.parse([new_key()])
    async with open_store(url, Keys(newest.masters + keys.masters)) as opened:
        assert await opened.rotate_keys() == 2  # the house's and Amina's
        assert await opened.rotate_keys() == 0
    async with open_store(url, newest) as opened:
        assert await opened.vault.open(sealed, Viewer("amina")) == WORDS
    with pytest.raises(KeyProblem):
        async with open_store(url, keys):
            pytest.fail("it opened")


async def test_a_lost_data_key_is_a_problem_and_no_erasure(url: str, store: SqlStore, keys: Keys) -> None:
    sealed = await seal(store)
    async with store._keys._engine.begin() as connection:
        await connection.execute(DATA_KEY.delete().where(DATA_KEY.c.owner == "amina"))
    async with open_store(url, keys) as opened:
        with pytest.raises(KeyProblem, match="lacks a key"):
            await opened.vault.open(sealed, Viewer("amina"))


async def test_a_damaged_data_key_is_a_problem(url: str, store: SqlStore, keys: Keys) -> None:
    sealed = await seal(store)
    async with store._keys._engine.begin() as connection:
        await connection.execute(
            DATA_KEY.update().values(wrapped=bytes(60)).where(DATA_KEY.c.owner == "amina")
        )
    async with open_store(url, keys) as opened:
        with pytest.raises(KeyProblem, match="damaged"):
            await opened.vault.open(sealed, Viewer("amina"))


async def test_what_names_or_was_written_by_people_is_nowhere_in_the_database(
    url: str, kind: str, store: SqlStore
) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.people.give_address("amina", AMINA_ON_SLACK)
        await unit.outbox.add(letter("a", text=WORDS))
        await unit.outbox.add(letter("b", channel="slack:C01", text=WORDS))
        await unit.conversations.put(
            Conversation(id="c", dialog="reflect", owner="amina", inputs={"said": WORDS}, expires_at=NOW)
        )
        await unit.commit()
    kept = await everything_in(store)
    if kind == "sqlite":
        kept += b"".join(file.read_bytes() for file in Path(make_url(url).database or "").parent.iterdir())
    secrets = (WORDS, AMINA_ON_SLACK.user, AMINA.name, AMINA.email, "manager@trust", "rival@trust", BEN.name)
    assert [secret for secret in secrets if secret.encode() in kept] == []
    assert b"Pharmacy" in kept, "what is no secret would have been found"


async def everything_in(store: SqlStore) -> bytes:
    """Every value of every table."""
    async with store._engines.reader.connect() as connection:
        rows = [row for each in Row.metadata.sorted_tables for row in await connection.execute(each.select())]
    values = (value for row in rows for value in row)
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)
