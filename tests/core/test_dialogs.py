from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Literal

import pytest

from bot.core.asking import AskedTwiceError, ForeignKeyError, SwallowedPendingError
from bot.core.conversations import Kept
from bot.core.dialogs import (
    Answer,
    Ask,
    Asked,
    Back,
    Dialogs,
    Expired,
    Finished,
    Pending,
    Postponed,
    Question,
    Skip,
    TwinDialogsError,
    UnknownDialogError,
    begin,
    conversation_of,
    question_names,
    snapshot,
)
from bot.core.forms import Choice, Choices, Date, Form, FormError, Option, Text
from bot.core.inputs import InputsError, PortError, SignatureError
from tests.core.transcript import A_MONTH, NOON, Scripted, Transcript


class Sharing(Form):
    """Who may read this?"""

    sharing: Annotated[Literal["private", "partner"], Choice("Only me", "My partner")] = "private"


class What(Form):
    """What was the moment that mattered?"""

    moment: Annotated[str, Text(max_length=40, multiline=True)]
    on: Annotated[date | None, Date(label="Which day?")] = None


class ToPartner(Form):
    """What would you like your partner to know?"""

    note: Annotated[str, Text()]


class Weight(Form):
    """How did that sit with you?"""

    weight: Annotated[Literal["light", "heavy"], Choice("Light", "Heavy")]


class Present(Form):
    """Who was there?"""

    present: Annotated[tuple[str, ...], Choices()]


@dataclass
class FakeLog:
    """Remembers what a dialog wrote, and whom it may ask about."""

    written: list[tuple[object, ...]] = field(default_factory=list)
    people: list[Option] = field(default_factory=lambda: [Option("1", "Sam"), Option("2", "Kim")])


async def reflect(ask: Ask, meeting: str, *, log: FakeLog) -> None:
    sharing = await ask(Sharing)
    what = await ask(What, meeting)
    note = await ask(ToPartner) if sharing.sharing == "partner" else None
    weight = await ask(Weight, optional=True)
    log.written.append((sharing.sharing, what.moment, note and note.note, weight and weight.weight))


async def reflect_with_weight_first(ask: Ask, meeting: str, *, log: FakeLog) -> None:
    """The next release of `reflect`: another question first, and another one gone."""
    sharing = await ask(Sharing)
    weight = await ask(Weight)
    what = await ask(What, meeting)
    log.written.append((sharing.sharing, weight.weight, what.moment))


async def name_three(ask: Ask, *, log: FakeLog) -> None:
    moments = [(await ask(What, f"Number {n}", key=f"what-{n}")).moment for n in (1, 2, 3)]
    log.written.append(tuple(moments))


async def who_was_there(ask: Ask, *, log: FakeLog) -> None:
    present = await ask(Present, choices={"present": log.people})
    weight = await ask(Weight)
    log.written.append((present.present, weight.weight))


async def talk_about() -> tuple[Transcript, FakeLog]:
    log = FakeLog()
    talk = Transcript(reflect, meeting="Your first meeting", log=log)
    await talk.starts("Who may read this?")
    return talk, log


# ---- the plain course


async def test_a_conversation_asks_in_order_and_writes_at_its_end() -> None:
    talk, log = await talk_about()
    await talk.answers(sharing="private")
    talk.asked("What was the moment that mattered?")
    await talk.answers(moment="The silence", on="2027-01-12")
    talk.asked("How did that sit with you?")
    assert log.written == []
    await talk.answers(weight="light")
    talk.ends()
    assert log.written == [("private", "The silence", None, "light")]


async def test_a_prompt_stands_in_the_place_of_the_text() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="private")
    assert talk.question.text == "Your first meeting"


async def test_every_question_of_a_loop_has_its_own_key() -> None:
    log = FakeLog()
    talk = Transcript(name_three, log=log)
    await talk.starts("What was the moment that mattered?")
    for moment in ("a", "b", "c"):
        await talk.answers(moment=moment)
    assert log.written == [("a", "b", "c")]
    assert [one.key for one in talk.conversation.answers] == ["what-1", "what-2", "what-3"]


