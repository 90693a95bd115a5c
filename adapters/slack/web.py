"""The web API of Slack: one session for all calls, one client for each workspace."""

import logging
from typing import Any

from aiohttp import ClientSession, ClientTimeout, TCPConnector
from slack_sdk.web.async_client import AsyncWebClient

PATIENCE = ClientTimeout(total=10, connect=3)
"""Seconds for one call; an answer that comes later is of no use to anybody."""

CONNECTIONS = 20

QUIET = logging.getLogger("turnabout.slack.quiet")
"""Given to Slack's libraries: what they would log may hold what people wrote."""
QUIET.setLevel(logging.CRITICAL + 1)
QUIET.propagate = False


class Webs:
    """Gives the client of a workspace. Nothing is tried twice by itself: whoever calls decides."""

    def __init__(self, api_url: str, token: str) -> None:
        self._api_url = api_url
        self._token = token
        self._session: ClientSession | None = None
        self._clients: dict[str, AsyncWebClient] = {}

    async def start(self) -> None:
        connector = TCPConnector(limit=CONNECTIONS)
        self._session = ClientSession(connector=connector, timeout=PATIENCE)

    async def stop(self) -> None:
        self._clients.clear()
        if self._session is not None:
            await self._session.close()

    async def of(self, workspace: str) -> AsyncWebClient | None:  # noqa: ARG002  # one token serves one workspace
        """Return the client of a workspace, or None when the bot is not installed there."""
        return self.client(self._token) if self._token else None

    def client(self, token: str) -> AsyncWebClient:
        """Return the client with this token; without one, a client that each call gives its own."""
        if token not in self._clients:
            self._clients[token] = AsyncWebClient(
                token=token, base_url=self._api_url, session=self._session, retry_handlers=[], logger=QUIET
            )
        return self._clients[token]


def refusal_of(error: Any) -> str:
    """Return the word with which Slack refused a call."""
    try:
        return str(error.response["error"])
    except (AttributeError, KeyError, TypeError):
        return "unknown"
