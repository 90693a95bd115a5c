"""People: accounts are matched by e-mail, profiles are followed, and strangers stay strangers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.installations import Installation, Installations
from adapters.slack.people import introduction
from bot.core.events import Actor, Departed, Introduced
from tests.adapters.slack.office import AMARA, Office, open_office
from tests.fakes.slack.troubles import Trouble

AMARAS = "amara@trust.example"
HERE = Installation(workspace="T1", token="xoxb-1", team="T1", enterprise="E1")
ADA = {"id": "U1", "team_id": "T1", "profile": {"email": "ada@trust.example", "real_name": "Ada Quist"}}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        yield opened
        assert opened.slack.mistakes == []


async def known(office: Office) -> bool:
    async with office.house.store.reading() as unit:
        return await unit.people.at(AMARA) is not None


async def away(office: Office) -> bool:
    async with office.house.store.reading() as unit:
        return (await unit.people.get("amara")).unreachable_since is not None


async def test_somebody_is_found_by_their_e_mail_with_name_zone_and_language(office: Office) -> None:
    found = await office.platform.find("Amara@Trust.example")
    assert found is not None
    assert (found.actor, found.email, found.name) == (AMARA, AMARAS, "Amara Obi")
    assert (found.timezone, found.locale) == ("Africa/Lagos", "en-GB")


async def test_the_name_somebody_goes_by_comes_before_the_full_one(office: Office) -> None:
    office.amara.profile.display_name = "Mara"
    found = await office.platform.find(AMARAS)
    assert found is not None
    assert found.name == "Mara"


async def test_nobody_has_an_e_mail_that_no_account_has(office: Office) -> None:
    assert await office.platform.find("nobody@trust.example") is None


@pytest.mark.parametrize("trouble", [Trouble.SERVER_ERROR, Trouble.DROP, Trouble.THROTTLE, "missing_scope"])
async def test_a_directory_in_trouble_finds_nobody_and_breaks_nothing(office: Office, trouble: str) -> None:
    office.slack.next("users.lookupByEmail", trouble, times=2)
    assert await office.platform.find(AMARAS) is None


async def test_whoever_writes_is_introduced_before_they_are_answered(office: Office) -> None:
    await office.amara.types("status")
    await office.settled()
    assert [type(event).__name__ for event in office.heard] == ["Introduced", "Said"]
    assert await known(office)


async def test_of_two_things_done_at_once_neither_is_a_stranger_s(office: Office) -> None:
    await asyncio.gather(office.amara.types("status"), office.amara.types("help"))
    await office.settled()
    assert [type(event).__name__ for event in office.heard] == ["Introduced", "Said", "Said"]


async def test_when_slack_does_not_tell_who_it_is_it_is_asked_again_soon(office: Office) -> None:
    office.slack.next("users.info", Trouble.SERVER_ERROR)
    await office.amara.types("help")
    assert not await known(office)
    office.slack.passes(30)
    await office.amara.types("help")
    assert await known(office)


async def test_the_same_number_in_another_workspace_is_somebody_else(tmp_path: Path) -> None:
    by_link = {"client_id": "10.20", "client_secret": "client-secret"}
    async with open_office(tmp_path, **by_link) as office:
        await office.amara.types("status")
        office.slack.adds_workspace("T2", "Elsewhere")
        other = office.slack.adds_person("U1", "Mallory", "mallory@elsewhere.example", team="T2")
        token = office.slack.token_of("T2")
        await Installations(office.house.store).keep(Installation(workspace="T2", team="T2", token=token))
        await other.types("my data")
        await office.settled()
        assert other.last.words == "I don't know you yet. Your coordinator can add you to the programme."


async def test_a_guest_is_somebody_like_all_others(office: Office) -> None:
    office.amara.profile.is_restricted = True
    await office.amara.types("status")
    assert await known(office)


async def test_a_new_zone_is_followed(office: Office) -> None:
    await office.amara.types("status")
    await office.amara.changes(tz="Asia/Tokyo")
    await office.settled()
    async with office.house.store.reading() as unit:
        assert (await unit.people.get("amara")).timezone == "Asia/Tokyo"


async def test_whoever_joins_the_workspace_is_introduced(office: Office) -> None:
    await office.amara.joins()
    await office.settled()
    assert await known(office)


async def test_the_profiles_of_all_others_pass_by(office: Office) -> None:
    other = office.slack.adds_person("U7", "Someone Else", "someone@trust.example")
    await other.changes(tz="Asia/Tokyo")
    await other.leaves()
    await office.settled()
    assert office.heard == []


async def test_a_closed_account_cannot_be_reached_until_it_is_opened_again(office: Office) -> None:
    await office.amara.types("status")
    await office.amara.leaves()
    await office.settled()
    assert office.heard_of(Departed)[-1].actor == AMARA
    assert await away(office)
    await office.amara.changes(deleted=False)
    await office.settled()
    assert not await away(office)


@pytest.mark.parametrize(
    "more",
    [
        {"is_bot": True},
        {"deleted": True},
        {"profile": {}},
        {"is_stranger": True},
        {"team_id": "T9"},
        {"team_id": "T9", "enterprise_user": {"enterprise_id": "E9"}},
    ],
)
def test_who_is_no_person_of_this_organisation_is_nobody(more: dict[str, object]) -> None:
    assert introduction(HERE, ADA | more, AMARA, "key") is None


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}},
        {"id": "W1"},
        {"is_ultra_restricted": True},
    ],
)
def test_people_of_the_whole_organisation_are_people(more: dict[str, object]) -> None:
    actor = Actor(platform="slack", workspace="T1", user="W1")
    introduced = introduction(HERE, ADA | more, actor, "key")
    assert isinstance(introduced, Introduced)
    assert (introduced.actor, introduced.email) == (actor, "ada@trust.example")
