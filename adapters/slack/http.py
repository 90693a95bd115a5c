"""The one address that Slack calls."""

from collections.abc import Sequence
from urllib.parse import parse_qs

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.slack.signature import Signature

log = structlog.get_logger()

PATH = "/slack/events"
SHORT = 256
"""Bytes that a check of our certificate has at most."""


class Requests:
    """Lets Slack's requests in, and nobody else's."""

    def __init__(self, app: AsyncApp, signature: Signature) -> None:
        self._app = app
        self._signature = signature

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post(PATH, self._take)]

    async def _take(self, request: web.Request) -> web.Response:
        """Answer one request; of one that is not signed nothing is kept, and nothing of it is logged."""
        raw = await request.read()
        if not self._signature.holds(raw, request.headers):
            if _only_looks(raw):
                return web.Response()
            log.warning("slack signature refused")
            return web.Response(status=401)
        asked = _asked(request, raw)
        if asked is None:
            log.warning("slack request unreadable")
            return web.Response(status=400)
        return await to_aiohttp_response(await self._app.async_dispatch(asked))


def _asked(request: web.Request, raw: bytes) -> AsyncBoltRequest | None:
    """Return the request as Bolt reads it, or None when it can't be read."""
    try:
        return AsyncBoltRequest(body=raw.decode(), query=request.query_string, headers=dict(request.headers))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _only_looks(raw: bytes) -> bool:
    """Tell whether Slack only looks at our certificate, which it does without a signature."""
    return len(raw) <= SHORT and parse_qs(raw.decode(errors="replace")).get("ssl_check") == ["1"]
