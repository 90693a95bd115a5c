"""Dates in figures are read as whoever types them would, wherever they are typed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.events import Said
from bot.core.introductions import PROFILE
from bot.core.messages import Reply
from tests.dialogs.house import House, address_of, asked, open_house

DAY_FIRST, MONTH_FIRST = "Saturday 3 April 2027, 14:00", "Thursday 4 March 2027, 14:00"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


async def speaks(house: House, who: str, locale: str, timezone: str | None = None) -> None:
    """Let somebody's platform say what language they use, and their clock be elsewhere."""
    async with house.changing() as unit:
        profile = {"name": "", "timezone": timezone, "locale": locale}
        await unit.shelf.put(PROFILE, address_of(who), profile, person_id=who)
        person = await unit.people.get(who)
        await unit.people.put(person.model_copy(update={"timezone": timezone}))


async def types(house: House, who: str, text: str) -> Reply:
    return await house.door.handle(Said(key="typed", actor=address_of(who), text=text))


async def in_the_form(house: House, who: str, words: str) -> Reply:
    reply = await house.say(who, "book")
    return await house.answer(who, reply, words=words)


async def test_without_a_profile_the_day_comes_first(house: House) -> None:
    assert asked(await types(house, "amara", "3/4 at 2")).text == DAY_FIRST


async def test_the_month_comes_first_for_somebody_who_writes_so(house: House) -> None:
    await speaks(house, "amara", "en-PH")

    assert asked(await types(house, "amara", "3/4 at 2")).text == MONTH_FIRST


async def test_the_booking_form_reads_in_the_same_order_as_the_chat(house: House) -> None:
    await speaks(house, "amara", "en-PH")

    assert asked(await in_the_form(house, "amara", "3/4 at 2")).text == MONTH_FIRST


async def test_the_one_who_types_decides_not_the_one_they_meet(house: House) -> None:
    await speaks(house, "brendan", "en-PH")

    assert asked(await in_the_form(house, "amara", "3/4 at 2")).text == DAY_FIRST


async def test_american_english_on_a_british_clock_is_asked(house: House) -> None:
    await speaks(house, "amara", "en-US")

    question = asked(await in_the_form(house, "amara", "3/4 at 2"))

    (field,) = question.fields
    assert [option.label for option in field.options] == [MONTH_FIRST, DAY_FIRST, "None of these"]


async def test_a_date_that_can_only_be_read_one_way_is_not_asked(house: House) -> None:
    await speaks(house, "amara", "en-US")

    assert asked(await in_the_form(house, "amara", "30/4 at 2")).text == "Friday 30 April 2027, 14:00"


async def test_several_times_for_a_trio_are_read_in_the_order_of_the_place(house: House) -> None:
    await speaks(house, "edwin", "en-PH")
    reply = await house.press("edwin", "poll", relationship="R02")

    shown = asked(await house.answer("edwin", reply, picks=[], words="3/4 at 2\n3/8 at 2")).text

    assert MONTH_FIRST in shown
    assert "Monday 8 March 2027, 14:00" in shown
