"""People and the bot meet: installed or not, known or not, in a chat of their own or where others read."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.events import Actor, Departed, Introduced, Joined
from bot.core.records import Person
from tests.fakes.teams.shapes import Scene
from tests.fakes.teams.world import TENANT
from tests.flow.teams.hands import Hands
from tests.flow.teams.ward import Ward, open_ward
from tests.flow.teams.ways import met_on_thursday, settles_in

ELSEWHERE = "Let us talk in our own chat, where only you read it. Open me there and say help."


async def known_as(ward: Ward, one: Hands) -> Person | None:
    """Return whom the house takes somebody for."""
    actor = Actor(platform="teams", workspace=TENANT, user=one.person.account.object_id)
    async with ward.service.house.store.reading() as unit:
        return await unit.people.at(actor)


# ---- known and unknown


@pytest.mark.parametrize("backwards", [False, True])
async def test_whoever_adds_the_app_is_known_by_their_e_mail_and_greeted_once(
    tmp_path: Path, *, backwards: bool
) -> None:
    async with open_ward(tmp_path, met=False) as ward:
        await ward.ada.installs(backwards=backwards)
        assert [seen.preview for seen in ward.ada.shown] == ["Hello"]
        found = await known_as(ward, ward.ada)
        assert found is not None
        assert found.email == "ada@trust.example"
        assert ward.world.complaints == []


async def test_whoever_is_in_no_programme_is_told_so_kindly_and_once(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await ward.eve.installs()
        assert ward.eve.chat == [
            "About that\nI don't know you yet. Your coordinator can add you to the programme."
        ]
        await ward.eve.types("help")
        assert "I don't know you yet." in ward.eve.last.words
        assert await known_as(ward, ward.eve) is None


async def test_somebody_unknown_is_looked_up_once_an_hour_at_most(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await ward.eve.installs()
        for _ in range(4):
            await ward.eve.types("help")
        looked_up = [call for call in ward.world.calls if call.name == "member"]
        assert len({call.conversation for call in looked_up}) == len(looked_up)


async def test_the_client_tells_the_time_zone_and_the_house_follows(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await ward.ada.types("help")
        before = await known_as(ward, ward.ada)
        ward.ada.person.account.zone = "Europe/Dublin"
        await ward.ada.types("help")
        after = await known_as(ward, ward.ada)
        assert before is not None
        assert after is not None
        assert (before.timezone, after.timezone) == ("Europe/London", "Europe/Dublin")


async def test_a_profile_that_stays_the_same_is_told_to_the_house_once(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        for _ in range(3):
            await ward.ada.types("help")
        told = [event for event in ward.handled if isinstance(event, Introduced) and not event.email]
        assert len(told) == 1


# ---- installed and removed


async def test_removing_the_app_is_a_departure_and_nothing_more_is_written(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await ward.ada.uninstalls()
        assert isinstance(ward.handled[-1], Departed)
        calls = len(ward.world.calls)
        await ward.days(3)
        written = [call for call in ward.world.calls[calls:] if call.conversation == ward.ada.person.place.id]
        assert written == []
        away = await known_as(ward, ward.ada)
        assert away is not None
        assert away.unreachable_since is not None


async def test_adding_the_app_again_brings_somebody_back(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await ward.ada.uninstalls()
        ward.clock.jump(ward.clock.now() + timedelta(minutes=5))
        await ward.ada.installs()
        back = await known_as(ward, ward.ada)
        assert back is not None
        assert back.unreachable_since is None
        await ward.ada.types("help")
        assert "What I can do" in ward.ada.last.words


async def test_a_removal_that_is_told_late_is_no_longer_true(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        late = scene_of(ward.ada).installation("remove")
        ward.clock.jump(ward.clock.now() + timedelta(minutes=5))
        await ward.ada.uninstalls()
        ward.clock.jump(ward.clock.now() + timedelta(minutes=5))
        await ward.ada.installs()
        departures = sum(isinstance(event, Departed) for event in ward.handled)
        answer = await ward.world.deliver(late)
        assert answer.status == 200
        assert sum(isinstance(event, Departed) for event in ward.handled) == departures


async def test_the_service_may_move_and_letters_follow(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        ward.world.region = "emea"
        await ward.ada.types("help")
        await ward.days(1 / 8)
        last = [call for call in ward.world.calls if call.conversation == ward.ada.person.place.id][-1]
        assert last.status in {200, 201}
        assert "Welcome to your programme" in str(ward.ada.chat)


# ---- where others read


async def test_in_a_team_and_in_a_group_chat_the_bot_asks_for_the_chat_of_ones_own(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        group = ward.world.add_group("Trio", "ada", "bo", "gus")
        await ward.gus.person.adds_to(group)
        for place in (ward.channel, group):
            before = len(ward.world.channel(place.id))
            answer = await ward.ada.person.posts(place, "book tuesday at 3")
            await ward.settled()
            assert answer is not None
            assert answer.status == 200
            said = ward.world.channel(place.id)[-1]
            assert said.text == ELSEWHERE
            assert len(ward.world.channel(place.id)) == before + 2
        assert not any(isinstance(event, Joined) for event in ward.handled[-4:])


async def test_nothing_is_written_into_a_team_when_the_app_comes(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        assert ward.world.channel(ward.channel.id) == []


async def test_a_coordinator_without_a_chat_gets_one_with_the_first_press(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await met_on_thursday(ward)
        await ward.days(4)
        [summary] = ward.world.channel(ward.channel.id)
        colleague = ward.eve
        await colleague.presses("Show who could use a hand", summary)
        assert colleague.notices == [
            "I can't write to you yet. Please add Turnabout for yourself, then press it again."
        ]
        assert "R01" not in str(colleague.chat)


async def test_a_press_in_the_channel_changes_nothing_there(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await met_on_thursday(ward)
        await ward.days(4)
        [before] = ward.world.channel(ward.channel.id)
        words = before.words
        await ward.gus.presses("Show who could use a hand", before)
        [after] = ward.world.channel(ward.channel.id)
        assert (after.words, after.posted.edits) == (words, 0)
        for call in ward.world.calls:
            if call.name in {"send", "update"} and call.conversation.startswith(ward.channel.id):
                assert "Quist" not in str(call.body)


# ---- what asks for nothing


async def test_reactions_typing_and_changed_messages_are_let_pass(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await settles_in(ward.ada)
        before = list(ward.ada.chat)
        ada = ward.ada.person
        answers = [
            await ada.reacts(ward.ada.last),
            await ada.reacts(ward.ada.last, taken_back=True),
            await ada.is_typing(),
            await ward.world.deliver(scene_of(ward.ada)._event("endOfConversation")),
        ]
        await ward.settled()
        assert [answer.status for answer in answers] == [200] * 4
        assert list(ward.ada.chat) == before


def scene_of(hands: Hands) -> Scene:
    return hands.person._scene(hands.person.place)
