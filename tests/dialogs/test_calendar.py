"""My calendar: an address for one person, made, renewed and taken away."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.calendars import feed_token, fresh_token, remember_service, whose_feed
from bot.core.entropy import SeededEntropy
from bot.core.events import Pressed
from bot.core.messages import Message, Reply
from dialogs.lint import preview_problems, problems
from tests.dialogs.diary import labels
from tests.dialogs.house import House, address_of, open_house, texts

URL = "https://turnabout.trust.example"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        async with opened.changing() as unit:
            await remember_service(unit, URL)
        yield opened


async def token_of(house: House, who: str) -> str | None:
    async with house.store.reading() as unit:
        return await feed_token(unit, who)


async def opens(house: House, token: str) -> str | None:
    async with house.store.reading() as unit:
        return await whose_feed(unit, token)


async def given(house: House, who: str) -> str:
    """Let somebody have an address, and return its token."""
    card = (await house.say(who, "my calendar")).messages[0]
    await house.push(who, card, "Give me a calendar address")
    token = await token_of(house, who)
    assert token is not None
    return token


async def test_without_an_address_of_the_service_there_is_none_to_give(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        for reply in (
            await house.say("amara", "my calendar"),
            await house.press("amara", "calendar.new", instead=""),
        ):
            assert "needs the service's own address" in texts(reply)
        assert await token_of(house, "amara") is None


async def test_at_first_it_is_told_what_an_address_is_for(house: House) -> None:
    (card,) = (await house.say("amara", "my calendar")).messages
    assert "times alone, and no names" in card.text
    assert await token_of(house, "amara") is None


async def test_one_press_gives_an_address_that_is_shown_to_its_owner_alone(house: House) -> None:
    token = await given(house, "amara")
    assert await opens(house, token) == "amara"
    assert f"{URL}/calendar/{token}.ics" in texts(await house.press("amara", "my-calendar"))
    assert await house.letters() == []
    assert token not in texts(await house.say("brendan", "my calendar"))


async def test_a_new_address_takes_the_place_of_the_old_one(house: House) -> None:
    old = await given(house, "amara")
    (card,) = (await house.say("amara", "my calendar")).messages
    await house.push("amara", card, "Make a new address")
    new = await token_of(house, "amara")
    assert new not in (None, old)
    assert await opens(house, old) is None


async def test_a_press_delivered_twice_shows_the_address_that_holds(house: House) -> None:
    await given(house, "amara")
    (card,) = (await house.say("amara", "my calendar")).messages
    press = Pressed(key="twice", actor=address_of("amara"), route="calendar.new", args=card.actions[0].args)
    first, second = await house.door.handle(press), await house.door.handle(press)
    assert texts(first) == texts(second)
    assert (await token_of(house, "amara") or "?") in texts(second)


async def test_an_address_that_is_taken_away_opens_nothing(house: House) -> None:
    token = await given(house, "amara")
    (card,) = (await house.say("amara", "my calendar")).messages
    reply = await house.push("amara", card, "Take it away")
    assert labels(reply.messages[0]) == ["Give me a calendar address"]
    assert await opens(house, token) is None
    assert await token_of(house, "amara") is None


async def test_erasing_somebody_closes_their_address(house: House) -> None:
    token = await given(house, "amara")
    async with house.changing() as unit:
        await unit.people.erase("amara", house.clock.now())
    assert await opens(house, token) is None


async def test_what_is_stored_and_audited_does_not_hold_the_address(house: House) -> None:
    token = await given(house, "amara")
    assert all(token not in row for row in house.rows())
    assert ("amara", "made a calendar address", "person:amara") in house.audited()


def test_addresses_cannot_be_guessed_and_fit_into_one() -> None:
    entropy = SeededEntropy(1)
    tokens = {fresh_token(entropy) for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 43 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)


async def test_its_words_are_plain_and_neutral(house: House) -> None:
    replies: list[Reply] = [await house.say("amara", "my calendar")]
    await given(house, "amara")
    replies += [await house.say("amara", "my calendar"), await house.press("amara", "calendar.away")]
    said: list[Message] = [message for reply in replies for message in reply.messages]
    for message in said:
        words = " ".join(word for word in message.text.split() if "://" not in word)
        assert not problems(words), words
        assert not preview_problems(message.preview)
