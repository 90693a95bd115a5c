"""The fake Bot Connector, driven by the client that real bots use."""

from collections.abc import AsyncIterator

import pytest
from botbuilder.schema import (  # type: ignore[import-untyped]  # it has no types
    Activity,
    ChannelAccount,
    ConversationParameters,
)
from botframework.connector.aio import ConnectorClient  # type: ignore[import-untyped]  # it has no types

from tests.fakes.teams.fake import FakeTeams
from tests.fakes.teams.library import HELLO, chat_with, connected, refusal
from tests.fakes.teams.little_bot import LittleBot
from tests.fakes.teams.world import OTHER_TENANT, TENANT


@pytest.fixture
async def teams() -> AsyncIterator[FakeTeams]:
    async with LittleBot() as bot, FakeTeams(bot_url=bot.url) as fake:
        yield fake


@pytest.fixture
def client(teams: FakeTeams) -> ConnectorClient:
    return connected(teams)


def alone(member: str, tenant: str = TENANT) -> ConversationParameters:
    return ConversationParameters(
        is_group=False,
        members=[ChannelAccount(id=member)],
        tenant_id=tenant,
        channel_data={"tenant": {"id": tenant}},
    )


async def test_a_message_arrives_where_it_was_sent(teams: FakeTeams, client: ConnectorClient) -> None:
    chat = await chat_with(teams, "ada")

    sent = await client.conversations.send_to_conversation(chat, HELLO)

    assert [(seen.id, seen.text) for seen in teams.chat_of("ada")] == [(sent.id, "Hello")]


async def test_an_update_changes_the_message_in_place(teams: FakeTeams, client: ConnectorClient) -> None:
    chat = await chat_with(teams, "ada")
    sent = await client.conversations.send_to_conversation(chat, HELLO)

    await client.conversations.update_activity(chat, sent.id, Activity(type="message", text="Goodbye"))

    assert [(seen.id, seen.text) for seen in teams.chat_of("ada")] == [(sent.id, "Goodbye")]


async def test_a_deleted_message_is_gone(teams: FakeTeams, client: ConnectorClient) -> None:
    chat = await chat_with(teams, "ada")
    sent = await client.conversations.send_to_conversation(chat, HELLO)

    await client.conversations.delete_activity(chat, sent.id)

    assert teams.chat_of("ada") == []
    assert await refusal(client.conversations.update_activity(chat, sent.id, HELLO)) == (
        404,
        "ActivityNotFoundInConversation",
    )


async def test_the_bot_does_not_change_what_somebody_else_wrote(
    teams: FakeTeams, client: ConnectorClient
) -> None:
    chat = await chat_with(teams, "ada")
    await teams.people["ada"].types("book")
    written = teams.chat_of("ada")[0].id

    assert await refusal(client.conversations.delete_activity(chat, written)) == (403, "NotEnoughPermissions")


async def test_typing_is_no_message(teams: FakeTeams, client: ConnectorClient) -> None:
    chat = await chat_with(teams, "ada")

    await client.conversations.send_to_conversation(chat, Activity(type="typing"))

    assert teams.chat_of("ada") == []


async def test_a_chat_is_made_by_object_id_where_the_app_is_installed(
    teams: FakeTeams, client: ConnectorClient
) -> None:
    chat = await chat_with(teams, "ada")

    made = await client.conversations.create_conversation(alone(teams.people["ada"].account.object_id))

    assert made.id == chat


async def test_no_chat_is_made_by_object_id_where_the_app_is_not_installed(
    teams: FakeTeams, client: ConnectorClient
) -> None:
    ada = teams.people["ada"].account

    made = client.conversations.create_conversation(alone(ada.object_id))

    assert await refusal(made) == (403, "ForbiddenOperationException")