async def test_every_accepted_change_raises_the_revision_by_one() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="private")
    await talk.back()
    await talk.answers(sharing="private")
    await talk.answers(moment="The silence")
    await talk.skip()
    assert talk.conversation.revision == 5


async def test_a_conversation_that_ended_holds_no_drafts() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="partner")
    await talk.answers(moment="The silence")
    await talk.answers(note="Thank you")
    await talk.back()
    await talk.back()
    await talk.back()
    await talk.answers(sharing="private")
    await talk.answers(moment="The silence")
    assert "to_partner" in talk.conversation.drafts
    await talk.skip()
    talk.ends()
    assert talk.conversation.drafts == {}


# ---- refused answers


async def test_a_refused_answer_keeps_the_other_fields() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="private")
    await talk.tries(moment="", on="2027-01-12")
    talk.refused(moment="Please write something here.")
    talk.shows(moment=None, on="2027-01-12")


async def test_the_same_card_can_be_answered_after_a_refusal() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="private")
    token = talk.question.token
    await talk.tries(moment="")
    await talk.sends(Answer(token, {"moment": "The silence"}))
    talk.asked("How did that sit with you?")


async def test_the_words_of_a_refused_answer_are_there_when_the_person_comes_back() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="private")
    await talk.tries(moment="far too long " * 10)
    await talk.resumes()
    talk.shows(moment=("far too long " * 10).strip())


# ---- back, skip, later


async def test_back_takes_the_last_answer_off_and_shows_it_again() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="partner")
    await talk.back()
    talk.asked("Who may read this?")
    talk.shows(sharing="partner")
    assert talk.conversation.answers == ()


async def test_there_is_no_way_back_from_the_first_question() -> None:
    talk, _ = await talk_about()
    assert not talk.question.back
    await talk.back()
    talk.out_of_date()
    talk.asked("Who may read this?")


async def test_an_optional_question_can_be_skipped_and_is_none() -> None:
    talk, log = await talk_about()
    await talk.answers(sharing="private")
    await talk.answers(moment="The silence")
    assert talk.question.skip
    await talk.skip()
    talk.ends()
    assert log.written == [("private", "The silence", None, None)]


async def test_a_question_that_is_not_optional_cannot_be_skipped() -> None:
    talk, _ = await talk_about()
    assert not talk.question.skip
    await talk.skip()
    talk.out_of_date()
    talk.asked("Who may read this?")


async def test_a_skipped_question_that_is_optional_no_more_is_asked() -> None:
    async def first(ask: Ask, *, log: FakeLog) -> None:
        weight = await ask(Weight, optional=True)
        what = await ask(What)
        log.written.append((weight, what))

    async def second(ask: Ask, *, log: FakeLog) -> None:
        log.written.append((await ask(Weight), await ask(What)))

    talk = Transcript(first, log=FakeLog())
    await talk.starts("How did that sit with you?")
    await talk.skip()
    talk.released(second)
    await talk.resumes()
    talk.asked("How did that sit with you?")


async def test_back_over_a_skipped_question_asks_it_once_more() -> None:
    async def two(ask: Ask, *, log: FakeLog) -> None:
        log.written.append((await ask(Weight, optional=True), await ask(What)))

    talk = Transcript(two, log=FakeLog())
    await talk.starts("How did that sit with you?")
    await talk.skip()
    await talk.back()
    talk.asked("How did that sit with you?")
    assert talk.conversation.drafts == {}


async def test_later_changes_nothing_and_says_where_to_go_on() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="private")
    before = talk.conversation
    await talk.later()
    assert isinstance(talk.outcome, Postponed)
    talk.asked("What was the moment that mattered?")
    assert talk.conversation == before


async def test_later_from_an_old_card_is_as_good() -> None:
    talk, _ = await talk_about()
    old = talk.question.token
    await talk.answers(sharing="private")
    await talk.later()
    assert talk.question.token != old


async def test_whoever_comes_back_finds_the_question_that_stands() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="private")
    await talk.resumes()
    assert isinstance(talk.outcome, Asked)
    talk.asked("What was the moment that mattered?")


# ---- cards that are out of date


