"""The seam, going out: the calls that are made to Teams, and what became of each.

Of the Bot Framework's library only this module, `bridge`, `keys` and `tokens` know anything.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from botbuilder.schema import Activity, Mention  # type: ignore[import-untyped]  # it has no types
from botframework.connector.aio import ConnectorClient  # type: ignore[import-untyped]  # nor has this
from botframework.connector.auth import ConnectorFactory  # type: ignore[import-untyped]  # nor this
from msrest.exceptions import ClientRequestError, HttpOperationError
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from adapters.teams.outcomes import NotDone, code_in, refused, unanswered
from adapters.teams.settings import is_loopback
from adapters.teams.tokens import NoToken, Signature, Tokens
from bot.core.delivery import Failed, Sent, Throttled

log = structlog.get_logger()

TIME_LIMIT = 10.0
"""Seconds until a call to Teams is given up."""

AT_ONCE = 4
"""Calls to one service address at the same time; each of them keeps a connection and a thread."""

QUEUEING = 4.0
"""Seconds that a call waits for its turn."""

A_PAGE = 200
"""Members of a team that are asked for at a time."""

Done = TypeVar("Done")
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody as the roster of a conversation knows them; `user` is what the bot calls them by."""

    email: str
    principal: str
    name: str
    user: str = ""
    object_id: str = ""
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some members of a team; `more` asks for the next ones, and is empty on the last page."""

    members: tuple[Member, ...]
    more: str = ""


class Connectors(ConnectorFactory):  # type: ignore[misc]  # the library has no types
    """One client for each service address. Without tokens calls go out unsigned, to a local bot client."""

    def __init__(self, tokens: Tokens | None, *, time_limit: float = TIME_LIMIT) -> None:
        self._tokens = tokens
        self._time_limit = time_limit
        self._signature = Signature()
        self._clients: dict[str, Any] = {}
        self._turns: dict[str, asyncio.Semaphore] = {}

    async def create(self, service_url: str, audience: str | None = None) -> Any:  # noqa: ARG002  # as it asks
        """Return the client for this address; the library asks for it by this name."""
        if service_url not in self._clients:
            client = ConnectorClient(self._signature, base_url=service_url)
            client.config.connection.timeout = self._time_limit
            _try_once(client.config.retry_policy)
            client.config.redirect_policy.allow = False
            client.config.proxies.use_env_settings = not is_loopback(service_url)
            self._clients[service_url] = client
            self._turns[service_url] = asyncio.Semaphore(AT_ONCE)
        return self._clients[service_url]

    async def post(self, service_url: str, conversation: str, activity: Json) -> Sent | NotDone:
        """Write into a conversation; `Sent` names the message."""
        written = _activity(activity)
        return await self._call(service_url, lambda of: of.send_to_conversation(conversation, written), _sent)

    async def update(self, service_url: str, conversation: str, name: str, activity: Json) -> Sent | NotDone:
        """Put something else in the place of a message."""
        instead = _activity({**activity, "id": name})
        return await self._call(
            service_url,
            lambda of: of.update_activity(conversation, name, instead),
            lambda _: Sent(name=name),
            repeatable=True,
        )

    async def delete(self, service_url: str, conversation: str, name: str) -> Sent | NotDone:
        """Take a message away."""
        return await self._call(
            service_url,
            lambda of: of.delete_activity(conversation, name),
            lambda _: Sent(name=name),
            repeatable=True,
        )

    async def open_chat(self, service_url: str, parameters: Json) -> Sent | NotDone:
        """Open a conversation, or find it again; `Sent` names it."""
        about = dict(parameters)
        return await self._call(
            service_url, lambda of: of.create_conversation(about), _opened, repeatable=True
        )

    async def member(self, service_url: str, conversation: str, user: str) -> Member | NotDone:
        """Look somebody up in the roster of a conversation."""
        return await self._call(
            service_url, lambda of: of.get_conversation_member(conversation, user), _member, repeatable=True
        )

    async def members(self, service_url: str, conversation: str, more: str = "") -> Page | NotDone:
        """Return a page of the roster of a team or a group chat."""
        return await self._call(
            service_url,
            lambda of: of.get_conversation_paged_members(conversation, A_PAGE, more or None),
            _page,
            repeatable=True,
        )

    async def close(self) -> None:
        """Let go of every connection."""
        clients, self._clients = self._clients, {}
        for client in clients.values():
            await client.__aexit__(None, None, None)

    async def _call(
        self,
        service_url: str,
        doing: Callable[[Any], Awaitable[Any]],
        read: Callable[[Any], Done],
        *,
        repeatable: bool = False,
    ) -> Done | NotDone:
        """Wait for a turn at this address, call once, and return what is read from the answer."""
        client = await self.create(service_url)
        turn = self._turns[service_url]
        try:
            await asyncio.wait_for(turn.acquire(), QUEUEING)
        except TimeoutError:
            return Throttled(seconds=QUEUEING, everywhere=False)
        try:
            return await self._try(lambda: doing(client.conversations), read, repeatable=repeatable)
        finally:
            turn.release()

    async def _try(
        self, doing: Callable[[], Awaitable[Any]], read: Callable[[Any], Done], *, repeatable: bool
    ) -> Done | NotDone:
        try:
            async with asyncio.timeout(self._time_limit):
                await self._sign()
                return read(await doing())
        except NoToken as missing:
            return Failed(reason=f"no token {missing.code}".strip())
        except HttpOperationError as error:
            return self._refused(error.response, repeatable=repeatable)
        except ClientRequestError as error:
            cause = error.inner_exception
            reason = type(cause).__name__
            return unanswered(reason, reached=not _is_unreached(cause), repeatable=repeatable)
        except TimeoutError:
            return unanswered("no answer in time", reached=True, repeatable=repeatable)
        except Exception as error:  # noqa: BLE001  # the library has no common ground for odd answers
            log.warning("answer not understood", error=error)
            return unanswered("answer not understood", reached=True, repeatable=repeatable)

    async def _sign(self) -> None:
        if self._tokens is not None:
            self._signature.token = await self._tokens.current()

    def _refused(self, response: Any, *, repeatable: bool) -> NotDone:
        if response.status_code == _UNAUTHORISED and self._tokens is not None:
            self._tokens.forget(self._signature.token)
        code, patience = code_in(response.text), response.headers.get("Retry-After")
        return refused(response.status_code, code, patience, repeatable=repeatable)


_UNAUTHORISED = 401


def _try_once(policy: Any) -> None:
    """Let the library repeat nothing; its connections hold this very object, so it is changed in place."""
    policy.retries = 0
    policy.policy.status_forcelist = ()
    policy.policy.respect_retry_after_header = False


def _activity(written: Json) -> Any:
    """Turn plain data into the library's activity; mentions have a type of their own there."""
    activity = Activity().deserialize(dict(written))
    mentions = [one for one in written.get("entities") or () if one.get("type") == "mention"]
    activity.entities = [Mention().deserialize(one) for one in mentions] or None
    return activity


def _sent(response: Any) -> Sent:
    return Sent(name=str(response.id or ""))


def _opened(response: Any) -> Sent:
    """Return the name of a chat; without one it is not opened."""
    if not response.id:
        raise ValueError
    return Sent(name=str(response.id))


def _member(account: Any) -> Member:
    more = account.additional_properties
    return Member(
        email=str(more.get("email") or ""),
        principal=str(more.get("userPrincipalName") or ""),
        name=str(account.name or ""),
        user=str(account.id or ""),
        object_id=str(account.aad_object_id or more.get("objectId") or ""),
        tenant=str(more.get("tenantId") or ""),
    )


def _page(result: Any) -> Page:
    members = tuple(_member(one) for one in result.members or ())
    return Page(members, str(result.continuation_token or ""))


def _is_unreached(error: object) -> bool:
    """Tell whether a call ended before anybody could hear it."""
    reasons = [error, *getattr(error, "args", ())]
    reasons += [getattr(one, "reason", None) for one in reasons if isinstance(one, HTTPError)]
    return any(isinstance(one, ConnectTimeoutError | NewConnectionError) for one in reasons)
