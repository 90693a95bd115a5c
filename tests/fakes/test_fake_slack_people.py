"""The fake Slack's people and conversations, through Slack's own client."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.fake import SCOPES, FakeSlack
from tests.fakes.slack.scene import client_of, refusal

ADA = "ada@trust.example"


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack(scopes=SCOPES | {"team:read", "channels:join"}) as fake:
        fake.adds_person("U1", "Ada Quist", ADA, tz="Asia/Tokyo", locale="ja-JP", display_name="ada")
        fake.adds_person("U2", "Bo Lind", "bo@trust.example", deleted=True)
        fake.adds_person("U3", "Cy Moor", "cy@guest.example", is_restricted=True)
        fake.adds_channel("C1", "coordinators", members=["U1"])
        fake.adds_channel("C2", "everybody", members=["U1"], private=False, app_is_in=False)
        fake.adds_channel("C3", "secret", members=["U1"], app_is_in=False)
        yield fake


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    return client_of(slack, slack.token)


# ---- people


async def test_a_profile_has_its_zone_and_its_locale_when_asked_for(client: AsyncWebClient) -> None:
    plain = (await client.users_info(user="U1"))["user"]
    whole = (await client.users_info(user="U1", include_locale=True))["user"]

    assert (plain["tz"], plain["tz_offset"], "locale" in plain) == ("Asia/Tokyo", 9 * 3600, False)
    assert (whole["locale"], whole["profile"]["display_name"]) == ("ja-JP", "ada")
    assert whole["profile"]["email"] == ADA


async def test_an_e_mail_is_shown_only_with_its_scope() -> None:
    async with FakeSlack(scopes=SCOPES - {"users:read.email"}) as slack:
        slack.adds_person("U1", "Ada Quist", ADA)
        client = client_of(slack, slack.token)

        assert "email" not in (await client.users_info(user="U1"))["user"]["profile"]
        assert await refusal(client.users_lookupByEmail(email=ADA)) == "missing_scope"


async def test_somebody_is_found_by_e_mail_whatever_its_case(client: AsyncWebClient) -> None:
    assert (await client.users_lookupByEmail(email=ADA.upper()))["user"]["id"] == "U1"
    assert await refusal(client.users_lookupByEmail(email="no@trust.example")) == "users_not_found"
    assert await refusal(client.users_lookupByEmail(email="bo@trust.example")) == "users_not_found"


async def test_guests_bots_and_people_who_left_are_told_apart(client: AsyncWebClient) -> None:
    everybody = {one["id"]: one for one in (await client.users_list(include_locale=True))["members"]}

    assert everybody["UBOTT1"]["is_bot"]
    assert everybody["U3"]["is_restricted"]
    assert everybody["U2"]["deleted"]
    assert "tz" not in everybody["U2"]
    assert await refusal(client.users_info(user="U9")) == "user_not_found"


async def test_people_come_in_pages(client: AsyncWebClient) -> None:
    first = await client.users_list(limit=3)
    second = await client.users_list(limit=3, cursor=first["response_metadata"]["next_cursor"])

    assert [one["id"] for one in first["members"]] == ["UBOTT1", "U1", "U2"]
    assert [one["id"] for one in second["members"]] == ["U3"]
    assert second["response_metadata"]["next_cursor"] == ""


# ---- conversations


async def test_a_conversation_is_opened_once_and_then_is_the_same(client: AsyncWebClient) -> None:
    first, second = await client.conversations_open(users="U1"), await client.conversations_open(users=["U1"])

    assert first["channel"]["id"] == second["channel"]["id"]
    assert second["already_open"]
    assert await refusal(client.conversations_open(users="U2")) == "user_disabled"
    assert await refusal(client.conversations_open(users="")) == "users_list_not_supplied"
    assert await refusal(client.conversations_open(users="U9")) == "user_not_found"
    assert await refusal(client.conversations_open(users="UBOTT1")) == "cannot_dm_bot"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C2", "not_in_channel"),
        ("C3", "channel_not_found"),
        ("C9", "channel_not_found"),
        ("U9", "channel_not_found"),
    ],
)
async def test_the_app_posts_only_where_it_is(client: AsyncWebClient, channel: str, error: str) -> None:
    assert await refusal(client.chat_postMessage(channel=channel, text="x")) == error


async def test_nobody_says_that_somebody_who_left_does_not_read(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    assert (await client.chat_postMessage(channel="U2", text="x"))["ok"]

    assert [post.text for post in slack.dm_of("U2")] == ["x"]


async def test_an_archived_channel_takes_nothing(slack: FakeSlack, client: AsyncWebClient) -> None:
    sent = await client.chat_postMessage(channel="C1", text="x")
    slack.channel("C1").archived = True

    assert await refusal(client.chat_postMessage(channel="C1", text="y")) == "is_archived"
    assert await refusal(client.chat_update(channel="C1", ts=sent["ts"], text="y")) == "is_inactive"


async def test_without_a_messages_tab_nobody_can_be_written_to(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    slack.app.messages_tab = False

    assert await refusal(client.chat_postMessage(channel="U1", text="x")) == "messages_tab_disabled"


async def test_the_app_joins_public_channels_alone(client: AsyncWebClient) -> None:
    await client.conversations_join(channel="C2")

    assert (await client.chat_postMessage(channel="C2", text="x"))["ok"]
    assert (await client.conversations_members(channel="C2"))["members"] == ["U1", "UBOTT1"]
    refused = client.conversations_join(channel="C1")
    assert await refusal(refused) == "method_not_supported_for_channel_type"


async def test_a_channel_says_whether_it_is_private_and_whether_the_app_is_in(client: AsyncWebClient) -> None:
    inside = (await client.conversations_info(channel="C1"))["channel"]
    outside = (await client.conversations_info(channel="C2"))["channel"]

    assert (inside["is_private"], inside["is_member"], inside["name"]) == (True, True, "coordinators")
    assert (outside["is_private"], outside["is_member"]) == (False, False)


async def test_channel_history_needs_its_own_scope(client: AsyncWebClient) -> None:
    assert await refusal(client.conversations_history(channel="C1")) == "missing_scope"
