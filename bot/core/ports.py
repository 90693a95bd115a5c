"""What the core needs from storage, and nothing more.

One `Unit` is one transaction. Repositories hand out detached copies: changing one changes nothing
until it is given back. `get` raises `NotThere` when there is none; in a unit that may write, a person,
relationship or conversation so taken is kept from everybody else until the unit ends.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.core.dialogs import Conversation
from bot.core.events import Actor
from bot.core.post import Inbox, Outbox, Shelf, Timers
from bot.core.records import (
    Acknowledgement,
    Attestation,
    AuditEntry,
    Change,
    Cohort,
    Interaction,
    Membership,
    Note,
    Pause,
    Person,
    Poll,
    Relationship,
    Role,
    StandingTime,
)
from bot.core.vault import Vault


class NotThere(LookupError):  # noqa: N818  # named for what was found
    """What was looked for is no longer here."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


class Cohorts(Protocol):
    """Cohorts, by identifier and by name."""

    async def add(self, cohort: Cohort) -> None: ...
    async def get(self, cohort_id: str) -> Cohort: ...
    async def named(self, name: str) -> Cohort | None: ...
    async def every(self) -> Sequence[Cohort]: ...
    async def put(self, cohort: Cohort) -> None: ...


class People(Protocol):
    """People, with their sealed identities opened."""

    async def add(self, person: Person) -> None: ...
    async def get(self, person_id: str) -> Person: ...
    async def some(self, person_ids: Collection[str]) -> Sequence[Person]: ...

    async def of_relationship(self, relationship_id: str) -> Sequence[tuple[Role, Person]]:
        """Return the two or three of a relationship, each with what they are in it."""
        ...

    async def with_email(self, email: str) -> Person | None: ...
    async def at(self, address: Actor) -> Person | None: ...
    async def put(self, person: Person) -> None: ...
    async def give_address(self, person_id: str, address: Actor) -> None: ...
    async def unaddressed(self) -> Sequence[Person]:
        """Return everybody of a running cohort who has no address on any platform yet."""
        ...

    async def erase(self, person_id: str, now: datetime) -> None:
        """Make everything that names this person, and all they wrote, unreadable for good.

        Lists still show them, as someone who has left; what they said about interactions stays as dates.
        """
        ...


class Memberships(Protocol):
    """Who is what in which cohort."""

    async def add(self, membership: Membership) -> None: ...
    async def of_person(self, person_id: str) -> Sequence[Membership]: ...
    async def of_cohort(self, cohort_id: str) -> Sequence[Membership]: ...
    async def coordinators_of(self, cohort_id: str) -> Sequence[Membership]: ...
    async def of_relationship(self, relationship_id: str) -> Sequence[Membership]: ...
    async def put(self, membership: Membership) -> None: ...


class Relationships(Protocol):
    """Pairs and trios; `get` locks the row."""

    async def add(self, relationship: Relationship) -> None: ...
    async def get(self, relationship_id: str) -> Relationship: ...
    async def with_cohort(self, relationship_id: str) -> tuple[Relationship, Cohort]:
        """Return a relationship, under lock as `get` does, together with its cohort."""
        ...

    async def of_cohort(self, cohort_id: str) -> Sequence[Relationship]: ...
    async def assisted_by(self, person_id: str) -> Sequence[Relationship]:
        """Return those for whose mentee this person deals with times."""
        ...

    async def put(self, relationship: Relationship) -> None: ...


class Interactions(Protocol):
    """What was planned or logged in relationships."""

    async def add(self, interaction: Interaction) -> None: ...
    async def get(self, interaction_id: str) -> Interaction: ...
    async def of(self, relationship_ids: Collection[str]) -> Sequence[Interaction]: ...
    async def put(self, interaction: Interaction) -> None: ...


class Changes(Protocol):
    """What became of agreed meetings; only ever added to."""

    async def add(self, change: Change) -> None: ...
    async def of(self, relationship_ids: Collection[str]) -> Sequence[Change]: ...


class Polls(Protocol):
    """Times that trios are asked about; `get` locks the row."""

    async def add(self, poll: Poll) -> None: ...
    async def get(self, poll_id: str) -> Poll: ...
    async def of(self, relationship_ids: Collection[str]) -> Sequence[Poll]: ...
    async def put(self, poll: Poll) -> None: ...


class StandingTimes(Protocol):
    """Times that come round again; `get` locks the row."""

    async def add(self, standing: StandingTime) -> None: ...
    async def get(self, standing_id: str) -> StandingTime: ...
    async def of(self, relationship_ids: Collection[str]) -> Sequence[StandingTime]: ...
    async def put(self, standing: StandingTime) -> None: ...


class Attestations(Protocol):
    """What people said about interactions; only ever added to."""

    async def add(self, attestation: Attestation) -> None: ...
    async def of(self, relationship_ids: Collection[str]) -> Sequence[Attestation]: ...


class Pauses(Protocol):
    """Days of rest."""

    async def add(self, pause: Pause) -> None: ...
    async def of(self, relationship_ids: Collection[str]) -> Sequence[Pause]: ...
    async def put(self, pause: Pause) -> None: ...


class Audit(Protocol):
    """Who did what; append-only."""

    async def note(self, entry: AuditEntry) -> None: ...


class Conversations(Protocol):
    """Open dialogs."""

    async def of(self, person_id: str) -> Sequence[Conversation]: ...
    async def get(self, conversation_id: str) -> Conversation | None: ...
    async def put(self, conversation: Conversation) -> None: ...
    async def drop(self, conversation_id: str) -> None: ...

    async def expire(self, now: datetime) -> None:
        """Forget what was left unfinished past its time."""
        ...


class Notes(Protocol):
    """What people wrote, sealed: reading a row opens nothing."""

    async def add(self, note: Note) -> None: ...
    async def get(self, note_id: str) -> Note | None: ...
    async def of_author(self, author_id: str) -> Sequence[Note]: ...
    async def of_relationship(self, relationship_id: str) -> Sequence[Note]: ...
    async def put(self, note: Note) -> None: ...
    async def drop(self, note_id: str) -> None: ...

    async def expire(self, now: datetime) -> int:
        """Delete what its retention clock has run out for, and return how many notes that were."""
        ...


class Acknowledgements(Protocol):
    """Who accepted which version of which text."""

    async def add(self, acknowledgement: Acknowledgement) -> None: ...
    async def of_person(self, person_id: str) -> Sequence[Acknowledgement]: ...
    async def of_relationship(self, relationship_id: str) -> Sequence[Acknowledgement]: ...


class Unit(Protocol):
    """One transaction, with everything that may be read and written in it."""

    cohorts: Cohorts
    people: People
    memberships: Memberships
    relationships: Relationships
    interactions: Interactions
    changes: Changes
    polls: Polls
    standing_times: StandingTimes
    attestations: Attestations
    pauses: Pauses
    timers: Timers
    inbox: Inbox
    outbox: Outbox
    audit: Audit
    conversations: Conversations
    notes: Notes
    acknowledgements: Acknowledgements
    shelf: Shelf

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """A part that is undone by itself when it raises."""
        ...

    async def commit(self) -> None: ...

    async def rollback(self) -> None: ...


class Store(Protocol):
    """Where units come from. A unit that is not committed leaves nothing behind."""

    @property
    def vault(self) -> Vault: ...

    def unit(self) -> AbstractAsyncContextManager[Unit]: ...

    def reading(self) -> AbstractAsyncContextManager[Unit]:
        """A unit for pages and reports, beside the writer; committing it is a mistake."""
        ...
