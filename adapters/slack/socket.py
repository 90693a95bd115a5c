"""Socket Mode: we call Slack, and it sends over that line; for trying without a public address."""

from typing import Protocol

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from adapters.slack.web import QUIET, Webs


class Line(Protocol):
    """A line to Slack."""

    async def connect(self) -> None: ...

    async def close(self) -> None: ...


def line(app: AsyncApp, webs: Webs, token: str) -> Line:
    """Return a line over which an app hears from Slack, once it is connected.

    What is not answered with 200 is not acknowledged, so Slack sends it again.
    """
    handler = AsyncSocketModeHandler(app, token, logger=QUIET, web_client=webs.client(token))
    return handler.client
