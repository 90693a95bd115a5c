"""What the fake Slack takes as blocks, what it refuses, and how it keeps them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.examples import actions, button, many, options, plain, section
from tests.fakes.slack.fake import FakeSlack
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


LONG = "x" * 3001

BAD_BLOCKS: list[Any] = [
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

    assert (
        await refusal(client.chat_postMessage(channel="U1", text="x", blocks=blocks)) == "msg_blocks_too_long"
    )


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


async def test_a_mention_calls_somebody_only_where_it_is_live(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    blocks = [section("Hello <@U1> &lt;!here&gt;"), actions(button("<!channel>"))]
    await client.chat_postMessage(channel="U1", text="News", blocks=blocks)

    assert slack.dm_of("U1")[0].pings == ["<@U1>"]


async def test_links_are_seen_wherever_slack_makes_them(slack: FakeSlack, client: AsyncWebClient) -> None:
    verbatim = {"type": "mrkdwn", "text": "https://quiet.example", "verbatim": True}
    blocks = [
        section("<https://one.example|One> and https://two.example &lt;https://three.example&gt;"),
        {"type": "section", "text": verbatim},
        {"type": "section", "text": plain("https://four.example")},
        actions(button("Go") | {"url": "https://five.example"}),
    ]
    await client.chat_postMessage(channel="U1", text="https://hidden.example", blocks=blocks)

    (post,) = slack.dm_of("U1")
    assert post.links == [
        "https://one.example",
        "https://two.example",
        "https://three.example",
        "https://five.example",
    ]
    assert post.words.startswith("One and https://two.example")
