"""One call of the Web API: where its arguments stand, which token it carries, which workspace it is for."""

import json
from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import hdrs, web

from tests.fakes.slack.records import Grant, Standing, Workspace
from tests.fakes.slack.refusals import RefusedError, missing
from tests.fakes.slack.sights import Json
from tests.fakes.slack.world import World

STRUCTURED = frozenset({"blocks", "attachments", "view", "metadata", "files"})
"""Arguments that are written as JSON inside a form or a query."""

UNREADABLE = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
"""The errors for arguments that are no JSON."""

TRUE = frozenset({"true", "True", "1", "t"})


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call that is let in: the method sees what it may do, and what it was asked."""

    world: World
    grant: Grant
    arguments: Json

    def get(self, name: str, default: str = "") -> str:
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def need(self, name: str) -> str:
        """Return an argument that must be there."""
        if not (value := self.get(name)):
            raise missing(name)
        return value

    def flag(self, name: str) -> bool:
        return self.get(name) in TRUE

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.get(name) or default)
        except ValueError:
            raise RefusedError("invalid_arguments", [f"[ERROR] must be an integer: {name}"]) from None

    def may(self, *scopes: str) -> bool:
        return any(scope in self.grant.scopes for scope in scopes)

    def demand(self, *scopes: str) -> None:
        """Refuse a token that has none of `scopes`; where there are none to have, none is needed."""
        if scopes and not self.may(*scopes):
            provided = ",".join(sorted(self.grant.scopes))
            raise RefusedError("missing_scope", needed=scopes[0], provided=provided)

    @property
    def workspace(self) -> Workspace:
        """The workspace of the token; a token of an organisation says which with `team_id`."""
        if self.grant.team:
            return self.world.workspaces[self.grant.team]
        chosen = self.world.workspaces.get(self.get("team_id"))
        if chosen is None or chosen.enterprise != self.grant.enterprise:
            raise RefusedError("missing_argument", ["[ERROR] missing required field: team_id"])
        return chosen

    @property
    def reach(self) -> list[Workspace]:
        """Every workspace where this token may act."""
        every = self.world.workspaces.values()
        if self.grant.team:
            return [one for one in every if one.id == self.grant.team]
        return [one for one in every if one.enterprise == self.grant.enterprise]


Answering = Callable[[Invocation], Awaitable[Json]]


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the Web API: what answers it, the scopes of which it wants one, and how it is called."""

    answer: Answering
    scopes: tuple[str, ...] = ()
    takes_json: bool = True
    open_to_all: bool = False
    for_app: bool = False


async def arguments_of(request: web.Request, *, takes_json: bool) -> Json:
    """Read the arguments as Slack does: from the query, and from a form or a JSON object."""
    found: Json = dict(request.query)
    if request.method == hdrs.METH_POST:
        found |= await _body_of(request, takes_json=takes_json)
    return {name: _structured(name, value) for name, value in found.items()}


async def _body_of(request: web.Request, *, takes_json: bool) -> Json:
    if request.content_type == "application/json":
        body = await _json_of(request)
        body.pop("token", None)
        return body if takes_json else {}
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return dict(await request.post())
    if await request.read():
        raise RefusedError("invalid_post_type")
    return {}


async def _json_of(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise RefusedError("invalid_json") from None
    if not isinstance(body, dict):
        raise RefusedError("json_not_object")
    return body


def _structured(name: str, value: Any) -> Any:
    if name not in STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        code = UNREADABLE.get(name, "invalid_arguments")
        raise RefusedError(code, [f"[ERROR] must be valid JSON: {name}"]) from None


def token_of(request: web.Request, arguments: Mapping[str, Any]) -> str:
    kind, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else str(arguments.get("token") or "")


def grant_for(world: World, token: str) -> Grant:
    """Return what a token may do; one that stands badly gets the error that says how."""
    if not token:
        raise RefusedError("not_authed")
    grant = world.grants.get(token)
    if grant is None:
        raise RefusedError("invalid_auth")
    if grant.standing is not Standing.ACTIVE:
        raise RefusedError(grant.standing)
    return grant


def client_of(request: web.Request, arguments: Json) -> Json:
    """Return the client's id and secret, whether they stand in the form or in the header."""
    header = request.headers.get(hdrs.AUTHORIZATION, "")
    if not header.lower().startswith("basic "):
        return arguments
    name, _, secret = b64decode(header.split()[1]).decode().partition(":")
    return arguments | {"client_id": name, "client_secret": secret}