async def test_a_chat_is_made_by_name_through_a_team_that_both_are_in(
    teams: FakeTeams, client: ConnectorClient
) -> None:
    ben = teams.people["ben"]
    await teams.people["ada"].adds_to(teams.add_team("Ward 7", "ada", "ben"))

    made = await client.conversations.create_conversation(alone(ben.account.mri))
    await client.conversations.send_to_conversation(made.id, HELLO)

    assert [seen.text for seen in ben.chat] == ["Hello"]


async def test_a_chat_needs_the_tenant_of_the_person(teams: FakeTeams, client: ConnectorClient) -> None:
    await chat_with(teams, "ada")
    ada = teams.people["ada"].account.object_id

    assert (await refusal(client.conversations.create_conversation(alone(ada, OTHER_TENANT))))[0] == 403
    assert (await refusal(client.conversations.create_conversation(alone(ada, ""))))[0] == 400


async def test_a_thread_is_begun_in_a_channel_and_continued(
    teams: FakeTeams, client: ConnectorClient
) -> None:
    team = teams.add_team("Ward 7", "ada", channels=("Programme",))
    await teams.people["ada"].adds_to(team)
    channel = team.channels["Programme"].id
    first = ConversationParameters(
        is_group=True,
        channel_data={"channel": {"id": channel}},
        activity=Activity(type="message", text="Month 1"),
    )

    begun = await client.conversations.create_conversation(first)
    await client.conversations.send_to_conversation(begun.id, HELLO)

    assert begun.id == f"{channel};messageid={begun.activity_id}"
    assert [(seen.text, seen.posted.thread) for seen in teams.channel(channel)] == [
        ("Month 1", ""),
        ("Hello", begun.activity_id),
    ]


async def test_a_conversation_nobody_knows_is_not_found(client: ConnectorClient) -> None:
    sent = client.conversations.send_to_conversation("a:1nobody", HELLO)

    assert await refusal(sent) == (404, "ConversationNotFound")


async def test_the_members_of_a_team_come_page_by_page(teams: FakeTeams, client: ConnectorClient) -> None:
    team = teams.add_team("Ward 7", "ada", "ben", "cat")
    await teams.people["ada"].adds_to(team)
    teams.world.page = 2

    first = await client.conversations.get_teams_conversation_paged_members(team.id)
    second = await client.conversations.get_teams_conversation_paged_members(
        team.id, continuation_token=first.continuation_token
    )

    people = [(one.name, one.email, one.aad_object_id) for page in (first, second) for one in page.members]
    accounts = [teams.people[key].account for key in ("ada", "ben", "cat")]
    assert people == [(one.name, one.email, one.object_id) for one in accounts]
    assert second.continuation_token is None


async def test_somebody_is_found_in_their_chat_by_either_of_their_names(
    teams: FakeTeams, client: ConnectorClient
) -> None:
    chat = await chat_with(teams, "ada")
    ada = teams.people["ada"].account

    for name in (ada.mri, ada.object_id):
        found = await client.conversations.get_conversation_member(chat, name)
        assert (found.id, found.aad_object_id) == (ada.mri, ada.object_id)
    nobody = client.conversations.get_conversation_member(chat, "29:nobody")
    assert await refusal(nobody) == (404, "MemberNotFoundInConversation")


async def test_connections_calls_and_tokens_are_counted(teams: FakeTeams, client: ConnectorClient) -> None:
    chat = await chat_with(teams, "ada")

    for _ in range(5):
        await client.conversations.send_to_conversation(chat, HELLO)

    assert (teams.connections, len(teams.calls), teams.tokens.fetched) == (1, 5, 1)


async def test_the_service_may_move_to_another_address(teams: FakeTeams) -> None:
    chat = await chat_with(teams, "ada")
    teams.region = "amer"
    client = connected(teams)

    await client.conversations.send_to_conversation(chat, HELLO)
    await teams.people["ada"].types("book")

    assert "/amer/" in teams.chat_of("ada")[-1].posted.activity["serviceUrl"]
