"""The fake Slack's tokens, workspaces and installations."""

from base64 import b64encode
from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
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


async def test_a_suspended_workspace_has_an_inactive_account(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    slack.admin.deactivates("T1")

    assert await refusal(client.auth_test()) == "account_inactive"


async def test_workspaces_know_nothing_of_each_other(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.adds_workspace("T2", "Other")
    slack.adds_person("U8", "Eve Hall", "eve@other.example", team="T2")
    other = client_of(slack, slack.token_of("T2"))

    assert await refusal(client.users_info(user="U8")) == "user_not_found"
    assert await refusal(client.chat_postMessage(channel="U8", text="x")) == "channel_not_found"
    assert (await other.chat_postMessage(channel="U8", text="x"))["ok"]


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

        answer = await client_of(slack, token).auth_test()

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


async def test_a_token_of_an_organisation_reaches_all_its_workspaces() -> None:
    async with FakeSlack() as slack:
        slack.adds_workspace("T2", "North", enterprise="E1", installed=False)
        slack.adds_workspace("T3", "South", enterprise="E1", installed=False)
        slack.adds_person("W1", "Ada Quist", ADA, team="T2")
        token = await installed(slack, enterprise="E1")
        client = AsyncWebClient(token, base_url=slack.api_url)

        assert (await client.chat_postMessage(channel="W1", text="x"))["ok"]
        assert (await client.users_lookupByEmail(email=ADA))["user"]["enterprise_user"][
            "enterprise_id"
        ] == "E1"
        assert await refusal(client.users_list()) == "missing_argument"
        assert len((await client.users_list(team_id="T2"))["members"]) == 2
        assert (await client.auth_test())["is_enterprise_install"]
