"""The calendar of a relationship: one timer that stands at the next thing its programme holds."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.core.records import RelationshipState
from dialogs.plan import entries, timer_key
from tests.core.works import LONDON, Works, at, open_works
from tests.dialogs.calendars import came, rests, set_calendar, starts
from tests.dialogs.diary import story


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        await starts(opened, "2027-03-01")
        yield opened


async def next_entry(works: Works, code: str = "R01") -> str | None:
    """Return the day at which a relationship's calendar stands, read without touching it."""
    timer = await works.timer(timer_key(code))
    return None if timer is None else timer.payload["on"]


async def calendar(works: Works) -> list[str]:
    return [f"{one.on} {one.what}" for one in entries(await story(works))]


async def test_a_calendar_holds_four_steps_a_month_the_offer_and_the_end(works: Works) -> None:
    held = await calendar(works)
    assert len([one for one in held if one.endswith("ladder")]) == 32
    assert held[:2] == ["2027-03-03 ladder", "2027-03-10 ladder"]
    assert "2027-10-01 offer" in held
    assert held[-1] == "2027-11-01 complete"


async def test_a_calendar_is_read_early_in_the_morning_on_both_sides_of_summer_time(works: Works) -> None:
    for today, on in (("2027-03-24", "2027-04-03"), ("2027-10-24", "2027-11-01")):
        works.jump(to=at(today))
        await set_calendar(works)
        timer = await works.timer(timer_key("R01"))
        assert timer is not None
        assert timer.due_at is not None
        assert timer.payload["on"] == on
        assert timer.due_at.astimezone(LONDON).hour == 5


async def test_a_break_moves_everything_after_it_and_brings_a_welcome_back(works: Works) -> None:
    await rests(works, "2027-03-12", "2027-03-26")
    held = await calendar(works)
    assert "2027-03-26 back" in held
    assert "2027-03-31 ladder" in held
    assert held[-1] == "2027-11-15 complete"


async def test_while_a_break_without_an_end_lasts_nothing_stands(works: Works) -> None:
    works.jump(to=at("2027-03-12"))
    await rests(works, "2027-03-12")
    assert await next_entry(works) is None
    await works.run(at("2027-12-31"))
    assert works.phones.kinds("brendan") == []


async def test_a_break_without_an_end_that_is_still_to_come_lets_the_days_before_it_be(works: Works) -> None:
    """A break entered ahead silenced the calendar from the day on which it was entered."""
    await rests(works, "2027-03-12")
    await works.run(at("2027-06-30"))
    assert came(works, "brendan", "ladder", "offer", "complete") == ["03 Mar ladder", "10 Mar ladder"]


async def test_a_break_without_an_end_makes_no_month_the_last(works: Works) -> None:
    """The month in which such a break begins was taken for the last, and the offer to go on was made."""
    await rests(works, "2027-05-15")
    assert not [one for one in await calendar(works) if not one.endswith("ladder")]


async def test_whoever_goes_on_has_their_calendar_back(works: Works) -> None:
    works.jump(to=at("2027-03-08"))
    await works.house.press("amara", "pause", relationship="R01")
    await rests(works, "2027-03-08")
    works.jump(to=at("2027-03-15"))
    await works.house.press("amara", "resume", relationship="R01")
    assert await next_entry(works) == "2027-03-17"


async def test_the_welcome_back_comes_on_the_day_of_going_on(works: Works) -> None:
    await rests(works, "2027-03-12", "2027-03-24")
    await works.run(at("2027-03-24", "17:00"))
    assert came(works, "brendan", "back") == came(works, "amara", "back") == ["24 Mar back"]


async def test_nobody_is_welcomed_back_into_the_next_break(works: Works) -> None:
    await rests(works, "2027-03-12", "2027-03-24")
    await rests(works, "2027-03-24", "2027-04-07")
    await works.run(at("2027-04-06", "17:00"))
    assert came(works, "brendan", "back") == []


async def test_going_on_is_offered_before_the_last_month(works: Works) -> None:
    works.jump(to=at("2027-09-29"))
    await set_calendar(works)
    await works.run(at("2027-10-04"))
    assert came(works, "brendan", "offer") == came(works, "amara", "offer") == ["01 Oct offer"]


async def test_on_the_day_after_its_last_month_it_is_complete(works: Works) -> None:
    works.jump(to=at("2027-10-26"))
    await set_calendar(works)
    await works.run(at("2027-10-31", "23:00"))
    assert (await works.house.relationship("R01")).state is RelationshipState.ACTIVE
    await works.run(at("2027-11-02"))
    assert (await works.house.relationship("R01")).state is RelationshipState.COMPLETED
    assert came(works, "brendan", "complete") == came(works, "amara", "complete") == ["01 Nov complete"]
    assert ("turnabout", "completed", "relationship:R01") in works.house.audited()
    assert await next_entry(works) is None


async def test_an_ended_relationship_has_no_calendar(works: Works) -> None:
    await works.house.press("amara", "leave.sure", relationship="R01")
    assert await next_entry(works) is None


async def test_after_an_outage_what_was_missed_is_done_once_and_the_rest_stands(works: Works) -> None:
    works.jump(to=at("2027-03-19", "10:00"))
    await works.run(at("2027-03-19", "12:00"))
    assert came(works, "brendan", "ladder") == ["19 Mar ladder"]
    assert await next_entry(works) == "2027-03-23"


async def test_after_a_long_outage_a_finished_programme_is_completed(works: Works) -> None:
    works.jump(to=at("2028-01-12", "10:00"))
    await works.run(at("2028-01-20"))
    pair = await works.house.relationship("R01")
    assert (pair.state, pair.ended) == (RelationshipState.COMPLETED, None)
    assert came(works, "brendan", "ladder", "offer") == []


async def test_the_start_on_the_last_of_january_is_clamped_month_by_month(works: Works) -> None:
    await starts(works, "2028-01-31")
    held = await calendar(works)
    assert "2028-03-02 ladder" in held
    assert "2028-08-31 offer" in held
    assert held[-1] == f"{date(2028, 9, 30)} complete"
