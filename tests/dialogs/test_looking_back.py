"""Looking back through the one door, with the real storage behind it."""

from datetime import date
from pathlib import Path

import pytest

from bot.core.circle import load_story
from bot.core.records import Acknowledgement, InteractionState
from bot.core.turn import Turn
from bot.core.vault import mentors_circle, pair_circle, private_circle
from dialogs.guides import Frame, Side, guide
from dialogs.lint import preview_problems, problems
from dialogs.looking_back import plan_reflection
from tests.dialogs.house import NOW, House, asked, kinds, texts
from tests.dialogs.lookbacks import looks_back, notes_by, open_home, rings

CANARY = "canary-4711"


async def plan_for(house: House, who: str, code: str) -> None:
    """Plan the reminder as answering "did you meet?" does."""

    async def order(turn: Turn) -> None:
        story = await load_story(turn.unit, code)
        turn.visitor = story.circle.member(who)
        interaction = next(one for one in story.interactions if one.id == f"{code}-met")
        await plan_reflection(turn, story.circle, interaction, turn.person)

    await house.door.carry_out(f"plan-{who}", order)


async def test_the_notice_comes_before_the_first_word(tmp_path: Path) -> None:
    async with open_home(tmp_path, notice_read=False) as house:
        reply = await house.say("amara", "reflect")
        assert reply.question is None
        assert [action.route for action in reply.messages[0].actions] == ["welcome"]


