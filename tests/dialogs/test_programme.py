"""My programme: what comes next, every slot at a glance, and a button for all one can do."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.core.circle import load_story
from bot.core.messages import Message, Reply
from bot.core.records import Attestation, Interaction, InteractionState, Note, Pause
from bot.programme.cadence import Said
from dialogs.guides import guide
from dialogs.lint import preview_problems, problems
from dialogs.programme import programme_message
from tests.dialogs.house import NOW, House, kinds, open_house, texts
from tests.dialogs.rooms import has_read_the_notice


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


async def message_on(house: House, code: str, who: str, today: date, commitments: int = 0) -> Message:
    async with house.store.reading() as unit:
        story = await load_story(unit, code)
        return programme_message(story, await unit.people.get(who), today, commitments)


async def held(house: House, on: date) -> None:
    async with house.changing() as unit:
        one = Interaction(
            id=f"met-{on}", relationship_id="R02", on=on, guide=1, state=InteractionState.LOGGED
        )
        await unit.interactions.add(one)
        at = datetime(on.year, on.month, on.day, 18, tzinfo=UTC)
        word = Attestation(
            id=f"word-{on}",
            interaction_id=one.id,
            person_id="edwin",
            said=Said.HELD,
            present=["chidi"],
            at=at,
        )
        await unit.attestations.add(word)


def routes_of(reply: Reply) -> list[str]:
    return [action.route for message in reply.messages for action in message.actions]


async def test_it_says_with_whom_which_month_and_what_comes_next(house: House) -> None:
    text = texts(await house.say("edwin", "status"))
    assert "With Chidi and Delphine: month 1 of 8, up to Sunday 28 February." in text
    assert f"Next: Friday 19 February 2027, 15:00. The guide: {guide(1).title}." in text


async def test_all_sixteen_slots_are_shown_in_words_and_not_by_signs_alone(house: House) -> None:
    text = texts(await house.say("edwin", "status"))
    assert text.count("· open") + text.count("○ planned") + text.count("● held") == 16
    assert "Month 1: ○ planned, ○ planned (under way)" in text
    assert "Month 8: · open, · open (to come)" in text


async def test_what_was_held_stands_before_what_is_planned(house: House) -> None:
    await held(house, date(2027, 2, 10))
    assert "Month 1: ● held, ○ planned, ○ planned (under way)" in texts(await house.say("edwin", "status"))


async def test_a_month_that_is_over_is_named_without_blame(house: House) -> None:
    message = await message_on(house, "R01", "amara", date(2027, 3, 5))
    assert "Month 1: · free, · free (over)" in message.text


async def test_a_month_with_both_meetings_is_complete(house: House) -> None:
    await held(house, date(2027, 2, 10))
    await held(house, date(2027, 2, 12))
    message = await message_on(house, "R02", "edwin", date(2027, 3, 5))
    assert "Month 1: ● held, ● held (complete)" in message.text


@pytest.mark.parametrize(
    ("until", "said"),
    [(date(2027, 3, 1), "a break until Monday 1 March"), (None, "a break until one of you goes on")],
)
async def test_a_break_is_said_and_can_be_ended_from_here(
    house: House, until: date | None, said: str
) -> None:
    async with house.changing() as unit:
        await unit.pauses.add(Pause(id="rest", relationship_id="R01", first=date(2027, 2, 15), until=until))
    reply = await house.say("amara", "status")
    assert said in texts(reply)
    assert "resume" in routes_of(reply)
    assert "pause" not in routes_of(reply)


async def test_there_is_a_button_for_everything_one_can_do(house: House) -> None:
    wanted = {
        "book",
        "log",
        "reflect",
        "guide",
        "pause",
        "leave",
        "notes",
        "who-sees-what",
        "my-data",
        "help",
    }
    assert wanted <= set(routes_of(await house.say("amara", "status")))


async def test_the_notice_and_then_the_ground_rules_come_first_until_they_are_read(house: House) -> None:
    assert routes_of(await house.say("amara", "status"))[0] == "welcome"
    await has_read_the_notice(house, "amara")
    assert routes_of(await house.say("amara", "status"))[0] == "rules"


async def test_only_ones_own_open_commitments_are_counted(house: House) -> None:
    async with house.changing() as unit:
        for number, (who, state) in enumerate(
            [("amara", "open"), ("amara", "done"), ("brendan", "open"), ("amara", "open")]
        ):
            note = Note(
                id=f"n{number}",
                kind="commitment",
                author_id=who,
                relationship_id="R01",
                circle="pair:R01",
                body=b"",
                state=state,
                written_at=NOW,
            )
            await unit.notes.add(note)
    assert "You have 2 things you mean to do." in texts(await house.say("amara", "status"))


async def test_nobody_else_sees_the_programme_of_a_pair(house: House) -> None:
    reply = await house.press("farah", "status", relationship="R01")
    assert kinds(reply) == ["reply.refusal"]
    assert ("farah", "refused", "status") in house.audited()


async def test_whoever_only_coordinates_is_shown_where_their_figures_are(house: House) -> None:
    reply = await house.say("farah", "status")
    assert {"summary", "cohort"} <= set(routes_of(reply))
    assert "With Hamish" in texts(await house.say("gwen", "status"))


async def test_after_the_programme_there_is_nothing_more_to_book(house: House) -> None:
    message = await message_on(house, "R01", "amara", date(2027, 11, 1))
    routes = {action.route for action in message.actions}
    assert not {"book", "log", "pause", "leave"} & routes
    assert {"notes", "my-data", "help"} <= routes


async def test_it_is_plain_and_its_preview_neutral(house: House) -> None:
    (message,) = (await house.say("edwin", "status")).messages
    assert not problems(message.text)
    assert not preview_problems(message.preview)
