"""The fake Slack as a stern receiver of messages: what it takes, what it refuses, and with which words."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.examples import actions, button, many, options, plain, section
from tests.fakes.slack.fake import SCOPES, FakeSlack


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.adds_person("U1", "Ada Quist", "ada@trust.example")
        fake.adds_channel("C1", "coordinators", members=["U1"])
        yield fake


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    return AsyncWebClient(slack.token, base_url=slack.api_url, retry_handlers=[])


async def refused(call: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        await call
    said: dict[str, Any] = caught.value.response.data
    return said


async def refusal(call: Any) -> str:
    return str((await refused(call))["error"])


async def posted(slack: FakeSlack, **how: Any) -> dict[str, Any]:
    async with aiohttp.ClientSession() as session, session.post(f"{slack.api_url}chat.postMessage", **how) as it:
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
        ({"data": {"token": "xoxb-T1-fake", "channel": "U1", "blocks": "["}}, "invalid_blocks"),
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
        client = AsyncWebClient(slack.token, base_url=slack.api_url)

        said = await refused(client.chat_postMessage(channel="U1", text="x"))

        assert (said["error"], said["needed"]) == ("missing_scope", "chat:write")
        assert said["provided"] == ",".join(sorted(SCOPES - {"chat:write"}))


async def test_calls_are_noted_without_their_tokens(slack: FakeSlack, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="U1", text="Hello")

    (call,) = slack.calls
    assert (call.method, call.team, call.error) == ("chat.postMessage", "T1", "")
    assert call.arguments == {"channel": "U1", "text": "Hello"}


# ---- blocks


LONG = "x" * 3001

BAD_BLOCKS: list[Any] = [
    {"type": "section"},
    ["text"],
    list(many(51)),
    [{"type": "billboard"}],
    [section("")],
    [section(LONG)],
    [{"type": "section"}],
    [section("x") | {"colour": "red"}],
    [section("x") | {"accessory": {"type": "plain_text_input"}}],
    [section("x") | {"block_id": "a"}, section("y") | {"block_id": "a"}],
    [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    [{"type": "header", "text": plain("x" * 151)}],
    [{"type": "context", "elements": [plain("x")] * 11}],
    [actions()],
    [actions(*[button("x")] * 26)],
    [actions(button("x" * 76))],
    [actions(button("x", "v" * 2001))],
    [actions(button("x", action_id="a"), button("y", action_id="a"))],
    [actions(button("x") | {"style": "loud"})],
    [actions(button("x") | {"url": "javascript:alert(1)"})],
    [actions({"type": "static_select", "options": options(*map(str, range(101)))})],
    [actions({"type": "static_select"})],
    [actions({"type": "static_select", "options": [{"text": section("x")["text"], "value": "x"}]})],
    [actions({"type": "radio_buttons", "options": options(*map(str, range(11)))})],
    [actions({"type": "checkboxes", "options": [*options("A"), *options("A")]})],
    [actions({"type": "radio_buttons", "options": options("A"), "initial_option": options("B")[0]})],
    [actions({"type": "overflow", "options": [{"text": plain("x"), "value": "v" * 151}]})],
    [actions({"type": "datepicker", "initial_date": "tomorrow"})],
    [{"type": "image", "image_url": "https://x.example/a.png"}],
    [{"type": "image", "image_url": "https://x.example/a.png", "alt_text": "x" * 2001}],
]


@pytest.mark.parametrize("blocks", BAD_BLOCKS, ids=range(len(BAD_BLOCKS)))
async def test_blocks_that_break_a_rule_are_refused(
    slack: FakeSlack, client: AsyncWebClient, blocks: Any
) -> None:
    said = await refused(client.api_call("chat.postMessage", json={"channel": "U1", "blocks": blocks}))

    assert said["error"] == "invalid_blocks"
    assert "/blocks" in said["response_metadata"]["messages"][0]
    assert slack.dm_of("U1") == []


GOOD_BLOCKS: list[Any] = [
    list(many(50)),
    [section("x" * 3000)],
    [{"type": "section", "fields": [plain("x" * 2000)]}, {"type": "divider"}],
    [actions(*[button(str(number)) for number in range(25)])],
    [actions({"type": "radio_buttons", "options": options("A", "B"), "initial_option": options("B")[0]})],
    [actions({"type": "static_select", "placeholder": plain("Which?"), "options": options("A")})],
    [{"type": "context", "elements": [plain("x"), {"type": "mrkdwn", "text": "*x*"}]}],
    [{"type": "header", "text": plain("x" * 150)}, {"type": "markdown", "text": "# x"}],
]


@pytest.mark.parametrize("blocks", GOOD_BLOCKS, ids=range(len(GOOD_BLOCKS)))
async def test_blocks_within_every_limit_are_taken(client: AsyncWebClient, blocks: Any) -> None:
    assert (await client.chat_postMessage(channel="U1", text="x", blocks=blocks))["ok"]


async def test_too_many_words_in_blocks_are_refused(client: AsyncWebClient) -> None:
    blocks = [section("x" * 3000)] * 5

    assert await refusal(client.chat_postMessage(channel="U1", text="x", blocks=blocks)) == "msg_blocks_too_long"


@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
async def test_a_message_needs_words(client: AsyncWebClient) -> None:
    assert await refusal(client.chat_postMessage(channel="U1", text="  ")) == "no_text"
    assert await refusal(client.chat_postMessage(channel="U1", text="x" * 40_001)) == "msg_too_long"


@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
async def test_blocks_without_a_text_are_warned_about(slack: FakeSlack, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="U1", blocks=[section("Hello")])

    assert slack.warnings == ["chat.postMessage: missing_text_in_message"]


async def test_signs_are_kept_escaped_and_read_as_they_were(slack: FakeSlack, client: AsyncWebClient) -> None:
    blocks = [section("Tea &amp; cake &lt;here&gt;"), actions(button("Tea & <cake>"))]
    await client.chat_postMessage(channel="U1", text="Tea & cake", blocks=blocks)

    (post,) = slack.dm_of("U1")
    assert post.text == "Tea &amp; cake"
    assert post.blocks[1]["elements"][0]["text"]["text"] == "Tea &amp; &lt;cake&gt;"
    assert post.words == "Tea & cake <here>\nTea & <cake>"
    assert post.buttons == ["Tea & <cake>"]


async def test_a_mention_calls_somebody_only_where_it_is_live(slack: FakeSlack, client: AsyncWebClient) -> None:
    blocks = [section("Hello <@U1> &lt;!here&gt;"), actions(button("<!channel>"))]
    await client.chat_postMessage(channel="U1", text="News", blocks=blocks)

    assert slack.dm_of("U1")[0].pings == ["<@U1>"]


# ---- changing and taking back


async def test_a_message_is_changed_through_its_real_channel(slack: FakeSlack, client: AsyncWebClient) -> None:
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
