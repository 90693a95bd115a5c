"""The roll call: whoever was invited and has no address yet is looked for on every platform."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.core.clock import Clock
from bot.core.ground import Handle
from bot.core.ports import Store
from bot.core.records import Person
from bot.platforms import Platform

log = structlog.get_logger()

AT_ONCE = 20
"""How many people one call asks for; directories allow some fifty look-ups a minute."""

PATIENCE = timedelta(hours=1)
"""How long after a vain search somebody is looked for again."""

PAUSE = 30.0
"""Seconds between two calls."""


class RollCall:
    """Finds people by e-mail, a few at a time, and has them introduced."""

    def __init__(self, store: Store, platforms: Sequence[Platform], handle: Handle, clock: Clock) -> None:
        self._store = store
        self._platforms = platforms
        self._handle = handle
        self._clock = clock
        self._asked: dict[str, datetime] = {}

    async def run(self) -> None:
        """Call until cancelled; a call that fails is noted, and the next one tries again."""
        while True:
            try:
                await self.call()
            except Exception as error:  # noqa: BLE001  # the roll call outlives whatever goes wrong in it
                log.error("roll call failed", error=error)
            await self._clock.sleep(PAUSE)

    async def call(self) -> int:
        """Look for some of those who are missing, and return how many were found."""
        async with self._store.reading() as unit:
            missing = await unit.people.unaddressed()
        found = 0
        for person in [one for one in missing if self._may_ask(one)][:AT_ONCE]:
            self._asked[person.id] = self._clock.now()
            found += await self._find(person)
        return found

    def _may_ask(self, person: Person) -> bool:
        asked = self._asked.get(person.id)
        return asked is None or self._clock.now() - asked >= PATIENCE

    async def _find(self, person: Person) -> bool:
        """Ask the platform that the people file names first, then the others."""
        for platform in sorted(self._platforms, key=lambda one: one.name != person.platform):
            try:
                introduced = await platform.find(person.email)
            except Exception as error:  # noqa: BLE001  # one directory's fault must not hide somebody from the next
                log.warning("directory failed", platform=platform.name, error=error)
                continue
            if introduced is not None:
                await self._handle(introduced)
                return True
        return False
