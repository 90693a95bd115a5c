"""Conversations in the house: loaded, run in a savepoint that only a finished one keeps, and stored again."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel, ConfigDict, JsonValue

from bot.core.conversations import Conversation
from bot.core.dialogs import Ask
from bot.core.events import Turned
from bot.core.forms import Form, Number, Text, YesNo
from bot.core.messages import Message, Reply
from bot.core.routes import Routes
from bot.core.talking import Talk, Talks, open_talk
from bot.core.turn import Refusal, Turn
from tests.dialogs.house import NOW, House, address_of, asked, kinds, open_house, texts


class Flavour(Form):
    """Which flavour?"""

    flavour: Annotated[str, Text(label="Flavour", max_length=20)]


class Topping(Form):
    """Anything on top?"""

    topping: Annotated[str, Text(label="Topping", max_length=20)]


class Scoops(Form):
    """How many scoops?"""

    scoops: Annotated[int, Number(label="Scoops")]


class Sure(Form):
    """Shall I order it?"""

    sure: Annotated[bool, YesNo(label="Order it")]


class Table(BaseModel):
    """Where the ice cream goes, and the weather when it was thought of."""

    model_config = ConfigDict(frozen=True)

    number: str
    weather: str = "fine"


class Kitchen:
    """Writes orders to the audit trail, so that a test sees which ones are kept."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def looked_in(self) -> None:
        await self._turn.note("looked in", "kitchen")
        self._turn.reply(Message(kind="reply.kitchen", preview="Kitchen", text="Somebody looked in."))

    async def order(self, what: str) -> None:
        if what.startswith("cabbage"):
            raise Refusal("We have no cabbage.")
        await self._turn.note("ordered", what)


async def order_ice(ask: Ask, table: Table, *, kitchen: Kitchen) -> None:
    """Order ice cream for a table; the kitchen is looked into before the last question."""
    flavour = await ask(Flavour)
    topping = await ask(Topping, optional=True)
    scoops = await ask(Scoops)
    await kitchen.looked_in()
    if (await ask(Sure)).sure:
        top = topping.topping if topping else "nothing"
        await kitchen.order(f"{flavour.flavour}, {top}, {scoops.scoops}, table {table.number}")


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    assert set(inputs) == {"table"}
    return {"kitchen": Kitchen(turn)}


heard: list[tuple[int, int]] = []


async def _hear(turn: Turn, before: Conversation, after: Conversation) -> None:
    heard.append((len(before.answers), len(after.answers)))
    if any("help" in str(one.values) for one in after.answers):
        await turn.note("helped", "at once")


TALK = Talk(order_ice, _ports, about=("table.number",), kept=timedelta(days=2), heard=_hear)
routes = Routes()


@routes.press("ice")
async def _open(turn: Turn, args: dict[str, str]) -> None:
    table = Table(number=args["table"], weather=args.get("weather", "fine"))
    await open_talk(turn, TALK, table=table)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    heard.clear()
    async with open_house(tmp_path, routes=routes, talks=Talks(TALK)) as opened:
        yield opened


async def opened(house: House, table: str = "1") -> Reply:
    return await house.press("amara", "ice", table=table)


async def at_the_last_question(house: House) -> Reply:
    reply = await house.answer("amara", await opened(house), flavour="mint")
    reply = await house.answer("amara", reply, topping="nuts")
    return await house.answer("amara", reply, scoops="2")


async def resumed(house: House, who: str, token: str) -> Reply:
    return await house.press(who, "continue", token=token)


def shown(reply: Reply) -> object:
    return asked(reply).fields[0].default


# ---- what is kept


async def test_nothing_a_dialog_writes_or_says_is_kept_before_it_is_finished(house: House) -> None:
    reply = await at_the_last_question(house)
    assert asked(reply).key == "sure"
    assert house.audited() == []
    assert reply.messages == ()


async def test_what_a_finished_dialog_wrote_and_said_is_kept_once(house: House) -> None:
    reply = await house.answer("amara", await at_the_last_question(house), sure="yes")
    assert house.audited() == [
        ("amara", "looked in", "kitchen"),
        ("amara", "ordered", "mint, nuts, 2, table 1"),
    ]
    assert texts(reply) == "Somebody looked in."


async def test_a_finished_conversation_is_gone_from_the_store(house: House) -> None:
    await house.answer("amara", await at_the_last_question(house), sure="yes")
    async with house.store.reading() as unit:
        assert await unit.conversations.of("amara") == []


async def test_what_is_under_way_is_not_readable_in_the_database(house: House) -> None:
    await house.answer("amara", await opened(house), flavour="quokkamint")
    assert not any("quokkamint" in row for row in house.rows())


async def test_a_dialog_that_is_refused_at_its_end_can_be_answered_again(house: House) -> None:
    reply = await house.answer("amara", await opened(house), flavour="cabbage")
    reply = await house.turn("amara", reply, "skip")
    last = await house.answer("amara", reply, scoops="1")
    refused = await house.answer("amara", last, sure="yes")
    assert texts(refused) == "We have no cabbage."
    assert house.audited() == []
    assert kinds(await house.answer("amara", last, sure="no")) == ["reply.kitchen"]
    assert house.audited() == [("amara", "looked in", "kitchen")]


