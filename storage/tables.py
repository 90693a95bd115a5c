"""The tables: the core's records, with the columns, keys and indices that a database wants.

They are the schema and nothing else. Repositories read and write plain values, so no live row ever
leaves this package. A change here needs a migration; a test compares the two.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import Field

from bot.core import records
from bot.programme.cadence import Said
from storage.columns import HASH, ID, KEY, NUMBER, Row, Word, live_index


class CohortRow(Row, records.Cohort, table=True):
    """Cohorts; the command line calls them by name."""

    __tablename__ = "cohort"

    id: str = Field(primary_key=True, sa_type=ID)
    name: str = Field(unique=True)
    state: records.CohortState = Field(sa_type=Word(records.CohortState))
    plan: dict[str, object] = Field(sa_type=JSON)


class PersonRow(Row, records.Facts, table=True):
    """People: what is no secret as it is, what names them sealed with their own key."""

    __tablename__ = "person"

    id: str = Field(primary_key=True, sa_type=ID)
    days: list[int] = Field(sa_type=JSON)
    away: list[list[str]] = Field(sa_type=JSON)
    identity: bytes = Field(sa_type=LargeBinary)
    email_hash: str | None = Field(unique=True, sa_type=HASH)
    erased_at: datetime | None


class AddressRow(Row, table=True):
    """Where a person can be written to; found by the keyed hash of their name on the platform."""

    __tablename__ = "address"

    platform: str = Field(primary_key=True, sa_type=ID)
    workspace: str = Field(primary_key=True, sa_type=KEY)
    user_hash: str = Field(primary_key=True, sa_type=HASH)
    user: bytes = Field(sa_type=LargeBinary)
    person_id: str = Field(foreign_key="person.id", index=True, sa_type=ID)


class RelationshipRow(Row, records.Relationship, table=True):
    """Pairs and trios, with a code that is theirs within the cohort."""

    __tablename__ = "relationship"
    __table_args__ = (UniqueConstraint("cohort_id", "code"),)

    id: str = Field(primary_key=True, sa_type=ID)
    cohort_id: str = Field(foreign_key="cohort.id", sa_type=ID)
    state: records.RelationshipState = Field(sa_type=Word(records.RelationshipState))
    assistant_id: str | None = Field(foreign_key="person.id", index=True, sa_type=ID)


class MembershipRow(Row, records.Membership, table=True):
    """Who is what in which cohort."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("relationship_id", "person_id"),)

    id: str = Field(primary_key=True, sa_type=ID)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, sa_type=ID)
    person_id: str = Field(foreign_key="person.id", index=True, sa_type=ID)
    role: records.Role = Field(sa_type=Word(records.Role))
    relationship_id: str | None = Field(foreign_key="relationship.id", sa_type=ID)


class InteractionRow(Row, records.Interaction, table=True):
    """Meetings and everything else that may count."""

    __tablename__ = "interaction"

    id: str = Field(primary_key=True, sa_type=ID)
    relationship_id: str = Field(foreign_key="relationship.id", index=True, sa_type=ID)
    state: records.InteractionState = Field(sa_type=Word(records.InteractionState))
    agreed_by: list[str] = Field(sa_type=JSON)


class ChangeRow(Row, records.Change, table=True):
    """What became of agreed meetings; rows are only ever added."""

    __tablename__ = "change"

    id: str = Field(primary_key=True, sa_type=ID)
    interaction_id: str = Field(foreign_key="interaction.id", index=True, sa_type=ID)
    what: records.ChangeKind = Field(sa_type=Word(records.ChangeKind))


class PollRow(Row, records.Poll, table=True):
    """Times that trios are asked about, with who ticked which."""

    __tablename__ = "poll"

    id: str = Field(primary_key=True, sa_type=ID)
    relationship_id: str = Field(foreign_key="relationship.id", index=True, sa_type=ID)
    times: list[str] = Field(sa_type=JSON)
    answers: dict[str, list[str]] = Field(sa_type=JSON)
    state: records.PollState = Field(sa_type=Word(records.PollState))
    interaction_id: str | None = Field(foreign_key="interaction.id", sa_type=ID)


class StandingTimeRow(Row, records.StandingTime, table=True):
    """Times that come round again."""

    __tablename__ = "standing_time"

    id: str = Field(primary_key=True, sa_type=ID)
    relationship_id: str = Field(foreign_key="relationship.id", index=True, sa_type=ID)
    agreed_by: list[str] = Field(sa_type=JSON)
    state: records.StandingState = Field(sa_type=Word(records.StandingState))


class AttestationRow(Row, records.Attestation, table=True):
    """What people said about interactions; rows are only ever added."""

    __tablename__ = "attestation"

    id: str = Field(primary_key=True, sa_type=ID)
    interaction_id: str = Field(foreign_key="interaction.id", index=True, sa_type=ID)
    person_id: str = Field(foreign_key="person.id", index=True, sa_type=ID)
    said: Said = Field(sa_type=Word(Said))
    present: list[str] = Field(sa_type=JSON)


