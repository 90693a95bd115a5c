"""Free times: an address that is given, shown to its owner alone, and taken back."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.busy import calendar_of, keep_busy, keep_trouble
from bot.core.calendars import remember_service
from bot.core.messages import Reply
from dialogs.free_times import TROUBLES
from dialogs.lint import preview_problems, problems
from tests.dialogs.diary import labels
from tests.dialogs.house import NOW, House, asked, open_house, texts

ADDRESS = "https://calendar.example/quokka.ics"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        async with opened.changing() as unit:
            await remember_service(unit, "")
        yield opened


async def address(house: House, who: str) -> str | None:
    async with house.store.reading() as unit:
        return await calendar_of(unit, who)


async def gives(house: House, who: str, text: str = ADDRESS) -> Reply:
    return await house.answer(who, await house.press(who, "free-times.give"), address=text)


async def test_it_is_offered_beside_ones_own_address(house: House) -> None:
    (card,) = (await house.say("amara", "my calendar")).messages
    told = await house.push("amara", card, "Let me look at yours")
    assert "no titles, no places, no people" in texts(told)
    assert labels(told.messages[0]) == ["Give my calendar"]


async def test_without_a_service_nothing_would_fetch_it_and_that_is_said(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        (card,) = (await house.press("amara", "free-times")).messages
        assert "only a rehearsal" in card.text
        assert card.actions == ()


async def test_an_address_is_kept_sealed_and_not_repeated(house: House) -> None:
    reply = await gives(house, "amara")
    assert "quokka" not in reply.model_dump_json()
    assert await address(house, "amara") == ADDRESS
    assert all("quokka" not in row for row in house.rows())
    assert ("amara", "gave a calendar", "person:amara") in house.audited()


async def test_it_is_shown_to_its_owner_in_the_form_and_to_nobody_else(house: House) -> None:
    await gives(house, "amara")
    assert asked(await house.press("amara", "free-times.give")).fields[0].default == ADDRESS
    assert asked(await house.press("brendan", "free-times.give")).fields[0].default is None
    assert "quokka" not in (await house.press("amara", "free-times")).model_dump_json()


@pytest.mark.parametrize(
    "text", ["http://calendar.example/a.ics", "https://me@calendar.example/", "my calendar"]
)
async def test_what_is_no_address_is_asked_again_with_a_sentence(house: House, text: str) -> None:
    again = await gives(house, "amara", text)
    assert asked(again).errors["address"].endswith(".")
    assert await address(house, "amara") is None


async def test_it_can_be_taken_back_with_everything_read_there(house: House) -> None:
    await gives(house, "amara")
    async with house.changing() as unit:
        await keep_busy(unit, "amara", [(NOW, NOW + timedelta(hours=1))], NOW)
    await house.press("amara", "free-times.stop")
    assert await address(house, "amara") is None
    assert "If you like" in texts(await house.press("amara", "free-times"))


async def test_it_is_said_how_it_went(house: House) -> None:
    await gives(house, "amara")
    assert "within a minute" in texts(await house.press("amara", "free-times"))
    async with house.changing() as unit:
        await keep_busy(unit, "amara", [], NOW)
    assert "Wednesday 17 February 2027, 10:00" in texts(await house.press("amara", "free-times"))


@pytest.mark.parametrize("trouble", [*TROUBLES, "status 404"])
async def test_trouble_is_told_in_a_sentence(house: House, trouble: str) -> None:
    await gives(house, "amara")
    async with house.changing() as unit:
        await keep_trouble(unit, "amara", trouble, NOW)
    (card,) = (await house.press("amara", "free-times")).messages
    assert card.text.startswith("I couldn't read your calendar on Wednesday 17 February 2027, 10:00.")
    assert not problems(card.text)


async def test_no_time_is_offered_while_a_calendar_says_busy(house: House) -> None:
    free = asked(await house.press("brendan", "book", relationship="R01"))
    first = datetime.fromisoformat(free.fields[0].options[0].value)
    async with house.changing() as unit:
        await keep_busy(unit, "amara", [(first - timedelta(hours=12), first + timedelta(hours=12))], NOW)
        for one in await unit.conversations.of("brendan"):
            await unit.conversations.drop(one.id)
    form = asked(await house.press("brendan", "book", relationship="R01"))
    offered = [datetime.fromisoformat(one.value) for one in form.fields[0].options[:-1]]
    assert offered
    assert all(abs(one.astimezone(UTC) - first) >= timedelta(hours=12) for one in offered)


async def test_a_copy_of_ones_data_holds_the_address_and_when_it_says_busy(house: House) -> None:
    await gives(house, "amara")
    async with house.changing() as unit:
        await keep_busy(unit, "amara", [(NOW, NOW + timedelta(hours=1))], NOW)
    for who, there in (("amara", True), ("brendan", False)):
        copy = (await house.press(who, "my-data.copy")).messages[0].document
        assert copy is not None
        assert (ADDRESS in copy.text) is there
        assert (NOW.isoformat() in copy.text) is there


async def test_its_words_are_plain_and_neutral(house: House) -> None:
    replies = [await house.press("amara", "free-times"), await gives(house, "amara")]
    replies += [await house.press("amara", "free-times"), await house.press("amara", "free-times.stop")]
    for message in (one for reply in replies for one in reply.messages):
        assert not problems(message.text), message.text
        assert not preview_problems(message.preview)
