"""Welcome: the notice, the limits of trust, and preferences; and what is written down of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.circle import load_story
from bot.core.dialogs import question_names
from bot.core.messages import Message, Reply
from bot.core.turn import Turn
from bot.programme.cohort_plan import CohortPlan
from dialogs import starting, welcome
from dialogs.guides import craft
from dialogs.lint import absolute_promises, preview_problems, problems
from dialogs.starting import welcome_message
from dialogs.visibility import Readers
from dialogs.welcome import PRIVACY_VERSION, limits_text, privacy_notice, settle_in
from tests.dialogs.house import START, House, _cohort, asked, open_house, texts


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


async def reads_it_all(house: House, who: str) -> Reply:
    reply = await house.say(who, "welcome")
    reply = await house.answer(who, reply, read=True)
    reply = await house.answer(who, reply, known=True)
    reply = await house.answer(who, reply, opens="09:00", closes="17:00", days=["0", "1"])
    reply = await house.answer(who, reply, timezone="Europe/London")
    return await house.turn(who, reply, "skip")


async def accepted_by(house: House, who: str) -> list[tuple[str, int]]:
    async with house.store.reading() as unit:
        return [(one.what, one.version) for one in await unit.acknowledgements.of_person(who)]


async def test_the_notice_comes_first_then_the_limits_then_the_hours(house: House) -> None:
    reply = await house.press("amara", "welcome", relationship="R01")
    assert asked(reply).title == "What is kept about you, and who sees it"
    reply = await house.answer("amara", reply, read=True)
    assert asked(reply).title == "Where trust has its limits"
    reply = await house.answer("amara", reply, known=True)
    assert asked(reply).title == "When do you work?"


async def test_nothing_is_accepted_before_the_end(house: House) -> None:
    reply = await house.say("amara", "welcome")
    await house.answer("amara", reply, read=True)
    assert await accepted_by(house, "amara") == []


async def test_at_the_end_notice_and_limits_are_accepted_in_their_versions(house: House) -> None:
    reply = await reads_it_all(house, "amara")
    assert sorted(await accepted_by(house, "amara")) == [("limits", 1), ("privacy", PRIVACY_VERSION)]
    assert [one.route for one in reply.messages[0].actions] == ["book", "rules", "status"]


async def test_somebody_in_no_pair_is_offered_who_sees_what(house: House) -> None:
    reply = await reads_it_all(house, "farah")
    assert [one.route for one in reply.messages[0].actions] == ["who-sees-what"]


async def test_the_first_message_of_a_programme_opens_it_and_still_offers_a_time(house: House) -> None:
    async def compose(turn: Turn) -> Message:
        turn.visitor = await turn.unit.people.get("amara")
        return welcome_message(turn, await load_story(turn.unit, "R01"))

    message = await house.door.carry_out("first", compose)
    assert [one.route for one in message.actions] == ["welcome", "book"]
    assert asked(await house.push("amara", message, "Begin here")).key == "privacy_notice"


async def test_whoever_has_begun_already_is_not_asked_to_begin_again(house: House) -> None:
    async def compose(turn: Turn) -> Message | None:
        turn.visitor = await turn.unit.people.get("amara")
        return await starting.welcome(turn, {"about": "R01"})

    await reads_it_all(house, "amara")
    message = await house.door.carry_out("first", compose)
    assert message is not None
    assert [one.route for one in message.actions] == ["book", "rules"]


async def test_a_not_yet_accepts_nothing_and_leaves_help_open(house: House) -> None:
    reply = await house.answer("amara", await house.say("amara", "welcome"), read=False)
    assert "book" in texts(reply)
    assert "help" in [one.route for one in reply.messages[0].actions]
    assert await accepted_by(house, "amara") == []


async def test_a_newer_notice_is_shown_again_before_anything_is_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reads_it_all(house, "amara")
    assert (await house.say("amara", "rules")).question is not None
    monkeypatch.setattr(welcome, "PRIVACY_VERSION", PRIVACY_VERSION + 1)
    reply = await house.say("amara", "rules")
    assert reply.question is None
    assert [one.route for one in reply.messages[0].actions] == ["welcome"]


async def test_booking_logging_pausing_and_help_wait_for_no_notice(house: House) -> None:
    assert asked(await house.say("amara", "book"))
    assert asked(await house.say("amara", "log"))
    assert asked(await house.say("amara", "pause"))
    assert texts(await house.say("amara", "help now"))
    assert texts(await house.say("amara", "leave"))
    assert texts(await house.say("amara", "my data"))


@pytest.mark.parametrize(
    "limit", ["risk of harm", "protected", "crime", "court", "ask for a copy", "run the computers"]
)
def test_each_of_the_six_limits_is_stated(limit: str) -> None:
    assert limit in limits_text()


def test_the_limits_are_those_of_the_guides_and_promise_nothing() -> None:
    assert limits_text().count("•") == len(craft().limits)
    assert not absolute_promises(limits_text())


def test_the_notice_says_why_who_how_long_and_what_one_may_ask_for() -> None:
    text = privacy_notice(_cohort("spring"), Readers(("Brendan",), "Farah", in_a_trio=False))
    for piece in ("Taking part is up to you", "Brendan", "Farah", "30 days", "within a month", "my data"):
        assert piece in text
    assert not problems(text)
    assert CohortPlan(name="Spring", start=START).retention.private_after_close == 30


def test_the_names_of_its_questions_stay() -> None:
    assert question_names(settle_in) == ("privacy_notice", "limits")


async def test_its_previews_give_nothing_away(house: House) -> None:
    reply = await reads_it_all(house, "amara")
    assert not preview_problems(reply.messages[0].preview)
    assert not problems(texts(reply))
