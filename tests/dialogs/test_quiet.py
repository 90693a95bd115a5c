"""Quiet, one press each: not now, two weeks, for good, and back again."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.core.records import Person
from tests.core.works import Works, at, open_works
from tests.dialogs.calendars import came, starts
from tests.dialogs.diary import booked, labels
from tests.dialogs.house import texts


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        await starts(opened, "2027-03-01")
        opened.jump(to=at("2027-03-02"))
        yield opened


async def person(works: Works, who: str = "brendan") -> Person:
    async with works.house.store.reading() as unit:
        return await unit.people.get(who)


async def test_two_quiet_weeks_are_one_press_after_not_now(works: Works) -> None:
    reply = await works.house.press("brendan", "quiet.not-now", relationship="R01")
    assert labels(reply.messages[0]) == ["Quiet for two weeks"]
    reply = await works.house.push("brendan", reply.messages[0], "Quiet for two weeks")
    assert "No nudges until Tuesday 16 March 2027" in texts(reply)
    assert (await person(works)).snoozed_until == date(2027, 3, 16)


async def test_in_quiet_weeks_no_nudge_comes_and_then_they_do_again(works: Works) -> None:
    await works.house.press("brendan", "quiet.snooze")
    await works.run(at("2027-03-18"))
    assert came(works, "brendan", "ladder") == ["17 Mar ladder"]
    assert came(works, "amara", "ladder") == ["10 Mar ladder", "17 Mar ladder"]


async def test_two_weeks_begin_on_the_day_that_it_is_for_that_person(works: Works) -> None:
    """In the small hours of the east the day in London was still the one before."""
    async with works.house.changing() as unit:
        one = await unit.people.get("brendan")
        await unit.people.put(one.model_copy(update={"timezone": "Pacific/Auckland"}))
    works.jump(to=at("2027-03-02", "20:00"))
    await works.house.press("brendan", "quiet.snooze")
    assert (await person(works)).snoozed_until == date(2027, 3, 17)


async def test_nudges_can_be_off_for_good_and_reminders_of_agreed_meetings_still_come(works: Works) -> None:
    reply = await works.house.press("brendan", "quiet.mute")
    assert labels(reply.messages[0]) == ["Turn nudges on"]
    await booked(works, "next Tuesday at 3")
    await works.run(at("2027-03-31"))
    kinds = works.phones.kinds("brendan")
    assert "service.reminder" in kinds
    assert not [kind for kind in kinds if kind.startswith("nudge")]


async def test_turned_on_again_they_come_whatever_was_asked_before(works: Works) -> None:
    await works.house.press("brendan", "quiet.snooze")
    await works.house.press("brendan", "quiet.mute")
    assert "one a day at most, and two a week" in texts(await works.house.press("brendan", "quiet.unmute"))
    await works.run(at("2027-03-03", "17:00"))
    assert came(works, "brendan", "ladder") == ["03 Mar ladder"]


async def test_not_now_speaks_for_one_relationship_and_quiet_for_one_person(works: Works) -> None:
    await works.house.press("brendan", "quiet.not-now", relationship="R01")
    assert (await works.house.relationship("R01")).not_now_until == date(2027, 3, 3)
    assert (await works.house.relationship("R02")).not_now_until is None
    await works.house.press("brendan", "quiet.mute")
    assert not (await person(works, "amara")).muted


async def test_after_the_last_step_of_all_not_now_has_nothing_to_wait_for(works: Works) -> None:
    works.jump(to=at("2027-10-30"))
    await works.house.press("brendan", "quiet.not-now", relationship="R01")
    assert (await works.house.relationship("R01")).not_now_until is None


async def test_asking_for_a_hand_tells_that_and_no_more(works: Works) -> None:
    reply = await works.house.press("brendan", "hand.ask", relationship="R01")
    assert "no more than that" in texts(reply)
    assert (await works.house.relationship("R01")).asked_for_help_on == date(2027, 3, 2)
    assert ("brendan", "asked for help", "relationship:R01") in works.house.audited()
    await works.step()
    assert works.phones.arrived == []
