"""The composition root: settings in, a running house out. The only module that knows every part."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.core.clock import Clock, SystemClock
from bot.core.courier import Courier
from bot.core.delivery import Messenger
from bot.core.door import Door
from bot.core.entropy import Entropy, SystemEntropy
from bot.core.planner import Planner
from bot.core.ports import Store
from bot.settings import Settings
from dialogs.commands import parse
from dialogs.every import every_route, every_talk
from storage import Keys, open_store


@dataclass(frozen=True, slots=True)
class House:
    """Everything a running bot consists of."""

    store: Store
    door: Door
    planner: Planner
    courier: Courier
    clock: Clock


@asynccontextmanager
async def open_house(
    settings: Settings,
    messenger: Messenger,
    *,
    clock: Clock | None = None,
    entropy: Entropy | None = None,
    durable: bool = True,
    wake: Callable[[], None] = lambda: None,
) -> AsyncIterator[House]:
    """Open the database, put the parts together, and close everything again at the end.

    `wake` is called after every change: something may wait to be sent.
    """
    clock, entropy = clock or SystemClock(), entropy or SystemEntropy()
    keys = Keys.read(settings.database_url, settings.keys)
    async with open_store(settings.database_url, keys, durable=durable, clock=clock) as store:
        door = Door(store, every_route(), every_talk(), clock, entropy, store.vault, parse=parse, wake=wake)
        yield House(
            store=store,
            door=door,
            planner=Planner(store, clock, door.handle),
            courier=Courier(store, messenger, clock, entropy, door.handle),
            clock=clock,
        )