async def test_an_answer_delivered_twice_is_known_again() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="partner")
    before = talk.conversation
    await talk.repeats()
    talk.out_of_date(doubled=True)
    talk.asked("What was the moment that mattered?")
    assert talk.conversation == before


async def test_back_pressed_twice_goes_back_once() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="private")
    await talk.answers(moment="The silence")
    await talk.back()
    await talk.repeats()
    talk.out_of_date(doubled=True)
    talk.asked("What was the moment that mattered?")


async def test_another_answer_to_an_old_card_is_out_of_date_and_changes_nothing() -> None:
    talk, _ = await talk_about()
    old = talk.question.token
    await talk.answers(sharing="partner")
    await talk.sends(Answer(old, {"sharing": "private"}))
    talk.out_of_date()
    talk.asked("What was the moment that mattered?")
    assert talk.conversation.answers == (Kept(key="sharing", values={"sharing": "partner"}),)


@pytest.mark.parametrize(
    "token", ["", "talk", "talk:0", "talk:0:weight", "other:0:sharing", "talk:9:sharing"]
)
async def test_a_token_that_nobody_was_given_is_out_of_date(token: str) -> None:
    talk, _ = await talk_about()
    for event in (Answer(token, {"sharing": "private"}), Skip(token), Back(token)):
        await talk.sends(event)
        talk.out_of_date()
        talk.asked("Who may read this?")


async def test_a_token_leads_to_its_conversation() -> None:
    talk, _ = await talk_about()
    assert conversation_of(talk.question.token) == "talk"


async def test_a_conversation_left_too_long_has_expired() -> None:
    talk, log = await talk_about()
    talk.now = NOON + A_MONTH - timedelta(seconds=1)
    await talk.answers(sharing="private")
    before = talk.conversation
    talk.now = NOON + A_MONTH
    await talk.tries(moment="The silence")
    assert talk.outcome == Expired(before)
    assert log.written == []


# ---- branches and releases


async def test_answers_of_a_branch_no_longer_taken_come_back_with_the_branch() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="partner")
    await talk.answers(moment="The silence")
    await talk.answers(note="Thank you")
    for _ in range(3):
        await talk.back()
    await talk.answers(sharing="private")
    await talk.answers(moment="The silence")
    talk.asked("How did that sit with you?")
    await talk.back()
    await talk.back()
    await talk.answers(sharing="partner")
    await talk.answers(moment="The silence")
    talk.asked("What would you like your partner to know?")
    talk.shows(note="Thank you")


async def test_a_question_inserted_by_a_release_is_simply_asked() -> None:
    talk, log = await talk_about()
    await talk.answers(sharing="private")
    await talk.answers(moment="The silence")
    talk.released(reflect_with_weight_first)
    await talk.resumes()
    talk.asked("How did that sit with you?")
    await talk.answers(weight="heavy")
    talk.shows(moment="The silence")
    await talk.answers(moment="The silence")
    talk.ends()
    assert log.written == [("private", "heavy", "The silence")]


async def test_a_card_from_before_a_release_is_out_of_date_when_the_question_moved() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="private")
    talk.released(reflect_with_weight_first)
    await talk.tries(moment="The silence")
    talk.out_of_date()
    talk.asked("How did that sit with you?")


async def test_a_dialog_whose_open_question_was_taken_out_ends() -> None:
    async def shorter(ask: Ask, meeting: str, *, log: FakeLog) -> None:
        sharing = await ask(Sharing)
        log.written.append((meeting, sharing.sharing))

    talk, log = await talk_about()
    await talk.answers(sharing="private")
    talk.released(shorter)
    await talk.back()
    talk.ends()
    assert log.written == [("Your first meeting", "private")]


async def test_a_stored_answer_that_no_longer_fits_is_asked_again_and_shown() -> None:
    class What(Form):
        """What was the moment that mattered?"""

        moment: Annotated[str, Text(max_length=5)]

    async def stricter(ask: Ask, meeting: str, *, log: FakeLog) -> None:
        log.written.append((await ask(Sharing), await ask(What, meeting)))

    talk, _ = await talk_about()
    await talk.answers(sharing="private")
    await talk.answers(moment="The silence")
    talk.released(stricter)
    await talk.resumes()
    talk.asked("What was the moment that mattered?")
    talk.shows(moment="The silence")
    assert talk.question.errors == {"moment": "Please keep this to 5 characters; it has 11 now."}