async def test_a_new_process_goes_on_in_the_middle_of_a_form(tmp_path: Path) -> None:
    async with open_house(tmp_path, routes=routes, talks=Talks(TALK)) as house:
        reply = await at_the_last_question(house)
    async with open_house(tmp_path, routes=routes, talks=Talks(TALK)) as house:
        event = Turned(key="new", actor=address_of("amara"), token=asked(reply).token, to="resume")
        again = await house.door.handle(event)
        assert asked(again) == asked(reply)


# ---- pages


async def test_back_shows_the_question_before_with_what_was_answered(house: House) -> None:
    reply = await house.answer("amara", await opened(house), flavour="mint")
    back = await house.turn("amara", reply, "back")
    assert asked(back).key == "flavour"
    assert shown(back) == "mint"


async def test_an_optional_question_can_be_skipped(house: House) -> None:
    reply = await house.answer("amara", await opened(house), flavour="mint")
    assert asked(reply).skip
    assert asked(await house.turn("amara", reply, "skip")).key == "scoops"


async def test_a_question_that_must_be_answered_is_not_skipped(house: House) -> None:
    reply = await opened(house)
    assert not asked(reply).skip
    assert asked(await house.turn("amara", reply, "skip")).key == "flavour"


async def test_later_saves_and_its_button_goes_on_with_the_same_question(house: House) -> None:
    reply = await house.answer("amara", await opened(house), flavour="mint")
    saved = await house.turn("amara", reply, "later")
    assert saved.question is None
    again = await house.push("amara", saved.messages[0], "Continue")
    assert asked(again) == asked(reply)


async def test_a_rejected_answer_says_why_and_keeps_what_was_written(house: House) -> None:
    reply = await house.answer("amara", await opened(house), flavour="x" * 21)
    assert "21" in str(asked(reply).errors["flavour"])
    assert shown(reply) == "x" * 21
    again = await opened(house)
    assert shown(again) == "x" * 21


# ---- out of date


async def test_an_older_card_is_out_of_date_and_the_present_question_is_shown(house: House) -> None:
    first = await opened(house)
    second = await house.answer("amara", first, flavour="mint")
    stale = await house.answer("amara", first, flavour="lemon")
    assert texts(stale) == "That card is out of date. Here is where we are."
    assert asked(stale).key == asked(second).key


async def test_the_same_answer_pressed_twice_goes_on_without_a_word(house: House) -> None:
    first = await opened(house)
    await house.answer("amara", first, flavour="mint")
    doubled = await house.answer("amara", first, flavour="mint")
    assert doubled.messages == ()
    assert asked(doubled).key == "topping"


async def test_the_form_of_a_finished_conversation_is_closed(house: House) -> None:
    last = await at_the_last_question(house)
    await house.answer("amara", last, sure="yes")
    reply = await house.answer("amara", last, sure="yes")
    assert kinds(reply) == ["reply.refusal"]
    assert "What was finished is kept" in texts(reply)


@pytest.mark.parametrize("token", ["", ":", "x", "x:1:flavour", "::::"])
async def test_a_token_that_is_none_is_refused(house: House, token: str) -> None:
    assert "That form is closed" in texts(await resumed(house, "amara", token))


@pytest.mark.parametrize("tail", ["", ":", ":x", ":-1:flavour", ":99:nothing"])
async def test_a_token_with_a_forged_end_shows_what_stands(house: House, tail: str) -> None:
    reply = await opened(house)
    token = asked(reply).token.partition(":")[0] + tail
    assert asked(await resumed(house, "amara", token)) == asked(reply)


async def test_somebody_elses_form_is_refused_and_noted(house: House) -> None:
    reply = await opened(house)
    refused = await house.answer("brendan", reply, flavour="mint")
    assert "isn't yours" in texts(refused)
    assert house.audited() == [("brendan", "refused", "answered")]
    assert asked(await opened(house)).key == "flavour"


async def test_a_form_left_too_long_is_cleared_with_a_word(house: House) -> None:
    reply = await opened(house)
    house.clock.jump(NOW + timedelta(days=2))
    cleared = await house.answer("amara", reply, flavour="mint")
    assert "lay open for a while" in texts(cleared)
    assert cleared.question is None


async def test_opened_again_after_it_lay_too_long_it_begins_anew(house: House) -> None:
    await house.answer("amara", await opened(house), flavour="mint")
    house.clock.jump(NOW + timedelta(days=2))
    assert shown(await opened(house)) is None


# ---- which conversation


async def test_opened_again_about_the_same_it_goes_on_where_it_stood(house: House) -> None:
    await house.answer("amara", await opened(house), flavour="mint")
    again = await house.press("amara", "ice", table="1", weather="grim")
    assert asked(again).key == "topping"


async def test_opened_about_something_else_it_is_a_conversation_of_its_own(house: House) -> None:
    """A form for one pair went on with what had been begun for another."""
    await house.answer("amara", await opened(house, "1"), flavour="mint")
    assert asked(await opened(house, "2")).key == "flavour"
    assert asked(await opened(house, "1")).key == "topping"


async def test_two_people_have_each_their_own(house: House) -> None:
    await house.answer("amara", await opened(house), flavour="mint")
    assert asked(await house.press("brendan", "ice", table="1")).key == "flavour"


async def test_what_hears_each_step_may_write_at_once(house: House) -> None:
    await house.answer("amara", await opened(house), flavour="help")
    assert house.audited() == [("amara", "helped", "at once")]
    assert heard == [(0, 0), (0, 1)]


def test_two_talks_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="Two talks have one name"):
        Talks(TALK, Talk(order_ice, _ports))
