"""One's own notes: listed without a word, read again, changed, taken back and deleted."""

from pathlib import Path

import pytest

from bot.core.dialogs import question_names
from bot.core.messages import Reply
from bot.core.vault import private_circle
from dialogs.leaf import leaf
from dialogs.lint import preview_problems, problems
from tests.dialogs.house import House, asked, kinds, texts
from tests.dialogs.lookbacks import looks_back, notes_by, open_home

CANARY = "canary-4711"
NHS_NUMBER = "943 476 5919"


async def opens(house: House, who: str, kind: str = "reflection", by: str = "amara") -> Reply:
    """Open a note that somebody wrote."""
    note = (await notes_by(house, by))[kind]
    return await house.press(who, "note", note=note.id)


async def test_the_list_shows_days_and_kinds_and_not_a_word(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what=CANARY, will=CANARY, weight="fine")
        reply = await house.say("amara", "notes")
        assert [action.label for action in reply.messages[0].actions] == [
            "Tuesday 16 February 2027: looking back",
            "Tuesday 16 February 2027: what comes next",
            "Tuesday 16 February 2027: how it sat with me",
        ]
        assert CANARY not in reply.model_dump_json()


async def test_without_notes_the_list_says_so(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        assert "no notes yet" in texts(await house.say("amara", "notes"))


async def test_what_was_shared_is_listed_by_name(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what=CANARY, weight="fine")
        reply = await house.say("brendan", "notes")
        assert [one.label for one in reply.messages[0].actions] == ["Tuesday 16 February 2027: by Amara"]


async def test_the_mentee_does_not_see_that_the_mentors_share_something(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "chidi", audience="mentors", what=CANARY)
        assert "no notes yet" in texts(await house.say("edwin", "notes"))
        assert "one note" in texts(await house.say("delphine", "notes"))


async def test_a_long_list_comes_in_pages(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what="One")
        first = (await notes_by(house, "amara"))["reflection"]
        async with house.changing() as unit:
            for number in range(8):
                await unit.notes.add(first.model_copy(update={"id": f"note-{number}"}))
        reply = await house.say("amara", "notes")
        assert len(reply.messages[0].actions) == 9
        older = await house.push("amara", reply.messages[0], "Older ones")
        assert len(older.messages[0].actions) == 1


async def test_a_list_from_nowhere_begins_at_the_beginning(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what="One")
        reply = await house.press("amara", "notes", **{"from": "somewhere"})
        assert len(reply.messages[0].actions) == 1


async def test_ones_own_note_can_be_read_again(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what="The moment", so_what="Its meaning")
        reply = await opens(house, "amara")
        assert asked(reply).show == "The moment\n\nIts meaning"
        assert asked(reply).text == "For you alone."


@pytest.mark.parametrize("who", ["brendan", "hamish", "farah", "gwen", "imani"])
async def test_a_private_note_opens_for_nobody_else(tmp_path: Path, who: str) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what=CANARY)
        reply = await opens(house, who)
        assert (kinds(reply), reply.question) == (["reply.refusal"], None)
        assert house.audited() == [(who, "refused", "note")]


@pytest.mark.parametrize("who", ["hamish", "farah", "gwen", "imani"])
async def test_a_shared_note_opens_for_nobody_outside_its_circle(tmp_path: Path, who: str) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what=CANARY)
        assert kinds(await opens(house, who)) == ["reply.refusal"]


async def test_what_the_mentors_share_does_not_open_for_the_mentee(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "chidi", audience="mentors", what=CANARY)
        assert kinds(await opens(house, "edwin", by="chidi")) == ["reply.refusal"]
        assert asked(await opens(house, "delphine", by="chidi")).show == CANARY


async def test_a_reader_reads_and_may_do_no_more(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what="The moment")
        reply = await opens(house, "brendan")
        assert (asked(reply).show, asked(reply).text) == ("The moment", "By Amara.")
        assert [option.value for option in asked(reply).fields[0].options] == ["close"]


@pytest.mark.parametrize("wish", ["change", "unshare", "delete"])
async def test_a_reader_who_forges_a_wish_changes_nothing(tmp_path: Path, wish: str) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what="The moment")
        reply = await opens(house, "brendan")
        before = (await notes_by(house, "amara"))["reflection"]
        reply = await house.answer("brendan", reply, then=wish)
        assert asked(reply).errors
        assert (await notes_by(house, "amara"))["reflection"] == before


async def test_reading_leaves_no_copy_with_the_reader(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what=CANARY)
        await opens(house, "brendan")
        async with house.store.reading() as unit:
            (conversation,) = await unit.conversations.of("brendan")
        assert CANARY not in conversation.model_dump_json()


async def test_reading_marks_a_note_as_opened(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what="The moment")
        await opens(house, "brendan")
        assert (await notes_by(house, "amara"))["reflection"].opened_at == house.clock.now()


async def test_reading_ones_own_does_not(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what="The moment")
        await opens(house, "amara")
        assert (await notes_by(house, "amara"))["reflection"].opened_at is None


async def test_sharing_can_be_taken_back_until_somebody_has_opened_it(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what="The moment")
        reply = await opens(house, "amara")
        assert "not opened yet" in asked(reply).text
        reply = await house.answer("amara", reply, then="unshare")
        assert "had not been opened" in texts(reply)
        assert (await notes_by(house, "amara"))["reflection"].circle == private_circle("amara")
        assert kinds(await opens(house, "brendan")) == ["reply.refusal"]
        assert asked(await opens(house, "amara")).show == "The moment"


