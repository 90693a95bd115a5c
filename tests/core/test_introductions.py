"""Introductions: an account is matched with whoever was invited, and letters that waited go out."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.delivery import NO_ADDRESS, Letter
from bot.core.events import Actor, Asked, Introduced
from bot.core.messages import Message
from bot.core.records import Person
from tests.dialogs.house import House, open_house

HANA = Person(id="hana", name="", email="Hana.Ito@trust.example")
HANA_ON_SLACK = Actor(platform="slack", workspace="T1", user="UHANA")
MONDAY = {"name": "Hana Ito", "timezone": "Europe/Paris"}


@pytest.fixture
async def invited(tmp_path: Path) -> AsyncIterator[House]:
    """The house, with somebody in it who is on no platform yet."""
    async with open_house(tmp_path) as house:
        async with house.changing() as unit:
            await unit.people.add(HANA)
        yield house


async def introduce(house: House, key: str, **details: str) -> None:
    said = {"email": "hana.ito@TRUST.example"} | MONDAY | details
    await house.door.handle(Introduced(key=key, actor=HANA_ON_SLACK, **said))


async def hana(house: House) -> Person:
    async with house.store.reading() as unit:
        return (await unit.people.some(["hana"]))[0]


async def test_an_account_with_the_invited_email_becomes_the_persons_address(invited: House) -> None:
    await introduce(invited, "met")

    async with invited.store.reading() as unit:
        found = await unit.people.at(HANA_ON_SLACK)
    assert found is not None
    assert (found.id, found.name, found.timezone) == ("hana", "Hana Ito", "Europe/Paris")


async def test_an_account_that_nobody_invited_stays_unknown(invited: House) -> None:
    await introduce(invited, "met", email="stranger@elsewhere.example")

    reply = await invited.door.handle(Asked(key="ask", actor=HANA_ON_SLACK, command="status"))

    assert "don't know you yet" in reply.messages[0].text


async def test_what_the_profile_says_is_followed_while_nothing_else_was_chosen(invited: House) -> None:
    await introduce(invited, "met")
    await introduce(invited, "moved", timezone="Asia/Tokyo", name="Hana Ito-Weber")

    assert ((await hana(invited)).timezone, (await hana(invited)).name) == ("Asia/Tokyo", "Hana Ito-Weber")


async def test_what_somebody_chose_is_kept_when_their_profile_changes(invited: House) -> None:
    await introduce(invited, "met")
    async with invited.changing() as unit:
        chosen = {"timezone": "Europe/London"}
        await unit.people.put((await unit.people.get("hana")).model_copy(update=chosen))

    await introduce(invited, "moved", timezone="Asia/Tokyo")

    assert (await hana(invited)).timezone == "Europe/London"


async def test_an_account_stays_with_its_person_when_its_email_changes(invited: House) -> None:
    await introduce(invited, "met")
    await introduce(invited, "renamed", email="brendan@trust.example")

    async with invited.store.reading() as unit:
        found = await unit.people.at(HANA_ON_SLACK)
    assert found is not None
    assert found.id == "hana"


async def test_letters_that_waited_for_an_address_go_out(invited: House) -> None:
    message = Message(kind="reply.test", preview="For you", text="This waited for you.")
    async with invited.changing() as unit:
        await unit.outbox.add(
            Letter(key="waiting", person_id="hana", message=message, not_before=invited.clock.now())
        )
        claimed = await unit.outbox.claim(invited.clock.now(), 50, timedelta(minutes=1))
        await unit.outbox.park(next(one for one in claimed if one.letter.key == "waiting"), NO_ADDRESS)

    await introduce(invited, "met")

    assert [one.text for one in await invited.read_by("hana")] == ["This waited for you."]
