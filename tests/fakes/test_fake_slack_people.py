"""The fake Slack's people, conversations, workspaces and tokens, through Slack's own client."""

from collections.abc import AsyncIterator
from base64 import b64encode
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.fake import SCOPES, FakeSlack

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
    return AsyncWebClient(slack.token, base_url=slack.api_url, retry_handlers=[])


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


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
        client = AsyncWebClient(slack.token, base_url=slack.api_url)

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
    assert await refusal(client.conversations_open(users="U9")) == "user_not_found"
    assert await refusal(client.conversations_open(users="UBOTT1")) == "cannot_dm_bot"


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C2", "not_in_channel"), ("C3", "channel_not_found"), ("C9", "channel_not_found")]
    + [("U2", "user_disabled"), ("U9", "channel_not_found")],
)
async def test_the_app_posts_only_where_it_is(client: AsyncWebClient, channel: str, error: str) -> None:
    assert await refusal(client.chat_postMessage(channel=channel, text="x")) == error


async def test_an_archived_channel_takes_nothing(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.channel("C1").archived = True

    assert await refusal(client.chat_postMessage(channel="C1", text="x")) == "is_archived"


async def test_without_a_messages_tab_nobody_can_be_written_to(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    slack.app.messages_tab = False

    assert await refusal(client.chat_postMessage(channel="U1", text="x")) == "messages_tab_disabled"


async def test_the_app_joins_public_channels_alone(slack: FakeSlack, client: AsyncWebClient) -> None:
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


# ---- tokens and workspaces


async def test_a_token_knows_itself_and_its_scopes(client: AsyncWebClient) -> None:
    answer = await client.auth_test()

    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T1", "UBOTT1", "BBOTT1")
    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")
    assert (await client.team_info())["team"]["name"] == "Trust"
    assert (await client.bots_info(bot="BBOTT1"))["bot"]["app_id"] == "A0FAKE"


async def test_a_revoked_token_is_good_for_nothing(client: AsyncWebClient) -> None:
    assert (await client.auth_revoke())["revoked"]

    assert await refusal(client.auth_test()) == "token_revoked"


async def test_a_suspended_workspace_has_an_inactive_account(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.admin.deactivates("T1")

    assert await refusal(client.auth_test()) == "account_inactive"


async def test_workspaces_know_nothing_of_each_other(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.adds_workspace("T2", "Other")
    slack.adds_person("U8", "Eve Hall", "eve@other.example", team="T2")
    other = AsyncWebClient(slack.token_of("T2"), base_url=slack.api_url)

    assert await refusal(client.users_info(user="U8")) == "user_not_found"
    assert await refusal(client.chat_postMessage(channel="U8", text="x")) == "channel_not_found"
    assert (await other.chat_postMessage(channel="U8", text="x"))["ok"]


async def test_a_token_of_an_organisation_reaches_all_its_workspaces() -> None:
    async with FakeSlack() as slack:
        slack.adds_workspace("T2", "North", enterprise="E1", installed=False)
        slack.adds_workspace("T3", "South", enterprise="E1", installed=False)
        slack.adds_person("W1", "Ada Quist", ADA, team="T2")
        token = await installed(slack, enterprise="E1")
        client = AsyncWebClient(token, base_url=slack.api_url)

        assert (await client.chat_postMessage(channel="W1", text="x"))["ok"]
        assert (await client.users_lookupByEmail(email=ADA))["user"]["enterprise_user"]["enterprise_id"] == "E1"
        assert await refusal(client.users_list()) == "missing_argument"
        assert len((await client.users_list(team_id="T2"))["members"]) == 2
        assert (await client.auth_test())["is_enterprise_install"]


# ---- installing


PAGE = "https://slack.example/oauth/v2/authorize?client_id=10.20&scope=chat:write,users:read,users:read.email"
CLIENT = {"Authorization": "Basic " + b64encode(b"10.20:client-secret").decode()}
BACK = "https://app.example/slack/oauth_redirect"


async def installed(slack: FakeSlack, **where: str) -> str:
    address = slack.admin.agrees(f"{PAGE}&state=s1&redirect_uri={BACK}", by="U9", **where)
    code = address.partition("code=")[2].partition("&")[0]
    answer = await AsyncWebClient(base_url=slack.api_url).api_call(
        "oauth.v2.access", data={"code": code, "redirect_uri": BACK}, headers=CLIENT
    )
    assert answer["is_enterprise_install"] is ("enterprise" in where)
    return str(answer["access_token"])


async def test_an_administrator_agrees_and_the_code_becomes_a_token() -> None:
    async with FakeSlack() as slack:
        slack.adds_workspace("T2", "Other", installed=False)
        token = await installed(slack, team="T2")

        answer = await AsyncWebClient(token, base_url=slack.api_url).auth_test()

        assert answer["team_id"] == "T2"
        assert slack.calls[0].arguments == {"redirect_uri": BACK}


async def test_a_code_works_once_and_only_with_the_apps_own_secret() -> None:
    async with FakeSlack() as slack:
        client = AsyncWebClient(base_url=slack.api_url)
        back = slack.admin.agrees(f"{PAGE}&state=s1&redirect_uri={BACK}", by="U9", team="T1")
        code = back.partition("code=")[2].partition("&")[0]
        good = {"client_id": "10.20", "client_secret": "client-secret", "code": code, "redirect_uri": BACK}

        assert back.startswith(BACK)
        assert back.endswith("&state=s1")

        async def exchange(**changed: str) -> str:
            try:
                await client.api_call("oauth.v2.access", data=good | changed)
            except SlackApiError as refused:
                return str(refused.response["error"])
            return "ok"

        assert await exchange(client_secret="x") == "bad_client_secret"
        assert await exchange(client_id="x") == "invalid_client_id"
        assert await exchange(code="x") == "invalid_code"
        assert await exchange(redirect_uri="x") == "bad_redirect_uri"
        assert await exchange() == "ok"
        assert await exchange() == "code_already_used"


async def test_an_administrator_may_decline() -> None:
    async with FakeSlack() as slack:
        back = slack.admin.declines(f"{PAGE}&state=s1&redirect_uri={BACK}")

        assert back == f"{BACK}?error=access_denied&state=s1"


# ---- files


async def test_a_file_is_asked_for_uploaded_and_shared(slack: FakeSlack, client: AsyncWebClient) -> None:
    await client.files_upload_v2(
        channel="C1", content=b"picture", filename="cadence.png", title="Cadence", alt_txt="Two of sixteen"
    )

    (file,) = slack.files
    assert (file.content, file.title, file.alt_text, file.channel) == (
        b"picture",
        "Cadence",
        "Two of sixteen",
        "C1",
    )
    (post,) = slack.channel("C1").posts
    assert [one["title"] for one in post.files] == ["Cadence"]


async def test_a_file_that_was_never_uploaded_cannot_be_shared(client: AsyncWebClient) -> None:
    asked = await client.files_getUploadURLExternal(filename="a.png", length=3)
    sharing = client.files_completeUploadExternal(files=[{"id": asked["file_id"]}], channel_id="C1")

    assert await refusal(sharing) == "file_not_found"


async def test_a_file_goes_only_where_the_app_is(client: AsyncWebClient) -> None:
    sharing = client.files_upload_v2(channel="C2", content=b"x", filename="a.png")

    assert await refusal(sharing) == "not_in_channel"
