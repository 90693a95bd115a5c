"""Messages in the fake Slack: changing, taking back, metadata, history."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.examples import section
from tests.fakes.slack.fake import FakeSlack
from tests.fakes.slack.scene import client_of, refusal


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.adds_person("U1", "Ada Quist", "ada@trust.example")
        fake.adds_channel("C1", "coordinators", members=["U1"])
        yield fake


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    return client_of(slack, slack.token)


# ---- changing and taking back


async def test_a_message_is_changed_through_its_real_channel(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    sent = await client.chat_postMessage(channel="U1", text="One", blocks=[section("One")])

    assert await refusal(client.chat_update(channel="U1", ts=sent["ts"], text="Two")) == "channel_not_found"
    await client.chat_update(channel=sent["channel"], ts=sent["ts"], text="Two")
    (post,) = slack.dm_of("U1")
    assert (post.words, post.blocks, post.edited) == ("Two", [], True)


async def test_only_what_the_app_posted_can_be_changed(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.app.events = frozenset()
    await slack.people["U1"].types("Mine")
    mine = slack.dm_of("U1")[0]

    assert await refusal(client.chat_update(channel="DU1", ts=mine.ts, text="Yours")) == "cant_update_message"
    assert await refusal(client.chat_delete(channel="DU1", ts=mine.ts)) == "cant_delete_message"
    assert await refusal(client.chat_delete(channel="DU1", ts="1.000001")) == "message_not_found"


async def test_a_message_can_be_taken_back(slack: FakeSlack, client: AsyncWebClient) -> None:
    sent = await client.chat_postMessage(channel="U1", text="One")

    await client.chat_delete(channel=sent["channel"], ts=sent["ts"])

    assert slack.dm_of("U1") == []


async def test_an_ephemeral_message_is_for_one_person_alone(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.adds_person("U2", "Bo Lind", "bo@trust.example")
    slack.channel("C1").members.add("U2")
    sent = await client.chat_postEphemeral(channel="C1", user="U1", text="Psst")

    assert [post.text for post in slack.channel("C1").seen_by("U1")] == ["Psst"]
    assert slack.channel("C1").seen_by("U2") == []
    changing = client.chat_update(channel="C1", ts=sent["message_ts"], text="Loud")
    assert await refusal(changing) == "message_not_found"
    outside = client.chat_postEphemeral(channel="C1", user="U9", text="Psst")
    assert await refusal(outside) == "user_not_in_channel"


# ---- metadata and history


async def test_metadata_comes_back_whole_only_when_asked_for(client: AsyncWebClient) -> None:
    metadata = {"event_type": "letter", "event_payload": {"id": "L1"}}
    sent = await client.chat_postMessage(channel="U1", text="x", metadata=metadata)

    short = await client.conversations_history(channel=sent["channel"])
    whole = await client.conversations_history(channel=sent["channel"], include_all_metadata=True)

    assert short["messages"][0]["metadata"] == {"event_type": "letter"}
    assert whole["messages"][0]["metadata"] == metadata
    assert whole["messages"][0]["bot_id"] == "BBOTT1"


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"event_type": "x"}, "invalid_metadata_format"),
        ({"event_type": 1, "event_payload": {}}, "invalid_metadata_schema"),
        ({"event_type": "x", "event_payload": {"a": "b" * 9000}}, "metadata_too_large"),
    ],
)
async def test_metadata_that_is_not_as_it_should_be_is_refused(
    client: AsyncWebClient, metadata: dict[str, Any], error: str
) -> None:
    assert await refusal(client.chat_postMessage(channel="U1", text="x", metadata=metadata)) == error


async def test_history_lags_behind_when_it_is_told_to(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.lags(40)
    sent = await client.chat_postMessage(channel="U1", text="x")

    assert (await client.conversations_history(channel=sent["channel"]))["messages"] == []
    slack.passes(41)
    assert len((await client.conversations_history(channel=sent["channel"]))["messages"]) == 1


async def test_history_is_newest_first_bounded_and_paged(client: AsyncWebClient) -> None:
    sent = [await client.chat_postMessage(channel="U1", text=str(number)) for number in range(4)]
    oldest, room = sent[1]["ts"], sent[0]["channel"]

    after = await client.conversations_history(channel=room, oldest=oldest)
    since = await client.conversations_history(channel=room, oldest=oldest, inclusive=True, limit=2)
    rest = await client.conversations_history(
        channel=room, oldest=oldest, inclusive=True, cursor=since["response_metadata"]["next_cursor"]
    )

    assert [one["text"] for one in after["messages"]] == ["3", "2"]
    assert ([one["text"] for one in since["messages"]], since["has_more"]) == (["3", "2"], True)
    assert ([one["text"] for one in rest["messages"]], rest["has_more"]) == (["1"], False)
