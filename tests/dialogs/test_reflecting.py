"""Looking back as a conversation: what is asked, in which order, and what is kept at the end."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.dialogs import question_names
from bot.core.fields import Option
from bot.core.forms import heading
from dialogs.guides import Frame, Side, craft, guide
from dialogs.lint import problems
from dialogs.reflecting import (
    Confirm,
    Length,
    Meeting,
    NowWhat,
    Reflection,
    Sharing,
    Short,
    SoWhat,
    Weight,
    What,
    preview,
    reflect,
)
from tests.core.transcript import Scripted, Transcript

NHS_NUMBER = "943 476 5919"


class FakeLog:
    """Remembers what came of looking back."""

    def __init__(self) -> None:
        self.kept: Reflection | None = None
        self.skipped = ""
        self.discarded = False

    async def keep(self, interaction: str, reflection: Reflection) -> None:
        assert interaction == "met"
        self.kept = reflection

    async def skip(self, interaction: str) -> None:
        self.skipped = interaction

    async def discard(self) -> None:
        self.discarded = True


def meeting(**told: object) -> Meeting:
    pair = {
        "relationship": "R01",
        "on": date(2027, 1, 12),
        "today": date(2027, 1, 13),
        "side": Side.MENTOR,
        "others": ("Brendan",),
        "may_share": True,
    }
    return Meeting.model_validate(pair | told)


TRIO = {"others": ("Delphine", "Edwin")}


async def begun(log: FakeLog, **told: object) -> Transcript:
    talk = Transcript(reflect, interaction="met", meeting=meeting(**told), log=log)
    await talk.starts("Ready to look back?")
    return talk


async def at_what(log: FakeLog, **told: object) -> Transcript:
    talk = await begun(log, **told)
    await talk.answers(length="standard")
    await talk.answers(audience="private")
    talk.asked("What happened?")
    return talk


async def test_a_mentor_looks_back_step_by_step() -> None:
    log = FakeLog()
    talk = await begun(log)
    await talk.answers(length="standard")
    talk.asked("Who may read it?")
    await talk.answers(audience="pair")
    talk.asked("What happened?")
    await talk.answers(what="A question came out of the blue.")
    talk.asked("So what?")
    await talk.answers(so_what="I plan too much.")
    talk.asked("Now what?")
    await talk.answers(will="Leave room for it", by="2027-01-20")
    talk.asked("How did that sit with you?")
    await talk.answers(weight="fine")
    talk.asked("Shall I keep this?")
    await talk.answers(then="keep")
    talk.ends()
    assert log.kept == Reflection(
        audience="pair",
        what="A question came out of the blue.",
        so_what="I plan too much.",
        will="Leave room for it",
        by=date(2027, 1, 20),
        weight="fine",
    )


async def test_who_may_read_it_is_chosen_before_a_word_is_typed() -> None:
    names = question_names(reflect)
    assert names.index("sharing") < min(names.index(name) for name in ("what", "so_what", "short"))


async def test_left_alone_a_reflection_is_private() -> None:
    log = FakeLog()
    talk = await begun(log)
    await talk.answers(length="short")
    talk.shows(audience="private")
    await talk.skip()
    await talk.answers(saw="A closed door")
    await talk.skip()
    await talk.answers(then="keep")
    assert log.kept == Reflection(audience="private", what="A closed door")


async def test_the_short_form_is_one_line_and_one_plan() -> None:
    log = FakeLog()
    await reflect(
        Scripted(
            Length(length="short"),
            Sharing(),
            Short(saw="A closed door", will="Knock"),
            None,
            Confirm(),
        ),
        "met",
        meeting(),
        log=log,
    )
    assert log.kept == Reflection(what="A closed door", will="Knock")


async def test_not_this_one_ends_it_at_once() -> None:
    log = FakeLog()
    talk = await begun(log)
    await talk.answers(length="none")
    talk.ends()
    assert log.skipped == "met"


async def test_every_question_after_the_first_can_be_skipped_and_then_nothing_is_kept() -> None:
    log = FakeLog()
    talk = await begun(log)
    await talk.answers(length="standard")
    for __ in range(5):
        assert talk.question.skip
        await talk.skip()
    talk.ends()
    assert (log.kept, log.discarded) == (None, True)


async def test_what_is_not_confirmed_is_not_kept() -> None:
    log = FakeLog()
    talk = await at_what(log)
    await talk.answers(what="Something")
    for __ in range(3):
        await talk.skip()
    await talk.answers(then="drop")
    assert (log.kept, log.discarded) == (None, True)


async def test_the_preview_shows_all_that_is_kept_and_who_may_read_it() -> None:
    shown = preview(
        meeting(),
        Reflection("pair", "The moment.", "Its meaning.", "Knock", date(2027, 1, 20), "heavy"),
    )
    assert shown == (
        "What happened · The two of us\nThe moment.\n\n"
        "What it tells you · The two of us\nIts meaning.\n\n"
        "One thing you will do · The two of us\nKnock (by Wednesday 20 January 2027)\n\n"
        "It was heavy · Only me"
    )


async def test_who_may_read_it_can_be_changed_at_the_preview() -> None:
    log = FakeLog()
    talk = await at_what(log)
    await talk.answers(what="Something")
    for __ in range(3):
        await talk.skip()
    await talk.answers(then="sharing")
    talk.asked("Who may read it?")
    talk.shows(audience="private")
    await talk.answers(audience="pair")
    assert talk.question.show == "What happened · The two of us\nSomething"
    await talk.answers(then="keep")
    assert log.kept == Reflection("pair", "Something")


async def readers_offered(**told: object) -> list[str]:
    talk = await begun(FakeLog(), **told)
    await talk.answers(length="short")
    return [option.label for option in talk.field("audience").options]


async def test_in_a_pair_it_is_for_me_or_for_the_two_of_us() -> None:
    assert await readers_offered() == ["Only me", "The two of us"]


async def test_in_a_trio_a_mentor_may_choose_the_two_mentors_alone() -> None:
    assert await readers_offered(**TRIO) == ["Only me", "The three of us", "The two mentors"]


async def test_in_a_trio_the_mentee_has_no_circle_of_mentors_to_choose() -> None:
    assert await readers_offered(**TRIO, side=Side.MENTEE) == ["Only me", "The three of us"]


async def test_a_circle_that_is_not_offered_is_not_taken() -> None:
    talk = await begun(FakeLog())
    await talk.answers(length="short")
    await talk.tries(audience="mentors")
    talk.refused(audience="That is no longer on the list. Please choose again.")


async def test_before_the_ground_rules_are_agreed_by_all_it_is_for_me_alone() -> None:
    assert await readers_offered(may_share=False) == ["Only me"]


async def test_without_agreed_rules_the_preview_offers_no_change_of_readers() -> None:
    talk = await at_what(FakeLog(), may_share=False)
    await talk.answers(what="Something")
    for __ in range(3):
        await talk.skip()
    assert talk.field("then").options == (Option("keep", "Keep it"), Option("drop", "Don't keep it"))


@pytest.mark.parametrize("side", list(Side))
async def test_each_side_is_asked_the_guides_own_questions(side: Side) -> None:
    talk = await at_what(FakeLog(), side=side, guide=5)
    assert guide(5).reflection(side, Frame.WHAT) in talk.question.text
    await talk.skip()
    assert guide(5).reflection(side, Frame.SO_WHAT) in talk.question.text


async def test_without_a_guide_the_questions_are_neutral() -> None:
    talk = await at_what(FakeLog())
    assert talk.question.text == craft().look_back.what


async def test_a_valid_nhs_number_is_refused_and_the_other_fields_are_kept() -> None:
    talk = await at_what(FakeLog())
    await talk.skip()
    await talk.skip()
    await talk.tries(will=f"Ask about {NHS_NUMBER}", by="2027-01-20")
    sentence = talk.question.errors["will"]
    assert NHS_NUMBER not in sentence
    talk.shows(by="2027-01-20")


async def test_a_refused_nhs_number_is_not_stored_even_as_a_draft() -> None:
    talk = await at_what(FakeLog())
    await talk.tries(what=f"It was about {NHS_NUMBER}.")
    assert NHS_NUMBER not in talk.conversation.model_dump_json()
    talk.shows(what=f"It was about {NHS_NUMBER}.")


async def test_ten_digits_that_are_no_nhs_number_pass() -> None:
    talk = await at_what(FakeLog())
    await talk.answers(what="Room 943 476 5918")
    talk.asked("So what?")


@pytest.mark.parametrize("text", ["Dr Osei was there.", "I wrote to jo@trust.example.", "Ask @jo about it."])
async def test_what_may_name_somebody_is_asked_about_once(text: str) -> None:
    talk = await at_what(FakeLog())
    await talk.answers(what=text)
    talk.asked("Is it all right as it is?")
    await talk.answers(keep=False)
    talk.asked("What happened?")
    talk.shows(what=text)
    await talk.answers(what=text)
    talk.asked("So what?")


async def test_the_writer_may_leave_a_name_as_it_is() -> None:
    log = FakeLog()
    talk = await at_what(log)
    await talk.answers(what="Dr Osei was there.")
    await talk.answers(keep=True)
    for __ in range(3):
        await talk.skip()
    await talk.answers(then="keep")
    assert log.kept == Reflection(what="Dr Osei was there.")


async def test_back_shows_what_was_written() -> None:
    talk = await at_what(FakeLog())
    await talk.answers(what="Something")
    await talk.back()
    talk.shows(what="Something")


async def test_a_reflection_shows_no_word_in_its_repr() -> None:
    assert "canary" not in repr(Reflection("pair", "canary", "canary", "canary", None, "canary"))


@settings(max_examples=30, deadline=None)
@given(words=st.lists(st.text(min_size=1, max_size=20), min_size=4, max_size=4))
def test_the_preview_leaves_no_part_out(words: list[str]) -> None:
    what, so_what, will, __ = words
    shown = preview(meeting(), Reflection("pair", what, so_what, will))
    assert all(part in shown for part in (what, so_what, will))


def test_names_of_questions_are_storage_keys() -> None:
    assert question_names(reflect) == (
        "length",
        "sharing",
        "what",
        "so_what",
        "now_what",
        "short",
        "weight",
        "confirm",
    )


@pytest.mark.parametrize("form", [Length, Sharing, What, SoWhat, NowWhat, Short, Weight, Confirm])
def test_the_words_of_the_questions_are_plain_and_kind(form: type[Length]) -> None:
    head = heading(form)
    assert problems(f"{head.title}\n{head.text}") == ()
