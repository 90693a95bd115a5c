"""The service: the house, every platform that is set up, planner and courier, in one process."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot import calendar_feed
from bot.app import House, open_house
from bot.calendar_round import CalendarRound
from bot.core.calendars import remember_service
from bot.core.clock import Clock
from bot.core.entropy import Entropy, SystemEntropy
from bot.core.ground import Ground
from bot.core.ports import Store
from bot.fetching import Fetcher
from bot.monitor import Monitor
from bot.platforms import Build, Platform
from bot.roll_call import RollCall
from bot.settings import Settings
from bot.switchboard import Switchboard
from bot.web import application
from bot.worker import Worker


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that runs, ready to be served."""

    house: House
    platforms: Sequence[Platform]
    worker: Worker
    roll_call: RollCall
    calendars: CalendarRound
    monitor: Monitor

    def application(self) -> web.Application:
        feeds = calendar_feed.routes(self.house.store, self.house.clock)
        return application(
            self.monitor, [*feeds, *(route for one in self.platforms for route in one.routes())]
        )


@asynccontextmanager
async def open_service(
    settings: Settings,
    builds: Sequence[Build],
    *,
    clock: Clock | None = None,
    entropy: Entropy | None = None,
    durable: bool = True,
) -> AsyncIterator[Service]:
    """Open the house and start its platforms; at the end stop them and close everything."""
    switchboard, woken = Switchboard(), asyncio.Event()
    entropy = entropy or SystemEntropy()
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(
            open_house(settings, switchboard, clock=clock, entropy=entropy, durable=durable, wake=woken.set)
        )
        await _say_where_it_is(house.store, settings.public_url)
        monitor = Monitor(house.store, house.clock)
        ground = Ground(
            house.store, monitor.watching(house.door.handle), house.clock, entropy, settings.public_url
        )
        platforms = [build(ground) for build in builds]
        for platform in platforms:
            switchboard.plug(platform.name, platform.messenger)
            stack.push_async_callback(platform.stop)
            await platform.start()
        worker = Worker(
            house.store, house.planner, house.courier, house.clock, woken=woken, made=monitor.round_made
        )
        roll_call = RollCall(house.store, platforms, house.door.handle, house.clock)
        calendars = CalendarRound(house.store, Fetcher(), house.clock)
        yield Service(house, platforms, worker, roll_call, calendars, monitor)


async def _say_where_it_is(store: Store, url: str) -> None:
    """Let conversations know the address of the service; calendar addresses begin with it."""
    async with store.unit() as unit:
        await remember_service(unit, url)
        await unit.commit()


@asynccontextmanager
async def at_work(service: Service) -> AsyncIterator[None]:
    """Let everything run meanwhile; a round that is under way is finished at the end."""
    for platform in service.platforms:
        await platform.listen()
    working = asyncio.create_task(service.worker.run())
    beside = [asyncio.create_task(one.run()) for one in (service.roll_call, service.calendars)]
    try:
        yield
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        service.worker.stop()
        await working
