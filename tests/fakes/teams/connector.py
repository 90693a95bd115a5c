"""The Bot Connector, version 3 of its REST interface, as Teams serves it."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web

from tests.fakes.teams.elsewhere import MOST_BYTES, Elsewhere, Served, hang_up
from tests.fakes.teams.office import Office
from tests.fakes.teams.service import Asked, Carry, Service
from tests.fakes.teams.troubles import Refusal, RefusedError, Trouble, Troubles, answer
from tests.fakes.teams.world import Json, World

DENIED = {"message": "Authorization has been denied for this request."}
BEFORE = ("/{region}", "/{region}/{tenant}")
"""What stands before /v3 in an address of the service: the tenant is in the newer ones only."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot: which, where, and how it was answered. `status` is 0 when it was not."""

    name: str
    conversation: str
    activity_id: str
    body: Json
    status: int


class Connector:
    """Answers the bot. `calls` holds every call, `troubles` what is to go wrong with the next ones."""

    def __init__(self, world: World, office: Office, elsewhere: Elsewhere) -> None:
        self._service = Service(world)
        self._office = office
        self._elsewhere = elsewhere
        self._served: Served | None = None
        self.troubles = Troubles()
        self.calls: list[Call] = []
        self.strangers = 0
        """Calls without a good token."""

    @property
    def url(self) -> str:
        return self._served.url if self._served else ""

    @property
    def connections(self) -> int:
        return self._served.connections if self._served else 0

    async def start(self) -> None:
        application = web.Application(client_max_size=MOST_BYTES)
        for before in BEFORE:
            for method, path, name, carry in self._routes():
                application.router.add_route(method, f"{before}/v3{path}", self._handler(name, carry))
        self._served = await self._elsewhere.serve(application)

    def _routes(self) -> list[tuple[str, str, str, Carry]]:
        service, conversation = self._service, "/conversations/{conversation}"
        return [
            ("POST", "/conversations", "create", service.create),
            ("POST", f"{conversation}/activities", "send", service.send),
            ("POST", f"{conversation}/activities/{{item}}", "reply", service.send),
            ("PUT", f"{conversation}/activities/{{item}}", "update", service.update),
            ("DELETE", f"{conversation}/activities/{{item}}", "delete", service.delete),
            ("GET", f"{conversation}/members", "members", service.members),
            ("GET", f"{conversation}/pagedmembers", "pages", service.pages),
            ("GET", f"{conversation}/members/{{item}}", "member", service.member),
            ("GET", "/teams/{conversation}", "team", service.team),
            ("GET", "/teams/{conversation}/conversations", "channels", service.channels),
        ]

    def _handler(self, name: str, carry: Carry) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            asked = await _read(name, request)
            if asked is None:
                return answer(Refusal.BAD_SYNTAX)
            if not self._office.knows(request.headers.get("Authorization")):
                self.strangers += 1
                self._note(asked, HTTPStatus.UNAUTHORIZED)
                return web.json_response(DENIED, status=HTTPStatus.UNAUTHORIZED)
            trouble = self.troubles.for_call(name, asked.conversation)
            if trouble is None:
                return self._carried(asked, carry)
            return await self._troubled(request, asked, carry, trouble)

        return handle

    async def _troubled(
        self, request: web.Request, asked: Asked, carry: Carry, trouble: Trouble
    ) -> web.StreamResponse:
        if trouble.accepted:
            with suppress(RefusedError):
                carry(asked)
        self._note(asked, trouble.refusal.status if trouble.refusal else 0)
        if trouble.hangs:
            await self._elsewhere.until_closing()
        if trouble.says is not None:
            return web.Response(text=trouble.says, content_type="application/json")
        if trouble.refusal is None:
            return hang_up(request)
        return answer(trouble.refusal, trouble.headers, empty=trouble.empty)

    def _carried(self, asked: Asked, carry: Carry) -> web.Response:
        try:
            body = carry(asked)
        except RefusedError as no:
            self._note(asked, no.refusal.status)
            return answer(no.refusal)
        status = 201 if asked.name in {"create", "send", "reply"} else 200
        self._note(asked, status)
        return web.Response(status=status) if body is None else web.json_response(body, status=status)

    def _note(self, asked: Asked, status: int) -> None:
        self.calls.append(Call(asked.name, asked.conversation, asked.item, asked.body, status))


async def _read(name: str, request: web.Request) -> Asked | None:
    """Read what is asked; nothing when the body is no JSON object. Paths arrive percent-encoded."""
    raw = await request.read()
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        return None
    where, item = (request.match_info.get(part, "") for part in ("conversation", "item"))
    return Asked(name, where, item, dict(request.query), body, len(raw)) if isinstance(body, dict) else None
