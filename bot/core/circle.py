"""The two or three people of a relationship, and everything that has happened between them.

A `Circle` is who they are; a `Story` is what they did, as the rules of cadence read it.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.core.ports import Unit
from bot.core.records import (
    Attestation,
    Cohort,
    Interaction,
    InteractionState,
    Pause,
    Person,
    Relationship,
    RelationshipState,
    Role,
)
from bot.programme import cadence as rules
from bot.programme import months as calendar
from bot.programme.zones import zone

T = TypeVar("T")

ASSISTING = "assisting"
"""What an assistant accepts: to deal with times for somebody, and to hear of nothing else."""

PLANNED = (InteractionState.PROPOSED, InteractionState.AGREED)


@dataclass(frozen=True, slots=True)
class Circle:
    """A pair or a trio: one mentee with one or two mentors, in their cohort.

    `assistant` deals with times for the mentee once they said that they would; they are none of its people.
    """

    cohort: Cohort
    relationship: Relationship
    mentee: Person
    mentors: tuple[Person, ...]
    assistant: Person | None = None

    @property
    def people(self) -> tuple[Person, ...]:
        return (self.mentee, *self.mentors)

    @property
    def is_trio(self) -> bool:
        return len(self.mentors) > 1

    @property
    def kind(self) -> str:
        return "trio" if self.is_trio else "pair"

    @property
    def zone(self) -> ZoneInfo:
        """The cohort's zone: dates of the programme are local dates there."""
        return zone(self.cohort.timezone)

    @property
    def threshold(self) -> rules.Threshold:
        return rules.Threshold(self.cohort.months, self.cohort.per_month)

    @property
    def is_active(self) -> bool:
        return self.relationship.state is RelationshipState.ACTIVE

    def others(self, person_id: str) -> tuple[Person, ...]:
        """Return everyone but this person."""
        return tuple(person for person in self.people if person.id != person_id)

    def member(self, person_id: str) -> Person | None:
        return next((person for person in self.people if person.id == person_id), None)

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Story:
    """What happened in one circle, read once and asked often."""

    circle: Circle
    interactions: tuple[Interaction, ...]
    attestations: tuple[Attestation, ...]
    pauses: tuple[Pause, ...]

    @property
    def rests(self) -> tuple[calendar.Pause, ...]:
        """The pauses, as the calendar reads them."""
        return tuple(calendar.Pause(pause.first, pause.until) for pause in self.pauses)

    def history(self) -> rules.History:
        """Return what the rules of cadence need to know, with people as identifiers."""
        relationship = self.circle.relationship
        return rules.History(
            code=relationship.code,
            mentee=self.circle.mentee.id,
            mentors=tuple(mentor.id for mentor in self.circle.mentors),
            started=relationship.started or self.circle.cohort.start,
            interactions=tuple(self._as_rules_read(interaction) for interaction in self.interactions),
            pauses=self.rests,
            ended=relationship.ended,
        )

    def _as_rules_read(self, interaction: Interaction) -> rules.Interaction:
        return rules.Interaction(interaction.id, interaction.on, self.answers(interaction.id))

    def answers(self, interaction_id: str) -> tuple[rules.Answer, ...]:
        return tuple(
            rules.Answer(one.person_id, one.at, one.said, frozenset(one.present))
            for one in self.attestations
            if one.interaction_id == interaction_id
        )

    def standing(self, interaction: Interaction, today: date) -> tuple[rules.Answer, ...]:
        """Return the last answer of each of the two or three to one interaction."""
        members = self.history().members
        return rules.standing_answers(self._as_rules_read(interaction), members, self.circle.zone, today)

    def months(self, today: date) -> tuple[calendar.Month, ...]:
        """Return the programme months with the pauses known today."""
        history = self.history()
        return calendar.programme_months(history.started, self.circle.cohort.months, self.rests, today)

    def month_of(self, day: date, today: date) -> calendar.Month | None:
        return next((month for month in self.months(today) if day in month), None)

    def cadence(self, today: date) -> rules.Cadence:
        return rules.cadence(self.history(), self.circle.threshold, today, self.circle.zone)

    def held_on(self, today: date) -> frozenset[date]:
        return rules.held_on(self.history(), today, self.circle.zone)

    def agreed_days(self, today: date) -> frozenset[date]:
        """Return the days to come, today included, for which a time is agreed."""
        agreed = (one for one in self.interactions if one.state is InteractionState.AGREED)
        return frozenset(one.on for one in agreed if one.on >= today)

    def short_of(self, month: calendar.Month, today: date) -> int:
        """Return how many interactions this month still lacks, agreed ones taken as they will be."""
        days = self.held_on(today) | self.agreed_days(today)
        return max(0, self.circle.cohort.per_month - sum(day in month for day in days))

    def planned(self, today: date) -> tuple[Interaction, ...]:
        """Return what is proposed or agreed for today or later, earliest first."""
        ahead = (one for one in self.interactions if one.state in PLANNED and one.on >= today)
        return tuple(sorted(ahead, key=lambda one: (one.on, one.id)))

    def paused(self, today: date) -> bool:
        return bool(calendar.merge(self.rests, today, today))

    def is_over(self, today: date) -> bool:
        over = rules.completed_on(self.history(), self.circle.threshold, today)
        return not self.circle.is_active or (over is not None and over <= today)


