"""Records go in and come out the same, and nothing changes by itself."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from bot.core.events import Actor
from bot.core.ports import NotThere
from bot.core.records import (
    Acknowledgement,
    Attestation,
    Cohort,
    CohortState,
    Interaction,
    InteractionState,
    Membership,
    Pause,
    Person,
    Relationship,
    RelationshipState,
    Role,
)
from bot.programme.cadence import Said
from storage import SqlStore
from tests.contract.store.examples import (
    AMINA,
    AMINA_ON_SLACK,
    BEN,
    COHORT,
    MEETING,
    MINUTE,
    NOW,
    PAIR,
    add_a_pair,
)


async def test_a_cohort_comes_back_as_it_went_in(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.cohorts.add(COHORT)
        assert await unit.cohorts.get("spring") == COHORT


async def test_a_cohort_is_found_by_its_name_or_not_at_all(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.cohorts.add(COHORT)
        assert await unit.cohorts.named("Spring 2027") == COHORT
        assert await unit.cohorts.named("Autumn 2027") is None


async def test_every_cohort_is_listed(store: SqlStore) -> None:
    autumn = COHORT.model_copy(update={"id": "autumn", "name": "Autumn 2027"})
    async with store.unit() as unit:
        await unit.cohorts.add(COHORT)
        await unit.cohorts.add(autumn)
        assert await unit.cohorts.every() == [autumn, COHORT]


async def test_a_cohort_that_was_put_back_has_its_new_values(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.cohorts.add(COHORT)
        running = COHORT.model_copy(update={"state": CohortState.RUNNING, "plan": {"words": ["all"]}})
        await unit.cohorts.put(running)
        assert await unit.cohorts.get("spring") == running


async def test_words_of_a_state_come_back_as_the_state_they_are(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        assert (await unit.relationships.get(PAIR.id)).state is RelationshipState.PROPOSED
        assert (await unit.memberships.of_person("ben"))[0].role is Role.MENTEE


async def test_what_is_not_there_is_said_to_be_not_there(store: SqlStore) -> None:
    async with store.unit() as unit:
        for looking in (unit.cohorts.get, unit.people.get, unit.relationships.get, unit.interactions.get):
            with pytest.raises(NotThere, match="no longer here"):
                await looking("nobody")


async def test_what_is_not_there_cannot_be_put_back(store: SqlStore) -> None:
    async with store.unit() as unit:
        for putting in (unit.cohorts.put(COHORT), unit.people.put(AMINA), unit.relationships.put(PAIR)):
            with pytest.raises(NotThere):
                await putting


async def test_a_person_comes_back_with_everything_that_names_them(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.people.add(AMINA)
        assert await unit.people.get("amina") == AMINA


async def test_some_people_are_those_asked_for_who_are_there(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.people.add(AMINA)
        await unit.people.add(BEN)
        assert await unit.people.some(["ben", "amina", "nobody"]) == [AMINA, BEN]
        assert await unit.people.some([]) == []


async def test_a_person_is_found_by_e_mail_however_it_is_spelt(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.people.add(AMINA)
        assert await unit.people.with_email(" Amina.Okafor@TRUST.example ") == AMINA
        assert await unit.people.with_email("amina.okafor@other.example") is None
        assert await unit.people.with_email("") is None


async def test_a_new_e_mail_is_found_and_the_old_one_is_not(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.people.add(AMINA)
        married = AMINA.model_copy(update={"name": "Amina Bell", "email": "amina.bell@trust.example"})
        await unit.people.put(married)
        assert await unit.people.with_email("amina.bell@trust.example") == married
        assert await unit.people.with_email(AMINA.email) is None


async def test_habits_of_a_person_are_kept(store: SqlStore) -> None:
    hours = {"opens": time(19, 30), "closes": time(7), "days": [5, 6]}
    quiet = {"away": [["2027-02-01", "2027-02-08"]], "muted": True, "snoozed_until": date(2027, 2, 1)}
    night_worker = AMINA.model_copy(update=hours | quiet)
    async with store.unit() as unit:
        await unit.people.add(AMINA)
        await unit.people.put(night_worker)
        assert await unit.people.get("amina") == night_worker


async def test_a_person_is_found_at_their_address(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.people.add(AMINA)
        await unit.people.give_address("amina", AMINA_ON_SLACK)
        assert await unit.people.at(AMINA_ON_SLACK) == AMINA
        assert await unit.people.at(Actor(platform="slack", workspace="T2", user="U-AMINA")) is None


async def test_an_address_given_to_somebody_else_is_theirs_from_then_on(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.people.add(AMINA)
        await unit.people.add(BEN)
        await unit.people.give_address("amina", AMINA_ON_SLACK)
        await unit.people.give_address("ben", AMINA_ON_SLACK)
        assert await unit.people.at(AMINA_ON_SLACK) == BEN


async def test_memberships_are_found_from_every_side(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        of_cohort = await unit.memberships.of_cohort("spring")
        assert [one.person_id for one in of_cohort] == ["amina", "ben"]
        assert await unit.memberships.of_relationship(PAIR.id) == of_cohort
        assert await unit.memberships.of_person("ben") == of_cohort[1:]


async def test_coordinators_are_told_from_everybody_else_in_the_cohort(store: SqlStore) -> None:
    coordinator = Membership(id="m", cohort_id="spring", person_id="ben", role=Role.COORDINATOR)
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.memberships.add(coordinator)
        assert await unit.memberships.coordinators_of("spring") == [coordinator]
        assert await unit.memberships.coordinators_of("autumn") == []


async def test_coordinators_of_a_cohort_are_told_apart_from_its_pairs(store: SqlStore) -> None:
    coordinator = Membership(id="m-co", cohort_id="spring", person_id="amina", role=Role.COORDINATOR)
    async with store.unit() as unit:
        await add_a_pair(unit)
        assert await unit.memberships.coordinators_of("spring") == []
        await unit.memberships.add(coordinator)
        assert await unit.memberships.coordinators_of("spring") == [coordinator]


async def test_a_person_without_a_relationship_can_be_given_one(store: SqlStore) -> None:
    unpaired = Membership(id="m", cohort_id="spring", person_id="amina", role=Role.MENTOR)
    async with store.unit() as unit:
        await unit.cohorts.add(COHORT)
        await unit.people.add(AMINA)
        await unit.relationships.add(PAIR)
        await unit.memberships.add(unpaired)
        await unit.memberships.put(unpaired.model_copy(update={"relationship_id": PAIR.id}))
        assert [one.person_id for one in await unit.memberships.of_relationship(PAIR.id)] == ["amina"]


async def test_relationships_of_a_cohort_come_by_their_codes(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.cohorts.add(COHORT)
        for number, code in ((1, "R03"), (2, "R01"), (3, "R02")):
            await unit.relationships.add(Relationship(id=f"r{number}", cohort_id="spring", code=code))
        assert [one.code for one in await unit.relationships.of_cohort("spring")] == ["R01", "R02", "R03"]


async def test_a_relationship_that_was_put_back_has_its_new_values(store: SqlStore) -> None:
    active = PAIR.model_copy(update={"state": RelationshipState.ACTIVE, "started": date(2027, 1, 4)})
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.relationships.put(active)
        assert await unit.relationships.get(PAIR.id) == active


async def test_interactions_of_several_relationships_come_by_date(store: SqlStore) -> None:
    other = Relationship(id="pair-2", cohort_id="spring", code="R02")
    earlier = Interaction(id="z", relationship_id="pair-2", on=date(2027, 1, 11), at=NOW, agreed_by=["amina"])
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.relationships.add(other)
        await unit.interactions.add(MEETING)
        await unit.interactions.add(earlier)
        assert await unit.interactions.of([PAIR.id, "pair-2"]) == [earlier, MEETING]
        assert await unit.interactions.of([PAIR.id]) == [MEETING]
        assert await unit.interactions.of([]) == []


async def test_an_interaction_that_was_put_back_has_its_new_values(store: SqlStore) -> None:
    agreed = MEETING.model_copy(update={"state": InteractionState.AGREED, "at": NOW, "moves": 2})
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.interactions.add(MEETING)
        await unit.interactions.put(agreed)
        assert await unit.interactions.get(MEETING.id) == agreed


async def test_what_people_said_comes_in_the_order_they_said_it(store: SqlStore) -> None:
    one = Attestation(id="b", interaction_id=MEETING.id, person_id="ben", said=Said.NOT_HELD, at=NOW)
    two = Attestation(id="a", interaction_id=MEETING.id, person_id="amina", said=Said.HELD, at=NOW + MINUTE)
    said = [one, two.model_copy(update={"present": ["ben"]})]
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.interactions.add(MEETING)
        for attestation in reversed(said):
            await unit.attestations.add(attestation)
        assert await unit.attestations.of([PAIR.id]) == said
        assert await unit.attestations.of(["pair-2"]) == []


async def test_a_pause_can_be_ended(store: SqlStore) -> None:
    pause = Pause(id="p", relationship_id=PAIR.id, first=date(2027, 3, 1))
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.pauses.add(pause)
        assert await unit.pauses.of([PAIR.id]) == [pause]
        ended = pause.model_copy(update={"until": date(2027, 3, 15)})
        await unit.pauses.put(ended)
        assert await unit.pauses.of([PAIR.id]) == [ended]


async def test_what_was_accepted_is_found_by_person_and_by_relationship(store: SqlStore) -> None:
    notice = Acknowledgement(id="1", person_id="ben", what="privacy", version=2, at=NOW)
    rules = Acknowledgement(
        id="2", person_id="ben", what="ground_rules", version=1, relationship_id=PAIR.id, at=NOW + MINUTE
    )
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.acknowledgements.add(rules)
        await unit.acknowledgements.add(notice)
        assert await unit.acknowledgements.of_person("ben") == [notice, rules]
        assert await unit.acknowledgements.of_relationship(PAIR.id) == [rules]


async def test_changing_a_record_in_hand_changes_nothing_in_the_store(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.cohorts.add(COHORT)
        in_hand: Cohort = await unit.cohorts.get("spring")
        in_hand.plan["nudges"] = "none"
        in_hand.name = "Changed"
        assert await unit.cohorts.get("spring") == COHORT


async def test_times_come_back_in_utc_whatever_zone_they_went_in_with(store: SqlStore) -> None:
    summer = NOW.replace(month=7).astimezone(ZoneInfo("Europe/London"))
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.interactions.add(MEETING.model_copy(update={"at": summer}))
        kept = await unit.interactions.get(MEETING.id)
    assert kept.at == summer
    assert str(kept.at) == "2027-07-04 09:00:00+00:00"


async def test_names_of_any_script_come_back_whole(store: SqlStore) -> None:
    person = Person(id="x", name="Zoë 李 Ñandú 👩🏾‍⚕️", email="zoe@trust.example")
    async with store.unit() as unit:
        await unit.people.add(person)
        assert await unit.people.get("x") == person
