"""Who is paired with whom: rows that share a code are one pair or trio, if the rules allow it."""

from collections.abc import Iterable, Iterator, Mapping

from bot.programme.people_file.columns import Field
from bot.programme.people_file.shapes import Person, PersonRow, Problem, Relationship, Role
from bot.programme.people_file.sheet import Sheet

_MENTORS_AT_MOST = 2


def rows_by_code(rows: Iterable[PersonRow]) -> dict[str, list[PersonRow]]:
    """Gather the rows of each relationship under its code, in the order of the file."""
    together: dict[str, list[PersonRow]] = {}
    for row in rows:
        if row.relationship:
            together.setdefault(row.relationship, []).append(row)
    return together


def pair_up(rows: Iterable[PersonRow]) -> tuple[Relationship, ...]:
    """Make the relationships of rows that were found without a problem."""
    return tuple(
        Relationship(code, _in_role(members, Role.MENTEE)[0].email, _emails(_in_role(members, Role.MENTOR)))
        for code, members in rows_by_code(rows).items()
    )


def check_relationships(
    rows: Iterable[PersonRow], people: Mapping[str, Person], sheet: Sheet
) -> Iterator[Problem]:
    """Yield what forbids each relationship: who is in it twice or too many, and who must not be paired.

    A relationship is one mentee with one or two mentors. Nobody in it is the line manager of another, and
    nobody is with somebody they are never to be with, whichever of the two says so.
    """
    for code, together in rows_by_code(rows).items():
        for row, message in _what_forbids(code, together, people):
            yield Problem(row.number, sheet.header(Field.RELATIONSHIP), message)


def _what_forbids(
    code: str, together: list[PersonRow], people: Mapping[str, Person]
) -> Iterator[tuple[PersonRow, str]]:
    members, repeated = _once_each(together)
    for row in repeated:
        yield row, f"This person is in {code} already. Nobody can be in one relationship twice."
    yield from _who_is_too_many(code, members)
    if all(row.email and row.role in (Role.MENTEE, Role.MENTOR) for row in together):
        yield from _who_is_missing(code, members)
    yield from _who_must_not_meet(code, members, people)


def _once_each(together: list[PersonRow]) -> tuple[list[PersonRow], list[PersonRow]]:
    """Split rows into the first of each person and the others; rows of nobody known are first rows."""
    seen: set[str] = set()
    first: list[PersonRow] = []
    repeated: list[PersonRow] = []
    for row in together:
        (repeated if row.email in seen else first).append(row)
        if row.email:
            seen.add(row.email)
    return first, repeated


def _who_is_too_many(code: str, members: list[PersonRow]) -> Iterator[tuple[PersonRow, str]]:
    for row in _in_role(members, Role.MENTEE)[1:]:
        yield row, f"{code} has a mentee already. A relationship is one mentee with one or two mentors."
    for row in _in_role(members, Role.MENTOR)[_MENTORS_AT_MOST:]:
        yield row, f"{code} has two mentors already. A relationship is one mentee with one or two mentors."


def _who_is_missing(code: str, members: list[PersonRow]) -> Iterator[tuple[PersonRow, str]]:
    for role in (Role.MENTEE, Role.MENTOR):
        if not _in_role(members, role):
            yield members[0], f"{code} has no {role}. A relationship is one mentee with one or two mentors."


def _who_must_not_meet(
    code: str, members: list[PersonRow], people: Mapping[str, Person]
) -> Iterator[tuple[PersonRow, str]]:
    by_email = {row.email: row for row in members if row.email}
    for email, row in by_email.items():
        manager = by_email.get(people[email].manager_email or "", row)
        if manager is not row:
            earlier, later = sorted((row, manager), key=_number)
            yield later, f"{code} pairs somebody with their line manager (row {earlier.number})."
        for kept_apart in by_email.keys() & set(people[email].never_with) - {email}:
            earlier, later = sorted((row, by_email[kept_apart]), key=_number)
            yield later, f"{code} pairs two people who are never to be paired (row {earlier.number})."


def _number(row: PersonRow) -> int:
    return row.number


def _in_role(rows: list[PersonRow], role: Role) -> list[PersonRow]:
    return [row for row in rows if row.role is role]


def _emails(rows: list[PersonRow]) -> tuple[str, ...]:
    return tuple(row.email for row in rows)
