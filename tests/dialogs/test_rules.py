"""Ground rules: written by one, accepted by all, in versions, and read by nobody else."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.core.dialogs import question_names
from bot.core.messages import Reply
from dialogs.guides import craft
from dialogs.lint import preview_problems, problems
from dialogs.rules import Page, agree_rules, bullets, lines_of, rules_due
from tests.core.transcript import Transcript
from tests.dialogs.house import NOW, House, asked, kinds, open_house, texts
from tests.dialogs.rooms import has_read_the_notice, notes_by

CANARY = "Wombats knock before they enter"
NHS_NUMBER = "943 476 5919"
ALL_SIX = ["0", "1", "2", "3", "4", "5"]


class FakeBook:
    """Remembers what was accepted or proposed."""

    def __init__(self) -> None:
        self.accepted = 0
        self.proposed: tuple[str, ...] = ()
        self.waited = False

    async def wait(self) -> None:
        self.waited = True

    async def accept(self, version: int) -> None:
        self.accepted = version

    async def propose(self, rules: Sequence[str]) -> None:
        self.proposed = tuple(rules)


def talk_with(book: FakeBook, version: int = 0, *rules: str) -> Transcript:
    page = Page(relationship="R01", version=version, rules=rules, limits="• One limit.")
    return Transcript(agree_rules, page=page, book=book)


async def up_to_the_rules(book: FakeBook, version: int = 0, *rules: str) -> Transcript:
    talk = talk_with(book, version, *rules)
    await talk.starts("Where trust has its limits")
    await talk.answers(known=True)
    return talk


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        await has_read_the_notice(opened, "amara", "brendan", "chidi", "delphine", "edwin")
        yield opened


async def proposes(house: House, who: str, own: str = CANARY) -> Reply:
    reply = await house.say(who, "rules")
    reply = await house.answer(who, reply, known=True)
    if asked(reply).key == "standing_rules":
        reply = await house.answer(who, reply, answer="change")
    reply = await house.answer(who, reply, keep=["0", "3"], own=own)
    return await house.answer(who, reply, agreed=True)


async def accepts(house: House, who: str) -> Reply:
    reply = await house.say(who, "rules")
    reply = await house.answer(who, reply, known=True)
    return await house.answer(who, reply, answer="accept")


async def test_the_six_rules_stand_at_the_beginning_and_ones_own_are_added() -> None:
    book = FakeBook()
    talk = await up_to_the_rules(book)
    talk.asked("Which rules shall hold between you?")
    talk.shows(keep=tuple(ALL_SIX))
    await talk.answers(keep=["0", "1"], own="No phones.\n\n  Tea first. ")
    talk.asked("Shall I put these to the others?")
    assert talk.question.show == bullets((*craft().ground_rules[:2], "No phones.", "Tea first."))
    await talk.answers(agreed=True)
    assert book.proposed == (*craft().ground_rules[:2], "No phones.", "Tea first.")


async def test_whoever_changes_their_mind_finds_their_draft_again() -> None:
    talk = await up_to_the_rules(FakeBook())
    await talk.answers(keep=["2"], own="Tea first.")
    await talk.answers(agreed=False)
    talk.shows(keep=("2",), own="Tea first.")


async def test_rules_that_stand_are_shown_and_may_be_accepted_as_they_are() -> None:
    book = FakeBook()
    talk = await up_to_the_rules(book, 3, "Tea first.")
    talk.asked("Do these rules suit you?")
    assert talk.question.show == "• Tea first."
    await talk.answers(answer="accept")
    assert book.accepted == 3


async def test_suggesting_a_change_begins_with_the_rules_that_stand() -> None:
    talk = await up_to_the_rules(FakeBook(), 1, craft().ground_rules[4], "Tea first.")
    await talk.answers(answer="change")
    talk.shows(keep=("4",), own="Tea first.")


async def test_without_knowing_the_limits_nothing_is_accepted() -> None:
    book = FakeBook()
    talk = talk_with(book, 1, "Tea first.")
    await talk.starts("Where trust has its limits")
    assert talk.question.text == "• One limit."
    await talk.answers(known=False)
    talk.ends()
    assert book.waited
    assert book.accepted == 0


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ("1\n2\n3\n4\n5\n6", "Please keep it to five rules of your own, one to a line."),
        (f"Ask for {NHS_NUMBER}", "NHS number"),
    ],
)
async def test_too_many_rules_and_numbers_of_patients_are_refused(own: str, sentence: str) -> None:
    talk = await up_to_the_rules(FakeBook())
    await talk.tries(keep=["0"], own=own)
    assert sentence in talk.question.errors["own"]
    assert NHS_NUMBER not in talk.question.errors["own"]
    talk.shows(keep=("0",), own=own)


async def test_there_is_at_least_one_rule() -> None:
    talk = await up_to_the_rules(FakeBook())
    await talk.tries(keep=[], own="  ")
    talk.refused(keep="Please keep at least one rule, or write one.")


def test_lines_without_words_are_no_rules() -> None:
    assert lines_of(" a \n\n b\n") == ("a", "b")


def test_rules_are_looked_at_again_with_the_guides_5_9_and_15() -> None:
    assert [number for number in range(1, 17) if rules_due(number)] == [5, 9, 15]


def test_the_names_of_its_questions_stay() -> None:
    assert set(question_names(agree_rules)) == {"limits", "standing_rules", "ground_rules", "agreement"}


async def test_the_writer_accepts_by_sending_and_the_other_is_asked(house: House) -> None:
    await proposes(house, "amara")
    note = (await notes_by(house, "amara"))[0]
    assert (note.kind, note.circle, note.version, note.state) == ("ground_rules", "pair:R01", 1, "proposed")
    (message,) = await house.read_by("brendan")
    assert message.kind == "service.rules"
    assert message.preview == "Ground rules to agree"
    assert [(one.route, one.args) for one in message.actions] == [("rules", {"relationship": "R01"})]


async def test_the_other_reads_them_in_a_form_and_once_all_accept_they_stand(house: House) -> None:
    await proposes(house, "amara")
    reply = await house.answer("brendan", await house.say("brendan", "rules"), known=True)
    assert CANARY in asked(reply).show
    reply = await house.answer("brendan", reply, answer="accept")
    assert "Everyone has accepted" in texts(reply)
    assert (await house.relationship("R01")).rules_accepted_on == NOW.date()
    assert (await notes_by(house, "amara"))[0].state == "agreed"
    assert [one.kind for one in await house.read_by("amara")] == ["service.rules-agreed"]


async def test_in_a_trio_all_three_accept(house: House) -> None:
    before = (await house.relationship("R02")).rules_accepted_on
    await proposes(house, "edwin")
    await accepts(house, "chidi")
    assert (await house.relationship("R02")).rules_accepted_on == before
    await accepts(house, "delphine")
    assert (await house.relationship("R02")).rules_accepted_on == NOW.date()


async def test_a_suggested_change_is_a_new_version_for_all_to_accept(house: House) -> None:
    await proposes(house, "amara")
    await proposes(house, "brendan", own="Tea first.")
    assert [one.version for one in await notes_by(house, "brendan")] == [2]
    await accepts(house, "amara")
    assert (await notes_by(house, "brendan"))[0].state == "agreed"


async def test_accepting_twice_notes_it_once(house: House) -> None:
    await proposes(house, "amara")
    await accepts(house, "brendan")
    assert "nothing has changed" in texts(await accepts(house, "brendan"))
    async with house.store.reading() as unit:
        found = await unit.acknowledgements.of_relationship("R01")
    assert sorted(one.person_id for one in found) == ["amara", "brendan"]


async def test_the_limits_are_acknowledged_each_time_the_rules_are_read_again(house: House) -> None:
    await proposes(house, "amara")
    await accepts(house, "brendan")
    await accepts(house, "brendan")
    async with house.store.reading() as unit:
        found = await unit.acknowledgements.of_person("brendan")
    assert sum(one.what == "limits" for one in found) == 2


async def test_a_version_that_was_overtaken_is_not_accepted(house: House) -> None:
    await proposes(house, "amara")
    reply = await house.answer("brendan", await house.say("brendan", "rules"), known=True)
    await proposes(house, "amara", own="Tea first.")
    reply = await house.answer("brendan", reply, answer="accept")
    assert "changed since you opened them" in texts(reply)


async def test_nobody_else_opens_the_rules_of_a_pair(house: House) -> None:
    await proposes(house, "amara")
    for stranger in ("edwin", "farah", "gwen"):
        reply = await house.press(stranger, "rules", relationship="R01")
        assert kinds(reply) == ["reply.refusal"]
    assert ("edwin", "refused", "rules") in house.audited()


async def test_no_word_of_the_rules_leaves_the_form(house: House) -> None:
    said = [await proposes(house, "amara"), await accepts(house, "brendan")]
    assert all(CANARY not in texts(reply) for reply in said)
    assert all(CANARY not in message.text for message in await house.read_by("brendan"))
    assert all(CANARY not in row for row in house.rows())


async def test_messages_about_rules_are_plain_and_their_previews_neutral(house: House) -> None:
    await proposes(house, "amara")
    reply = await accepts(house, "brendan")
    for message in (*reply.messages, *await house.read_by("brendan")):
        assert not problems(message.text)
        assert not preview_problems(message.preview)


async def test_once_their_writer_is_erased_the_rules_are_written_anew(house: House) -> None:
    await proposes(house, "amara")
    async with house.changing() as unit:
        await unit.people.erase("amara", NOW)
    reply = await house.answer("brendan", await house.say("brendan", "rules"), known=True)
    assert asked(reply).title == "Which rules shall hold between you?"
