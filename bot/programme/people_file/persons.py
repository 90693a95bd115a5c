"""The rows of one person put together: what they say must agree, and each must add something."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.programme.people_file.columns import Field
from bot.programme.people_file.shapes import Person, PersonRow, Problem, Role
from bot.programme.people_file.sheet import Sheet

_MENTORS_IN_AT_MOST = 2

_FACTS = (
    Field.NAME,
    Field.TIMEZONE,
    Field.DEPARTMENT,
    Field.SITE,
    Field.SENIORITY,
    Field.FUNCTION,
    Field.MANAGER_EMAIL,
    Field.TRAINING_DONE_ON,
    Field.PLATFORM,
    Field.NEVER_WITH,
    Field.ASSISTANT_EMAIL,
)


def merge_people(rows: Iterable[PersonRow]) -> dict[str, Person]:
    """Return one person per e-mail address, in the order of the file, with the facts of all their rows.

    A fact is given by the first row that has it; roles are those of all rows.
    """
    people: dict[str, Person] = {}
    for row in rows:
        if row.email:
            before = people.get(row.email)
            people[row.email] = _merged(before, row.person) if before else row.person
    return people


def _merged(before: Person, later: Person) -> Person:
    added = {fact: getattr(later, fact) for fact in _FACTS if not getattr(before, fact)}
    return replace(before, **added, roles=tuple(dict.fromkeys(before.roles + later.roles)))


def check_people_agree(rows: Iterable[PersonRow], sheet: Sheet) -> Iterator[Problem]:
    """Yield a problem for each fact of a later row that an earlier row of the same person contradicts."""
    first_said: dict[tuple[str, Field], PersonRow] = {}
    for row in rows:
        for fact in _FACTS if row.email else ():
            if not getattr(row.person, fact):
                continue
            earlier = first_said.setdefault((row.email, fact), row)
            if _alike(getattr(earlier.person, fact)) != _alike(getattr(row.person, fact)):
                message = (
                    f"Row {earlier.number} says something else about this person. Please make the two agree."
                )
                yield Problem(row.number, sheet.header(fact), message)


def _alike(fact: object) -> object:
    """Return what two spellings of a fact have in common: capitals and the order of a list do not matter."""
    if isinstance(fact, str):
        return " ".join(fact.casefold().split())
    return frozenset(fact) if isinstance(fact, tuple) else fact


def check_repeated_rows(rows: Iterable[PersonRow], sheet: Sheet) -> Iterator[Problem]:
    """Yield a problem for a further row of somebody in the same role that adds no relationship."""
    listed: dict[tuple[str, Role], PersonRow] = {}
    for row in _paired_rows_first(rows):
        if not row.email or not row.role:
            continue
        earlier = listed.setdefault((row.email, row.role), row)
        if earlier is not row and not row.relationship:
            message = (
                f"This person is a {row.role} in row {earlier.number} already. A further row is for a "
                "further relationship and needs its code."
            )
            yield Problem(row.number, sheet.header(Field.EMAIL), message)


def _paired_rows_first(rows: Iterable[PersonRow]) -> list[PersonRow]:
    return sorted(rows, key=lambda row: row.relationship is None)


def check_how_many_relationships(rows: Iterable[PersonRow], sheet: Sheet) -> Iterator[Problem]:
    """Yield a problem where somebody is the mentee of a second relationship or the mentor of a third."""
    codes: dict[tuple[str, Role], list[str]] = {}
    for row in rows:
        if not (row.email and row.role and row.relationship):
            continue
        so_far = codes.setdefault((row.email, row.role), [])
        if row.relationship in so_far:
            continue
        so_far.append(row.relationship)
        message = _too_many(row.role, len(so_far))
        if message:
            yield Problem(row.number, sheet.header(Field.RELATIONSHIP), message)


def _too_many(role: Role, relationships: int) -> str | None:
    if role is Role.MENTEE and relationships > 1:
        return "This person is a mentee in another relationship already. A mentee has one pair or trio."
    if role is Role.MENTOR and relationships > _MENTORS_IN_AT_MOST:
        return "This person is a mentor in two relationships already, and two is the most."
    return None
