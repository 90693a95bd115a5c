"""A turn's voice: to whom it writes, and when that may leave."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.core.circle import load_circle
from bot.core.delivery import Letter
from bot.core.turn import Turn
from tests.core.works import Works, at, message, open_works


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def only_letter(works: Works) -> Letter:
    """Return the one letter there is, however far off."""
    works.jump(to=at("2028-01-01"))
    (letter,) = await works.house.letters()
    return letter


@pytest.mark.parametrize(
    ("kind", "when", "leaves"),
    [
        ("reply.x", at("2027-02-20", "03:00"), at("2027-02-20", "03:00")),
        ("service.x", at("2027-02-20", "03:00"), at("2027-02-20", "08:00")),
        ("service.x", at("2027-02-20", "20:00"), at("2027-02-21", "08:00")),
        ("nudge.x", at("2027-02-19", "17:00"), at("2027-02-22", "09:00")),
        ("summary.x", at("2027-02-19", "17:00"), at("2027-02-22", "09:00")),
        ("nudge.x", at("2027-03-25", "18:00"), at("2027-03-30", "09:00")),
        ("service.x", at("2027-03-28", "00:30"), at("2027-03-28", "08:00")),
        ("nudge.x", at("2027-10-30", "12:00"), at("2027-11-01", "09:00")),
    ],
)
async def test_each_kind_of_message_keeps_to_its_own_hours(
    works: Works, kind: str, when: datetime, leaves: datetime
) -> None:
    works.jump(to=when)
    await works.write("amara", message(kind))
    assert (await only_letter(works)).not_before == leaves


async def test_a_nudge_may_not_leave_after_its_day(works: Works) -> None:
    await works.write("amara", message("nudge.x"))
    assert (await only_letter(works)).not_after == at("2027-02-17", "17:00")


async def test_nothing_is_written_to_somebody_who_cannot_be_reached(works: Works) -> None:
    async with works.house.changing() as unit:
        amara = await unit.people.get("amara")
        await unit.people.put(amara.model_copy(update={"unreachable_since": works.now.date()}))
    await works.write("amara", message())
    assert await works.house.letters() == []


async def test_nothing_is_written_to_somebody_without_hours(works: Works) -> None:
    async with works.house.changing() as unit:
        amara = await unit.people.get("amara")
        await unit.people.put(amara.model_copy(update={"days": []}))
    await works.write("amara", message("nudge.x"))
    assert await works.house.letters() == []


async def test_everyone_in_a_circle_is_told_but_the_one_who_spoke(works: Works) -> None:
    async def told(turn: Turn) -> None:
        await turn.tell_all(await load_circle(turn.unit, "R02"), message(), but="chidi")

    await works.order(told)
    assert sorted(one.person_id or "" for one in await works.house.letters()) == ["delphine", "edwin"]


async def test_a_summary_is_posted_in_the_office_hours_of_its_cohort(works: Works) -> None:
    """A post to a channel left at three in the night when its timer had been late."""

    async def posted(turn: Turn) -> None:
        cohort = await turn.unit.cohorts.get("spring")
        await turn.post("slack:C1", message("summary.weekly"), cohort=cohort)

    works.jump(to=at("2027-02-20", "03:00"))
    await works.order(posted)
    letter = await only_letter(works)
    assert letter.not_before == at("2027-02-22", "09:00")
    assert (letter.channel, letter.person_id, letter.lane) == ("slack:C1", None, "channel:slack:C1")


async def test_the_letters_of_one_event_have_keys_of_their_own(works: Works) -> None:
    async def told(turn: Turn) -> None:
        await turn.tell_all(await load_circle(turn.unit, "R02"), message())

    await works.order(told)
    keys = [one.key for one in await works.house.letters()]
    assert len(set(keys)) == 3
    assert len({key.rpartition(":")[0] for key in keys}) == 1


async def test_what_nobody_caused_is_noted_as_done_by_the_bot(works: Works) -> None:
    async def noted(turn: Turn) -> None:
        await turn.note("swept", "floor")

    await works.order(noted)
    assert works.house.audited() == [("turnabout", "swept", "floor")]