class PauseRow(Row, records.Pause, table=True):
    """Days of rest."""

    __tablename__ = "pause"

    id: str = Field(primary_key=True, sa_type=ID)
    relationship_id: str = Field(foreign_key="relationship.id", index=True, sa_type=ID)


class NoteRow(Row, records.Note, table=True):
    """What people wrote, sealed for its author and circle; it goes when its time has run out."""

    __tablename__ = "note"
    __table_args__ = (live_index("expires_at", while_set="expires_at"),)

    id: str = Field(primary_key=True, sa_type=ID)
    author_id: str = Field(foreign_key="person.id", index=True, sa_type=ID)
    relationship_id: str | None = Field(foreign_key="relationship.id", index=True, sa_type=ID)
    interaction_id: str | None = Field(foreign_key="interaction.id", sa_type=ID)
    body: bytes = Field(sa_type=LargeBinary)


class AcknowledgementRow(Row, records.Acknowledgement, table=True):
    """Who accepted which version of which text; rows are only ever added."""

    __tablename__ = "acknowledgement"

    id: str = Field(primary_key=True, sa_type=ID)
    person_id: str = Field(foreign_key="person.id", index=True, sa_type=ID)
    relationship_id: str | None = Field(foreign_key="relationship.id", index=True, sa_type=ID)


class TimerRow(Row, records.Timer, table=True):
    """One row for the next thing to do about something; moving it is changing one row."""

    __tablename__ = "timer"
    __table_args__ = (live_index("due_at", while_set="due_at"),)

    key: str = Field(primary_key=True, sa_type=KEY)
    payload: dict[str, str] = Field(sa_type=JSON)


class LetterState(StrEnum):
    """What became of a letter so far. The first two are alive, and only they have a `next_at`."""

    READY = "ready"
    LEASED = "leased"
    SENT = "sent"
    PARKED = "parked"
    CANCELLED = "cancelled"


class OutboxRow(Row, table=True):
    """Letters on their way out. The body is sealed, and wiped once nobody needs it."""

    __tablename__ = "outbox"
    __table_args__ = (
        live_index("next_at", while_set="next_at"),
        live_index("lane", "id", while_set="next_at"),
        live_index("person_id", "nudged_at", while_set="nudged_at"),
        live_index("parked_for", while_set="parked_for"),
    )

    id: int = Field(primary_key=True, sa_type=NUMBER)
    key: str = Field(unique=True, sa_type=KEY)
    lane: str = Field(sa_type=KEY)
    kind: str
    cohort_id: str | None = Field(foreign_key="cohort.id", sa_type=ID)
    person_id: str | None = Field(foreign_key="person.id", sa_type=ID)
    channel: str | None
    body: bytes | None = Field(sa_type=LargeBinary)
    not_before: datetime
    not_after: datetime | None
    state: LetterState = Field(sa_type=Word(LetterState))
    next_at: datetime | None
    lease: str | None = Field(sa_type=ID)
    attempts: int
    maybe_sent: bool
    nudged_at: datetime | None
    name: str | None
    error: str | None
    parked_for: str | None


class InboxRow(Row, table=True):
    """Events that were seen: their keys, never what was in them."""

    __tablename__ = "inbox"

    key: str = Field(primary_key=True, sa_type=KEY)
    seen_at: datetime


class ThrottleRow(Row, table=True):
    """Platforms and workspaces that asked to be left in peace for a while."""

    __tablename__ = "throttle"

    key: str = Field(primary_key=True, sa_type=KEY)
    blocked_until: datetime


class AuditRow(Row, records.AuditEntry, table=True):
    """Who did what to what: rows are only ever added, and each vouches for the one before."""

    __tablename__ = "audit"

    position: int = Field(primary_key=True, sa_type=NUMBER)
    previous: str = Field(sa_type=HASH)
    hash: str = Field(sa_type=HASH)


class ShelfRow(Row, table=True):
    """What must be remembered about a platform: installations, places, feeds; sealed, and found by a hash."""

    __tablename__ = "shelf"
    __table_args__ = (live_index("until", while_set="until"),)

    platform: str = Field(primary_key=True, sa_type=ID)
    workspace: str = Field(primary_key=True, sa_type=KEY)
    kind: str = Field(primary_key=True, sa_type=ID)
    name_hash: str = Field(primary_key=True, sa_type=HASH)
    person_id: str | None = Field(foreign_key="person.id", index=True, sa_type=ID)
    until: datetime | None
    body: bytes = Field(sa_type=LargeBinary)


class ConversationRow(Row, table=True):
    """Dialogs under way; what was answered is sealed with the key of whoever answers."""

    __tablename__ = "conversation"

    id: str = Field(primary_key=True, sa_type=KEY)
    owner: str = Field(foreign_key="person.id", index=True, sa_type=ID)
    dialog: str
    revision: int
    expires_at: datetime
    state: bytes = Field(sa_type=LargeBinary)
