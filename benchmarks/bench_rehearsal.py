"""What one event of a rehearsal costs as the cohort grows, and how long a usual eight months take."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter, process_time

from cohorts import START, script
from measuring import Way, ratio, taking_turns, title, verdict

from bot.core.door import Door
from bot.core.events import Event
from bot.core.messages import Reply
from bot.rehearse import Script, rehearse

SMALL, LARGE = 33, 1000
"""Relationships."""

COHORTS = 6
"""How many small cohorts one round follows, one after the other."""

DAYS = 1
"""How long each is followed: the cost of an event must not depend on how many others there are."""

ROUNDS = 2


class Enough(Exception):  # noqa: N818  # the curtain falls early, nothing went wrong
    """The days to be watched are over."""


@dataclass(slots=True)
class Watch:
    """Counts events, and the processor's seconds since the first; what comes before is setting the stage."""

    events: int = 0
    began: float = 0.0
    seconds: float = 0.0

    def starts(self) -> None:
        self.began = self.began or process_time()
        self.events += 1

    def stops(self) -> None:
        self.seconds += process_time() - self.began
        self.began = 0.0


@contextmanager
def watching(watch: Watch) -> Iterator[None]:
    """Let every event that goes through a door be counted."""
    handle = Door.handle

    async def counted(door: Door, event: Event) -> Reply:
        watch.starts()
        return await handle(door, event)

    Door.handle = counted  # type: ignore[method-assign, assignment]  # put back below
    try:
        yield
    finally:
        Door.handle = handle  # type: ignore[method-assign]  # as it was


def until(last: date, today: date) -> None:
    """Leave a rehearsal after its last day."""
    if today > last:
        raise Enough


async def cost_of_an_event(scripts: list[Script]) -> float:
    """Return the processor's seconds an event takes in the first days of these cohorts."""
    watch, last = Watch(), START + timedelta(days=DAYS - 1)
    with watching(watch):
        for one in scripts:
            with suppress(Enough):
                await rehearse(one, lambda today: until(last, today))
            watch.stops()
    return watch.seconds / watch.events


async def growth() -> None:
    title(f"What an event of a rehearsal costs with {LARGE} relationships against {SMALL}")
    small = [script(SMALL, seed=seed) for seed in range(1, COHORTS + 1)]
    large = [script(LARGE)]
    ways: dict[str, Way] = {
        "small": lambda: cost_of_an_event(small),
        "large": lambda: cost_of_an_event(large),
    }
    costs = await taking_turns(ROUNDS, ways)
    verdict("cost of an event", ratio(costs["large"], costs["small"]), 1.2)


async def usual() -> None:
    title("A rehearsal of 71 people in 33 relationships for eight months")
    watch = Watch()
    with watching(watch):
        began = perf_counter()
        await rehearse(script(30, trios=3, coordinators=2))
    seconds = perf_counter() - began
    print(f"  {watch.events} events, {seconds / watch.events * 1000:.1f} ms each")
    verdict("minutes", seconds / 60, 1)


async def main() -> None:
    await growth()
    await usual()


if __name__ == "__main__":
    asyncio.run(main())
