"""The choice of a story and parked thoughts: for the mentor alone, asked in time, gone a day after."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.circle import load_story
from bot.core.dialogs import question_names
from bot.core.events import Due
from bot.core.messages import Message, Reply
from bot.core.records import InteractionState
from bot.core.turn import Turn
from bot.programme.bank_holidays import bank_holidays
from bot.programme.working_time import WorkingTime
from bot.programme.zones import zone
from dialogs.guides import craft
from dialogs.lint import preview_problems, problems
from dialogs.mentors_care import ask_on, plan_story
from dialogs.stories import choose_story, park_a_thought
from tests.dialogs.house import House, asked, kinds, open_house, texts
from tests.dialogs.rooms import has_read_the_notice, notes_by

MEETING = "R02-2027-02-26"
HERE = {"relationship": "R02", "interaction": MEETING}
CANARY = "I expect the long speech about wombats"
WEEK = WorkingTime(zone=zone("Europe/London"), holidays=bank_holidays("GB-ENG"))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        await has_read_the_notice(opened, "amara", "chidi", "delphine", "edwin")
        yield opened


async def with_guide(house: House, number: int) -> None:
    async with house.changing() as unit:
        found = await unit.interactions.get(MEETING)
        await unit.interactions.put(found.model_copy(update={"guide": number}))


async def is_planned(house: House) -> None:
    """Do what is done when the meeting is agreed."""

    async def plan(turn: Turn) -> None:
        story = await load_story(turn.unit, "R02")
        await plan_story(turn, story, await turn.unit.interactions.get(MEETING))

    await house.door.carry_out("agreed", plan)


async def rings(house: House, at: datetime) -> list[tuple[str, Message]]:
    """Let the meeting's timer ring at a moment, and return what could leave to whom."""
    house.clock.jump(at)
    await house.door.handle(Due(key="due", timer=f"story:{MEETING}"))
    return [(letter.person_id or "", letter.message) for letter in await house.letters()]


async def chooses(house: House, who: str, choice: str) -> Reply:
    return await house.answer(who, await house.press(who, "story", **HERE), choice=choice)


@given(st.dates(date(2026, 1, 10), date(2028, 12, 20)))
@settings(max_examples=150, deadline=None)
def test_two_whole_working_days_lie_between_the_question_and_the_meeting(on: date) -> None:
    asked_on = ask_on(on, WEEK)
    between = [asked_on + timedelta(days=n) for n in range(1, (on - asked_on).days)]
    assert WEEK.works_on(asked_on)
    assert sum(WEEK.works_on(day) for day in between) == 2


async def test_the_mentors_and_nobody_else_are_asked_before_the_meeting_with_a_story(house: House) -> None:
    await with_guide(house, 4)
    await is_planned(house)
    letters = await rings(house, datetime(2027, 2, 23, 9, tzinfo=UTC))
    assert [(to, message.kind) for to, message in letters] == [
        ("chidi", "service.story"),
        ("delphine", "service.story"),
    ]


async def test_another_guide_asks_for_no_story(house: House) -> None:
    await is_planned(house)
    assert await rings(house, datetime(2027, 2, 23, 9, tzinfo=UTC)) == []


async def test_a_meeting_that_was_called_off_asks_for_no_story(house: House) -> None:
    await with_guide(house, 4)
    await is_planned(house)
    async with house.changing() as unit:
        found = await unit.interactions.get(MEETING)
        await unit.interactions.put(found.model_copy(update={"state": InteractionState.CANCELLED}))
    assert await rings(house, datetime(2027, 2, 23, 9, tzinfo=UTC)) == []


async def test_at_short_notice_nobody_is_asked_at_all(house: House) -> None:
    await with_guide(house, 4)
    house.clock.jump(datetime(2027, 2, 24, 12, tzinfo=UTC))
    await is_planned(house)
    assert await rings(house, datetime(2027, 2, 25, 9, tzinfo=UTC)) == []


async def test_the_day_after_the_mentors_are_shown_where_help_can_be_found(house: House) -> None:
    await with_guide(house, 4)
    await is_planned(house)
    await rings(house, datetime(2027, 2, 23, 9, tzinfo=UTC))
    letters = await rings(house, datetime(2027, 2, 27, 9, tzinfo=UTC))
    caring = [(to, message) for to, message in letters if message.kind == "service.checking-in"]
    assert [to for to, _message in caring] == ["chidi", "delphine"]
    assert caring[0][1].actions[0].route == "help"


