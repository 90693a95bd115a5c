"""The seam, coming in: what arrived goes through the Bot Framework's own adapter to whoever answers it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from botbuilder.core import InvokeResponse  # type: ignore[import-untyped]  # it has no types
from botbuilder.integration.aiohttp import CloudAdapter  # type: ignore[import-untyped]  # nor has this
from botbuilder.schema import Activity, ActivityTypes  # type: ignore[import-untyped]  # nor this
from botframework.connector.auth import (  # type: ignore[import-untyped]  # nor this
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
)

from adapters.teams.activities import Answer
from adapters.teams.sdk import Connectors


class Bridge:
    """Takes what arrived through the library's adapter to whoever answers it."""

    def __init__(self, connectors: Connectors) -> None:
        self._adapter = CloudAdapter(_LetIn(connectors))

    async def cross(
        self, arrived: Mapping[str, object], do: Callable[[], Awaitable[Answer | None]]
    ) -> Answer | None:
        """Let `do` handle an activity that is known to be genuine; an invoke comes back with its answer."""

        async def turn(context: Any) -> None:
            answer = await do()
            if answer is not None:
                response = InvokeResponse(status=answer.status, body=answer.body)
                await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=response))

        response = await self._adapter.process_activity("", Activity().deserialize(dict(arrived)), turn)
        return None if response is None else Answer(int(response.status), response.body or {})


class _LetIn(BotFrameworkAuthentication):  # type: ignore[misc]  # the library has no types
    """Stands where the library would check tokens; that was done at the door."""

    def __init__(self, connectors: Connectors) -> None:
        self._connectors = connectors

    async def authenticate_request(self, activity: object, auth_header: str) -> Any:  # noqa: ARG002  # as it asks
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity({}, is_authenticated=True)
        result.connector_factory = self._connectors
        return result

    async def authenticate_streaming_request(self, *_: object) -> Any:
        """Nobody is let in by a web socket."""
        raise PermissionError

    async def create_user_token_client(self, claims_identity: object) -> None:
        """The bot asks nobody to sign in to another service."""

    def create_connector_factory(self, claims_identity: object) -> Connectors:  # noqa: ARG002  # as it asks
        return self._connectors
