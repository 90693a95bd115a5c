"""Repositories of the programme: cohorts, who is in them, and what pairs and trios do."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, select

from bot.core.ports import NotThere
from bot.core.records import Attestation, Cohort, Interaction, Membership, Pause, Relationship, Role
from storage.access import Drawer, Repository, one_of_these
from storage.tables import (
    AttestationRow,
    CohortRow,
    InteractionRow,
    MembershipRow,
    PauseRow,
    RelationshipRow,
)

_cohorts = Drawer(Cohort, CohortRow)
_memberships = Drawer(Membership, MembershipRow)
_relationships = Drawer(Relationship, RelationshipRow)
_interactions = Drawer(Interaction, InteractionRow)
_attestations = Drawer(Attestation, AttestationRow)
_pauses = Drawer(Pause, PauseRow)

_ALL_COHORTS = _cohorts.every.order_by(_cohorts.table.c.id)
_COHORT_NAMED = _cohorts.where("name")

_MEMBERSHIPS_OF_PERSON = _memberships.where("person_id")
_MEMBERSHIPS_OF_COHORT = _memberships.where("cohort_id")
_COORDINATORS_OF_COHORT = _MEMBERSHIPS_OF_COHORT.where(_memberships.table.c.role == Role.COORDINATOR)
_MEMBERSHIPS_OF_RELATIONSHIP = _memberships.where("relationship_id")

_WITH_COHORT = (
    select(*_relationships.columns, *_cohorts.columns)
    .join(_cohorts.table, _cohorts.table.c.id == _relationships.table.c.cohort_id)
    .where(_relationships.table.c.id == bindparam("this"))
)
_WITH_COHORT_LOCKED = _WITH_COHORT.with_for_update(of=_relationships.table, key_share=True)
_RELATIONSHIPS_OF_COHORT = _relationships.where("cohort_id", "code")
_ASSISTED_BY = _relationships.where("assistant_id", "code")
_INTERACTIONS_OF = _interactions.among("relationship_id", "on")
_PAUSES_OF = _pauses.among("relationship_id", "first")

_ATTESTATIONS_OF = _attestations.every.where(
    _attestations.table.c.interaction_id.in_(
        select(_interactions.table.c.id).where(one_of_these(_interactions.table.c.relationship_id))
    )
).order_by(_attestations.table.c["at"], _attestations.table.c.id)


class SqlCohorts(Repository):
    """Cohorts."""

    async def add(self, cohort: Cohort) -> None:
        await _cohorts.add(self._access, cohort)

    async def get(self, cohort_id: str) -> Cohort:
        return await _cohorts.get(self._access, cohort_id)

    async def named(self, name: str) -> Cohort | None:
        return await _cohorts.first(self._access, _COHORT_NAMED, this=name)

    async def every(self) -> Sequence[Cohort]:
        return await _cohorts.find(self._access, _ALL_COHORTS)

    async def put(self, cohort: Cohort) -> None:
        await _cohorts.put(self._access, cohort)


class SqlMemberships(Repository):
    """Who is what in which cohort."""

    async def add(self, membership: Membership) -> None:
        await _memberships.add(self._access, membership)

    async def of_person(self, person_id: str) -> Sequence[Membership]:
        return await _memberships.find(self._access, _MEMBERSHIPS_OF_PERSON, this=person_id)

    async def of_cohort(self, cohort_id: str) -> Sequence[Membership]:
        return await _memberships.find(self._access, _MEMBERSHIPS_OF_COHORT, this=cohort_id)

    async def coordinators_of(self, cohort_id: str) -> Sequence[Membership]:
        return await _memberships.find(self._access, _COORDINATORS_OF_COHORT, this=cohort_id)

    async def of_relationship(self, relationship_id: str) -> Sequence[Membership]:
        return await _memberships.find(self._access, _MEMBERSHIPS_OF_RELATIONSHIP, this=relationship_id)

    async def put(self, membership: Membership) -> None:
        await _memberships.put(self._access, membership)


class SqlRelationships(Repository):
    """Pairs and trios; `get` keeps everybody else from changing one until the unit ends."""

    async def add(self, relationship: Relationship) -> None:
        await _relationships.add(self._access, relationship)

    async def get(self, relationship_id: str) -> Relationship:
        return await _relationships.get_locked(self._access, relationship_id)

    async def with_cohort(self, relationship_id: str) -> tuple[Relationship, Cohort]:
        statement = _WITH_COHORT_LOCKED if self._access.writing else _WITH_COHORT
        row = (await self._access.connection.execute(statement, {"this": relationship_id})).first()
        if row is None:
            raise NotThere
        width = len(_relationships.columns)
        return _relationships.copy(row[:width]), _cohorts.copy(row[width:])

    async def of_cohort(self, cohort_id: str) -> Sequence[Relationship]:
        return await _relationships.find(self._access, _RELATIONSHIPS_OF_COHORT, this=cohort_id)

    async def assisted_by(self, person_id: str) -> Sequence[Relationship]:
        return await _relationships.find(self._access, _ASSISTED_BY, this=person_id)

    async def put(self, relationship: Relationship) -> None:
        await _relationships.put(self._access, relationship)


class SqlInteractions(Repository):
    """What pairs and trios planned or logged, by date."""

    async def add(self, interaction: Interaction) -> None:
        await _interactions.add(self._access, interaction)

    async def get(self, interaction_id: str) -> Interaction:
        return await _interactions.get(self._access, interaction_id)

    async def of(self, relationship_ids: Collection[str]) -> Sequence[Interaction]:
        return await _interactions.find(self._access, _INTERACTIONS_OF, these=list(relationship_ids))

    async def put(self, interaction: Interaction) -> None:
        await _interactions.put(self._access, interaction)


class SqlAttestations(Repository):
    """What people said about interactions, in the order in which they said it."""

    async def add(self, attestation: Attestation) -> None:
        await _attestations.add(self._access, attestation)

    async def of(self, relationship_ids: Collection[str]) -> Sequence[Attestation]:
        return await _attestations.find(self._access, _ATTESTATIONS_OF, these=list(relationship_ids))


class SqlPauses(Repository):
    """Days of rest, by their first day."""

    async def add(self, pause: Pause) -> None:
        await _pauses.add(self._access, pause)

    async def of(self, relationship_ids: Collection[str]) -> Sequence[Pause]:
        return await _pauses.find(self._access, _PAUSES_OF, these=list(relationship_ids))

    async def put(self, pause: Pause) -> None:
        await _pauses.put(self._access, pause)
