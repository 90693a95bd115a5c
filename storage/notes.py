"""Repositories of what people wrote and what they accepted. The words stay sealed here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete

from bot.core.records import Acknowledgement, Note
from storage.access import Drawer, Repository
from storage.tables import AcknowledgementRow, NoteRow

_notes = Drawer(Note, NoteRow)
_acknowledgements = Drawer(Acknowledgement, AcknowledgementRow)

_ONE_NOTE = _notes.where("id")
_NOTES_OF_AUTHOR = _notes.where("author_id", "written_at")
_NOTES_OF_RELATIONSHIP = _notes.where("relationship_id", "written_at")
_DROP = delete(_notes.table).where(_notes.table.c.id == bindparam("this"))
_EXPIRE = delete(_notes.table).where(_notes.table.c.expires_at <= bindparam("now"))

_ACCEPTED_BY_PERSON = _acknowledgements.where("person_id", "at")
_ACCEPTED_IN_RELATIONSHIP = _acknowledgements.where("relationship_id", "at")


class SqlNotes(Repository):
    """What people wrote, oldest first."""

    async def add(self, note: Note) -> None:
        await _notes.add(self._access, note)

    async def get(self, note_id: str) -> Note | None:
        return await _notes.first(self._access, _ONE_NOTE, this=note_id)

    async def of_author(self, author_id: str) -> Sequence[Note]:
        return await _notes.find(self._access, _NOTES_OF_AUTHOR, this=author_id)

    async def of_relationship(self, relationship_id: str) -> Sequence[Note]:
        return await _notes.find(self._access, _NOTES_OF_RELATIONSHIP, this=relationship_id)

    async def put(self, note: Note) -> None:
        await _notes.put(self._access, note)

    async def drop(self, note_id: str) -> None:
        await self._access.connection.execute(_DROP, {"this": note_id})

    async def expire(self, now: datetime) -> int:
        return (await self._access.connection.execute(_EXPIRE, {"now": now})).rowcount


class SqlAcknowledgements(Repository):
    """Who accepted what, oldest first."""

    async def add(self, acknowledgement: Acknowledgement) -> None:
        await _acknowledgements.add(self._access, acknowledgement)

    async def of_person(self, person_id: str) -> Sequence[Acknowledgement]:
        return await _acknowledgements.find(self._access, _ACCEPTED_BY_PERSON, this=person_id)

    async def of_relationship(self, relationship_id: str) -> Sequence[Acknowledgement]:
        return await _acknowledgements.find(self._access, _ACCEPTED_IN_RELATIONSHIP, this=relationship_id)
