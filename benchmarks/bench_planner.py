"""What the planner's work on 200 due timers costs among 10,000 relationships, against 1,000."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from cohorts import script
from measuring import ratio, taking_turns, timed, title, verdict
from people import MASTER_KEY, Place, move_in, opened, person

from bot.app import House
from bot.core.ports import Unit
from bot.core.records import Cohort, Membership, Relationship, RelationshipState, Role, Timer
from dialogs.plan import timer_key
from storage import Keys, open_store

FEW, MANY = 1000, 10_000
"""Relationships."""

DUE = 200
PAIRS = DUE // 2
"""Each pair's calendar comes due and plans a nudge, which is due at once."""

ROUNDS = 8
PEOPLE = 2000
"""Everybody in turn is in a pair of the few; of the many, people are in several."""

START = date(2027, 2, 15)
DAWN = datetime(2027, 2, 17, 5, tzinfo=UTC)
"""Day 3 of the first month, when the calendar of a pair holds its first nudge; the clock is at ten."""


async def settle(place: Place, relationships: int) -> None:
    """Fill a database: a running cohort in which every pair's calendar stands at next week."""
    async with open_store(place.url, Keys.parse([MASTER_KEY]), durable=False) as store, store.unit() as unit:
        await unit.cohorts.add(_cohort())
        await move_in(unit, PEOPLE)
        for number in range(relationships):
            await _pair(unit, number)
            await unit.timers.set(_calendar(number, DAWN + timedelta(days=7)))
        await unit.commit()


async def _pair(unit: Unit, number: int) -> None:
    code = _code(number)
    await unit.relationships.add(
        Relationship(id=code, cohort_id="spring", code=code, state=RelationshipState.ACTIVE, started=START)
    )
    for place, role in enumerate((Role.MENTEE, Role.MENTOR)):
        who = person((2 * number + place) % PEOPLE)
        await unit.memberships.add(
            Membership(
                id=f"{code}-{role}", cohort_id="spring", person_id=who, role=role, relationship_id=code
            )
        )


async def tick_over(house: House, rounds: "count[int]") -> float:
    """Let calendars come due, and return the seconds that the planner takes for a timer."""
    first = next(rounds) * PAIRS
    async with house.store.unit() as unit:
        for number in range(first, first + PAIRS):
            await unit.timers.set(_calendar(number, DAWN))
        await unit.commit()

    async def work() -> None:
        rung = 0
        while done := await house.planner.tick():
            rung += done
        assert rung == DUE

    return await timed(work, DUE)


def _calendar(number: int, due_at: datetime) -> Timer:
    payload = {"relationship": _code(number), "on": DAWN.date().isoformat()}
    return Timer(key=timer_key(_code(number)), kind="calendar", due_at=due_at, payload=payload)


def _code(number: int) -> str:
    return f"R{number:05}"


def _cohort() -> Cohort:
    plan = script(1).plan.model_copy(update={"start": START})
    known = plan.model_dump(include={"name", "start", "timezone", "holidays", "months", "per_month"})
    return Cohort(id="spring", plan=plan.model_dump(mode="json"), **known)


@asynccontextmanager
async def filled(folder: Path, relationships: int) -> AsyncIterator[House]:
    place = Place(folder / str(relationships))
    place.folder.mkdir()
    await settle(place, relationships)
    async with opened(place, durable=False) as house:
        yield house


async def main() -> None:
    title(f"The planner's work on {DUE} due timers, among {MANY} relationships against {FEW}")
    with TemporaryDirectory() as folder:
        async with filled(Path(folder), FEW) as few, filled(Path(folder), MANY) as many:
            ways = {"few": partial(tick_over, few, count()), "many": partial(tick_over, many, count())}
            costs = await taking_turns(ROUNDS, ways)
    verdict("cost of a timer", ratio(costs["many"], costs["few"]), 1.5)


if __name__ == "__main__":
    asyncio.run(main())
