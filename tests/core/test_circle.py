"""Who is in a pair or trio, and what has happened between them."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.circle import Story, load_circle, load_cohort, load_story
from bot.core.ports import NotThere
from bot.core.records import Attestation, Interaction, InteractionState, Pause, RelationshipState
from bot.programme.cadence import Said
from tests.core.works import at
from tests.dialogs.house import AGREED, NOW, START, House, open_house

TODAY = NOW.date()
A_DAY = timedelta(days=1)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


async def story(house: House, code: str) -> Story:
    async with house.store.reading() as unit:
        return await load_story(unit, code)


async def add(house: House, *records: Interaction | Attestation | Pause) -> None:
    async with house.changing() as unit:
        for record in records:
            if isinstance(record, Interaction):
                await unit.interactions.add(record)
            elif isinstance(record, Pause):
                await unit.pauses.add(record)
            else:
                await unit.attestations.add(record)


def logged(name: str, on: date, code: str = "R01") -> Interaction:
    return Interaction(id=name, relationship_id=code, on=on, state=InteractionState.LOGGED)


def said(name: str, who: str, what: Said, *present: str, day: str = "2027-02-16") -> Attestation:
    return Attestation(
        id=f"{name}-{who}-{what}-{day}",
        interaction_id=name,
        person_id=who,
        said=what,
        present=list(present),
        at=at(day),
    )


async def test_a_pair_is_a_mentee_and_a_mentor(house: House) -> None:
    circle = (await story(house, "R01")).circle
    assert (circle.kind, circle.is_trio) == ("pair", False)
    assert [one.id for one in circle.people] == ["brendan", "amara"]
    assert [one.id for one in circle.others("amara")] == ["brendan"]


async def test_a_trio_is_a_mentee_and_two_mentors(house: House) -> None:
    circle = (await story(house, "R02")).circle
    assert (circle.kind, circle.is_trio) == ("trio", True)
    assert [one.id for one in circle.people] == ["edwin", "chidi", "delphine"]
    assert [one.id for one in circle.others("edwin")] == ["chidi", "delphine"]


async def test_only_its_two_or_three_are_members(house: House) -> None:
    circle = (await story(house, "R01")).circle
    assert circle.member("amara") is not None
    assert circle.member("farah") is None


async def test_a_relationship_that_is_not_there_is_not_found(house: House) -> None:
    async with house.store.reading() as unit:
        with pytest.raises(NotThere):
            await load_circle(unit, "R99")


async def test_today_is_the_cohorts_date(house: House) -> None:
    circle = (await story(house, "R01")).circle
    assert circle.today(at("2027-06-30", "23:59")) == date(2027, 6, 30)
    assert circle.today(at("2027-07-01", "00:00")) == date(2027, 7, 1)


async def test_agreed_dates_to_come_are_taken_as_they_will_be(house: House) -> None:
    trio, pair = await story(house, "R02"), await story(house, "R01")
    month = trio.month_of(TODAY, TODAY)
    assert month is not None
    assert trio.agreed_days(TODAY) == set(AGREED)
    assert trio.short_of(month, TODAY) == 0
    assert pair.short_of(month, TODAY) == 2


async def test_an_agreed_date_that_has_gone_by_is_no_longer_counted_on(house: House) -> None:
    trio = await story(house, "R02")
    month = trio.month_of(TODAY, TODAY)
    assert month is not None
    assert trio.short_of(month, AGREED[0] + A_DAY) == 1
    assert [one.on for one in trio.planned(AGREED[0] + A_DAY)] == [AGREED[1]]


async def test_held_and_agreed_on_one_day_are_one(house: House) -> None:
    one = logged("today", AGREED[0], "R02")
    await add(house, one, said("today", "edwin", Said.HELD, "edwin", "chidi", day=f"{AGREED[0]}"))
    trio = await story(house, "R02")
    month = trio.month_of(TODAY, TODAY)
    assert month is not None
    assert trio.short_of(month, AGREED[0]) == 0
    assert trio.held_on(AGREED[0]) == {AGREED[0]}


async def test_the_last_answer_of_each_stands(house: House) -> None:
    one = logged("x", START + A_DAY)
    await add(
        house,
        one,
        said("x", "amara", Said.NOT_HELD, day="2027-02-10"),
        said("x", "amara", Said.HELD, "amara", "brendan", day="2027-02-11"),
        said("x", "brendan", Said.HELD, "amara", "brendan", day="2027-02-12"),
    )
    standing = (await story(house, "R01")).standing(one, TODAY)
    assert {(answer.by, answer.said) for answer in standing} == {("amara", Said.HELD), ("brendan", Said.HELD)}


async def test_what_others_say_is_not_heard(house: House) -> None:
    one = logged("x", START + A_DAY)
    await add(house, one, said("x", "farah", Said.HELD, "amara", "brendan"))
    pair = await story(house, "R01")
    assert pair.standing(one, TODAY) == ()
    assert pair.held_on(TODAY) == frozenset()


async def test_a_pause_rests_from_its_first_day_until_the_day_of_resuming(house: House) -> None:
    await add(house, Pause(id="p", relationship_id="R01", first=date(2027, 2, 10), until=date(2027, 2, 14)))
    pair = await story(house, "R01")
    days = [date(2027, 2, day) for day in (9, 10, 13, 14)]
    assert [pair.paused(day) for day in days] == [False, True, True, False]


async def test_a_relationship_is_over_after_its_months_pauses_included(house: House) -> None:
    await add(house, Pause(id="p", relationship_id="R01", first=date(2027, 3, 1), until=date(2027, 3, 15)))
    pair, trio = await story(house, "R01"), await story(house, "R02")
    last = date(2027, 9, 30)
    assert (trio.is_over(last), trio.is_over(last + A_DAY)) == (False, True)
    assert (pair.is_over(last + 14 * A_DAY), pair.is_over(last + 15 * A_DAY)) == (False, True)


async def test_a_relationship_that_ended_is_over(house: House) -> None:
    async with house.changing() as unit:
        pair = await unit.relationships.get("R01")
        ended = {"state": RelationshipState.ENDED, "ended": TODAY}
        await unit.relationships.put(pair.model_copy(update=ended))
    assert (await story(house, "R01")).is_over(TODAY)


async def test_a_whole_cohort_reads_like_its_relationships_one_by_one(house: House) -> None:
    await add(house, logged("x", START + A_DAY), said("x", "amara", Said.HELD, "amara", "brendan"))
    await add(house, Pause(id="p", relationship_id="R03", first=date(2027, 3, 1), until=None))
    async with house.store.reading() as unit:
        together = await load_cohort(unit, await unit.cohorts.get("spring"))
    assert together == tuple([await story(house, code) for code in ("R01", "R02", "R03")])


async def test_a_relationship_that_has_not_begun_is_not_in_its_cohorts_stories(house: House) -> None:
    async with house.changing() as unit:
        pair = await unit.relationships.get("R01")
        waiting = {"state": RelationshipState.PROPOSED, "started": None}
        await unit.relationships.put(pair.model_copy(update=waiting))
        together = await load_cohort(unit, await unit.cohorts.get("spring"))
    assert [one.circle.relationship.code for one in together] == ["R02", "R03"]
