"""Troubles on the way to the fake Slack: slow, broken, cut off, and not knowing whether it worked."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.fake import FakeSlack
from tests.fakes.slack.troubles import Trouble

BRIEF = aiohttp.ClientTimeout(total=0.2)


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.adds_person("U1", "Ada Quist", "ada@trust.example")
        yield fake


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    return AsyncWebClient(slack.token, base_url=slack.api_url, retry_handlers=[])


async def test_a_throttled_call_says_how_long_to_wait(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.next("chat.postMessage", Trouble.THROTTLE, retry_after=7)

    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="U1", text="x")

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert caught.value.response["error"] == "ratelimited"
    assert (await client.chat_postMessage(channel="U1", text="x"))["ok"]


@pytest.mark.parametrize(
    ("trouble", "arrived"),
    [(Trouble.SERVER_ERROR, 0), (Trouble.SERVER_ERROR_AFTER, 1), (Trouble.GARBAGE_AFTER, 1)],
)
async def test_a_broken_answer_may_or_may_not_have_worked(
    slack: FakeSlack, client: AsyncWebClient, trouble: Trouble, arrived: int
) -> None:
    slack.next("chat.postMessage", trouble)

    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="U1", text="x")

    assert caught.value.response.status_code in {500, 502}
    assert len(slack.dm_of("U1")) == arrived


@pytest.mark.parametrize(("trouble", "arrived"), [(Trouble.DROP, 0), (Trouble.DROP_AFTER_ACCEPT, 1)])
async def test_a_line_that_is_cut_may_or_may_not_have_worked(
    slack: FakeSlack, client: AsyncWebClient, trouble: Trouble, arrived: int
) -> None:
    slack.next("chat.postMessage", trouble)

    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="U1", text="x")

    assert len(slack.dm_of("U1")) == arrived


@pytest.mark.parametrize(("trouble", "arrived"), [(Trouble.HANG, 0), (Trouble.HANG_AFTER_ACCEPT, 1)])
async def test_a_call_that_hangs_is_given_up(slack: FakeSlack, trouble: Trouble, arrived: int) -> None:
    slack.next("chat.postMessage", trouble)

    async with aiohttp.ClientSession(timeout=BRIEF) as session:
        client = AsyncWebClient(slack.token, base_url=slack.api_url, session=session, retry_handlers=[])
        with pytest.raises(TimeoutError):
            await client.chat_postMessage(channel="U1", text="x")

    assert len(slack.dm_of("U1")) == arrived


async def test_any_error_can_be_scripted_and_each_is_met_once(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    slack.next("chat.postMessage", "restricted_action", times=2)

    for _ in range(2):
        with pytest.raises(SlackApiError, match="restricted_action"):
            await client.chat_postMessage(channel="U1", text="x")
    assert (await client.chat_postMessage(channel="U1", text="x"))["ok"]
    assert [call.error for call in slack.calls] == ["restricted_action", "restricted_action", ""]
