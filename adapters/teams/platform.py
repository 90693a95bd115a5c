"""Teams as the service sees it: its parts put together."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from aiohttp import web

from adapters.teams.client import TeamsMessenger
from adapters.teams.http import PATH, Endpoint
from adapters.teams.inbound import PLATFORM
from adapters.teams.keys import Guard, SigningKeys
from adapters.teams.places import Places
from adapters.teams.reception import Reception
from adapters.teams.sdk import Bridge, Connectors
from adapters.teams.settings import TeamsSettings
from adapters.teams.tokens import Fetch, NoToken, Tokens, fetching
from bot.core.delivery import Messenger
from bot.core.events import Actor, Introduced
from bot.core.ground import Ground
from bot.core.messages import Message

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
        self._reception = Reception(ground, self._connectors, places, _no_link)
        guard = Guard(settings.app_id, self._keys) if settings.app_id else None
        self._endpoint = Endpoint(settings, guard, Bridge(self._connectors), self._reception)
        self._messenger = TeamsMessenger(self._connectors, places, _no_link)
        self._refreshing: asyncio.Task[None] | None = None

    @property
    def messenger(self) -> Messenger:
        return self._messenger

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post(PATH, self._endpoint.receive)]

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
        await self._connectors.close()

    async def settled(self) -> None:
        """Wait for everything that is still to be shown."""
        await self._reception.settle()

    async def find(self, email: str) -> Introduced | None:  # noqa: ARG002  # see below
        """Nobody is found: Teams tells a bot about people only once they have met it."""
        return None

    async def check(self) -> Sequence[tuple[bool, str]]:
        """Say whether the bot can show who it is."""
        if self._tokens is None:
            return [(False, "Teams takes traffic without tokens: for trying it on this machine only.")]
        try:
            await self._tokens.current()
        except NoToken as missing:
            return [(False, f"Teams gives the bot no token: {missing.code or 'no answer'}.")]
        return [(True, "Teams knows the bot by its registration.")]


async def _no_link(_message: Message, _actor: Actor) -> None:
    """Offer no address for a file."""
