"""The Web API over HTTP: who is let in, what goes wrong on the way, and what was asked."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from tests.fakes.slack.calling import Invocation, Method, arguments_of, client_of, grant_for, token_of
from tests.fakes.slack.methods import apps, chat, conversations, files, users, views
from tests.fakes.slack.records import Call, Grant
from tests.fakes.slack.refusals import RefusedError
from tests.fakes.slack.sights import Json
from tests.fakes.slack.troubles import Mishap, Script, Trouble
from tests.fakes.slack.world import World

METHODS: Mapping[str, Method] = {
    **apps.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **users.METHODS,
    **views.METHODS,
}

SECRET = frozenset({"token", "client_secret", "code"})
"""Arguments that are never noted down."""


class Api:
    """Answers `/api/METHOD`. A call is noted before anything can go wrong with it."""

    def __init__(self, world: World, script: Script, closing: asyncio.Event) -> None:
        self._world = world
        self._script = script
        self._closing = closing

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        mishap = self._script.take(name)
        if mishap is not None and mishap.what in set(Trouble):
            return await self._stumble(request, name, mishap)
        return await self._answer(request, name, str(mishap.what) if mishap else "")

    async def _answer(self, request: web.Request, name: str, scripted: str = "") -> web.Response:
        """Carry a call out; whatever it is refused for is said with status 200, as Slack does."""
        arguments: Json = {}
        grant: Grant | None = None
        try:
            method = _method(name)
            arguments = await arguments_of(request, takes_json=method.takes_json)
            grant = self._grant(request, method, arguments)
            _refuse_if(scripted)
            call = Invocation(self._world, grant, client_of(request, arguments))
            call.demand(*method.scopes)
            body = {"ok": True, **await method.answer(call)}
        except RefusedError as refused:
            body = refused.body
        self._note(name, arguments, grant, body)
        return web.json_response(body, headers=_headers(grant))

    def _grant(self, request: web.Request, method: Method, arguments: Json) -> Grant:
        if method.open_to_all:
            return Grant("", frozenset())
        grant = grant_for(self._world, token_of(request, arguments))
        if grant.for_app is not method.for_app:
            raise RefusedError("not_allowed_token_type")
        return grant

    def _note(self, name: str, arguments: Json, grant: Grant | None, body: Json) -> None:
        told = {key: value for key, value in arguments.items() if key not in SECRET}
        team = grant.team or grant.enterprise if grant else ""
        self._world.calls.append(Call(name, told, team, str(body.get("error", ""))))
        self._world.news.set()
        if warning := body.get("warning"):
            self._world.warnings.append(f"{name}: {warning}")

    async def _stumble(self, request: web.Request, name: str, mishap: Mishap) -> web.StreamResponse:
        trouble = Trouble(mishap.what)
        if trouble.takes_effect:
            await self._answer(request, name)
        else:
            self._note(name, {}, None, {"error": trouble.value})
        if trouble in {Trouble.HANG, Trouble.HANG_AFTER_ACCEPT}:
            await self._closing.wait()
        if trouble in {Trouble.DROP, Trouble.DROP_AFTER_ACCEPT, Trouble.HANG, Trouble.HANG_AFTER_ACCEPT}:
            return _cut(request)
        if trouble is Trouble.THROTTLE:
            headers = {"Retry-After": str(mishap.retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if trouble is Trouble.GARBAGE_AFTER:
            return web.Response(text="<html>Bad gateway</html>", content_type="text/html", status=502)
        return web.Response(text="upstream failure", status=500)


def _method(name: str) -> Method:
    if name not in METHODS:
        raise RefusedError("unknown_method", req_method=name)
    return METHODS[name]


def _refuse_if(scripted: str) -> None:
    if scripted:
        raise RefusedError(scripted)


def _headers(grant: Grant | None) -> dict[str, str]:
    return {"X-OAuth-Scopes": ",".join(sorted(grant.scopes))} if grant and grant.token else {}


def _cut(request: web.Request) -> web.Response:
    """Cut the line, so that the caller cannot tell what became of the call."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
