"""The fake Slack over a socket, with Slack's own socket client."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.fake import FakeSlack


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.adds_person("U1", "Ada Quist", "ada@trust.example")
        yield fake


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    return AsyncWebClient(slack.token, base_url=slack.api_url, retry_handlers=[])


class Ears:
    """An app with a socket: it takes everything, and answers forms with `says`."""

    def __init__(self, slack: FakeSlack, says: dict[str, object] | None = None) -> None:
        web_client = AsyncWebClient(base_url=slack.api_url)
        self.heard: list[SocketModeRequest] = []
        self._says = says
        self.client = SocketModeClient(slack.app_token, web_client=web_client, auto_reconnect_enabled=False)
        self.client.socket_mode_request_listeners.append(self._hear)

    async def open(self) -> None:
        await self.client.connect()  # type: ignore[no-untyped-call]  # untyped in the library

    async def close(self) -> None:
        await self.client.close()  # type: ignore[no-untyped-call]  # untyped in the library

    async def _hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request)
        payload = self._says if request.type != "events_api" else None
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))


async def test_over_a_socket_everything_arrives_without_a_signature(slack: FakeSlack) -> None:
    ears = Ears(slack, {"text": "Here is help."})
    await ears.open()
    await asyncio.wait_for(slack.sockets.opened(), 5)
    ada = slack.people["U1"]

    answers = [await ada.types("help"), await ada.commands("/turnabout", "help"), await ada.shortcut("book")]

    assert [answer.fine for answer in answers] == [True, True, True]
    assert [one.type for one in ears.heard] == ["events_api", "slash_commands", "interactive"]
    assert ears.heard[0].payload["event"]["text"] == "help"
    assert ada.last.words == "Here is help."
    await ears.close()


async def test_a_socket_that_does_not_acknowledge_gets_the_event_again(slack: FakeSlack) -> None:
    ears = Ears(slack)
    ears.client.socket_mode_request_listeners.clear()
    await ears.open()
    await asyncio.wait_for(slack.sockets.opened(), 5)
    slack.patience = 0.05

    answer = await slack.people["U1"].types("help")

    assert (answer.why, answer.attempts) == ("http_timeout", 4)
    await ears.close()


async def test_only_the_token_of_the_app_opens_a_socket(slack: FakeSlack, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await client.apps_connections_open(app_token=slack.token)
