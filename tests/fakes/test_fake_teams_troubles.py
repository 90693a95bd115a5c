"""What the fake Bot Connector refuses, and what goes wrong when it is told to."""

import json
from collections.abc import AsyncIterator

import pytest
from botbuilder.schema import (  # type: ignore[import-untyped]  # it has no types
    Activity,
    ErrorResponseException,
)
from botframework.connector.aio import ConnectorClient  # type: ignore[import-untyped]  # it has no types
from msrest.exceptions import ClientRequestError

from tests.fakes.teams.fake import FakeTeams
from tests.fakes.teams.library import HELLO, chat_with, connected, refusal, with_card
from tests.fakes.teams.little_bot import LittleBot
from tests.fakes.teams.office import Office
from tests.fakes.teams.troubles import Refusal, Trouble, drops, hangs, refused, throttled


@pytest.fixture
async def teams() -> AsyncIterator[FakeTeams]:
    async with LittleBot() as bot, FakeTeams(bot_url=bot.url) as fake:
        yield fake


@pytest.fixture
def client(teams: FakeTeams) -> ConnectorClient:
    return connected(teams)


async def test_after_uninstalling_the_bot_is_out_of_the_conversation(
    teams: FakeTeams, client: ConnectorClient
) -> None:
    chat = await chat_with(teams, "ada")
    await teams.people["ada"].uninstalls()

    sent = client.conversations.send_to_conversation(chat, HELLO)

    assert await refusal(sent) == (403, "BotNotInConversationRoster")


async def test_somebody_who_blocked_the_bot_gets_nothing(teams: FakeTeams, client: ConnectorClient) -> None:
    chat = await chat_with(teams, "ada")
    teams.people["ada"].blocks()

    sent = client.conversations.send_to_conversation(chat, HELLO)

    assert await refusal(sent) == (403, "ConversationBlockedByUser")
    assert teams.chat_of("ada") == []


async def test_a_block_of_writes_has_a_body_of_its_own_shape(
    teams: FakeTeams, client: ConnectorClient
) -> None:
    chat = await chat_with(teams, "ada")
    teams.next("send", refused(Refusal.WRITES_BLOCKED))

    with pytest.raises(ErrorResponseException) as no:
        await client.conversations.send_to_conversation(chat, HELLO)

    assert no.value.error.error is None
    body = json.loads(no.value.response.text)
    assert body["errorCode"] == 209
    assert json.loads(body["message"])["subCode"] == "MessageWritesBlocked"


@pytest.mark.parametrize("planned", [one for one in Refusal if one is not Refusal.WRITES_BLOCKED])
async def test_every_refusal_reaches_the_client_with_its_code(
    teams: FakeTeams, client: ConnectorClient, planned: Refusal
) -> None:
    chat = await chat_with(teams, "ada")
    teams.next("send", refused(planned))

    assert await refusal(client.conversations.send_to_conversation(chat, HELLO)) == (
        planned.status,
        planned.code,
    )
    assert teams.chat_of("ada") == []


async def test_throttling_says_how_long_to_wait(teams: FakeTeams, client: ConnectorClient) -> None:
    chat = await chat_with(teams, "ada")
    teams.next("send", throttled(3))

    with pytest.raises(ErrorResponseException) as no:
        await client.conversations.send_to_conversation(chat, HELLO)

    assert no.value.response.headers["Retry-After"] == "3"


async def test_a_trouble_passes_after_its_times(teams: FakeTeams, client: ConnectorClient) -> None:
    chat = await chat_with(teams, "ada")
    teams.next("send", throttled(), times=2)

    for _ in range(2):
        assert (await refusal(client.conversations.send_to_conversation(chat, HELLO)))[0] == 429
    await client.conversations.send_to_conversation(chat, HELLO)

    assert [call.status for call in teams.calls] == [429, 429, 201]


async def test_a_trouble_may_meet_one_conversation_alone(teams: FakeTeams, client: ConnectorClient) -> None:
    ada = await chat_with(teams, "ada")
    ben = await chat_with(teams, "ben")
    teams.next("send", throttled(), to=ben)

    await client.conversations.send_to_conversation(ada, HELLO)

    assert (await refusal(client.conversations.send_to_conversation(ben, HELLO)))[0] == 429


