"""The guide to a meeting: shown, used, swapped or left, in the words that the pair chose."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from itertools import count
from pathlib import Path

import pytest

from bot.core.dialogs import question_names
from bot.core.messages import Reply
from bot.core.records import Attestation, Interaction, InteractionState
from bot.programme.cadence import Said
from dialogs.guides import guide
from dialogs.lint import preview_problems
from dialogs.prompt_sets import choose_words
from tests.dialogs.house import MEMBERS, NOW, House, asked, kinds, open_house, texts
from tests.dialogs.rooms import has_read_the_notice, notes_by

FIRST, SECOND = "R02-2027-02-19", "R02-2027-02-26"
_ids = count()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        await has_read_the_notice(opened, "amara", "brendan", "chidi", "delphine", "edwin")
        yield opened


async def meeting(house: House, name: str) -> Interaction:
    async with house.store.reading() as unit:
        return await unit.interactions.get(name)


async def held(house: House, code: str, *guides: int, used: str | None = None) -> None:
    """Let a relationship have held meetings with these guides, one a day from the first of February."""
    async with house.changing() as unit:
        for day, number in enumerate(guides, 1):
            one = Interaction(
                id=f"held-{next(_ids)}",
                relationship_id=code,
                on=date(2027, 2, day),
                state=InteractionState.LOGGED,
                guide=number,
                guide_used=used,
            )
            await unit.interactions.add(one)
            await unit.attestations.add(_word(one, code))


def _word(one: Interaction, code: str) -> Attestation:
    people = list(MEMBERS[code])
    at = datetime(one.on.year, one.on.month, one.on.day, 18, tzinfo=NOW.tzinfo)
    return Attestation(
        id=f"word-{one.id}", interaction_id=one.id, person_id=people[0], said=Said.HELD, present=people, at=at
    )


async def presses(house: House, who: str, reply: Reply, label: str) -> Reply:
    message = next(one for one in reply.messages if any(action.label == label for action in one.actions))
    return await house.push(who, message, label)


def labels(reply: Reply) -> list[str]:
    return [action.label for message in reply.messages for action in message.actions]


async def test_the_next_meeting_gets_the_first_guide_in_order(house: House) -> None:
    reply = await house.say("edwin", "guide")
    card = guide(1)
    for piece in (
        card.title,
        card.duration,
        card.purpose,
        card.opening,
        card.trio,
        *card.safety,
        card.record,
    ):
        assert piece in texts(reply)
    assert (await meeting(house, FIRST)).guide == 1
    assert (await meeting(house, FIRST)).guide_used is None


async def test_two_meetings_planned_at_once_get_two_guides(house: House) -> None:
    reply = await house.press("edwin", "guide", relationship="R02", interaction=SECOND)
    assert guide(2).title in texts(reply)


async def test_what_was_held_moves_the_order_on(house: House) -> None:
    await held(house, "R02", 1, 2, 3)
    assert guide(4).title in texts(await house.say("edwin", "guide"))


async def test_a_meeting_somebody_says_was_not_held_moves_nothing(house: House) -> None:
    await held(house, "R02", 1)
    async with house.changing() as unit:
        one = next(i for i in await unit.interactions.of(["R02"]) if i.guide == 1)
        denied = _word(one, "R02").model_copy(
            update={"id": "denied", "person_id": "edwin", "said": Said.NOT_HELD}
        )
        await unit.attestations.add(denied)
    assert guide(1).title in texts(await house.say("chidi", "guide"))


async def test_using_it_writes_that_it_was_given(house: House) -> None:
    await presses(house, "edwin", await house.say("edwin", "guide"), "Use this")
    found = await meeting(house, FIRST)
    assert (found.guide, found.guide_used) == (1, "given")


async def test_a_plan_of_their_own_stands_in_for_the_guide_and_holds_nothing_up(house: House) -> None:
    reply = await presses(house, "edwin", await house.say("edwin", "guide"), "Our own plan")
    assert "counts just the same" in texts(reply)
    assert (await meeting(house, FIRST)).guide_used == "own"
    assert guide(2).title in texts(
        await house.press("edwin", "guide", relationship="R02", interaction=SECOND)
    )


async def test_before_the_first_four_there_is_nothing_to_swap(house: House) -> None:
    reply = await presses(house, "edwin", await house.say("edwin", "guide"), "Swap it")
    assert kinds(reply) == ["reply.refusal"]


async def test_after_the_first_four_the_unlocked_ones_are_offered_and_the_interview_waits(
    house: House,
) -> None:
    await held(house, "R02", 1, 2, 3, 4)
    reply = await presses(house, "edwin", await house.say("edwin", "guide"), "Swap it")
    assert guide(6).title in labels(reply)
    assert guide(14).title not in labels(reply)
    reply = await presses(house, "edwin", reply, guide(8).title)
    assert guide(8).title in texts(reply)
    found = await meeting(house, FIRST)
    assert (found.guide, found.guide_used) == (8, "adapted")


async def test_a_locked_guide_is_not_taken_by_a_forged_button(house: House) -> None:
    args = {"relationship": "R02", "interaction": FIRST, "guide": "14"}
    await house.press("edwin", "guide.swap", **args)
    assert (await meeting(house, FIRST)).guide is None


async def test_without_a_meeting_the_card_offers_to_find_a_time(house: House) -> None:
    reply = await house.say("amara", "guide")
    assert guide(1).title in texts(reply)
    assert labels(reply)[0] == "Suggest a time"


async def test_a_pair_reads_nothing_about_a_third(house: House) -> None:
    assert guide(1).trio not in texts(await house.say("amara", "guide"))


@pytest.mark.parametrize(("done", "shown"), [((), True), ((1, 2, 3), False), ((1, 2, 3, 4), True)])
async def test_the_limits_and_the_rules_come_with_the_first_guide_and_again_with_the_fifth(
    house: House, *, done: tuple[int, ...], shown: bool
) -> None:
    await held(house, "R02", *done)
    reply = await house.say("edwin", "guide")
    assert ("Trust has its limits:" in texts(reply)) is shown
    assert ("Ground rules" in labels(reply)) is shown


async def test_nobody_else_sees_or_chooses_the_guide_of_a_pair(house: House) -> None:
    for route in ("guide", "guide.use", "guide.own", "guide.swap", "guide.set"):
        for stranger in ("amara", "farah"):
            reply = await house.press(stranger, route, relationship="R02", interaction=FIRST)
            assert kinds(reply) == ["reply.refusal"], route
    assert (await meeting(house, FIRST)).guide is None
    assert ("farah", "refused", "guide.use") in house.audited()


async def test_the_words_are_neutral_until_the_pair_chooses_others(house: House) -> None:
    neutral = texts(await house.say("edwin", "guide"))
    assert guide(1).prompts()[2].text in neutral
    reply = await house.answer("chidi", await house.press("chidi", "guide.set"), words="strategic_frontline")
    assert kinds(reply) == ["reply.guide-words"]
    assert "You make the plans and I work under them" in texts(await house.say("edwin", "guide"))


async def test_the_cohorts_own_words_for_groups_stand_in_the_prompts(house: House) -> None:
    async with house.changing() as unit:
        cohort = await unit.cohorts.get("spring")
        plan = {**cohort.plan, "words": {"groups": "people of the blue house"}}
        await unit.cohorts.put(cohort.model_copy(update={"plan": plan}))
    await held(house, "R02", 1, 2, 3)
    await house.answer("edwin", await house.press("edwin", "guide.set"), words="lived_experience")
    assert "people of the blue house" in texts(await house.say("edwin", "guide"))


async def test_the_choice_of_words_is_sealed_and_no_table_tells_it(house: House) -> None:
    await house.answer("chidi", await house.press("chidi", "guide.set"), words="lived_experience")
    assert all("lived" not in row for row in house.rows())
    (note,) = await notes_by(house, "chidi")
    assert (note.kind, note.circle) == ("prompt_set", "pair:R02")


async def test_either_may_choose_again_the_last_stands_and_the_others_hear_only_that(house: House) -> None:
    await house.answer("chidi", await house.press("chidi", "guide.set"), words="lived_experience")
    reply = await house.press("edwin", "guide.set")
    assert asked(reply).draft["words"] == "lived_experience"
    await house.answer("edwin", reply, words="neutral")
    assert await notes_by(house, "chidi") == []
    messages = await house.read_by("delphine")
    assert [one.kind for one in messages] == ["service.guide-words"] * 2
    assert messages[0].text.replace("Chidi", "") == messages[1].text.replace("Edwin", "")


async def test_its_previews_give_nothing_away(house: House) -> None:
    reply = await house.say("edwin", "guide")
    await house.answer("chidi", await house.press("chidi", "guide.set"), words="lived_experience")
    for message in (*reply.messages, *await house.read_by("edwin")):
        assert not preview_problems(message.preview)


def test_the_names_of_its_questions_stay() -> None:
    assert question_names(choose_words) == ("guide_words",)
