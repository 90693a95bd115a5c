"""What one step of a look back costs against bare SQLModel, and how commands answer in a full house."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import bare
from measuring import Way, percentile, ratio, taking_turns, timed, title, verdict
from people import MASTER_KEY, NOW, Place, answer, begin_to_look_back, command, move_in, opened

from bot.app import House
from bot.core.events import Answered
from storage import Keys, SqlStore, open_store
from storage.vault import KeyedVault

BareStep = Callable[[KeyedVault, Answered, datetime], Awaitable[None]]

PEOPLE = 100
ROUNDS = 15
OPEN = 1000
"""Conversations that others have open."""

COMMANDS = 400
"""Commands in a round; the slowest one in a hundred is looked at."""


class Steps:
    """Rounds of one and the same step, through the door and without it, in conversations of their own."""

    def __init__(self, house: House, store: SqlStore) -> None:
        self._house = house
        self._store = store
        self._rounds = count()

    async def through_the_door(self) -> float:
        return await timed(partial(self._answer_all, await self._set_out()), PEOPLE)

    async def without_it(self, step: BareStep) -> float:
        return await timed(partial(self._write_all, step, await self._set_out()), PEOPLE)

    async def _answer_all(self, of: str) -> None:
        for number in range(PEOPLE):
            reply = await self._house.door.handle(answer(number, of))
            assert reply.question is not None
            assert reply.question.key == "so_what"

    async def _write_all(self, step: BareStep, of: str) -> None:
        for number in range(PEOPLE):
            await step(self._store.vault, answer(number, of), NOW)

    async def _set_out(self) -> str:
        """Put everybody at the question again, and return what their new conversations are called."""
        of = f"round{next(self._rounds)}"
        await look_back(self._store, range(PEOPLE), of)
        return of


async def look_back(store: SqlStore, people: range, of: str) -> None:
    async with store.unit() as unit:
        for number in people:
            await begin_to_look_back(unit, number, of)
        await unit.commit()


async def one_step(place: Place, *, durable: bool) -> None:
    waiting = "waiting for the disk" if durable else "without the disk, which hides what the processor does"
    title(f"One step of a look back, through the door against bare SQLModel, {waiting}")
    async with (
        AsyncExitStack() as stack,
        opened(place, durable=durable) as house,
        open_store(place.url, Keys.parse([MASTER_KEY]), durable=False) as store,
        bare.usual_engine(place.url, durable=durable) as usual,
    ):
        plain = stack.enter_context(bare.plain_engine(place.url, durable=durable))
        await people_in(store, PEOPLE)
        steps = Steps(house, store)
        ways: dict[str, Way] = {
            "door": steps.through_the_door,
            "plain": partial(steps.without_it, partial(bare.step_at_once, plain)),
            "async": partial(steps.without_it, partial(bare.step, usual)),
        }
        costs = await taking_turns(ROUNDS, ways)
    verdict("against asynchronous SQLModel", ratio(costs["door"], costs["async"]), 2)
    verdict("against plain SQLModel, which lets nothing else run", ratio(costs["door"], costs["plain"]), 2)


async def commands(quiet: Place, busy: Place) -> None:
    title(f"A command while {OPEN} other conversations are open, against none")
    async with opened(quiet, durable=False) as empty, opened(busy, durable=False) as full:
        for place, others in ((quiet, 0), (busy, OPEN)):
            async with open_store(place.url, Keys.parse([MASTER_KEY]), durable=False) as store:
                await people_in(store, PEOPLE + others)
                await look_back(store, range(PEOPLE, PEOPLE + others), "open")
        ways = {"none": partial(slowest, empty, count()), "many": partial(slowest, full, count())}
        costs = await taking_turns(ROUNDS, ways)
    verdict("the slowest one in a hundred", ratio(costs["many"], costs["none"]), 1.2)


async def slowest(house: House, rounds: "count[int]") -> float:
    """Return the seconds within which 99 of a hundred commands are answered."""
    of, costs = f"round{next(rounds)}", []
    for number in range(COMMANDS):
        event = command(number % PEOPLE, f"{of}-{number}")
        began = perf_counter()
        await house.door.handle(event)
        costs.append(perf_counter() - began)
    return percentile(costs, 0.99)


async def people_in(store: SqlStore, people: int) -> None:
    async with store.unit() as unit:
        await move_in(unit, people)
        await unit.commit()


async def main() -> None:
    with TemporaryDirectory() as folder:
        places = [Place(Path(folder) / name) for name in ("disk", "memory", "quiet", "busy")]
        for place in places:
            place.folder.mkdir()
        await one_step(places[0], durable=True)
        await one_step(places[1], durable=False)
        await commands(*places[2:])


if __name__ == "__main__":
    asyncio.run(main())
