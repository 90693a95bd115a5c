"""Dialogs under way survive, whole and for their owner alone."""

from datetime import timedelta

from bot.core.conversations import Conversation, Kept
from bot.core.records import Note
from bot.core.vault import pair_circle
from storage import SqlStore
from tests.contract.store.examples import MINUTE, NOW, PAIR, add_a_pair

REFLECTING = Conversation(
    id="talk-1",
    dialog="reflect",
    owner="amina",
    inputs={"meeting": "meeting-1"},
    answers=(Kept(key="what", form="What", values={"moment": "She asked me why nobody had said so."}),),
    drafts={"so-what": {"meaning": "half a sentence"}},
    revision=3,
    expires_at=NOW + timedelta(days=14),
)
NOTE = Note(
    id="note-1",
    kind="commitment",
    author_id="amina",
    relationship_id=PAIR.id,
    circle=pair_circle(PAIR.id),
    body=b"\x01sealed",
    written_at=NOW,
)


async def test_a_conversation_comes_back_as_it_was_left(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.conversations.put(REFLECTING)
        await unit.commit()
    async with store.unit() as unit:
        assert await unit.conversations.get("talk-1") == REFLECTING


async def test_a_conversation_that_went_on_has_its_new_answers(store: SqlStore) -> None:
    further = REFLECTING.changed("mark")
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.conversations.put(REFLECTING)
        await unit.conversations.put(further)
        assert await unit.conversations.of("amina") == [further]


async def test_conversations_of_a_person_are_theirs_only(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.conversations.put(REFLECTING)
        assert await unit.conversations.of("ben") == []


async def test_a_dropped_conversation_is_gone(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.conversations.put(REFLECTING)
        await unit.conversations.drop("talk-1")
        assert await unit.conversations.get("talk-1") is None
        assert await unit.conversations.of("amina") == []


async def test_a_conversation_left_past_its_time_is_forgotten(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.conversations.put(REFLECTING)
        await unit.conversations.expire(REFLECTING.expires_at - MINUTE)
        assert await unit.conversations.of("amina") == [REFLECTING]
        await unit.conversations.expire(REFLECTING.expires_at)
        assert await unit.conversations.of("amina") == []


async def test_a_note_comes_back_sealed_as_it_was(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.notes.add(NOTE)
        assert await unit.notes.get("note-1") == NOTE
        assert await unit.notes.of_author("amina") == [NOTE]
        assert await unit.notes.of_relationship(PAIR.id) == [NOTE]
        assert await unit.notes.of_author("ben") == []


async def test_notes_come_oldest_first(store: SqlStore) -> None:
    older = NOTE.model_copy(update={"id": "note-2", "written_at": NOW - MINUTE})
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.notes.add(NOTE)
        await unit.notes.add(older)
        assert await unit.notes.of_author("amina") == [older, NOTE]


async def test_a_note_that_was_put_back_has_its_new_values(store: SqlStore) -> None:
    done = NOTE.model_copy(update={"state": "done", "opened_at": NOW})
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.notes.add(NOTE)
        await unit.notes.put(done)
        assert await unit.notes.get("note-1") == done


async def test_a_dropped_note_is_gone(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.notes.add(NOTE)
        await unit.notes.drop("note-1")
        assert await unit.notes.get("note-1") is None


async def test_notes_go_when_their_time_has_run_out(store: SqlStore) -> None:
    passing = NOTE.model_copy(update={"id": "note-2", "expires_at": NOW + MINUTE})
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.notes.add(NOTE)
        await unit.notes.add(passing)
        assert await unit.notes.expire(NOW) == 0
        assert await unit.notes.expire(NOW + MINUTE) == 1
        assert await unit.notes.of_author("amina") == [NOTE]