async def test_a_choice_that_went_stale_is_asked_again_without_what_is_gone() -> None:
    log = FakeLog()
    talk = Transcript(who_was_there, log=log)
    await talk.starts("Who was there?")
    await talk.answers(present="1,2")
    log.people.pop()
    await talk.resumes()
    talk.asked("Who was there?")
    talk.shows(present=("1",))


async def test_the_inputs_stay_as_they_were_at_the_beginning() -> None:
    async def about(ask: Ask, meeting: date, level: str = "team", *, log: FakeLog) -> None:
        await ask(Weight)
        log.written.append((meeting, level))

    log = FakeLog()
    talk = Transcript(about, meeting=date(2027, 1, 12), log=log)
    await talk.starts("How did that sit with you?")
    await talk.answers(weight="light")
    assert log.written == [(date(2027, 1, 12), "team")]


# ---- what a dialog may not do


async def test_the_same_key_twice_in_one_run_is_an_error() -> None:
    async def twice(ask: Ask) -> None:
        await ask(Weight)
        await ask(Weight)

    talk = Transcript(twice)
    await talk.starts("How did that sit with you?")
    with pytest.raises(AskedTwiceError, match="The question weight is asked twice in one run"):
        await talk.answers(weight="light")


@pytest.mark.parametrize("key", ["finding-1", "weights", "weight2", ""])
async def test_a_key_begins_with_the_name_of_its_question(key: str) -> None:
    async def odd(ask: Ask) -> None:
        await ask(Weight, key=key)

    with pytest.raises(ForeignKeyError, match=f"The key {key} must be weight"):
        await Transcript(odd).starts("How did that sit with you?")


async def test_a_dialog_that_swallows_pending_is_found_out_when_it_returns() -> None:
    async def swallows(ask: Ask) -> None:
        try:
            await ask(Weight)
        except BaseException:  # noqa: BLE001  # the very mistake that is to be found out
            return

    with pytest.raises(SwallowedPendingError, match="went on after weight was left open"):
        await Transcript(swallows).starts("How did that sit with you?")


async def test_a_dialog_that_swallows_pending_is_found_out_when_it_asks_on() -> None:
    async def swallows(ask: Ask) -> None:
        for form in (Weight, What):
            try:
                await ask(form)
            except Pending:
                continue

    with pytest.raises(SwallowedPendingError, match="went on after weight was left open"):
        await Transcript(swallows).starts("How did that sit with you?")


async def test_catching_ordinary_errors_lets_a_question_pass() -> None:
    async def careful(ask: Ask) -> None:
        try:
            await ask(Weight)
        except Exception:  # noqa: BLE001  # a question is no error, so that this does no harm
            return

    await Transcript(careful).starts("How did that sit with you?")


async def test_a_list_that_is_missing_names_the_form() -> None:
    async def no_list(ask: Ask) -> None:
        await ask(Present)

    with pytest.raises(FormError, match=r"Present\.present needs its list"):
        await Transcript(no_list).starts("Who was there?")


async def test_an_error_of_the_dialog_comes_out_as_it_is() -> None:
    async def breaks(ask: Ask) -> None:
        raise LookupError(ask)

    with pytest.raises(LookupError):
        await Transcript(breaks).starts("Who was there?")


# ---- signatures, inputs and ports


async def test_a_missing_port_is_named() -> None:
    talk = Transcript(name_three)
    with pytest.raises(PortError, match="The dialog name_three needs the port log"):
        await begin(name_three, talk.conversation, ports={})


async def test_ports_that_a_dialog_does_not_take_are_left_alone() -> None:
    talk = Transcript(name_three)
    await begin(name_three, talk.conversation, ports={"log": FakeLog(), "other": object()})


@pytest.mark.parametrize("inputs", [{}, {"meeting": "one", "room": "two"}, {"meeting": 3}])
def test_inputs_must_be_those_that_the_dialog_names(inputs: dict[str, object]) -> None:
    with pytest.raises(InputsError, match="of the dialog reflect is missing, unknown or of another shape"):
        snapshot(reflect, **inputs)


