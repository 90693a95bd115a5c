"""Teams as the service sees it: its parts put together."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from aiohttp import web

from adapters.teams import pages
from adapters.teams.bridge import Bridge
from adapters.teams.chats import Chats, beginning
from adapters.teams.client import TeamsMessenger
from adapters.teams.doctor import Doctor
from adapters.teams.files import Files
from adapters.teams.http import PATH, Endpoint
from adapters.teams.inbound import PLATFORM
from adapters.teams.keys import Guard, SigningKeys
from adapters.teams.places import Place, Places
from adapters.teams.reception import Reception
from adapters.teams.rosters import Rosters
from adapters.teams.sdk import Connectors
from adapters.teams.settings import TeamsSettings
from adapters.teams.tokens import Fetch, Tokens, fetching
from bot.core.delivery import Messenger
from bot.core.events import Introduced
from bot.core.ground import Ground

LAST_WORDS = 5.0
"""Seconds that replies under way may take when the service stops."""


class Teams:
    """Microsoft Teams, for the people of one organisation."""

    name = PLATFORM

    def __init__(self, settings: TeamsSettings, ground: Ground, *, fetch: Fetch | None = None) -> None:
        self._keys = SigningKeys(settings.metadata_url)
        self._tokens = Tokens(fetch or fetching(settings)) if settings.app_id else None
        self._connectors = Connectors(self._tokens)
        places = Places(ground.store, ground.clock)
        self._files = Files(ground)
        self._rosters = Rosters(ground, self._connectors, places)
        chats = Chats(self._connectors, places, _beginning(settings))
        self._reception = Reception(
            ground, self._connectors, places, chats, self._files.link, meet=self._rosters.meet
        )
        guard = Guard(settings.app_id, self._keys) if settings.app_id else None
        self._endpoint = Endpoint(settings, guard, Bridge(self._connectors), self._reception)
        self._messenger = TeamsMessenger(self._connectors, places, chats, self._files.link, ground.clock)
        self._doctor = Doctor(settings, ground, self._tokens, self._connectors, places, chats)
        self._refreshing: asyncio.Task[None] | None = None

    @property
    def messenger(self) -> Messenger:
        return self._messenger

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post(PATH, self._endpoint.receive), *self._files.routes(), *pages.routes()]

    async def start(self) -> None:
        """Fetch the signing keys ahead, and keep them fresh."""
        if self._tokens is not None:
            self._refreshing = asyncio.create_task(self._keys.keep_fresh())

    async def listen(self) -> None:
        """Teams calls us; there is nothing else to open."""

    async def stop(self) -> None:
        """Finish what is being said, then let go of everything."""
        await self._reception.settle(LAST_WORDS)
        if self._refreshing is not None:
            self._refreshing.cancel()
            with suppress(asyncio.CancelledError):
                await self._refreshing
        await self._keys.close()
        await self._connectors.close()

    async def settled(self) -> None:
        """Wait for everything that is still to be shown."""
        await self._reception.settle()

    async def find(self, email: str) -> Introduced | None:
        """Look somebody up in the rosters of the teams that have the app."""
        return await self._rosters.find(email)

    async def check(self) -> Sequence[tuple[bool, str]]:
        return [finding async for finding in self._doctor.findings()]


def _beginning(settings: TeamsSettings) -> Place | None:
    """Return where letters may begin before anybody was heard of; in tests and on trial that is nowhere."""
    if not settings.app_id or settings.trusts_loopback:
        return None
    return beginning(settings.app_id, settings.tenant_id)
