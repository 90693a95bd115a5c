"""The fake Slack as a stern receiver: what it lets in, what it refuses, and with which words."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.fake import FakeSlack

HELLO = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello *there*"}}


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.adds_person("U1", "Ada Quist", "ada@trust.example")
        yield fake


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    return AsyncWebClient(slack.token, base_url=slack.api_url, retry_handlers=[])


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_a_message_to_a_person_stands_in_their_direct_messages(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    answer = await client.chat_postMessage(channel="U1", text="Hello", blocks=[HELLO])

    (post,) = slack.dm_of("U1")
    assert (post.text, post.words, post.channel) == ("Hello", "Hello *there*", answer["channel"])
    assert answer["ts"] == post.ts
