"""The round of the calendars: each that somebody gave is looked at now and then, for busy times alone."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

import structlog

from bot.busy_reader import Unreadable, read_apart
from bot.core.busy import Interval, calendar_of, every_calendar, keep_busy, keep_trouble
from bot.core.clock import Clock
from bot.core.hours import zone_of
from bot.core.ports import Store, Unit
from bot.fetching import Fetcher, NotFetched
from bot.programme.freebusy import NotACalendar

log = structlog.get_logger()

Read = Callable[[bytes, datetime, datetime, str], Awaitable[Sequence[Interval]]]

PAUSE = 30.0
"""Seconds between two rounds; a calendar that was just given is looked at in the next one."""

AGAIN_AFTER = timedelta(hours=1)
REMEMBERED = timedelta(minutes=15)
"""For how long what was read at an address is remembered, whoever gives it."""

AT_ONCE = 10
"""How many calendars one round looks at."""

AHEAD = timedelta(days=60)


class CalendarRound:
    """Looks at calendars one after another, fetches and reads each, and keeps when it says busy."""

    def __init__(self, store: Store, fetcher: Fetcher, clock: Clock, read: Read = read_apart) -> None:
        self._store = store
        self._fetcher = fetcher
        self._clock = clock
        self._read = read
        self._looked: dict[tuple[str, str], datetime] = {}
        self._found: dict[str, tuple[datetime, Sequence[Interval]]] = {}

    async def run(self) -> None:
        """Make rounds until cancelled; what fails is noted, and the next round goes on."""
        while True:
            try:
                await self.make()
            except Exception as error:  # noqa: BLE001  # the round outlives whatever goes wrong in it
                log.error("round of calendars failed", error=error)
            await self._clock.sleep(PAUSE)

    async def make(self) -> int:
        """Look at the calendars whose turn it is, and return how many those were."""
        async with self._store.reading() as unit:
            given = await every_calendar(unit)
        now = self._clock.now()
        self._forget(given, now)
        due = [one for one in given.items() if self._is_due(one, now)][:AT_ONCE]
        for person_id, address in due:
            self._looked[person_id, address] = now
            await self._look(person_id, address)
        return len(due)

    def _forget(self, given: dict[str, str], now: datetime) -> None:
        """Forget what nobody gives any more, and what was read a while ago."""
        self._looked = {one: at for one, at in self._looked.items() if given.get(one[0]) == one[1]}
        self._found = {one: found for one, found in self._found.items() if now - found[0] < REMEMBERED}

    def _is_due(self, one: tuple[str, str], now: datetime) -> bool:
        looked = self._looked.get(one)
        return looked is None or now - looked >= AGAIN_AFTER

    async def _look(self, person_id: str, address: str) -> None:
        """Fetch and read outside of any transaction, then write it down if the address still holds."""
        try:
            times, trouble = await self._times(person_id, address), ""
        except NotFetched as problem:
            times, trouble = (), problem.why
        except NotACalendar:
            times, trouble = (), "no calendar"
        except Unreadable:
            times, trouble = (), "unreadable"
        async with self._store.unit() as unit:
            if await calendar_of(unit, person_id) != address:
                return
            now = self._clock.now()
            if trouble:
                await keep_trouble(unit, person_id, trouble, now)
            else:
                await keep_busy(unit, person_id, times, now)
            await unit.commit()

    async def _times(self, person_id: str, address: str) -> Sequence[Interval]:
        async with self._store.reading() as unit:
            zone_name = await _zone_name(unit, person_id)
        key = sha256(f"{zone_name} {address}".encode()).hexdigest()
        if key in self._found:
            return self._found[key][1]
        now = self._clock.now()
        text = await self._fetcher.fetch(address)
        times = await self._read(text, now, now + AHEAD, zone_name)
        self._found[key] = now, times
        return times


async def _zone_name(unit: Unit, person_id: str) -> str:
    """Return the zone of whoever gave a calendar: times without one are meant on their clock."""
    person = await unit.people.get(person_id)
    memberships = await unit.memberships.of_person(person_id)
    cohort = await unit.cohorts.get(memberships[0].cohort_id) if memberships else None
    return str(zone_of(person, cohort))
