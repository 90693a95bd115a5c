"""The planner: rings what is due, each timer in a transaction of its own."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.planner import AT_ONCE
from bot.core.records import Timer
from bot.core.routes import Routes
from bot.core.turn import Turn
from tests.core.works import Works, machinery
from tests.dialogs.house import NOW, open_house

routes = Routes()


@routes.timer("good")
async def _good(turn: Turn, payload: dict[str, str]) -> None:
    await turn.note("rang", payload["name"])


@routes.timer("bad")
async def _bad(turn: Turn, payload: dict[str, str]) -> None:
    await turn.note("rang", payload["name"])
    raise ZeroDivisionError


@routes.timer("again")
async def _again(turn: Turn, payload: dict[str, str]) -> None:
    await turn.note("rang", f"{payload['name']} at {turn.event.key}")
    await turn.set_timer("again", "again", turn.now + timedelta(days=1), **payload)


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_house(tmp_path, routes=routes) as house:
        yield machinery(house)


async def set_timers(works: Works, *timers: tuple[str, str, int]) -> None:
    """Set timers by key, kind and the minutes from now at which they are due."""
    async with works.house.changing() as unit:
        for key, kind, minutes in timers:
            due = NOW + timedelta(minutes=minutes)
            await unit.timers.set(Timer(key=key, kind=kind, due_at=due, payload={"name": key}))


def rang(works: Works) -> list[str]:
    return [about for _, _, about in works.house.audited()]


async def test_what_is_due_rings_once_earliest_first_and_the_rest_waits(works: Works) -> None:
    await set_timers(works, ("b", "good", -1), ("a", "good", -2), ("c", "good", 0), ("later", "good", 1))
    assert await works.planner.tick() == 3
    assert await works.planner.tick() == 0
    assert rang(works) == ["a", "b", "c"]


async def test_one_broken_timer_does_not_stop_the_others_and_keeps_nothing(works: Works) -> None:
    await set_timers(works, ("a", "bad", -2), ("b", "good", -1), ("c", "of a kind nobody knows", -1))
    assert await works.planner.tick() == 3
    assert rang(works) == ["b"]


async def test_a_broken_timer_is_tried_again_and_at_last_left(works: Works) -> None:
    await set_timers(works, ("a", "bad", 0))
    tries = 0
    while True:
        async with works.house.store.reading() as unit:
            due = await unit.timers.next_due()
        if due is None:
            break
        works.jump(to=due)
        tries += await works.planner.tick()
    assert tries == 8


async def test_a_timer_may_set_itself_again(works: Works) -> None:
    await set_timers(works, ("again", "again", 0))
    for day in range(3):
        works.jump(to=NOW + timedelta(days=day))
        await works.planner.tick()
    assert rang(works) == [f"again at again:{revision}" for revision in range(3)]


async def test_more_timers_than_one_pass_takes_ring_in_the_next(works: Works) -> None:
    await set_timers(works, *((f"t{number:03}", "good", -number) for number in range(AT_ONCE + 5)))
    assert await works.planner.tick() == AT_ONCE
    assert await works.planner.tick() == 5
    assert len(set(rang(works))) == AT_ONCE + 5
