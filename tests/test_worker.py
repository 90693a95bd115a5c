"""The worker's rounds: one after another, woken early, outliving trouble, stopped between two."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import House, open_house
from bot.core.clock import VirtualClock
from bot.core.delivery import Delivery, Failed, Letter, Sent
from bot.core.entropy import SeededEntropy
from bot.core.messages import Message
from bot.settings import Settings
from bot.worker import AFTER_TROUBLE, PAUSE, Nowhere, Worker

MORNING = datetime(2027, 3, 1, 9, tzinfo=UTC)


class Counter:
    """A way out that hands every letter over a counter."""

    def __init__(self) -> None:
        self.handed: list[str] = []
        self.busy = asyncio.Event()

    async def send(self, delivery: Delivery) -> Sent:
        self.handed.append(delivery.letter.key)
        self.busy.set()
        return Sent(name=delivery.letter.key)

    async def find(self, delivery: Delivery) -> Sent | Failed:
        return Sent() if delivery.letter.key in self.handed else Failed(reason="not handed over")


class Nap(VirtualClock):
    """A clock whose sleepers sleep until they are told to wake, and that counts their naps."""

    def __init__(self) -> None:
        super().__init__(MORNING)
        self.naps: list[float] = []
        self.napping = asyncio.Event()
        self.over = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.napping.set()
        await self.over.wait()


@asynccontextmanager
async def opened(folder: Path, counter: Counter | Nowhere, clock: VirtualClock) -> AsyncIterator[House]:
    settings = Settings(database_url=f"sqlite+aiosqlite:///{folder}/house.db", keys=(), _env_file=None)
    entropy = SeededEntropy(1)
    async with open_house(settings, counter, clock=clock, entropy=entropy, durable=False) as house:
        yield house


async def write(house: House, *keys: str) -> None:
    async with house.store.unit() as unit:
        for key in keys:
            message = Message(kind="summary.weekly", preview="The week in figures", text="All is well.")
            await unit.outbox.add(
                Letter(key=key, channel="slack:C1", message=message, not_before=MORNING - timedelta(hours=1))
            )
        await unit.commit()


def worker_of(house: House, clock: VirtualClock, *, with_courier: bool = True) -> Worker:
    return Worker(house.store, house.planner, house.courier if with_courier else None, clock)


async def test_a_round_sees_off_everything_that_may_leave_in_its_order(tmp_path: Path) -> None:
    counter, clock = Counter(), VirtualClock(MORNING)
    async with opened(tmp_path, counter, clock) as house:
        await write(house, "first", "second", "third")

        done = await worker_of(house, clock).make_round()

    assert counter.handed == ["first", "second", "third"]
    assert (done.handled, done.backlog.waiting) == (3, 0)


async def test_without_a_courier_letters_stay_as_they_are(tmp_path: Path) -> None:
    clock = VirtualClock(MORNING)
    async with opened(tmp_path, Nowhere(), clock) as house:
        await write(house, "first", "second")

        done = await worker_of(house, clock, with_courier=False).make_round()

    assert (done.handled, done.backlog.waiting, done.backlog.parked) == (0, 2, {})


async def test_nowhere_is_a_way_out_that_sends_nothing(tmp_path: Path) -> None:
    clock = VirtualClock(MORNING)
    async with opened(tmp_path, Nowhere(), clock) as house:
        await write(house, "first")

        done = await worker_of(house, clock).make_round()

    assert (done.handled, done.backlog.waiting) == (1, 1)


async def test_a_wake_begins_the_next_round_at_once(tmp_path: Path) -> None:
    counter, clock = Counter(), Nap()
    async with opened(tmp_path, counter, clock) as house:
        worker = worker_of(house, clock)
        running = asyncio.create_task(worker.run())
        await clock.napping.wait()
        clock.napping.clear()
        await write(house, "news")

        worker.wake()
        await clock.napping.wait()
        worker.stop()
        await running

    assert counter.handed == ["news"]
    assert clock.naps == [PAUSE, PAUSE]


async def test_a_nap_that_ends_begins_the_next_round(tmp_path: Path) -> None:
    counter, clock = Counter(), Nap()
    async with opened(tmp_path, counter, clock) as house:
        worker = worker_of(house, clock)
        running = asyncio.create_task(worker.run())
        await clock.napping.wait()
        await write(house, "news")

        clock.over.set()
        await counter.busy.wait()
        worker.stop()
        await running

    assert counter.handed == ["news"]


async def test_trouble_is_outlived_after_a_longer_rest(tmp_path: Path) -> None:
    counter, clock = Counter(), Nap()
    async with opened(tmp_path, counter, clock) as house:
        await write(house, "news")
        worker = worker_of(house, clock)
        with closing(sqlite3.connect(tmp_path / "house.db", isolation_level=None)) as database:
            database.execute("ALTER TABLE outbox RENAME TO mislaid")
            running = asyncio.create_task(worker.run())
            await clock.napping.wait()
            clock.napping.clear()
            database.execute("ALTER TABLE mislaid RENAME TO outbox")
        worker.wake()
        await clock.napping.wait()
        worker.stop()
        await running

    assert clock.naps == [AFTER_TROUBLE, PAUSE]
    assert counter.handed == ["news"]


async def test_a_worker_that_was_stopped_makes_no_round(tmp_path: Path) -> None:
    counter, clock = Counter(), Nap()
    async with opened(tmp_path, counter, clock) as house:
        await write(house, "news")
        worker = worker_of(house, clock)
        worker.stop()
        await worker.run()

    assert counter.handed == []
