"""The start of a cohort: nothing missing, everyone welcomed, and every calendar set."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.core.problems import Problem
from bot.core.records import CohortState, RelationshipState
from bot.core.turn import Turn
from dialogs.plan import timer_key
from dialogs.starting import NotReady, start_cohort, what_is_missing
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import labels
from tests.dialogs.house import MEMBERS


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    """Spring before its start, on the Friday before."""
    async with open_works(tmp_path) as opened:
        async with opened.house.changing() as unit:
            for code in MEMBERS:
                one = await unit.relationships.get(code)
                waiting = {"state": RelationshipState.PROPOSED, "started": None}
                await unit.relationships.put(one.model_copy(update=waiting))
            spring = await unit.cohorts.get("spring")
            draft = {"state": CohortState.DRAFT, "start": date(2027, 3, 1)}
            await unit.cohorts.put(spring.model_copy(update=draft))
        opened.jump(to=at("2027-02-26", "15:00"))
        yield opened


async def start(works: Works, name: str = "spring") -> int:
    async def started(turn: Turn) -> int:
        return await start_cohort(turn, await turn.unit.cohorts.get(name))

    return await works.house.door.carry_out(f"start-{works.now.isoformat()}", started)


async def test_every_relationship_begins_on_the_day_of_the_cohort(works: Works) -> None:
    assert await start(works) == 3
    for code in MEMBERS:
        one = await works.house.relationship(code)
        assert (one.state, one.started) == (RelationshipState.ACTIVE, date(2027, 3, 1))
        assert await works.timer(timer_key(code)) is not None
    async with works.house.store.reading() as unit:
        assert (await unit.cohorts.get("spring")).state is CohortState.RUNNING
    assert ("turnabout", "started", "cohort:spring") in works.house.audited()


async def test_started_late_they_begin_today(works: Works) -> None:
    works.jump(to=at("2027-03-10"))
    await start(works)
    assert (await works.house.relationship("R01")).started == date(2027, 3, 10)


async def test_everyone_is_welcomed_on_the_first_morning_and_not_before(works: Works) -> None:
    await start(works)
    await works.run(at("2027-03-01", "12:00"))
    welcomes = [one for one in works.phones.arrived if one.kind == "nudge.welcome"]
    everybody = {who for members in MEMBERS.values() for who in members}
    assert {one.letter.person_id for one in welcomes} == everybody
    assert {f"{one.local:%a %d %b %H:%M}" for one in welcomes} == {"Mon 01 Mar 09:00"}


async def test_the_welcome_says_whom_one_meets_how_often_and_what_a_coordinator_sees(works: Works) -> None:
    await start(works)
    await works.run(at("2027-03-01", "12:00"))
    welcome = next(one for one in works.phones.to("edwin") if one.kind == "nudge.welcome").letter.message
    for piece in (
        "Monday 1 March 2027",
        "Chidi and Delphine",
        "twice a month for 8 months",
        "nothing you say",
    ):
        assert piece in welcome.text
    assert labels(welcome) == ["Begin here", "Suggest a first time"]


async def test_somebody_in_two_relationships_is_welcomed_to_both_within_their_budget(works: Works) -> None:
    async with works.house.changing() as unit:
        (mine,) = [one for one in await unit.memberships.of_person("gwen") if one.relationship_id]
        await unit.memberships.add(mine.model_copy(update={"id": "second", "relationship_id": "R01"}))
    await start(works)
    await works.run(at("2027-03-03", "12:00"))
    days = [f"{one.local:%a}" for one in works.phones.to("gwen") if one.kind == "nudge.welcome"]
    assert days == ["Mon", "Tue"]


async def test_started_again_only_those_who_wait_begin(works: Works) -> None:
    await start(works)
    async with works.house.changing() as unit:
        late = await unit.relationships.get("R03")
        waiting = {"state": RelationshipState.PROPOSED, "started": None}
        await unit.relationships.put(late.model_copy(update=waiting))
    works.jump(to=at("2027-03-10"))
    assert await start(works) == 1
    assert (await works.house.relationship("R01")).started == date(2027, 3, 1)
    assert (await works.house.relationship("R03")).started == date(2027, 3, 10)


async def test_the_summaries_are_planned_once(works: Works) -> None:
    await start(works)
    weekly = await works.timer("summary:spring:weekly")
    assert weekly is not None
    assert weekly.due_at == at("2027-03-08", "09:00")
    works.jump(to=at("2027-03-02"))
    await start(works)
    monthly = await works.timer("summary:spring:monthly")
    assert monthly is not None
    assert monthly.revision == 0


async def test_what_is_missing_is_refused_as_a_list_and_nothing_has_begun(works: Works) -> None:
    async with works.house.changing() as unit:
        spring = await unit.cohorts.get("spring")
        await unit.cohorts.put(spring.model_copy(update={"plan": {**spring.plan, "contacts": []}}))
    before = works.house.rows()
    with pytest.raises(NotReady) as caught:
        await start(works)
    assert str(caught.value).startswith("Spring can't start yet. There is no support contact")
    assert "There is no concerns contact" in str(caught.value)
    assert isinstance(caught.value, Problem)
    assert works.house.rows() == before


async def test_a_cohort_without_a_pair_is_told_that_one_is_missing(works: Works) -> None:
    async def missing(turn: Turn) -> tuple[str, ...]:
        return await what_is_missing(turn, await turn.unit.cohorts.get("autumn"))

    found = await works.house.door.carry_out("missing", missing)
    assert found == ("There is no pair or trio yet: give rows of the people file a relationship code.",)


async def test_whoever_left_before_the_first_morning_is_not_welcomed(works: Works) -> None:
    await start(works)
    await works.house.press("amara", "leave.sure", relationship="R01")
    await works.run(at("2027-03-02"))
    assert "nudge.welcome" not in works.phones.kinds("brendan")