async def test_once_opened_it_says_that_sharing_cannot_be_taken_back(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what="The moment")
        await opens(house, "brendan")
        question = asked(await opens(house, "amara"))
        assert "can't be taken back" in question.text
        assert "unshare" not in [option.value for option in question.fields[0].options]


async def test_opened_in_the_meantime_it_stays_shared(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what="The moment")
        reply = await opens(house, "amara")
        await opens(house, "brendan")
        reply = await house.answer("amara", reply, then="unshare")
        assert asked(reply).errors
        assert asked(await opens(house, "brendan")).show == "The moment"


async def test_a_note_is_changed_with_the_old_words_to_begin_with(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what="The moment", so_what="Its meaning")
        reply = await house.answer("amara", await opens(house, "amara"), then="change")
        assert [field.default for field in asked(reply).fields] == ["The moment", "Its meaning"]
        await house.answer("amara", reply, what="Another", so_what="Its meaning")
        assert asked(await opens(house, "amara")).show == "Another\n\nIts meaning"
        assert (await notes_by(house, "amara"))["reflection"].version == 2


async def test_a_changed_note_holds_no_nhs_number_either(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what="The moment")
        reply = await house.answer("amara", await opens(house, "amara"), then="change")
        reply = await house.answer("amara", reply, what=NHS_NUMBER)
        assert "NHS number" in asked(reply).errors["what"]


async def test_a_note_is_not_changed_into_nothing(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what="The moment")
        reply = await house.answer("amara", await opens(house, "amara"), then="change")
        reply = await house.answer("amara", reply, what="", so_what="")
        assert "nothing left" in asked(reply).errors["what"]


@pytest.mark.parametrize(
    ("kind", "answer", "shown"),
    [
        ("commitment", {"will": "Knock twice"}, "Knock twice\n\n(still on)"),
        ("weight", {"weight": "light"}, "It was light"),
    ],
)
async def test_a_plan_and_a_weight_are_changed_alike(
    tmp_path: Path, kind: str, answer: dict[str, str], shown: str
) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", will="Knock", weight="fine")
        reply = await house.answer("amara", await opens(house, "amara", kind), then="change")
        await house.answer("amara", reply, **answer)
        assert asked(await opens(house, "amara", kind)).show == shown


async def test_a_change_that_is_skipped_changes_nothing(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what="The moment")
        reply = await house.answer("amara", await opens(house, "amara"), then="change")
        reply = await house.turn("amara", reply, "skip")
        assert "stays as it is" in texts(reply)


async def test_deleting_asks_once(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what="The moment")
        reply = await house.answer("amara", await opens(house, "amara"), then="delete")
        assert "reflection" in await notes_by(house, "amara")
        await house.answer("amara", reply, sure=True)
        assert await notes_by(house, "amara") == {}


async def test_on_second_thoughts_a_note_stays(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what="The moment")
        reply = await house.answer("amara", await opens(house, "amara"), then="delete")
        await house.answer("amara", reply, sure=False)
        assert "reflection" in await notes_by(house, "amara")


async def test_a_note_that_was_deleted_is_gone_for_its_readers(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what="The moment")
        note = (await notes_by(house, "amara"))["reflection"]
        async with house.changing() as unit:
            await unit.notes.drop(note.id)
        reply = await house.press("brendan", "note", note=note.id)
        assert "can't find that note" in texts(reply)


async def test_notes_of_other_kinds_are_not_opened_here(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", what="The moment")
        note = (await notes_by(house, "amara"))["reflection"]
        async with house.changing() as unit:
            await unit.notes.put(note.model_copy(update={"kind": "ground_rules"}))
        assert kinds(await house.press("amara", "note", note=note.id)) == ["reply.refusal"]
        assert kinds(await house.press("amara", "note")) == ["reply.refusal"]


async def test_an_author_who_was_erased_breaks_no_list_and_no_page(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what=CANARY)
        note = (await notes_by(house, "amara"))["reflection"]
        async with house.changing() as unit:
            await unit.people.erase("amara", house.clock.now())
        async with house.changing() as unit:
            if await unit.notes.get(note.id) is None:
                await unit.notes.add(note)
        reply = await house.say("brendan", "notes")
        assert [one.label for one in reply.messages[0].actions] == [
            "Tuesday 16 February 2027: by someone who has left"
        ]
        question = asked(await house.press("brendan", "note", note=note.id))
        assert (question.show, question.text) == (
            "These words are gone for good.",
            "By someone who has left.",
        )


async def test_the_words_about_notes_are_plain_and_their_previews_neutral(tmp_path: Path) -> None:
    async with open_home(tmp_path) as house:
        await looks_back(house, "amara", audience="pair", what="The moment")
        said = [
            *(await house.say("amara", "notes")).messages,
            *[one.message for one in await house.letters()],
        ]
        assert [problem for one in said for problem in problems(one.text)] == []
        assert [problem for one in said for problem in preview_problems(one.preview)] == []


def test_names_of_the_questions_about_a_note_are_storage_keys() -> None:
    assert question_names(leaf) == ("leaf", "rewrite", "replan", "reweigh", "sure")
