"""A bot that only listens, and answers what it was told to answer: for tests of the fake itself."""

from types import TracebackType
from typing import Self

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.fakes.teams.world import Json

PATH = "/api/messages"


class LittleBot:
    """Keeps what it hears. `answers` are given one after the other, and then an empty 200."""

    def __init__(self) -> None:
        application = web.Application()
        application.router.add_post(PATH, self._listen)
        self._server = TestServer(application, host="127.0.0.1")
        self.heard: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[tuple[int, object]] = []

    @property
    def url(self) -> str:
        return str(self._server.make_url(PATH))

    def will_answer(self, body: object, status: int = 200) -> None:
        self.answers.append((status, body))

    def will_show(self, card: Json) -> None:
        """Answer the next press with a card."""
        self.will_answer(
            {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": card}
        )

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.close()

    async def _listen(self, request: web.Request) -> web.Response:
        self.heard.append(await request.json())
        self.headers.append(dict(request.headers))
        if not self.answers:
            return web.Response()
        status, body = self.answers.pop(0)
        return web.Response(status=status) if body is None else web.json_response(body, status=status)
