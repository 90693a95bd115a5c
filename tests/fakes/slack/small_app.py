"""The smallest app that Slack can talk to: it checks signatures, remembers what came, and answers as told."""

import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl

from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier

from bot.core.clock import Clock
from tests.fakes.slack.sights import Json

Listening = Callable[[Json], Awaitable[web.Response | None]]


class _SameTime(SignatureClock):
    """Lets Slack's own verifier look at the clock of the test."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


class SmallApp:
    """Answers every post with 200, or with what `answers` holds next, or as `listen` says."""

    def __init__(self, signing_secret: str, clock: Clock) -> None:
        self._verifier = SignatureVerifier(signing_secret, _SameTime(clock))
        self._server = TestServer(self._application(), host="127.0.0.1")
        self.heard: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.answers: deque[web.Response] = deque()
        self.listen: Listening | None = None

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_failure: object) -> None:
        await self._server.close()

    @property
    def url(self) -> str:
        return str(self._server.make_url("/slack/events"))

    @property
    def last(self) -> Json:
        return self.heard[-1]

    def says(self, body: Any = "", status: int = 200, **headers: str) -> None:
        """Answer the next post with this: an object as JSON, a text as it is."""
        text = body if isinstance(body, str) else json.dumps(body)
        kind = "text/plain" if isinstance(body, str) else "application/json"
        self.answers.append(web.Response(text=text, status=status, content_type=kind, headers=headers))

    def _application(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/slack/events", self._handle)
        return app

    async def _handle(self, request: web.Request) -> web.Response:
        raw = await request.read()
        headers = dict(request.headers)
        if not self._verifier.is_valid_request(raw, headers):
            return web.Response(status=401)
        payload = _decoded(request.content_type, raw.decode())
        self.heard.append(payload)
        self.headers.append(headers)
        if self.listen is not None and (answer := await self.listen(payload)):
            return answer
        return self.answers.popleft() if self.answers else web.Response()


def _decoded(content_type: str, body: str) -> Json:
    if content_type == "application/json":
        decoded: Json = json.loads(body)
        return decoded
    form = parse_qs(body)
    return json.loads(form["payload"][0]) if "payload" in form else dict(parse_qsl(body))