@pytest.mark.parametrize(
    ("trouble", "arrived"), [(drops(), []), (drops().after_accepting(), ["Hello"])], ids=["before", "after"]
)
async def test_a_cut_connection_is_an_error_whether_or_not_it_arrived(
    teams: FakeTeams, client: ConnectorClient, trouble: Trouble, arrived: list[str]
) -> None:
    chat = await chat_with(teams, "ada")
    teams.next("send", trouble)

    with pytest.raises(ClientRequestError):
        await client.conversations.send_to_conversation(chat, HELLO)

    assert [seen.text for seen in teams.chat_of("ada")] == arrived


async def test_a_gateway_may_fail_after_the_message_was_accepted(
    teams: FakeTeams, client: ConnectorClient
) -> None:
    chat = await chat_with(teams, "ada")
    teams.next("send", refused(Refusal.BAD_GATEWAY).after_accepting().without_a_body())

    with pytest.raises(ErrorResponseException) as no:
        await client.conversations.send_to_conversation(chat, HELLO)

    assert (no.value.response.status_code, no.value.error.error) == (502, None)
    assert [seen.text for seen in teams.chat_of("ada")] == ["Hello"]


async def test_a_call_that_hangs_meets_the_clients_time_limit(
    teams: FakeTeams, client: ConnectorClient
) -> None:
    chat = await chat_with(teams, "ada")
    client.config.connection.timeout = 0.1
    teams.next("send", hangs())

    with pytest.raises(ClientRequestError):
        await client.conversations.send_to_conversation(chat, HELLO)

    assert teams.chat_of("ada") == []


async def test_a_message_above_a_hundred_kilobytes_is_refused(
    teams: FakeTeams, client: ConnectorClient
) -> None:
    chat = await chat_with(teams, "ada")
    long = Activity(type="message", text="o" * 101 * 1024)

    assert await refusal(client.conversations.send_to_conversation(chat, long)) == (413, "MessageSizeTooBig")


async def test_a_message_with_nothing_in_it_is_refused(teams: FakeTeams, client: ConnectorClient) -> None:
    chat = await chat_with(teams, "ada")

    assert (await refusal(client.conversations.send_to_conversation(chat, Activity(type="message"))))[
        0
    ] == 400


async def test_a_card_that_is_none_is_refused_and_complained_about(
    teams: FakeTeams, client: ConnectorClient
) -> None:
    chat = await chat_with(teams, "ada")

    sent = client.conversations.send_to_conversation(chat, with_card({"type": "Card"}))

    assert (await refusal(sent))[0] == 400
    assert teams.complaints == ["The content is no AdaptiveCard."]


async def test_a_large_card_arrives_and_is_complained_about(
    teams: FakeTeams, client: ConnectorClient
) -> None:
    chat = await chat_with(teams, "ada")
    text = {"type": "TextBlock", "text": "o" * 30_000}

    await client.conversations.send_to_conversation(
        chat, with_card({"type": "AdaptiveCard", "version": "1.5", "body": [text]})
    )

    assert teams.people["ada"].last.has_card
    assert [one.startswith("The card has 30") for one in teams.complaints] == [True]


async def test_a_token_that_was_never_handed_out_is_refused(teams: FakeTeams) -> None:
    client = connected(teams, Office(teams.world.clock))

    with pytest.raises(ErrorResponseException) as no:
        await client.conversations.send_to_conversation(await chat_with(teams, "ada"), HELLO)

    assert no.value.response.status_code == 401
    assert teams.strangers == 1


async def test_a_revoked_token_is_refused(teams: FakeTeams, client: ConnectorClient) -> None:
    chat = await chat_with(teams, "ada")
    teams.tokens.revoke()

    with pytest.raises(ErrorResponseException) as no:
        await client.conversations.send_to_conversation(chat, HELLO)

    assert no.value.response.status_code == 401