async def test_inputs_that_no_longer_fit_are_named_without_their_content() -> None:
    async def reshaped(ask: Ask, meeting: date, *, log: FakeLog) -> None:
        log.written.append((await ask(Weight), meeting))

    talk, _ = await talk_about()
    talk.released(reshaped)
    with pytest.raises(InputsError) as refused:
        await talk.resumes()
    assert "meeting" in str(refused.value)
    assert "first" not in str(refused.value)


async def no_ask(topic: str) -> None: ...
async def untyped(ask) -> None: ...  # type: ignore[no-untyped-def]  # noqa: ANN001  # what is refused
async def nothing_at_all() -> None: ...
async def everything(ask: Ask, *topics: str) -> None: ...


@pytest.mark.parametrize("function", [no_ask, untyped, nothing_at_all, everything])
def test_a_function_of_another_shape_is_no_dialog(function: object) -> None:
    with pytest.raises(SignatureError, match="must be an async function"):
        Dialogs(function)


# ---- the shelf of dialogs


def test_dialogs_are_found_by_the_names_of_their_functions() -> None:
    dialogs = Dialogs(reflect, name_three)
    assert list(dialogs) == ["reflect", "name_three"]
    assert dialogs["reflect"] is reflect


def test_a_name_that_no_dialog_has_is_said() -> None:
    dialogs = Dialogs(reflect)
    assert "agree" not in dialogs
    with pytest.raises(UnknownDialogError, match="There is no dialog called agree"):
        dialogs["agree"]


def test_two_dialogs_of_one_name_are_refused() -> None:
    with pytest.raises(TwinDialogsError, match="Two dialogs are called reflect"):
        Dialogs(reflect, reflect)


def test_the_names_of_the_questions_can_be_pinned() -> None:
    assert question_names(reflect) == ("sharing", "what", "to_partner", "weight", "present")


# ---- what is asked, as data


async def test_a_question_goes_through_json_and_back() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="private")
    await talk.tries(on="2027-01-12")
    assert Question.model_validate_json(talk.question.model_dump_json()) == talk.question


async def test_a_question_can_be_read_out() -> None:
    async def confirm(ask: Ask) -> None:
        await ask(Weight, "Before it is kept:", show="The silence")

    talk = Transcript(confirm)
    await talk.starts("How did that sit with you?")
    assert talk.question.in_words() == (
        "How did that sit with you?\nBefore it is kept:\nThe silence\n(Light · Heavy)"
    )


async def test_what_people_wrote_does_not_show_when_state_is_printed() -> None:
    talk, _ = await talk_about()
    await talk.answers(sharing="private")
    await talk.tries(moment="The silence " * 10)
    printed = f"{talk.conversation!r} {talk.question!r} {talk.outcome!r} {talk.sent!r}"
    assert "silence" not in printed
    assert "private" not in printed


# ---- a dialog as a plain function


async def test_a_dialog_runs_as_a_function_with_its_answers_laid_out() -> None:
    log = FakeLog()
    ask = Scripted(Sharing(sharing="partner"), What(moment="The silence"), ToPartner(note="Thanks"), None)
    await reflect(ask, "Your first meeting", log=log)
    ask.is_done()
    assert log.written == [("partner", "The silence", "Thanks", None)]
    assert [one.key for one in ask.heard] == ["sharing", "what", "to_partner", "weight"]


async def test_a_script_in_another_order_is_noticed() -> None:
    with pytest.raises(AssertionError, match="sharing is asked, not What"):
        await reflect(Scripted(What(moment="The silence")), "Your first meeting", log=FakeLog())


async def test_an_ended_conversation_says_so() -> None:
    talk = Transcript(name_three, log=FakeLog())
    await talk.starts("What was the moment that mattered?")
    for moment in ("a", "b", "c"):
        await talk.answers(moment=moment)
    assert isinstance(talk.outcome, Finished)
    with pytest.raises(AssertionError, match="there is no open question"):
        talk.asked("What was the moment that mattered?")
