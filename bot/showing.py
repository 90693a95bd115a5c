"""One showing of a rehearsal: a performance, what stands on its screens, and a hand in it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from adapters.rehearsal.play import NotInHand
from adapters.rehearsal.screens import Screens
from bot.core.clock import VirtualClock
from bot.core.entropy import SystemEntropy
from bot.core.events import Answered, Ordered, Personal, Turned
from bot.core.messages import Reply
from bot.core.turn import Turn
from bot.performance import Performance, Script, on_stage
from bot.programme.summary import Summary
from bot.programme.working_time import at_wall_time
from bot.prologue import settle_in
from bot.rehearsal_outputs import outputs
from bot.rehearse import Rehearsal
from bot.taken_down import TakenDown
from dialogs.summaries import figures

A_MOMENT = timedelta(seconds=1)
"""What a press takes on the virtual clock, so that of two answers one is the later."""

NINE = time(9)


@dataclass(slots=True)
class Showing:
    """A programme under way, to look at and to take part in; one thing at a time, says whoever owns it."""

    script: Script
    performance: Performance
    screens: Screens
    taken_down: TakenDown
    over: bool = False
    guided: bool = True

    async def step(self, until: datetime | None) -> bool:
        """Let the next moment happen; False when `until` is reached or the programme is over."""
        if await self.performance.step(until):
            return True
        last = at_wall_time(self.performance.last_day(), NINE, self.performance.zone)
        self.over = until is None or until >= last
        self.performance.clock.jump(last if until is None else min(until, last))
        return False

    async def act(self, event: Personal, what: str) -> None:
        """Let somebody held do something: through the one door, and taken down for the truth."""
        email, performance = event.actor.user, self.performance
        if email not in performance.stage.held:
            raise NotInHand
        performance.clock.jump(performance.clock.now() + A_MOMENT)
        reply = await performance.house.door.handle(event)
        if reply.question is None or not reply.question.errors:
            self.screens.did(email, what)
        self._answer(email, event, reply)
        async with performance.house.store.reading() as unit:
            await self.taken_down.bring_up(unit, email)
        await performance.deliver()

    def _answer(self, email: str, event: Personal, reply: Reply) -> None:
        """Show what is said back; a form that was answered gives way to the next one, or to none."""
        if reply.question is not None or isinstance(event, Answered | Turned):
            self.screens.asks(email, reply.question)
        for message in reply.messages:
            self.performance.phones.show(email, message)

    async def summary(self) -> Summary:
        """Return the figures of the cohort as of today."""
        performance = self.performance
        async with performance.house.store.reading() as unit:
            turn = Turn(
                Ordered(key="look"),
                performance.clock.now(),
                unit,
                SystemEntropy(),
                performance.house.store.vault,
            )
            return await figures(turn, performance.cohort, performance.today)

    def files(self, summary: Summary) -> Mapping[str, bytes]:
        """Return the outputs of a rehearsal as they stand."""
        return outputs(Rehearsal(self.performance.stage.ledger, summary, self.screens.shown))


@asynccontextmanager
async def open_showing(script: Script) -> AsyncIterator[Showing]:
    """Open a house for one showing; the first pair or trio has settled in, and their phones are in hand.

    Raises `NotReady` when the people do not make a cohort that can start.
    """
    clock = VirtualClock(script.dawn)
    screens = Screens(clock)
    async with on_stage(script, clock, screens.shows) as performance:
        stage = performance.stage
        stage.onlooker = screens
        for person in script.people.coordinators[:1]:
            stage.take(person.email)
        await settle_in(performance, screens, next(iter(stage.ledger.circles.values())))
        yield Showing(script, performance, screens, TakenDown(stage.ledger, stage.circles))
