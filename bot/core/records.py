"""The records of a programme: their shapes, defined once.

Plain data: `storage` adds columns, keys and indices to them. Times are aware and in UTC, dates are
local dates in the cohort's time zone, identifiers are opaque strings.
"""

from datetime import date, datetime, time
from enum import StrEnum

from sqlmodel import Field, SQLModel

from bot.programme.cadence import Said


class Role(StrEnum):
    """What a person is in a cohort."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    COORDINATOR = "coordinator"


class CohortState(StrEnum):
    """Where a cohort stands."""

    DRAFT = "draft"
    RUNNING = "running"
    CLOSED = "closed"


class RelationshipState(StrEnum):
    """Where a pair or trio stands. A pause is not a state: it is days, see `Pause`."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    COMPLETED = "completed"
    ENDED = "ended"


class InteractionState(StrEnum):
    """Whether a time is still being agreed; whether it was held is told by attestations alone."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    LOGGED = "logged"
    CANCELLED = "cancelled"


class ChangeKind(StrEnum):
    """What became of an agreed meeting."""

    MOVED = "moved"
    CALLED_OFF = "called_off"


class PollState(StrEnum):
    """Whether times are still being asked about; a settled poll has become a meeting."""

    OPEN = "open"
    SETTLED = "settled"
    CLOSED = "closed"


class StandingState(StrEnum):
    """Whether a standing time waits for everyone's yes, fills the diary, or does so no more."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    STOPPED = "stopped"


class Cohort(SQLModel):
    """People who run through a programme together. `plan` is the cohort file as it was read."""

    id: str
    name: str
    start: date
    timezone: str
    holidays: str
    months: int
    per_month: int
    state: CohortState = CohortState.DRAFT
    plan: dict[str, object] = Field(default_factory=dict)


class Habits(SQLModel):
    """When and how a person wants to hear from the bot.

    `away` holds days on which the usual hours don't: the first and the one after the last, both as
    `2027-08-03`, and with them the hours that hold instead, such as `20:00` and `08:00`, or none for leave.
    """

    timezone: str | None = None
    opens: time = time(9)
    closes: time = time(17)
    days: list[int] = Field(default_factory=lambda: [0, 1, 2, 3, 4])
    away: list[list[str]] = Field(default_factory=list)
    muted: bool = False
    snoozed_until: date | None = None
    unreachable_since: date | None = None


class Facts(Habits):
    """What a people file tells of a person and is no secret of theirs."""

    id: str
    platform: str | None = None
    department: str | None = None
    site: str | None = None
    seniority: str | None = None
    function: str | None = None
    training_done_on: date | None = None


class Identity(SQLModel):
    """What names a person, sealed at rest with their own key."""

    name: str
    email: str
    manager_email: str | None = None
    assistant_email: str | None = None
    never_with: list[str] = Field(default_factory=list)


class Person(Facts, Identity):
    """One person, whatever they are in whichever cohort."""


class Membership(SQLModel):
    """What a person is in a cohort; coordinators belong to no relationship, the unpaired not yet."""

    id: str
    cohort_id: str
    person_id: str
    role: Role
    relationship_id: str | None = None


class Relationship(SQLModel):
    """A pair, or a trio with a second mentor.

    `assistant_id` is whoever deals with times for the mentee, and belongs to no relationship.
    """

    id: str
    cohort_id: str
    code: str
    state: RelationshipState = RelationshipState.PROPOSED
    started: date | None = None
    ended: date | None = None
    not_now_until: date | None = None
    asked_for_help_on: date | None = None
    rules_accepted_on: date | None = None
    assistant_id: str | None = None


class Interaction(SQLModel):
    """One meeting, walk-round, call or event of a relationship, planned or logged."""

    id: str
    relationship_id: str
    on: date
    at: datetime | None = None
    type: str = "one_to_one"
    state: InteractionState = InteractionState.PROPOSED
    by: str = ""
    agreed_by: list[str] = Field(default_factory=list)
    moves: int = 0
    guide: int | None = None
    guide_used: str | None = None
    asked_again: bool = False


class Change(SQLModel):
    """That an agreed meeting was moved or called off, by whom and when; its own people alone see it.

    `was_at` is when the meeting was to begin. It counts for nothing.
    """

    id: str
    interaction_id: str
    what: ChangeKind
    by: str
    at: datetime
    was_at: datetime


class Poll(SQLModel):
    """Up to five times that a trio is asked about at once.

    `times` are instants in UTC as text, in order, and `answers` name by person those that suit them.
    """

    id: str
    relationship_id: str
    by: str
    asked_at: datetime
    times: list[str] = Field(default_factory=list)
    answers: dict[str, list[str]] = Field(default_factory=dict)
    state: PollState = PollState.OPEN
    interaction_id: str | None = None


class StandingTime(SQLModel):
    """A time that comes round again, such as every other Tuesday at four.

    `rule` is read by the rules of standing times, on the clocks of `timezone`. Dates up to `filled_until`
    have been put into the diary, or left out. `in_hours` tells that it lay in everybody's working time when
    it was agreed, so that a date on which it does not is left out.
    """

    id: str
    relationship_id: str
    rule: str
    timezone: str
    by: str
    agreed_by: list[str] = Field(default_factory=list)
    state: StandingState = StandingState.PROPOSED
    in_hours: bool = True
    asked_at: datetime
    filled_until: date | None = None


class Attestation(SQLModel):
    """What one person said about one interaction; of several the last stands."""

    id: str
    interaction_id: str
    person_id: str
    said: Said
    present: list[str] = Field(default_factory=list)
    at: datetime


class Pause(SQLModel):
    """Days on which a relationship rests: `first` included, `until` (the day of resuming) not."""

    id: str
    relationship_id: str
    first: date
    until: date | None = None


class Timer(SQLModel):
    """The next thing to do about something. One without a due time is at rest."""

    key: str
    kind: str
    due_at: datetime | None
    payload: dict[str, str] = Field(default_factory=dict)
    revision: int = 0
    attempts: int = 0
    error: str | None = None


class Acknowledgement(SQLModel):
    """That somebody accepted one version of a text: the privacy notice, ground rules, or to assist."""

    id: str
    person_id: str
    what: str
    version: int
    relationship_id: str | None = None
    at: datetime


class Note(SQLModel):
    """Something a person wrote or chose, sealed with their own key for the circle that may read it.

    `kind` is one of `reflection`, `weight`, `bracketing`, `ground_rules`, `prompt_set`, `commitment`,
    `theme` and `place`; what is told of it in the clear are times and states, never a word.
    """

    id: str
    kind: str
    author_id: str
    relationship_id: str | None = None
    interaction_id: str | None = None
    circle: str
    body: bytes
    state: str = ""
    version: int = 1
    due_on: date | None = None
    written_at: datetime
    opened_at: datetime | None = None
    expires_at: datetime | None = None


class AuditEntry(SQLModel):
    """Who did what to what, and when; never what anyone wrote."""

    at: datetime
    actor: str
    action: str
    object: str
