"""The web API of Slack: one session for all calls, one client for each token."""

import logging
from typing import Any

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.installations import Installation, Installations

log = structlog.get_logger()

PATIENCE = ClientTimeout(total=10, connect=3)
"""Seconds for one call; an answer that comes later is of no use to anybody."""

CONNECTIONS = 20

TROUBLE = (SlackClientError, ClientError, TimeoutError)
"""What a call of Slack may end in."""

UNKNOWN = "unknown"
"""What an answer without a reason is called."""

QUIET = logging.getLogger("turnabout.slack.quiet")
"""Given to Slack's libraries: what they would log may hold what people wrote."""
QUIET.setLevel(logging.CRITICAL + 1)
QUIET.propagate = False


class Webs:
    """Gives the client of a workspace. Nothing is tried twice by itself: whoever calls decides.

    `token` is the one of the settings. Whose it is gets asked once; until that is known, it serves wherever
    nobody installed the bot by link.
    """

    def __init__(self, api_url: str, token: str, kept: Installations | None = None) -> None:
        self._api_url = api_url
        self._token = token
        self._kept = kept
        self._own: Installation | None = None
        self._session: ClientSession | None = None
        self._clients: dict[str, AsyncWebClient] = {}

    async def start(self) -> None:
        """Open the session that all clients share; those that were made before it are made anew."""
        connector, jar = TCPConnector(limit=CONNECTIONS), DummyCookieJar()
        self._session = ClientSession(connector=connector, timeout=PATIENCE, cookie_jar=jar)
        self._clients.clear()
        await self._identify()

    async def stop(self) -> None:
        self._clients.clear()
        if self._session is not None:
            await self._session.close()

    async def of(self, workspace: str) -> AsyncWebClient | None:
        """Return the client of a workspace, or None when the bot is not installed there."""
        found = await self.installation(workspace)
        if found is not None:
            return self.client(found.token)
        return self.client(self._token) if self.is_waiting else None

    async def installation(self, workspace: str) -> Installation | None:
        """Return the installation in a workspace, as far as it is known whose token is whose."""
        if self._own is not None and workspace == self._own.workspace:
            return self._own
        return await self._kept.of(workspace) if self._kept else None

    async def every(self) -> list[Installation]:
        """Return every installation, that of the settings first. Asks whose token that is, if need be."""
        if self.is_waiting:
            await self._identify()
        kept = await self._kept.every() if self._kept else []
        if self._own is None:
            return kept
        return [self._own, *(one for one in kept if one.workspace != self._own.workspace)]

    @property
    def own(self) -> Installation | None:
        """The installation whose token is in the settings, once that is known."""
        return self._own

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be learnt whose token the settings hold."""
        return bool(self._token) and self._own is None

    def client(self, token: str) -> AsyncWebClient:
        """Return the client with this token; without one, a client that each call gives its own."""
        if token not in self._clients:
            self._clients[token] = AsyncWebClient(
                token=token, base_url=self._api_url, session=self._session, retry_handlers=[], logger=QUIET
            )
        return self._clients[token]

    async def _identify(self) -> None:
        """Learn whose token the settings hold; a Slack that is down keeps nobody from starting."""
        if not self._token:
            return
        try:
            told = await self.client(self._token).auth_test()
            self._own = Installation.told(told.data, self._token)
        except (*TROUBLE, ValueError) as error:
            log.warning("slack did not say whose token it is", why=refusal_of(error), error=error)


def refusal_of(error: Any) -> str:
    """Return the word with which Slack refused a call."""
    try:
        return str(error.response["error"] or UNKNOWN)
    except (AttributeError, KeyError, TypeError, ValueError):
        return UNKNOWN