async def test_every_kind_of_story_and_none_are_offered_alike(house: House) -> None:
    question = asked(await house.press("chidi", "story", **HERE))
    labels = [option.label for option in question.fields[0].options]
    assert labels == [*craft().story_choices, "No story this time"]


async def test_the_mentee_sees_the_same_whatever_was_chosen(house: House) -> None:
    await with_guide(house, 4)
    before = await house.press("edwin", "guide", **HERE)
    for choice in ("1", "4", "none"):
        reply = await chooses(house, "chidi", choice)
        assert texts(reply) == "Noted for you alone. It goes by itself a day after the meeting."
        assert (await house.press("edwin", "guide", **HERE)).messages == before.messages
    assert await house.letters() == []


async def test_the_choice_stands_alone_for_its_author_and_goes_a_day_after_the_meeting(house: House) -> None:
    await chooses(house, "chidi", "2")
    await chooses(house, "chidi", "none")
    (note,) = await notes_by(house, "chidi")
    assert (note.kind, note.circle) == ("story_choice", "private:chidi")
    assert note.expires_at == datetime(2027, 2, 27, 15, tzinfo=UTC)
    assert asked(await house.press("chidi", "story", **HERE)).draft["choice"] == "none"


async def test_a_parked_thought_is_deleted_a_day_after_the_meeting(house: House) -> None:
    await house.answer("chidi", await house.press("chidi", "thought", **HERE), words=CANARY)
    async with house.changing() as unit:
        assert await unit.notes.expire(datetime(2027, 2, 27, 14, 59, tzinfo=UTC)) == 0
        assert await unit.notes.expire(datetime(2027, 2, 27, 15, tzinfo=UTC)) == 1


async def test_a_parked_thought_shows_to_its_author_again_and_nowhere_else(house: House) -> None:
    reply = await house.answer("chidi", await house.press("chidi", "thought", **HERE), words=CANARY)
    assert CANARY not in texts(reply)
    assert asked(await house.press("chidi", "thought", **HERE)).draft["words"] == CANARY
    assert "words" not in asked(await house.press("delphine", "thought", **HERE)).draft
    assert all("wombats" not in row for row in house.rows())


async def test_all_are_offered_to_park_a_thought_with_the_third_guide(house: House) -> None:
    await with_guide(house, 3)
    offered = {
        who: [action.route for action in (await house.press(who, "guide", **HERE)).messages[0].actions]
        for who in ("chidi", "edwin")
    }
    assert "thought" in offered["chidi"]
    assert "thought" in offered["edwin"]


async def test_only_mentors_are_offered_the_choice_of_a_story_with_the_fourth(house: House) -> None:
    await with_guide(house, 4)
    offered = {
        who: [action.route for action in (await house.press(who, "guide", **HERE)).messages[0].actions]
        for who in ("delphine", "edwin")
    }
    assert "story" in offered["delphine"]
    assert "story" not in offered["edwin"]


@pytest.mark.parametrize(
    ("who", "route"),
    [("edwin", "story"), ("amara", "story"), ("farah", "story"), ("amara", "thought"), ("farah", "thought")],
)
async def test_nobody_opens_what_is_not_theirs(house: House, who: str, route: str) -> None:
    assert kinds(await house.press(who, route, **HERE)) == ["reply.refusal"]
    assert (who, "refused", route) in house.audited()


async def test_after_the_meeting_there_is_nothing_to_put_down(house: House) -> None:
    house.clock.jump(datetime(2027, 2, 27, 9, tzinfo=UTC))
    assert kinds(await house.press("chidi", "story", **HERE)) == ["reply.refusal"]


async def test_its_messages_are_plain_and_their_previews_neutral(house: House) -> None:
    await with_guide(house, 4)
    await is_planned(house)
    await rings(house, datetime(2027, 2, 23, 9, tzinfo=UTC))
    letters = await rings(house, datetime(2027, 2, 27, 9, tzinfo=UTC))
    for _to, message in letters:
        assert not problems(message.text)
        assert not preview_problems(message.preview)


def test_the_names_of_their_questions_stay() -> None:
    assert (
        question_names(choose_story) == question_names(park_a_thought) == ("story_choice", "parked_thought")
    )
