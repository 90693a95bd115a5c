"""What a people file is about: people, their roles, and who is paired with whom."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PeopleFileError(ValueError):
    """The people file cannot be read at all; the message says why in one sentence."""


class Role(StrEnum):
    """What a person is in the cohort."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    COORDINATOR = "coordinator"


class RelationshipKind(StrEnum):
    """A pair has one mentor, a trio two; both have one mentee."""

    PAIR = "pair"
    TRIO = "trio"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something to mend, where a spreadsheet shows it: the header is row 1.

    `column` is the header as it stands in the file, or empty for the row as a whole. A message never
    repeats what a cell holds, because a slipped row may hold what must not be read.
    """

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person with the facts that are true of them in every relationship.

    E-mail addresses are in lower case. What the file leaves empty is None, or an empty tuple.
    `roles` are in the order of the file; somebody may mentor in one relationship and be the mentee of
    another.
    """

    email: str
    name: str
    roles: tuple[Role, ...]
    timezone: str | None = None
    department: str | None = None
    site: str | None = None
    seniority: str | None = None
    function: str | None = None
    manager_email: str | None = None
    training_done_on: date | None = None
    platform: str | None = None
    never_with: tuple[str, ...] = ()
    assistant_email: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row: a person in one role, and the code of the relationship the row puts them in, if any.

    While a row is being checked, what could not be read is empty; in the `rows` of a report nothing is.
    """

    number: int
    person: Person
    relationship: str | None

    @property
    def email(self) -> str:
        return self.person.email

    @property
    def role(self) -> Role | None:
        return next(iter(self.person.roles), None)


@dataclass(frozen=True, slots=True)
class Relationship:
    """One mentee with one or two mentors, by e-mail; the mentors in the order of the file."""

    code: str
    mentee: str
    mentors: tuple[str, ...]

    @property
    def kind(self) -> RelationshipKind:
        return RelationshipKind.PAIR if len(self.mentors) == 1 else RelationshipKind.TRIO
