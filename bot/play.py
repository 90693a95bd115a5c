"""A programme to live through at the page: one showing at a time, and everything in it one by one."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, datetime, timedelta

import structlog

from adapters.rehearsal.play import Play, Stride
from adapters.rehearsal.screens import Screens
from bot.core.clock import SystemClock
from bot.core.entropy import SystemEntropy, new_id
from bot.core.events import Personal
from bot.performance import Script
from bot.programme.cohort_plan import CohortPlan
from bot.programme.people_file import PeopleReport
from bot.programme.summary import Summary
from bot.rehearsal_plan import made_ready, plan_for
from bot.showing import Showing, open_showing

log = structlog.get_logger()

PATIENCE = 0.8
"""Seconds for which whoever moves the clock is kept waiting; after that it goes on by itself."""

FAR = {Stride.DAY: timedelta(days=1), Stride.WEEK: timedelta(days=7)}


class OpenRehearsal:
    """A rehearsal that anybody at the page may step into: fills the page's port `Play`."""

    def __init__(self, showing: Showing, closing: AsyncExitStack) -> None:
        self._showing = showing
        self._closing = closing
        self._lock = asyncio.Lock()
        self._change = asyncio.Event()
        self._journey: asyncio.Task[None] | None = None
        self._figures: tuple[int, Summary] | None = None
        self.name = _fresh_name()
        self.revision = 1
        self.moving: Stride | None = None
        self.stumbled = False

    @property
    def plan(self) -> CohortPlan:
        return self._showing.script.plan

    @property
    def people(self) -> PeopleReport:
        return self._showing.script.people

    @property
    def screens(self) -> Screens:
        return self._showing.screens

    @property
    def now(self) -> datetime:
        return self._showing.performance.clock.now()

    @property
    def last_day(self) -> date:
        return self._showing.performance.last_day()

    @property
    def over(self) -> bool:
        return self._showing.over

    @property
    def held(self) -> frozenset[str]:
        return self._showing.performance.stage.held

    @property
    def guided(self) -> bool:
        return self._showing.guided

    async def summary(self) -> Summary:
        async with self._lock:
            return await self._summary()

    async def act(self, event: Personal, what: str) -> None:
        async with self._lock:
            await self._showing.act(event, what)
            self._changed()

    async def take(self, email: str) -> None:
        async with self._lock:
            self._showing.performance.stage.take(email)
            self._changed()

    async def give_back(self, *emails: str) -> None:
        async with self._lock:
            for email in emails:
                self._showing.performance.stage.give_back(email, self.now)
            self._changed()

    async def go(self, stride: Stride, watched: Collection[str]) -> bool:
        if self.moving is not None:
            return False
        self.moving, self.stumbled = stride, False
        self._journey = asyncio.create_task(self._travel(stride, frozenset(watched)))
        await asyncio.wait({self._journey}, timeout=PATIENCE)
        return True

    async def stop(self) -> None:
        self.moving = None
        if self._journey is not None:
            await self._journey

    async def files(self) -> Mapping[str, bytes]:
        async with self._lock:
            return await asyncio.to_thread(self._showing.files, await self._summary())

    async def begin_again(self, people: PeopleReport | None = None, title: str = "") -> None:
        await self.stop()
        script = self._showing.script if people is None else script_for(people, title)
        closing = AsyncExitStack()
        async with self._lock:
            showing = await closing.enter_async_context(open_showing(script))
            before, self._closing, self._showing = self._closing, closing, showing
            self.name = _fresh_name()
            self._changed()
            await before.aclose()

    def dismiss_guide(self) -> None:
        self._showing.guided = False
        self._changed()

    async def changed_since(self, revision: int) -> int:
        while self.revision <= revision:
            await self._change.wait()
        return self.revision

    async def close(self) -> None:
        """Stop the clock and put everything away."""
        await self.stop()
        async with self._lock:
            await self._closing.aclose()

    async def _travel(self, stride: Stride, watched: frozenset[str]) -> None:
        """Go moment by moment, so that presses come in between; what fails stops the clock, no more."""
        target = self.now + FAR[stride] if stride in FAR else None
        since = len(self.screens.entries)
        try:
            while self.moving is not None and await self._go_on(target):
                fresh = {entry.place for entry in self.screens.entries[since:]}
                if stride is Stride.NEXT and not watched.isdisjoint(fresh):
                    break
        except Exception as error:  # noqa: BLE001  # a clock that stops must not take the page with it
            log.error("the clock stopped", error=error)
            self.stumbled = True
        finally:
            self.moving = None
            self._changed()

    async def _go_on(self, target: datetime | None) -> bool:
        async with self._lock:
            more = await self._showing.step(target)
            self._changed()
        await asyncio.sleep(0)
        return more

    async def _summary(self) -> Summary:
        if self._figures is None or self._figures[0] != self.revision:
            self._figures = self.revision, await self._showing.summary()
        return self._figures[1]

    def _changed(self) -> None:
        self.revision += 1
        self._change.set()
        self._change = asyncio.Event()


@asynccontextmanager
async def open_rehearsal(script: Script) -> AsyncIterator[Play]:
    """Open a rehearsal for the page, on a throw-away database."""
    closing = AsyncExitStack()
    play = OpenRehearsal(await closing.enter_async_context(open_showing(script)), closing)
    try:
        yield play
    finally:
        await play.close()


def script_for(people: PeopleReport, title: str) -> Script:
    """Return a script for people of somebody's own, with a sensible plan called after their file."""
    return Script(made_ready(plan_for(title)), people)


def _fresh_name() -> str:
    return new_id(SystemClock().now(), SystemEntropy())
