"""Planner and courier stand still and start again: nothing stale, nothing at night, nothing twice."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.courier import LEASE
from bot.core.hours import working_time
from bot.core.records import Cohort, InteractionState
from bot.core.turn import Turn
from bot.programme.working_time import is_open
from dialogs.summaries import plan_summaries
from tests.core.works import LONDON, Arrived, Works, at, machinery, open_works
from tests.dialogs.calendars import set_calendar
from tests.dialogs.diary import booked, story
from tests.dialogs.house import MEMBERS, open_house

A_WEEK = timedelta(days=7)
STARTED = at("2027-02-17")
QUIET_AT_LAST = at("2027-03-31", "20:00")
hours_from_start = st.integers(0, 14 * 24)
lengths = st.integers(1, 10 * 24)


async def set_up(works: Works) -> None:
    """Let everything that the planner knows be under way: calendars, meetings, a proposal, summaries."""
    for code in MEMBERS:
        await set_calendar(works, code)
    await booked(works, "next Tuesday at 3")
    async with works.house.changing() as unit:
        for one in await unit.interactions.of(["R02"]):
            await unit.interactions.put(one.model_copy(update={"state": InteractionState.CANCELLED}))
    form = await works.house.press("edwin", "book", relationship="R02")
    full = await works.house.answer("edwin", form, words="2 March at 16:00")
    await works.house.answer("edwin", full, right="yes")

    async def planned(turn: Turn) -> None:
        cohort: Cohort = await turn.unit.cohorts.get("spring")
        await plan_summaries(turn, cohort)

    await works.order(planned)


async def through(
    folder: Path, check: Callable[[Works], Awaitable[None]], *, begins: int, lasts: int
) -> None:
    """Run for some hours, stand still for some more, run on to the end of March, and look."""
    async with open_works(folder) as works:
        await set_up(works)
        await works.run(STARTED + timedelta(hours=begins))
        works.jump(by=timedelta(hours=lasts))
        await works.run(QUIET_AT_LAST)
        await check(works)


async def nothing_is_out_of_place(works: Works) -> None:
    async with works.house.store.reading() as unit:
        spring = await unit.cohorts.get("spring")
        people = {who: await unit.people.get(who) for who in {w for m in MEMBERS.values() for w in m}}
    for one in works.phones.arrived:
        letter = one.letter
        assert letter.not_after is None or one.at < letter.not_after
        if one.kind.startswith("service"):
            assert time(8) <= one.local.time() < time(20)
        elif letter.person_id in people:
            assert is_open(one.at, working_time(people[letter.person_id], spring))
    for who in people:
        keeps_to_the_budget([one for one in works.phones.to(who) if one.kind.startswith("nudge")])
    says_nothing_stale(works)


def keeps_to_the_budget(nudges: list[Arrived]) -> None:
    days = [one.local.date() for one in nudges]
    assert len(days) == len(set(days))
    for first in days:
        assert sum(first <= day < first + A_WEEK for day in days) <= 2


def says_nothing_stale(works: Works) -> None:
    """A guide or reminder comes before its meeting, the question soon after it, and each thing once."""
    meeting = at("2027-02-23", "15:00")
    for who in ("amara", "brendan"):
        mine = [one for one in works.phones.to(who) if one.kind in COURSE]
        assert len({one.kind for one in mine}) == len(mine)
        for one in mine:
            earliest, latest = COURSE[one.kind]
            assert meeting + earliest <= one.at < meeting + latest
        assert any("did-you-meet" in one.kind for one in mine)


COURSE = {
    "service.guide": (-timedelta(hours=30), timedelta()),
    "service.reminder": (-timedelta(hours=1), timedelta()),
    "service.did-you-meet": (timedelta(hours=2), timedelta(days=3)),
    "nudge.did-you-meet": (timedelta(days=3), timedelta(days=21)),
}


@settings(max_examples=8, deadline=None)
@given(begins=hours_from_start, lasts=lengths)
@example(begins=60, lasts=72)
@example(begins=143, lasts=10)
@example(begins=0, lasts=224)
def test_after_an_outage_nothing_is_stale_out_of_hours_or_over_the_budget(begins: int, lasts: int) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(through(Path(folder), nothing_is_out_of_place, begins=begins, lasts=lasts))


async def test_three_days_over_a_meeting_leave_the_question_and_nothing_that_has_gone_by(
    tmp_path: Path,
) -> None:
    async with open_works(tmp_path) as works:
        await set_up(works)
        await works.run(at("2027-02-21", "12:00"))
        works.jump(to=at("2027-02-24", "12:00"))
        await works.run(at("2027-02-24", "13:00"))
        assert [one.kind for one in works.phones.to("brendan") if one.kind in COURSE] == [
            "service.did-you-meet"
        ]


@pytest.mark.parametrize("back", ["2027-02-27T03:00", "2027-03-27T12:00"], ids=["at night", "at Easter"])
async def test_started_again_at_an_hour_when_nobody_works_it_waits_for_them(
    tmp_path: Path, back: str
) -> None:
    async with open_works(tmp_path) as works:
        await set_up(works)
        moment = datetime.fromisoformat(back).replace(tzinfo=LONDON)
        works.jump(to=moment)
        await works.run(moment + timedelta(hours=4))
        late = [one.kind for one in works.phones.arrived if not one.kind.startswith("service")]
        assert late == []


async def test_a_process_killed_at_every_letter_says_everything_once(tmp_path: Path) -> None:
    """Each process claims what is due, sends it, and is killed before it can write that down."""
    async with open_works(tmp_path) as works:
        await set_up(works)
        await works.run(at("2027-02-22", "08:30"))
    sent: list[str] = []
    moment = at("2027-02-22", "09:00")
    for _ in range(6):
        async with open_house(tmp_path) as house:
            house.clock.jump(moment)
            works = machinery(house)
            await works.planner.tick()
            async with house.store.unit() as unit:
                claimed = await unit.outbox.claim(works.now, 50, LEASE)
                await unit.commit()
            sent += [one.letter.key for one in claimed if not one.maybe_sent]
        moment += LEASE
    assert sent
    assert len(sent) == len(set(sent))


async def test_a_programme_that_slept_through_its_end_is_completed_and_says_no_more_than_that(
    tmp_path: Path,
) -> None:
    async with open_works(tmp_path) as works:
        await set_calendar(works)
        works.jump(to=at(date(2027, 12, 1)))
        await works.run(at("2027-12-10"))
        assert works.phones.kinds("brendan") == ["nudge.complete"]
        assert not (await story(works)).circle.is_active
