"""The house with its machinery running: planner and courier over real storage, phones that obey a script."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.core.courier import Courier
from bot.core.delivery import Delivery, Failed, Letter, Outcome, Sent, Uncertain
from bot.core.entropy import SeededEntropy
from bot.core.messages import Message
from bot.core.planner import Planner
from bot.core.records import Timer
from bot.core.turn import Turn
from tests.dialogs.house import House, open_house

LONDON = ZoneInfo("Europe/London")
MOST_STEPS = 2000


@dataclass(frozen=True)
class Arrived:
    """One letter as it was shown."""

    at: datetime
    letter: Letter

    @property
    def kind(self) -> str:
        return self.letter.message.kind

    @property
    def local(self) -> datetime:
        return self.at.astimezone(LONDON)


@dataclass
class Phones:
    """Everybody's phones: what a script says becomes of each try, or else the letter arrives."""

    now: Callable[[], datetime]
    script: list[Outcome | Exception] = field(default_factory=list)
    memory: list[Sent | Failed | Uncertain | Exception] = field(default_factory=list)
    arrived: list[Arrived] = field(default_factory=list)
    tries: list[Delivery] = field(default_factory=list)
    searches: list[Delivery] = field(default_factory=list)
    _read: Counter[str] = field(default_factory=Counter)

    async def send(self, delivery: Delivery) -> Outcome:
        self.tries.append(delivery)
        outcome = self.script.pop(0) if self.script else Sent(name="shown")
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, Sent):
            self.arrived.append(Arrived(self.now(), delivery.letter))
        return outcome

    async def find(self, delivery: Delivery) -> Sent | Failed | Uncertain:
        self.searches.append(delivery)
        found = self.memory.pop(0) if self.memory else Uncertain(reason="can't tell")
        if isinstance(found, Exception):
            raise found
        return found

    def to(self, who: str) -> list[Arrived]:
        return [one for one in self.arrived if one.letter.person_id == who]

    def unread(self, who: str) -> list[Message]:
        """Return what arrived for somebody since this was asked last."""
        new = self.to(who)[self._read[who] :]
        self._read[who] += len(new)
        return [one.letter.message for one in new]

    def kinds(self, who: str = "") -> list[str]:
        return [one.kind for one in (self.to(who) if who else self.arrived)]


@dataclass
class Works:
    """The open house with planner, courier and phones."""

    house: House
    phones: Phones
    planner: Planner
    courier: Courier
    _orders: "count[int]" = field(default_factory=count)

    @property
    def now(self) -> datetime:
        return self.house.clock.now()

    def jump(self, *, to: datetime | None = None, by: timedelta = timedelta()) -> None:
        self.house.clock.jump(to or self.now + by)

    async def order(self, carried: Callable[[Turn], Awaitable[None]]) -> None:
        """Do something as an operator would, in one transaction."""
        key = f"order-{next(self._orders)}-{self.now.isoformat()}"
        await self.house.door.carry_out(key, carried)

    async def write(self, who: str, message: Message, *, not_after: datetime | None = None) -> None:
        """Put one letter to somebody into the outbox."""

        async def written(turn: Turn) -> None:
            cohort = await turn.unit.cohorts.get("spring")
            person = await turn.unit.people.get(who)
            await turn.tell(person, message, cohort=cohort, not_after=not_after)

        await self.order(written)

    async def timer(self, key: str) -> Timer | None:
        """Return a timer as it stands, also one that is still to come; None when it rests."""
        async with self.house.store.unit() as unit:
            return await unit.timers.take(key, datetime.max.replace(tzinfo=UTC))

    async def step(self) -> None:
        """Ring what is due and deliver what may leave now."""
        await self.planner.tick()
        await self.courier.deliver()

    async def run(self, until: datetime) -> None:
        """Go from moment to moment, as the service does, until then."""
        for _ in range(MOST_STEPS):
            await self.step()
            moment = await self._next()
            if moment is None or moment > until:
                self.jump(to=until)
                return
            self.jump(to=max(moment, self.now + timedelta(seconds=1)) if moment <= self.now else moment)
        raise AssertionError("the machinery does not come to rest")

    async def _next(self) -> datetime | None:
        async with self.house.store.reading() as unit:
            moments = (await unit.timers.next_due(), await unit.outbox.next_due())
        return min((moment for moment in moments if moment is not None), default=None)


@asynccontextmanager
async def open_works(folder: Path) -> AsyncIterator[Works]:
    """Open the house in this folder and start its machinery."""
    async with open_house(folder) as house:
        yield machinery(house)


def machinery(house: House) -> Works:
    phones = Phones(house.clock.now)
    courier = Courier(house.store, phones, house.clock, SeededEntropy("courier"), house.door.handle)
    planner = Planner(house.store, house.clock, house.door.handle)
    return Works(house, phones, planner, courier)


def at(on: date | str, clock: str = "10:00") -> datetime:
    """Return the instant at which London's clocks show this."""
    day = date.fromisoformat(on) if isinstance(on, str) else on
    return datetime.combine(day, time.fromisoformat(clock), LONDON).astimezone(UTC)


def message(kind: str = "service.reminder", text: str = "See you at two.") -> Message:
    return Message(kind=kind, preview="About your programme", text=text)
