"""What people mean to do: asked about on its day and before the next meeting, of its owner alone."""

from datetime import date
from pathlib import Path

import pytest

from bot.core.dialogs import question_names
from bot.core.messages import Action
from bot.core.turn import Turn
from dialogs.commitments import before_meeting, how_is_it
from dialogs.lint import preview_problems, problems
from tests.dialogs.house import House, asked, kinds
from tests.dialogs.lookbacks import looks_back, notes_by, open_home, rings

CANARY = "canary-4711"


async def meant(house: House, *, by: str = "2027-02-24", audience: str = "private") -> str:
    """Let Amara mean to do something, and return its note."""
    await looks_back(house, "amara", audience=audience, will=CANARY, by=by)
    return (await notes_by(house, "amara"))["commitment"].id


async def test_on_its_morning_the_owner_is_asked_and_nobody_else(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        note = await meant(house, audience="pair")
        await rings(house, f"nudge:commitment:{note}:amara")
        (letter,) = [one for one in await house.letters() if one.message.is_nudge]
        assert (letter.person_id, letter.message.kind) == ("amara", "nudge.commitment")
        assert letter.not_before.date() == date(2027, 2, 24)
        assert CANARY not in letter.model_dump_json()
        assert problems(letter.message.text) == ()
        assert preview_problems(letter.message.preview) == ()


async def test_without_a_day_nothing_is_planned(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await meant(house, by="")
        async with house.store.reading() as unit:
            assert await unit.timers.next_due() is None


async def test_the_question_shows_the_owners_own_words(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.press("amara", "commitment", note=await meant(house))
        assert asked(reply).show == CANARY


@pytest.mark.parametrize("who", ["brendan", "hamish", "farah"])
async def test_nobody_else_is_asked_about_it_even_when_it_is_shared(tmp_path: Path, who: str) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.press(who, "commitment", note=await meant(house, audience="pair"))
        assert kinds(reply) == ["reply.refusal"]


@pytest.mark.parametrize("state", ["done", "dropped"])
async def test_done_or_dropped_it_is_not_asked_about_again(tmp_path: Path, state: str) -> None:
    async with open_home(tmp_path) as house:
        note = await meant(house)
        await house.answer("amara", await house.press("amara", "commitment", note=note), state=state)
        assert (await notes_by(house, "amara"))["commitment"].state == state
        async with house.store.reading() as unit:
            assert await unit.timers.next_due() is None


async def test_still_on_with_a_new_day_it_is_asked_about_on_that_day(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        note = await meant(house)
        reply = await house.press("amara", "commitment", note=note)
        await house.answer("amara", reply, state="open", by="2027-03-03")
        await rings(house, f"nudge:commitment:{note}:amara")
        assert house.clock.now().date() == date(2027, 3, 3)
        assert [letter.message.kind for letter in await house.letters()] == ["nudge.commitment"]


async def test_a_deleted_plan_is_not_asked_about(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        note = await meant(house)
        reply = await house.answer("amara", await house.press("amara", "note", note=note), then="delete")
        await house.answer("amara", reply, sure=True)
        async with house.store.reading() as unit:
            assert await unit.timers.next_due() is None


async def offered_before_meeting(house: House, who: str) -> Action | None:
    async def order(turn: Turn) -> Action | None:
        turn.visitor = await turn.unit.people.get(who)
        return await before_meeting(turn, "R01")

    return await house.door.carry_out(f"guide-{who}", order)


async def test_before_the_next_meeting_the_owner_gets_a_button_to_it(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        note = await meant(house, audience="pair")
        offered = await offered_before_meeting(house, "amara")
        assert offered is not None
        assert (offered.route, offered.args) == ("commitment", {"note": note})
        assert await offered_before_meeting(house, "brendan") is None


async def test_what_is_done_is_not_offered_before_the_meeting(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        reply = await house.press("amara", "commitment", note=await meant(house))
        await house.answer("amara", reply, state="done")
        assert await offered_before_meeting(house, "amara") is None


def test_names_of_the_questions_about_a_plan_are_storage_keys() -> None:
    assert question_names(how_is_it) == ("how_is_it",)
