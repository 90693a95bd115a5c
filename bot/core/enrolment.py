"""People in: a cohort is created from its plan, and people and pairs are enrolled from a checked file."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.problems import Problem
from bot.core.records import Cohort, Membership, Person, Relationship, Role
from bot.core.turn import Turn
from bot.programme.cohort_plan import CohortPlan
from bot.programme.people_file import PeopleReport
from bot.programme.people_file import Person as Row
from bot.programme.people_file import Relationship as Pairing
from bot.programme.people_file import Role as FileRole


class CohortExists(Problem):
    """There is a cohort of that name already."""


class NoSuchCohort(Problem):
    """There is no cohort of that name."""


class PairingClash(Problem):
    """A relationship of the file is there already with other people in it."""


_FACTS = (
    "name",
    "email",
    "timezone",
    "platform",
    "department",
    "site",
    "seniority",
    "function",
    "training_done_on",
    "manager_email",
    "assistant_email",
)
"""What a row of the people file tells about a person, under the names of the record."""


@dataclass(frozen=True, slots=True)
class CohortStatus:
    """Where a cohort stands before and after its start."""

    cohort: Cohort
    people: int
    relationships: int
    coordinators: int
    unpaired: int


async def create_cohort(turn: Turn, plan: CohortPlan) -> Cohort:
    """Create a cohort that nobody belongs to yet."""
    if await turn.unit.cohorts.named(plan.name) is not None:
        raise CohortExists(f"There is a cohort called {plan.name} already.")
    cohort = Cohort(
        id=turn.new_id(),
        name=plan.name,
        start=plan.start,
        timezone=plan.timezone,
        holidays=plan.holidays,
        months=plan.months,
        per_month=plan.per_month,
        plan=plan.model_dump(mode="json"),
    )
    await turn.unit.cohorts.add(cohort)
    await turn.note("created", f"cohort:{cohort.id}")
    return cohort


async def cohort_named(turn: Turn, name: str) -> Cohort:
    cohort = await turn.unit.cohorts.named(name)
    if cohort is None:
        known = ", ".join(one.name for one in await turn.unit.cohorts.every()) or "none yet"
        raise NoSuchCohort(f"There is no cohort called {name}. The cohorts are: {known}.")
    return cohort


async def enrol(turn: Turn, cohort: Cohort, report: PeopleReport) -> int:
    """Bring everybody of a clean report in and return how many people that were.

    The same file again changes facts of people and adds what is new; a relationship that is there
    already with other people is refused, and then nothing is imported.
    """
    known = {one.code: one for one in await turn.unit.relationships.of_cohort(cohort.id)}
    memberships = list(await turn.unit.memberships.of_cohort(cohort.id))
    ids = {row.email: (await _person(turn, row)).id for row in report.people}
    for row in report.people:
        if FileRole.COORDINATOR in row.roles:
            await _join(turn, cohort, memberships, ids[row.email], Role.COORDINATOR)
    for pairing in report.relationships:
        await _pair(turn, cohort, pairing, ids, known, memberships)
    paired = {member for pairing in report.relationships for member in (pairing.mentee, *pairing.mentors)}
    for row in report.people:
        for role in row.roles:
            if row.email not in paired and role is not FileRole.COORDINATOR:
                await _join(turn, cohort, memberships, ids[row.email], Role(role.value))
    await turn.note("imported people", f"cohort:{cohort.id}")
    return len(report.people)


async def _person(turn: Turn, row: Row) -> Person:
    """Return the person of a row: new, or known with what the row tells; an empty cell changes nothing."""
    known = await turn.unit.people.with_email(row.email)
    facts = {name: getattr(row, name) for name in _FACTS if getattr(row, name)}
    if row.never_with:
        facts["never_with"] = list(row.never_with)
    if known is None:
        person = Person.model_validate({"id": turn.new_id(), **facts})
        await turn.unit.people.add(person)
        return person
    person = known.model_copy(update=facts)
    await turn.unit.people.put(person)
    return person


async def _pair(
    turn: Turn,
    cohort: Cohort,
    pairing: Pairing,
    ids: Mapping[str, str],
    known: Mapping[str, Relationship],
    memberships: list[Membership],
) -> None:
    roles = {ids[pairing.mentee]: Role.MENTEE} | {ids[one]: Role.MENTOR for one in pairing.mentors}
    relationship = known.get(pairing.code)
    if relationship is not None:
        there = {m.person_id: m.role for m in memberships if m.relationship_id == relationship.id}
        if there != roles:
            raise PairingClash(f"{pairing.code} is there already with other people. Nothing was imported.")
        return
    relationship = Relationship(id=turn.new_id(), cohort_id=cohort.id, code=pairing.code)
    await turn.unit.relationships.add(relationship)
    for person_id, role in roles.items():
        await _join(turn, cohort, memberships, person_id, role, relationship.id)


async def _join(
    turn: Turn,
    cohort: Cohort,
    memberships: list[Membership],
    person_id: str,
    role: Role,
    relationship_id: str | None = None,
) -> None:
    """Add a membership that is not there yet; one without a relationship is filled by the first pairing."""
    same = [m for m in memberships if m.person_id == person_id and m.role is role]
    if any(m.relationship_id == relationship_id for m in same) or (relationship_id is None and same):
        return
    waiting = next((m for m in same if m.relationship_id is None), None)
    if waiting is not None:
        memberships.remove(waiting)
        membership = waiting.model_copy(update={"relationship_id": relationship_id})
        await turn.unit.memberships.put(membership)
    else:
        membership = Membership(
            id=turn.new_id(),
            cohort_id=cohort.id,
            person_id=person_id,
            role=role,
            relationship_id=relationship_id,
        )
        await turn.unit.memberships.add(membership)
    memberships.append(membership)


async def cohort_status(turn: Turn, cohort: Cohort) -> CohortStatus:
    memberships = await turn.unit.memberships.of_cohort(cohort.id)
    relationships = await turn.unit.relationships.of_cohort(cohort.id)
    by_role = {role: {m.person_id for m in memberships if m.role is role} for role in Role}
    paired = {m.person_id for m in memberships if m.relationship_id}
    return CohortStatus(
        cohort=cohort,
        people=len(set().union(*by_role.values())),
        relationships=len(relationships),
        coordinators=len(by_role[Role.COORDINATOR]),
        unpaired=len((by_role[Role.MENTOR] | by_role[Role.MENTEE]) - paired),
    )
