"""Home: everything about somebody's programme on one page that nobody else sees."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.core.messages import Action, Reply
from bot.core.records import CohortState, Note, Pause, RelationshipState
from dialogs.commands import parse
from dialogs.guides import guide
from dialogs.lint import preview_problems, problems
from tests.dialogs.house import NOW, House, kinds, open_house, texts
from tests.dialogs.rooms import has_read_the_notice


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


def actions(reply: Reply) -> list[Action]:
    return [action for message in reply.messages for action in message.actions]


def labels(reply: Reply) -> list[str]:
    return [action.label for action in actions(reply)]


def meant_by(who: str) -> Note:
    """Something that one of R01 means to do, shared with the other."""
    return Note(
        id="meant",
        kind="commitment",
        author_id=who,
        relationship_id="R01",
        circle="relationship:R01",
        body=b"sealed",
        state="open",
        due_on=date(2027, 2, 24),
        written_at=NOW,
    )


async def test_it_says_with_whom_what_comes_next_and_which_guide(house: House) -> None:
    text = texts(await house.say("edwin", "home"))
    assert "You and Chidi and Delphine" in text
    assert "Next: Friday 19 February 2027, 15:00" in text
    assert f"Guide: {guide(1).title}" in text


async def test_everything_that_can_be_done_has_its_button(house: House) -> None:
    offered = set(labels(await house.say("edwin", "home")))
    assert {"Ask about several times", "A standing time", "My assistant books", "My calendar"} <= offered


async def test_the_next_meeting_can_be_prepared_moved_and_called_off(house: House) -> None:
    reply = await house.say("edwin", "home")
    assert labels(reply)[:6] == [
        "Begin here",
        "Ground rules",
        "Show the guide",
        "Move it",
        "Call it off",
        "Suggest another time",
    ]


async def test_what_its_button_leads_to_is_that_very_meeting(house: House) -> None:
    reply = await house.say("edwin", "home")
    (show,) = [one for one in actions(reply) if one.route == "guide"]
    shown = await house.press("edwin", show.route, **show.args)
    assert guide(1).title in texts(shown)


async def test_this_months_two_are_said_with_their_days(house: House) -> None:
    text = texts(await house.say("chidi", "home"))
    assert "This month: ○ planned for Friday 19 February, ○ planned for Friday 26 February" in text
    assert "Month: 1 of 8, up to Sunday 28 February" in text


async def test_a_meeting_whose_hour_has_passed_comes_next_no_more(house: House) -> None:
    house.clock.jump(datetime(2027, 2, 19, 16, tzinfo=UTC))
    assert "Next: Friday 26 February 2027, 15:00" in texts(await house.say("edwin", "home"))


async def test_without_a_meeting_a_time_is_suggested_first_of_all(house: House) -> None:
    await has_read_the_notice(house, "amara")
    reply = await house.say("amara", "home")
    assert "Next: nothing is in the diary yet." in texts(reply)
    assert "This month: · 2 to find" in texts(reply)
    assert "Suggest a time" in labels(reply)


async def test_all_sixteen_slots_are_at_a_glance(house: House) -> None:
    text = texts(await house.say("edwin", "home"))
    assert "16 meetings at a glance" in text
    assert "Month 1: ○ planned, ○ planned (under way)" in text
    assert "Month 8: · · (to come)" in text


async def test_on_a_break_going_on_is_a_press_away(house: House) -> None:
    async with house.changing() as unit:
        await unit.pauses.add(Pause(id="rest", relationship_id="R01", first=date(2027, 2, 15)))
    reply = await house.say("amara", "home")
    assert "You are on a break, so nothing is expected." in texts(reply)
    assert "Go on now" in labels(reply)
    assert "Take a break" not in labels(reply)


async def test_what_somebody_means_to_do_is_told_to_them_alone_and_without_a_word_of_it(house: House) -> None:
    async with house.changing() as unit:
        await unit.notes.add(meant_by("amara"))
    mine, theirs = await house.say("amara", "home"), await house.say("brendan", "home")
    assert "You have 1 thing you mean to do." in texts(mine)
    assert "Meant for Wednesday 24 February 2027" in labels(mine)
    assert "You choose who reads what you write here." in texts(theirs)
    assert "commitment" not in [action.route for action in actions(theirs)]


async def test_a_coordinator_sees_their_cohort_by_code_and_asks_for_names(house: House) -> None:
    reply = await house.say("farah", "home")
    text = texts(reply)
    assert "Spring, Wednesday 17 February 2027" in text
    assert "On cadence, this month met or in the diary: R02" in text
    assert not any(name in text for name in ("Amara", "Brendan", "Edwin"))
    assert {"Show who could use a hand", "Summary"} <= set(labels(reply))


async def test_a_coordinator_in_a_pair_sees_both_and_not_their_own_pair_among_the_codes(house: House) -> None:
    text = texts(await house.say("gwen", "home"))
    assert "You and Hamish" in text
    assert "Still finding dates this month: R01" in text
    assert "R03" not in text


async def test_a_cohort_that_is_closed_is_not_on_it(house: House) -> None:
    async with house.changing() as unit:
        spring = await unit.cohorts.get("spring")
        await unit.cohorts.put(spring.model_copy(update={"state": CohortState.CLOSED}))
    assert "Spring" not in texts(await house.say("farah", "home"))


async def test_who_sees_what_and_help_are_there_for_everybody(house: House) -> None:
    for who in ("edwin", "farah", "gwen"):
        reply = await house.say(who, "home")
        assert {"Who sees what", "Help now", "My data"} <= set(labels(reply))


async def test_somebody_in_no_programme_is_told_kindly(house: House) -> None:
    async with house.changing() as unit:
        r01 = await unit.relationships.get("R01")
        over = {"state": RelationshipState.ENDED, "ended": date(2027, 2, 10)}
        await unit.relationships.put(r01.model_copy(update=over))
    reply = await house.say("amara", "home")
    assert "You are in no programme at the moment." in texts(reply)
    assert "My data" in labels(reply)


async def test_the_notice_comes_first_until_it_is_read(house: House) -> None:
    assert (await house.say("edwin", "home")).messages[0].actions[0].route == "welcome"
    await has_read_the_notice(house, "edwin")
    assert "Begin here" not in labels(await house.say("edwin", "home"))


async def test_looking_changes_nothing(house: House) -> None:
    await house.say("edwin", "home")
    before = house.rows(but=("inbox",))
    await house.say("edwin", "home")
    assert house.rows(but=("inbox",)) == before


async def test_its_words_are_plain_and_its_previews_neutral(house: House) -> None:
    for who in ("edwin", "gwen", "farah"):
        for message in (await house.say(who, "home")).messages:
            assert problems(message.text) == ()
            assert preview_problems(message.preview) == ()


async def test_every_button_leads_somewhere(house: House) -> None:
    for who in ("edwin", "gwen"):
        for action in actions(await house.say(who, "home")):
            assert "reply.refusal" not in kinds(await house.press(who, action.route, **action.args)), action


@pytest.mark.parametrize("typed", ["home", "Home", "/home"])
def test_nobody_has_to_know_the_word(typed: str) -> None:
    assert parse(typed) is None
