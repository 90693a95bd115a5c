"""What people do, as the bot hears it, and what their clients make of the answers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from botbuilder.schema import Activity  # type: ignore[import-untyped]  # it has no types

from bot.core.clock import VirtualClock
from tests.fakes.teams.examples import FORM
from tests.fakes.teams.fake import FakeTeams
from tests.fakes.teams.library import shown
from tests.fakes.teams.little_bot import LittleBot
from tests.fakes.teams.people import Person
from tests.fakes.teams.screen import NotThereError, Seen
from tests.fakes.teams.stamps import Flaw
from tests.fakes.teams.world import OTHER_TENANT

SPRING = datetime(2027, 4, 1, 9, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture
async def bot() -> AsyncIterator[LittleBot]:
    async with LittleBot() as little:
        yield little


@pytest.fixture
async def teams(bot: LittleBot) -> AsyncIterator[FakeTeams]:
    async with FakeTeams(bot_url=bot.url, clock=VirtualClock(SPRING)) as fake:
        yield fake


@pytest.fixture
async def ada(teams: FakeTeams, bot: LittleBot) -> Person:
    """Ada has installed the app, and the bot has forgotten it."""
    await teams.people["ada"].installs()
    bot.heard.clear()
    return teams.people["ada"]


async def form_for(teams: FakeTeams, ada: Person) -> Seen:
    return await shown(teams, ada.place, FORM)


# ---------------------------------------------------------------- in the shape of Teams


async def test_a_typed_message_says_who_where_when_and_in_which_tongue(
    teams: FakeTeams, bot: LittleBot, ada: Person
) -> None:
    await ada.types("book tuesday 3")

    (heard,) = bot.heard
    chat = ada.place
    assert heard["type"] == "message"
    assert heard["text"] == "book tuesday 3"
    assert heard["channelId"] == "msteams"
    assert heard["serviceUrl"] == teams.service_url
    assert heard["from"] == {
        "id": ada.account.mri,
        "aadObjectId": ada.account.object_id,
        "name": "Ada",
    }
    assert heard["conversation"] == {
        "id": chat.id,
        "conversationType": "personal",
        "tenantId": ada.account.tenant,
    }
    assert heard["recipient"] == {"id": f"28:{teams.app_id}", "name": "Turnabout"}
    assert heard["channelData"]["tenant"]["id"] == ada.account.tenant
    assert (heard["locale"], heard["localTimezone"]) == ("en-GB", "Europe/London")
    assert heard["timestamp"] == "2027-04-01T09:30:15.2500000Z"
    assert heard["localTimestamp"] == "2027-04-01T10:30:15.2500000+01:00"


async def test_every_deed_is_read_by_the_library(teams: FakeTeams, bot: LittleBot, ada: Person) -> None:
    team = teams.add_team("Ward 7", "ada", channels=("Programme",))
    form = await form_for(teams, ada)
    await ada.adds_to(team, "Programme")
    await ada.brings(teams.people["ben"], into=team)
    await ada.sees_off(teams.people["ben"], out_of=team)
    await ada.posts(team.channels["Programme"], "book")
    await ada.reacts(form)
    await ada.is_typing()
    await ada.submits(form, "Send", {"words": "well"})
    await ada.presses(form, "Back")
    await ada.opens_dialog(form, "In a window")
    await ada.removes_from(team)
    await ada.uninstalls()

    read = [Activity().deserialize(heard) for heard in bot.heard]

    assert {one.channel_id for one in read} == {"msteams"}
    assert {one.type for one in read} == {
        "conversationUpdate", "installationUpdate", "message", "messageReaction", "typing", "invoke",
    }  # fmt: skip
    assert len({(one.conversation.id, one.id) for one in read}) == len(read)


async def test_installing_is_two_events_in_either_order(teams: FakeTeams, bot: LittleBot) -> None:
    await teams.people["ada"].installs()
    await teams.people["ben"].installs(backwards=True)

    kinds = [heard["type"] for heard in bot.heard]
    assert kinds == ["conversationUpdate", "installationUpdate", "installationUpdate", "conversationUpdate"]
    assert bot.heard[0]["membersAdded"][0]["id"] == f"28:{teams.app_id}"
    assert [heard["action"] for heard in bot.heard if "action" in heard] == ["add", "add"]


async def test_a_post_in_a_channel_begins_a_thread_and_mentions_the_bot(
    teams: FakeTeams, bot: LittleBot, ada: Person
) -> None:
    channel = teams.add_team("Ward 7", "ada", channels=("Programme",)).channels["Programme"]
    assert channel.team
    await ada.adds_to(channel.team, "Programme")

    await ada.posts(channel, "summary")

    heard = bot.heard[-1]
    assert heard["text"] == "<at>Turnabout</at> summary"
    assert heard["conversation"]["id"] == f"{channel.id};messageid={heard['id']}"
    assert heard["channelData"]["team"]["id"] == channel.team.id
    assert heard["entities"][0]["mentioned"]["id"] == f"28:{teams.app_id}"


async def test_a_post_without_a_mention_stays_among_people(
    teams: FakeTeams, bot: LittleBot, ada: Person
) -> None:
    group = teams.add_group("Trio", "ada", "ben")
    await ada.adds_to(group)
    bot.heard.clear()

    assert await ada.posts(group, "Lunch?", mention=False) is None

    assert bot.heard == []
    assert [seen.text for seen in ada.sees(group)] == ["Lunch?"]


async def test_somebody_of_another_tenant_comes_with_their_tenant(teams: FakeTeams, bot: LittleBot) -> None:
    eve = teams.add_person("eve", tenant=OTHER_TENANT, installed=True)

    await eve.types("hello")

    assert bot.heard[-1]["channelData"]["tenant"]["id"] == OTHER_TENANT
    assert bot.headers[-1]["x-ms-tenant-id"] == OTHER_TENANT


async def test_a_changed_and_a_deleted_message_are_told_of(bot: LittleBot, ada: Person) -> None:
    await ada.types("bok")
    await ada.edits(ada.chat[0], "book")
    await ada.deletes(ada.chat[0])

    assert ada.chat == []
    assert [heard["type"] for heard in bot.heard] == ["message", "messageUpdate", "messageDelete"]
    assert len({heard["id"] for heard in bot.heard}) == 1
    assert bot.heard[1]["text"] == "book"


async def test_a_redelivery_is_the_same_to_the_letter(bot: LittleBot, ada: Person) -> None:
    await ada.types("book")
    await ada.again()

    assert bot.heard[0] == bot.heard[1]
    assert len(ada.chat) == 1


async def test_nobody_types_to_a_bot_they_have_not_installed(teams: FakeTeams) -> None:
    with pytest.raises(NotThereError, match="Ben hasn't installed"):
        await teams.people["ben"].types("hello")


async def test_the_token_comes_along_flawed_or_not(bot: LittleBot, ada: Person) -> None:
    await ada.types("hello")
    ada.flaw = Flaw.MISSING
    await ada.types("hello again")

    assert bot.headers[-2]["Authorization"].startswith("Bearer ey")
    assert "Authorization" not in bot.headers[-1]


async def test_anything_at_all_can_be_posted(teams: FakeTeams, bot: LittleBot) -> None:
    bot.will_answer({"sorry": True}, status=400)

    assert await teams.post({"type": "message"}) == (400, {"sorry": True})
