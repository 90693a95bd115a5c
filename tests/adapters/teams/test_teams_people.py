"""Who is who in Teams: matched by e-mail, in their own chat and in the teams that have the app."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.teams.people import addresses
from adapters.teams.sdk import Member
from bot.core.delivery import Sent
from tests.adapters.teams.post_room import WORDS, PostRoom, open_post_room
from tests.fakes.teams.troubles import Refusal, refused
from tests.fakes.teams.world import OTHER_TENANT, TENANT


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[PostRoom]:
    async with open_post_room(tmp_path) as opened:
        yield opened


def member(email: str, principal: str) -> Member:
    return Member(email=email, principal=principal, name="")


def test_somebody_is_matched_by_their_e_mail_and_then_by_what_they_sign_in_with() -> None:
    found = list(addresses(member("ada.quist@trust.example", "aq1@trust.example")))
    assert found == ["ada.quist@trust.example", "aq1@trust.example"]


def test_the_same_address_is_tried_once() -> None:
    assert list(addresses(member("ada@trust.example", "ada@trust.example"))) == ["ada@trust.example"]


def test_a_guest_without_an_e_mail_is_matched_by_the_address_of_their_own_organisation() -> None:
    guest = member("", "eve_stray_home.example#EXT#@trust.example")
    assert list(addresses(guest)) == ["eve_stray@home.example"]


def test_what_is_no_address_is_not_tried() -> None:
    assert list(addresses(member("", "nobody"))) == []


# ---------------------------------------------------------------- in their own chat


async def test_whoever_installs_the_app_is_known_by_their_e_mail(room: PostRoom) -> None:
    await room.invite("ada")
    await room.world.people["ada"].installs()
    assert await room.address_of("ada")


async def test_a_guest_is_known_by_the_e_mail_they_were_invited_by(room: PostRoom) -> None:
    room.world.add_person("eve", email="eve@home.example", guest=True)
    await room.invite("eve", "eve@home.example")
    await room.world.people["eve"].installs()
    assert await room.address_of("eve")


async def test_the_zone_and_name_of_somebody_follow_their_client(room: PostRoom) -> None:
    room.world.add_person("ada", name="Ada Quist", zone="Europe/Madrid")
    await room.invite("ada")
    await room.world.people["ada"].installs()
    await room.world.people["ada"].types("help")
    async with room.house.store.reading() as unit:
        person = await unit.people.get("ada")
    assert person.timezone == "Europe/Madrid"


async def test_a_stranger_is_looked_up_once_and_not_with_every_word(room: PostRoom) -> None:
    stranger = room.world.people["eve"]
    await stranger.installs()
    for _ in range(3):
        await stranger.types("help")
    assert room.calls("member") == 1


# ---------------------------------------------------------------- in teams


async def test_adding_the_app_to_a_team_meets_everybody_who_was_invited(room: PostRoom) -> None:
    team = room.world.add_team("Programmes", "ada", "bo", "eve")
    for key in ("ada", "bo"):
        await room.invite(key)
    await room.world.people["bo"].adds_to(team)
    await room.teams.settled()
    assert await room.address_of("ada")
    assert await room.address_of("bo")
    assert not await room.address_of("eve")


async def test_the_roster_is_that_of_the_team_whichever_channel_the_app_was_added_by(room: PostRoom) -> None:
    team = room.world.add_team("Programmes", "ada", channels=("Programme",))
    await room.invite("ada")
    await room.world.people["ada"].adds_to(team, "Programme")
    await room.teams.settled()
    [page] = [call for call in room.world.calls if call.name == "pages"][:1]
    assert page.conversation == team.id
    assert await room.address_of("ada")


async def test_whoever_was_met_in_a_team_is_written_to_before_they_add_the_app(room: PostRoom) -> None:
    team = room.world.add_team("Programmes", "ada", "bo")
    await room.invite("ada")
    await room.world.people["bo"].adds_to(team)
    await room.teams.settled()
    assert isinstance(await room.send("ada"), Sent)
    assert WORDS in room.world.people["ada"].last.words


async def test_adding_the_app_to_a_group_chat_meets_its_people(room: PostRoom) -> None:
    group = room.world.add_group("Trio", "ada", "bo")
    await room.invite("ada")
    await room.world.people["bo"].adds_to(group)
    await room.teams.settled()
    assert await room.address_of("ada")


async def test_a_large_team_is_read_to_its_last_page(room: PostRoom) -> None:
    room.world.world.page = 2
    team = room.world.add_team("Programmes", "bo", "cy", "di", "ed", "ada")
    await room.invite("ada")
    await room.world.people["bo"].adds_to(team)
    await room.teams.settled()
    assert await room.address_of("ada")


async def test_the_roll_call_finds_whoever_is_in_a_team(room: PostRoom) -> None:
    team = room.world.add_team("Programmes", "ada", "bo")
    await room.world.people["bo"].adds_to(team)
    found = await room.teams.find("ADA@x.example")
    assert found is not None
    assert found.actor == room.address("ada")


async def test_the_roll_call_asks_for_a_roster_once_an_hour(room: PostRoom) -> None:
    team = room.world.add_team("Programmes", "ada", "bo")
    await room.world.people["bo"].adds_to(team)
    await room.teams.settled()
    before = room.calls("pages")
    for name in ("ada", "eve", "nobody"):
        await room.teams.find(f"{name}@x.example")
    assert room.calls("pages") == before


async def test_the_roll_call_finds_nobody_where_the_app_is_in_no_team(room: PostRoom) -> None:
    await room.world.people["ada"].installs()
    assert await room.teams.find("ada@x.example") is None
    assert room.calls("pages") == 0


async def test_a_roster_that_can_not_be_read_finds_nobody_and_harms_nothing(room: PostRoom) -> None:
    team = room.world.add_team("Programmes", "ada", "bo")
    room.world.next("pages", refused(Refusal.UNAVAILABLE), times=3)
    await room.world.people["bo"].adds_to(team)
    await room.teams.settled()
    assert await room.teams.find("ada@x.example") is None


async def test_a_guest_of_a_team_keeps_the_tenant_they_are_a_guest_in(room: PostRoom) -> None:
    room.world.add_person("eve", email="eve@home.example", guest=True)
    team = room.world.add_team("Programmes", "bo", "eve")
    await room.world.people["bo"].adds_to(team)
    found = await room.teams.find("eve@home.example")
    assert found is not None
    assert found.actor.workspace == TENANT != OTHER_TENANT