async def load_circle(unit: Unit, relationship_id: str) -> Circle:
    """Read one relationship, under lock, with its cohort and people."""
    relationship, cohort = await unit.relationships.with_cohort(relationship_id)
    circle = _circle(cohort, relationship, await unit.people.of_relationship(relationship_id))
    if relationship.assistant_id is None:
        return circle
    return replace(circle, assistant=await _assistant(unit, relationship, relationship.assistant_id))


async def _assistant(unit: Unit, relationship: Relationship, person_id: str) -> Person | None:
    """Return who deals with times for the mentee, if they said that they would and have not left."""
    accepted = await unit.acknowledgements.of_person(person_id)
    if not any(one.what == ASSISTING and one.relationship_id == relationship.id for one in accepted):
        return None
    return next((one for one in await unit.people.some([person_id]) if one.email), None)


def _circle(cohort: Cohort, relationship: Relationship, people: Sequence[tuple[Role, Person]]) -> Circle:
    mentee = next(person for role, person in people if role is Role.MENTEE)
    mentors = tuple(person for role, person in people if role is Role.MENTOR)
    return Circle(cohort, relationship, mentee, mentors)


async def load_cohort(unit: Unit, cohort: Cohort) -> tuple[Story, ...]:
    """Read every relationship of a cohort that has begun, in a fixed number of queries."""
    begun = [one for one in await unit.relationships.of_cohort(cohort.id) if one.started is not None]
    memberships = [one for one in await unit.memberships.of_cohort(cohort.id) if one.relationship_id]
    people = {person.id: person for person in await unit.people.some({m.person_id for m in memberships})}
    members: dict[str, list[tuple[Role, Person]]] = defaultdict(list)
    for one in memberships:
        members[one.relationship_id or ""].append((one.role, people[one.person_id]))
    return await tell_stories(unit, [_circle(cohort, one, members[one.id]) for one in begun])


async def load_story(unit: Unit, relationship_id: str) -> Story:
    """Read one relationship with everything that has happened in it."""
    circle = await load_circle(unit, relationship_id)
    return (await tell_stories(unit, [circle]))[0]


async def tell_stories(unit: Unit, circles: Sequence[Circle]) -> tuple[Story, ...]:
    """Read what happened in several circles at once, in a fixed number of queries."""
    ids = [circle.relationship.id for circle in circles]
    interactions = await unit.interactions.of(ids)
    owners = {one.id: one.relationship_id for one in interactions}
    held = _grouped(interactions, lambda one: one.relationship_id)
    said = _grouped(await unit.attestations.of(ids), lambda one: owners[one.interaction_id])
    rests = _grouped(await unit.pauses.of(ids), lambda one: one.relationship_id)
    return tuple(
        Story(circle, held[own], said[own], rests[own]) for circle, own in zip(circles, ids, strict=True)
    )


def _grouped(records: Sequence[T], owner: Callable[[T], str]) -> Mapping[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for record in records:
        groups[owner(record)].append(record)
    return defaultdict(tuple, {own: tuple(group) for own, group in groups.items()})
