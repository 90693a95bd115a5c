"""Where the bot may write: kept from what genuine activities tell, and written only when it changed."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.teams.inbound import Inbound, read
from adapters.teams.places import PLACE, Place, Places
from bot.core.clock import VirtualClock
from bot.core.events import Actor
from tests.dialogs.house import NOW, House, open_house

ADA = Actor(platform="teams", workspace="tenant", user="ada-object")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
def places(house: House) -> Places:
    return Places(house.store, house.clock)


def heard(**more: object) -> Inbound:
    """Return an activity from Ada's own chat, a minute later each time the clock is moved."""
    told: dict[str, object] = {
        "kind": "message", "key": "k", "tenant": "tenant", "surface": "personal", "conversation": "a:chat",
        "thread": "a:chat", "service_url": "https://smba.trafficmanager.net/uk/", "channel": "msteams",
        "bot": "28:bot", "user": "29:ada", "object_id": "ada-object", "name": "Ada", "at": NOW,
    }  # fmt: skip
    return Inbound(**(told | more))  # type: ignore[arg-type]  # a table of fields


async def kept(house: House, address: Actor = ADA) -> Place | None:
    async with house.store.reading() as unit:
        found = await unit.shelf.get(PLACE, address)
    return Place.model_validate(found) if found else None


async def test_a_chat_is_kept_from_the_first_thing_that_comes_from_it(house: House, places: Places) -> None:
    assert await places.refresh(heard())
    place = await kept(house)
    assert place is not None
    assert (place.conversation_id, place.user_id, place.object_id) == ("a:chat", "29:ada", "ada-object")


async def test_a_service_that_moves_is_followed(house: House, places: Places) -> None:
    await places.refresh(heard())
    await places.refresh(heard(service_url="https://smba.trafficmanager.net/amer/"))
    place = await kept(house)
    assert place is not None
    assert place.service_url.endswith("/amer/")


async def test_what_has_not_changed_is_not_written_again(house: House, places: Places) -> None:
    await places.refresh(heard())
    before = house.rows()
    await places.refresh(heard(at=NOW + timedelta(hours=1)))
    await Places(house.store, house.clock).refresh(heard(at=NOW + timedelta(hours=2)))
    assert house.rows() == before


async def test_what_comes_from_beside_the_chat_never_takes_its_place(house: House, places: Places) -> None:
    await places.refresh(heard())
    assert await places.refresh(heard(conversation="a:copilot", beside=True))
    place = await kept(house)
    assert place is not None
    assert place.conversation_id == "a:chat"


@pytest.mark.parametrize(
    ("data", "beside", "team"),
    [
        ({}, False, ""),
        ({"productContext": "Teams"}, False, ""),
        ({"productContext": "COPILOT"}, True, ""),
        ({"team": {"id": "19:t@thread.tacv2"}}, False, "19:t@thread.tacv2"),
    ],
)
def test_an_activity_tells_its_team_and_whether_it_comes_from_beside_the_chat(
    data: dict[str, object], beside: bool, team: str
) -> None:
    activity = {
        "type": "message", "channelId": "msteams", "serviceUrl": "https://smba.trafficmanager.net/uk/",
        "conversation": {"id": "a:chat"}, "channelData": {"tenant": {"id": "tenant"}} | data,
    }  # fmt: skip
    inbound = read(json.dumps(activity).encode())
    assert (inbound.beside, inbound.team) == (beside, team)


async def test_what_somebody_does_in_a_channel_leaves_their_own_chat_alone(
    house: House, places: Places
) -> None:
    await places.refresh(heard())
    await places.refresh(heard(surface="channel", conversation="19:c@thread.tacv2", team="19:t@thread.tacv2"))
    place, channel = await kept(house), await kept(house, Actor(platform="teams", user="19:c@thread.tacv2"))
    assert place is not None
    assert channel is not None
    assert place.conversation_id == "a:chat"
    assert (channel.team, channel.user_id) == ("19:t@thread.tacv2", "")


async def test_uninstalling_is_kept_and_installing_again_too(house: House, places: Places) -> None:
    await places.refresh(heard())
    await places.refresh(heard(kind="installationUpdate", action="remove", at=NOW + timedelta(minutes=1)))
    gone = await kept(house)
    await places.refresh(heard(kind="installationUpdate", action="add", at=NOW + timedelta(minutes=2)))
    back = await kept(house)
    assert gone is not None
    assert back is not None
    assert (gone.installed, back.installed) == (False, True)


async def test_an_install_that_arrives_after_its_removal_is_no_longer_true(places: Places) -> None:
    await places.refresh(heard(kind="installationUpdate", action="remove", at=NOW + timedelta(minutes=1)))
    assert not await places.refresh(heard(kind="installationUpdate", action="add", at=NOW))
    place = await places.of(ADA)
    assert place is not None
    assert not place.installed


async def test_a_lost_chat_is_forgotten_but_not_who_it_was_with(places: Places) -> None:
    await places.refresh(heard())
    await places.lose_chat(ADA)
    place = await places.of(ADA)
    assert place is not None
    assert (place.conversation_id, place.user_id) == ("", "29:ada")


async def test_the_place_heard_of_last_is_the_newest(places: Places) -> None:
    await places.refresh(heard())
    await places.refresh(
        heard(object_id="bo-object", conversation="a:bo", at=NOW + timedelta(minutes=1), tenant="other")
    )
    newest, here = await places.newest(), await places.newest("tenant")
    assert newest is not None
    assert here is not None
    assert (newest.conversation_id, here.conversation_id) == ("a:bo", "a:chat")


async def test_a_place_without_the_app_is_nowhere_to_begin_from(places: Places) -> None:
    await places.refresh(heard(kind="installationUpdate", action="remove"))
    assert await places.newest() is None


async def test_erasing_somebody_takes_their_place_away(house: House, places: Places) -> None:
    async with house.changing() as unit:
        await unit.people.give_address("amara", ADA)
    await places.refresh(heard())
    async with house.changing() as unit:
        await unit.people.erase("amara", NOW)
    assert await kept(house) is None


async def test_a_clock_of_ours_that_stands_still_makes_nothing_late(house: House) -> None:
    places = Places(house.store, VirtualClock(NOW - timedelta(days=400)))
    assert await places.refresh(heard(kind="installationUpdate", action="add", at=None))
    assert await places.refresh(heard(kind="installationUpdate", action="remove"))
