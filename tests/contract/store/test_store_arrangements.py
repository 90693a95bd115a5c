"""How times are arranged: changes, polls and standing times come back as they went in; who assists whom."""

from datetime import date, timedelta

import pytest

from bot.core.ports import NotThere
from bot.core.records import (
    Change,
    ChangeKind,
    CohortState,
    Person,
    Poll,
    PollState,
    Relationship,
    StandingState,
    StandingTime,
)
from storage import SqlStore
from tests.contract.store.examples import COHORT, MEETING, MINUTE, NOW, PAIR, add_a_pair

HOUR = timedelta(hours=1)
MOVED = Change(
    id="c1", interaction_id=MEETING.id, what=ChangeKind.MOVED, by="ben", at=NOW, was_at=NOW + 30 * HOUR
)
POLL = Poll(
    id="poll-1",
    relationship_id=PAIR.id,
    by="ben",
    asked_at=NOW,
    times=["2027-01-12T15:00:00+00:00", "2027-01-13T15:00:00+00:00"],
    answers={"ben": ["2027-01-12T15:00:00+00:00"]},
)
STANDING = StandingTime(
    id="standing-1",
    relationship_id=PAIR.id,
    rule="every 2 weeks from 2027-01-12 at 16:00",
    timezone="Europe/London",
    by="ben",
    agreed_by=["ben"],
    asked_at=NOW,
)
ASSISTANT = Person(id="pia", name="", email="pia@trust.example")


async def test_changes_come_back_in_the_order_in_which_they_happened(store: SqlStore) -> None:
    off = MOVED.model_copy(update={"id": "c0", "what": ChangeKind.CALLED_OFF, "at": NOW + MINUTE})
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.interactions.add(MEETING)
        await unit.changes.add(off)
        await unit.changes.add(MOVED)
        assert await unit.changes.of([PAIR.id]) == [MOVED, off]
        assert await unit.changes.of(["another"]) == []


async def test_a_poll_keeps_what_each_of_them_ticked(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.interactions.add(MEETING)
        await unit.polls.add(POLL)
        answered = POLL.model_copy(
            update={
                "answers": {**POLL.answers, "amina": []},
                "state": PollState.SETTLED,
                "interaction_id": MEETING.id,
            }
        )
        await unit.polls.put(answered)
        await unit.commit()
    async with store.reading() as unit:
        assert await unit.polls.get(POLL.id) == answered
        assert await unit.polls.of([PAIR.id]) == [answered]


async def test_a_standing_time_is_changed_and_found_again(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.standing_times.add(STANDING)
        agreed = STANDING.model_copy(
            update={
                "agreed_by": ["ben", "amina"],
                "state": StandingState.AGREED,
                "filled_until": date(2027, 1, 31),
                "in_hours": False,
            }
        )
        await unit.standing_times.put(agreed)
        await unit.commit()
    async with store.reading() as unit:
        assert await unit.standing_times.get(STANDING.id) == agreed
        assert await unit.standing_times.of([PAIR.id]) == [agreed]


async def test_what_is_not_there_is_not_found(store: SqlStore) -> None:
    async with store.unit() as unit:
        with pytest.raises(NotThere):
            await unit.polls.get("none")
        with pytest.raises(NotThere):
            await unit.standing_times.put(STANDING)


async def test_an_assistant_is_found_with_those_they_assist_and_is_a_member_of_nothing(
    store: SqlStore,
) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.people.add(ASSISTANT)
        assisted = PAIR.model_copy(update={"assistant_id": ASSISTANT.id})
        await unit.relationships.put(assisted)
        await unit.relationships.add(Relationship(id="pair-2", cohort_id=COHORT.id, code="R02"))
        assert await unit.relationships.assisted_by(ASSISTANT.id) == [assisted]
        assert await unit.relationships.assisted_by("ben") == []
        assert await unit.memberships.of_person(ASSISTANT.id) == []


async def test_an_assistant_is_looked_for_on_the_platforms_once_the_cohort_runs(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.people.add(ASSISTANT)
        await unit.relationships.put(PAIR.model_copy(update={"assistant_id": ASSISTANT.id}))
        assert await unit.people.unaddressed() == []
        await unit.cohorts.put(COHORT.model_copy(update={"state": CohortState.RUNNING}))
        assert ASSISTANT in await unit.people.unaddressed()
