"""The repository of people and their addresses: what names anybody is sealed with their own key."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Select, bindparam, delete, exists, insert, or_, select, update

from bot.core.events import Actor
from bot.core.ports import NotThere
from bot.core.records import CohortState, Facts, Identity, Person, Role
from bot.core.vault import BrokenSeal
from storage.access import Access, Repository, one_of_these
from storage.columns import table
from storage.problems import KeyProblem
from storage.statements import insert_or_change
from storage.tables import (
    AddressRow,
    CohortRow,
    ConversationRow,
    LetterState,
    MembershipRow,
    NoteRow,
    OutboxRow,
    PersonRow,
    RelationshipRow,
    ShelfRow,
)

_PERSON = table(PersonRow)
_ADDRESS = table(AddressRow)
_COHORT = table(CohortRow)
_CONVERSATION = table(ConversationRow)
_MEMBERSHIP = table(MembershipRow)
_NOTE = table(NoteRow)
_OUTBOX = table(OutboxRow)
_RELATIONSHIP = table(RelationshipRow)
_SHELF = table(ShelfRow)

_FACTS = tuple(Facts.model_fields)
_COLUMNS = tuple(_PERSON.c[name] for name in (*_FACTS, "identity"))
LEFT = Identity(name="someone who has left", email="")
"""How somebody reads whose key was destroyed."""

_ONE = select(*_COLUMNS).where(_PERSON.c.id == bindparam("this"))
_EVERYBODY = select(_PERSON.c.id, _PERSON.c.identity).order_by(_PERSON.c.id)
_LOCKED = _ONE.with_for_update(key_share=True)
_SOME = select(*_COLUMNS).where(one_of_these(_PERSON.c.id)).order_by(_PERSON.c.id)
_OF_RELATIONSHIP = (
    select(_MEMBERSHIP.c.role, *_COLUMNS)
    .join(_MEMBERSHIP, _MEMBERSHIP.c.person_id == _PERSON.c.id)
    .where(_MEMBERSHIP.c.relationship_id == bindparam("this"))
    .order_by(_MEMBERSHIP.c.id)
)
_WITH_EMAIL = select(*_COLUMNS).where(_PERSON.c.email_hash == bindparam("this"))
_AT = (
    select(*_COLUMNS)
    .join(_ADDRESS, _ADDRESS.c.person_id == _PERSON.c.id)
    .where(
        _ADDRESS.c.platform == bindparam("platform"),
        _ADDRESS.c.workspace == bindparam("workspace"),
        _ADDRESS.c.user_hash == bindparam("user_hash"),
    )
)
_UNADDRESSED = (
    select(*_COLUMNS)
    .where(
        _PERSON.c.email_hash.is_not(None),
        ~exists().where(_ADDRESS.c.person_id == _PERSON.c.id),
        or_(
            exists().where(
                _MEMBERSHIP.c.person_id == _PERSON.c.id,
                _MEMBERSHIP.c.cohort_id == _COHORT.c.id,
                _COHORT.c.state == CohortState.RUNNING,
            ),
            exists().where(
                _RELATIONSHIP.c.assistant_id == _PERSON.c.id,
                _RELATIONSHIP.c.cohort_id == _COHORT.c.id,
                _COHORT.c.state == CohortState.RUNNING,
            ),
        ),
    )
    .order_by(_PERSON.c.id)
)
_AT_LOCKED = _AT.with_for_update(of=_PERSON, key_share=True)
_ADD = insert(_PERSON)
_PUT = (
    update(_PERSON)
    .where(_PERSON.c.id == bindparam("this"), _PERSON.c.erased_at.is_(None))
    .values({name: bindparam(name) for name in (*_FACTS, "identity", "email_hash") if name != "id"})
)

_NOTHING_KNOWN: dict[str, object] = {
    **dict.fromkeys(("platform", "department", "site", "seniority", "function", "training_done_on")),
    **dict.fromkeys(("timezone", "snoozed_until", "unreachable_since", "email_hash")),
    "identity": b"",
    "away": [],
}
_OF_THEIR_ADDRESSES = exists().where(
    _ADDRESS.c.person_id == bindparam("this"),
    _ADDRESS.c.platform == _SHELF.c.platform,
    _ADDRESS.c.workspace == _SHELF.c.workspace,
    _ADDRESS.c.user_hash == _SHELF.c.name_hash,
)
_ERASE: tuple[Executable, ...] = (
    update(_PERSON)
    .where(_PERSON.c.id == bindparam("this"))
    .values(**_NOTHING_KNOWN, erased_at=bindparam("now")),
    delete(_SHELF).where(or_(_SHELF.c.person_id == bindparam("this"), _OF_THEIR_ADDRESSES)),
    delete(_ADDRESS).where(_ADDRESS.c.person_id == bindparam("this")),
    delete(_NOTE).where(_NOTE.c.author_id == bindparam("this")),
    delete(_CONVERSATION).where(_CONVERSATION.c.owner == bindparam("this")),
    update(_OUTBOX)
    .where(_OUTBOX.c.person_id == bindparam("this"), _OUTBOX.c.body.is_not(None))
    .values(body=None, state=LetterState.CANCELLED, next_at=None, nudged_at=None, parked_for=None),
)


class SqlPeople(Repository):
    """People. `get` and `at` keep everybody else from changing one until the unit ends."""

    async def add(self, person: Person) -> None:
        await self._access.connection.execute(_ADD, await self._row(person) | {"erased_at": None})

    async def get(self, person_id: str) -> Person:
        statement = _LOCKED if self._access.writing else _ONE
        found = await self._find(statement, this=person_id)
        if not found:
            raise NotThere
        return found[0]

    async def some(self, person_ids: Collection[str]) -> Sequence[Person]:
        return await self._find(_SOME, these=list(person_ids))

    async def of_relationship(self, relationship_id: str) -> Sequence[tuple[Role, Person]]:
        found = await self._access.connection.execute(_OF_RELATIONSHIP, {"this": relationship_id})
        rows = [dict(row) for row in found.mappings()]
        await self._access.vault.fetch(row["id"] for row in rows)
        return [(Role(row.pop("role")), await self._person(row)) for row in rows]

    async def with_email(self, email: str) -> Person | None:
        return await self._first(_WITH_EMAIL, this=self._email_hash(email))

    async def at(self, address: Actor) -> Person | None:
        where = {"platform": address.platform, "workspace": address.workspace}
        statement = _AT_LOCKED if self._access.writing else _AT
        return await self._first(statement, **where, user_hash=user_hash(self._access, address))

    async def put(self, person: Person) -> None:
        """Give a person their new values; whoever was erased stays as they are. Raises `NotThere`."""
        values = await self._row(person)
        changed = await self._access.connection.execute(_PUT, values | {"this": values.pop("id")})
        if changed.rowcount == 0:
            await self.get(person.id)

    async def give_address(self, person_id: str, address: Actor) -> None:
        hashed = user_hash(self._access, address)
        user = await self._access.vault.hide(person_id, address.user, address_place(hashed))
        await self._access.connection.execute(
            insert_or_change(self._access.dialect, _ADDRESS),
            {
                "platform": address.platform,
                "workspace": address.workspace,
                "user_hash": hashed,
                "user": user,
                "person_id": person_id,
            },
        )

    async def unaddressed(self) -> Sequence[Person]:
        return await self._find(_UNADDRESSED)

    async def erase(self, person_id: str, now: datetime) -> None:
        """Take away everything that names a person; their key goes when the unit commits.

        What they said about interactions stays as dates that point to nobody.
        """
        for statement in _ERASE:
            await self._access.connection.execute(statement, {"this": person_id, "now": now})
        self._access.erased.append(person_id)

    async def _first(self, statement: Select[Any], **values: object) -> Person | None:
        return next(iter(await self._find(statement, **values)), None)

    async def _find(self, statement: Select[Any], **values: object) -> Sequence[Person]:
        found = await self._access.connection.execute(statement, values)
        rows = [dict(row) for row in found.mappings()]
        await self._access.vault.fetch(row["id"] for row in rows)
        return [await self._person(row) for row in rows]

    async def _person(self, facts: dict[str, Any]) -> Person:
        this, sealed = facts["id"], facts.pop("identity")
        text = await self._access.vault.reveal(this, sealed, _identity_place(this))
        identity = dict(LEFT) if text is None else json.loads(text)
        return Person.model_construct(None, **facts, **identity)

    async def _row(self, person: Person) -> dict[str, object]:
        values = dict(person)
        identity = json.dumps({name: values.pop(name) for name in Identity.model_fields})
        sealed = await self._access.vault.hide(person.id, identity, _identity_place(person.id))
        return values | {"identity": sealed, "email_hash": self._email_hash(person.email)}

    def _email_hash(self, email: str) -> str | None:
        plain = email.strip().casefold()
        return self._access.vault.fingerprint("email", plain) if plain else None


async def has_people(access: Access) -> bool:
    return await access.connection.scalar(_EVERYBODY.limit(1)) is not None


async def count_unreadable(access: Access) -> int:
    """Return how many identities don't open: their key is lost, or they were tampered with."""
    count = 0
    for row in (await access.connection.execute(_EVERYBODY)).mappings().all():
        try:
            await access.vault.reveal(row["id"], row["identity"], _identity_place(row["id"]))
        except (KeyProblem, BrokenSeal):
            count += 1
    return count


def user_hash(access: Access, address: Actor) -> str:
    """Return the keyed hash by which a name on a platform is found again."""
    return access.vault.fingerprint(f"{address.platform}:{address.workspace}", address.user)


def address_place(hashed: str) -> str:
    return f"address.user:{hashed}"


def _identity_place(person_id: str) -> str:
    return f"person.identity:{person_id}"