async def test_ground_rules_come_before_looking_back(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await without_rules(house)
        reply = await house.say("amara", "reflect")
        assert [action.route for action in reply.messages[0].actions] == ["rules"]


async def without_rules(house: House) -> None:
    async with house.changing() as unit:
        pair = await unit.relationships.get("R01")
        await unit.relationships.put(pair.model_copy(update={"rules_accepted_on": None}))


async def test_who_has_accepted_the_rules_need_not_wait_for_the_other_to_write_for_themselves(
    tmp_path: Path,
) -> None:
    async with open_home(tmp_path) as house:
        await without_rules(house)
        async with house.changing() as unit:
            mine = Acknowledgement(
                id="rules", person_id="amara", what="ground_rules", version=1, relationship_id="R01", at=NOW
            )
            await unit.acknowledgements.add(mine)
        reply = await house.answer("amara", await house.say("amara", "reflect"), length="short")
        assert [option.value for option in asked(reply).fields[0].options] == ["private"]


async def test_the_latest_meeting_held_is_offered_first(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.say("amara", "reflect")
        assert "Brendan on Tuesday 16 February 2027" in asked(reply).text


async def test_without_a_meeting_there_is_nothing_to_look_back_at(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.say("hamish", "reflect")
        assert "no meeting to look back at" in texts(reply)


async def test_a_meeting_to_come_is_not_looked_back_at(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.press(
            "edwin", "reflect", relationship="R02", interaction="R02-2027-02-19", on="2027-02-19"
        )
        assert "still to come" in texts(reply)


async def test_a_card_with_an_older_day_is_out_of_date(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.press(
            "amara", "reflect", relationship="R01", interaction="R01-met", on="2027-02-09"
        )
        assert "out of date" in texts(reply)


async def test_a_cancelled_meeting_is_not_looked_back_at(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        async with house.changing() as unit:
            met = await unit.interactions.get("R01-met")
            await unit.interactions.put(met.model_copy(update={"state": InteractionState.CANCELLED}))
        reply = await house.press(
            "amara", "reflect", relationship="R01", interaction="R01-met", on="2027-02-16"
        )
        assert "out of date" in texts(reply)


async def test_nobody_looks_back_at_the_meeting_of_others(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.press(
            "hamish", "reflect", relationship="R01", interaction="R01-met", on="2027-02-16"
        )
        assert kinds(reply) == ["reply.refusal"]
        assert house.audited() == [("hamish", "refused", "reflect")]


async def test_the_mentee_of_a_trio_gets_their_own_question_of_the_guide(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.answer("edwin", await house.say("edwin", "reflect"), length="standard")
        reply = await house.turn("edwin", reply, "skip")
        assert guide(1).reflection(Side.MENTEE, Frame.WHAT) in asked(reply).text


async def test_what_is_private_is_told_to_nobody(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await looks_back(house, "amara", what="A moment", will="Listen", weight="fine")
        assert "for you alone" in texts(reply)
        assert await house.letters() == []
        kept = await notes_by(house, "amara")
        assert {note.circle for note in kept.values()} == {private_circle("amara")}


async def test_a_shared_reflection_keeps_its_weight_private(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what="A moment", will="Listen", weight="light")
        kept = await notes_by(house, "amara")
        assert {kind: note.circle for kind, note in kept.items()} == {
            "reflection": pair_circle("R01"),
            "commitment": pair_circle("R01"),
            "weight": private_circle("amara"),
        }


async def test_the_partner_hears_that_something_was_shared_and_not_a_word_of_it(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what=CANARY, will=CANARY)
        (letter,) = await house.letters()
        assert (letter.person_id, letter.message.kind) == ("brendan", "service.shared")
        assert [action.label for action in letter.message.actions] == ["Read it", "Read what comes next"]
        assert CANARY not in letter.model_dump_json()
        assert preview_problems(letter.message.preview) == ()


async def test_what_the_two_mentors_share_is_told_to_the_other_mentor_alone(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "chidi", audience="mentors", what="Between us")
        assert [letter.person_id for letter in await house.letters()] == ["delphine"]
        assert (await notes_by(house, "chidi"))["reflection"].circle == mentors_circle("R02")


@pytest.mark.parametrize("part", ["what", "so_what", "will"])
async def test_no_word_lies_open_in_the_database(tmp_path: Path, part: str) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", **{part: CANARY})
        assert CANARY not in "\n".join(house.rows())
        assert CANARY.encode() not in house.file.read_bytes()


async def test_no_word_shows_in_what_the_author_is_told_afterwards(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await looks_back(house, "amara", what=CANARY, so_what=CANARY, will=CANARY)
        assert CANARY not in reply.model_dump_json()


@pytest.mark.parametrize("audience", ["private", "pair"])
async def test_what_the_author_is_told_afterwards_is_plain(tmp_path: Path, audience: str) -> None:
    async with open_home(tmp_path) as house:
        reply = await looks_back(house, "amara", audience=audience, what="A moment")
        assert problems(texts(reply)) == ()
        assert preview_problems(reply.messages[0].preview) == ()


async def test_no_word_shows_in_the_logs(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async with open_home(tmp_path) as house:
        reply = await looks_back(house, "amara", audience="pair", what=CANARY, so_what=CANARY, will=CANARY)
        assert CANARY not in repr(reply) + repr(await notes_by(house, "amara"))
    captured = capfd.readouterr()
    assert CANARY not in captured.out + captured.err


async def test_a_question_that_holds_words_hides_them_in_its_repr(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.answer("amara", await house.say("amara", "reflect"), length="short")
        reply = await house.answer("amara", reply, audience="private")
        reply = await house.answer("amara", reply, saw=CANARY)
        reply = await house.turn("amara", reply, "skip")
        assert CANARY in asked(reply).show
        assert CANARY not in repr(reply)


async def test_a_meeting_that_was_looked_back_at_leads_to_its_note(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what="A moment")
        reply = await house.press(
            "amara", "reflect", relationship="R01", interaction="R01-met", on="2027-02-16"
        )
        assert reply.question is None
        assert [action.route for action in reply.messages[0].actions] == ["note"]


async def test_left_half_way_it_goes_on_where_it_stood(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.answer("amara", await house.say("amara", "reflect"), length="standard")
        await house.answer("amara", reply, audience="private")
        assert asked(await house.say("amara", "reflect")).title == "What happened?"


async def test_the_reminder_comes_three_days_after_the_answer(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await plan_for(house, "amara", "R01")
        await rings(house, "nudge:reflection:R01-met:amara")
        (letter,) = await house.letters()
        assert letter.message.kind == "nudge.reflection"
        assert letter.not_before.date() == date(2027, 2, 22)
        assert problems(letter.message.text) == ()
        assert preview_problems(letter.message.preview) == ()


async def test_who_has_looked_back_is_not_reminded(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what="A moment")
        await plan_for(house, "amara", "R01")
        await rings(house, "nudge:reflection:R01-met:amara")
        assert await house.letters() == []


async def test_keeping_a_reflection_takes_the_reminder_back(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await plan_for(house, "amara", "R01")
        await looks_back(house, "amara", what="A moment")
        async with house.store.reading() as unit:
            assert await unit.timers.next_due() is None


@pytest.mark.parametrize("by", ["form", "button"])
async def test_not_this_one_takes_the_reminder_back_and_changes_nothing_else(tmp_path: Path, by: str) -> None:
    async with open_home(tmp_path) as house:
        await plan_for(house, "amara", "R01")
        before = house.rows(but=("timer", "inbox", "conversation"))
        if by == "form":
            await house.answer("amara", await house.say("amara", "reflect"), length="none")
        else:
            await house.press("amara", "reflect.skip", relationship="R01", interaction="R01-met")
        async with house.store.reading() as unit:
            assert await unit.timers.next_due() is None
        assert house.rows(but=("timer", "inbox", "conversation")) == before
