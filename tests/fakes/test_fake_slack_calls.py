"""Calls of the fake Slack's Web API: how they may come, who may make them, what is noted."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.examples import section
from tests.fakes.slack.fake import SCOPES, FakeSlack
from tests.fakes.slack.scene import client_of, refusal, refused


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.adds_person("U1", "Ada Quist", "ada@trust.example")
        fake.adds_channel("C1", "coordinators", members=["U1"])
        yield fake


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    return client_of(slack, slack.token)


async def posted(slack: FakeSlack, **how: Any) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{slack.api_url}chat.postMessage", **how) as it,
    ):
        said: dict[str, Any] = await it.json()
        return said


async def test_a_message_to_a_person_stands_in_their_direct_messages(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    answer = await client.chat_postMessage(channel="U1", text="Hello", blocks=[section("Hello *there*")])

    (post,) = slack.dm_of("U1")
    assert (post.text, post.words, post.channel) == ("Hello", "Hello *there*", answer["channel"])
    assert answer["ts"] == post.ts


async def test_arguments_may_come_as_a_query_a_form_or_json(slack: FakeSlack) -> None:
    bearer = {"Authorization": f"Bearer {slack.token}"}
    query = {"channel": "U1", "text": "By query", "token": slack.token}
    form = {"channel": "U1", "text": "By form", "blocks": json.dumps([section("Form")]), "token": slack.token}

    assert (await posted(slack, params=query))["ok"]
    assert (await posted(slack, data=form))["ok"]
    assert (await posted(slack, json={"channel": "U1", "text": "By JSON"}, headers=bearer))["ok"]
    assert [post.text for post in slack.dm_of("U1")] == ["By query", "By form", "By JSON"]


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"data": {"channel": "U1", "text": "x"}}, "not_authed"),
        ({"json": {"channel": "U1", "text": "x", "token": "xoxb-T1-fake"}}, "not_authed"),
        ({"data": {"token": "xoxb-other"}}, "invalid_auth"),
        ({"data": {"token": "xapp-1-fake"}}, "not_allowed_token_type"),
        ({"data": b"{", "headers": {"Content-Type": "application/json"}}, "invalid_json"),
        ({"json": [1]}, "json_not_object"),
        ({"data": b"x", "headers": {"Content-Type": "text/plain"}}, "invalid_post_type"),
        ({"data": {"token": "xoxb-T1-fake", "text": "x"}}, "invalid_arguments"),
        ({"data": {"token": "xoxb-T1-fake", "channel": "U1", "blocks": "["}}, "invalid_blocks_format"),
    ],
)
async def test_a_call_that_is_not_made_well_is_refused_in_slacks_words(
    slack: FakeSlack, how: dict[str, Any], error: str
) -> None:
    assert (await posted(slack, **how))["error"] == error
    assert slack.dm_of("U1") == []


async def test_a_method_that_slack_does_not_have_is_unknown(client: AsyncWebClient) -> None:
    assert await refusal(client.api_call("chat.shout")) == "unknown_method"


async def test_a_missing_scope_is_named_with_what_there_is() -> None:
    async with FakeSlack(scopes=SCOPES - {"chat:write"}) as slack:
        client = client_of(slack, slack.token)

        said = await refused(client.chat_postMessage(channel="U1", text="x"))

        assert (said["error"], said["needed"]) == ("missing_scope", "chat:write")
        assert said["provided"] == ",".join(sorted(SCOPES - {"chat:write"}))


async def test_calls_are_noted_without_their_tokens(slack: FakeSlack, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="U1", text="Hello")

    (call,) = slack.calls
    assert (call.method, call.team, call.error) == ("chat.postMessage", "T1", "")
    assert call.arguments == {"channel": "U1", "text": "Hello"}
