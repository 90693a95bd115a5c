"""Every form of the bot can be filled in on every platform, and what comes back is what was put in."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.dialogs import Question
from bot.core.fields import Kind, Option, Shown
from bot.core.forms import Form, describe, read_described
from tests.contract.adapters.examples import EveryField, answers, every_form, plain_question, questions
from tests.contract.adapters.looks import Looks
from tests.contract.adapters.test_every_message_everywhere import visible

FORMS = every_form()
RUNS = settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
MANY_RUNS = settings(RUNS, max_examples=12)


def words_of(question: Question) -> list[str]:
    """Return everything a person must be able to read of a question."""
    hints = [one.hint for one in question.fields]
    labels = [one.label for one in question.fields if one.label != question.title]
    options = [option.label for one in question.fields for option in one.options]
    told = (
        question.title,
        question.text,
        question.show,
        *labels,
        *hints,
        *options,
        *question.errors.values(),
    )
    return [text for text in told if text]


def is_taken(looks: Looks, question: Question) -> None:
    assert looks.complaints(looks.question(question)) == []


def can_be_read(looks: Looks, question: Question) -> None:
    shown = visible(looks.words(looks.question(question)))
    assert [text for text in words_of(question) if visible(text) not in shown] == []


def comes_back(looks: Looks, form: type[Form], question: Question, values: dict[str, Shown]) -> None:
    """What a client sends once these values are put in must be read as what a person sees in the fields."""
    back = looks.values(looks.answer(looks.question(question), values))
    seen = {one.name: values.get(one.name, one.default) for one in question.fields}
    assert read_described(form, question.fields, back) == read_described(form, question.fields, seen)


def test_the_forms_hold_fields_of_nearly_every_kind() -> None:
    """The gathering itself is looked at: too little would mean that nothing is proved below."""
    assert len(FORMS) > 25
    assert {one.kind for form in FORMS for one in plain_question(form).fields} == set(Kind)
    assert {one.kind for one in plain_question(EveryField).fields} == set(Kind)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@given(data=st.data())
@RUNS
def test_every_form_is_taken_can_be_read_and_comes_back_as_it_was_filled_in(
    looks: Looks, form: type[Form], data: st.DataObject
) -> None:
    question = data.draw(questions(form))
    is_taken(looks, question)
    can_be_read(looks, question)
    comes_back(looks, form, question, data.draw(answers(question)))


@given(data=st.data())
@MANY_RUNS
def test_whatever_a_form_may_ask_is_taken_by_the_platform(looks: Looks, data: st.DataObject) -> None:
    is_taken(looks, data.draw(questions(EveryField)))


@given(data=st.data())
@MANY_RUNS
def test_all_of_whatever_a_form_may_ask_can_be_read(looks: Looks, data: st.DataObject) -> None:
    can_be_read(looks, data.draw(questions(EveryField)))


@given(data=st.data())
@MANY_RUNS
def test_whatever_is_put_into_a_form_comes_back(looks: Looks, data: st.DataObject) -> None:
    question = data.draw(questions(EveryField))
    comes_back(looks, EveryField, question, data.draw(answers(question)))


@given(data=st.data())
@MANY_RUNS
def test_what_stands_in_a_form_at_first_comes_back_untouched(looks: Looks, data: st.DataObject) -> None:
    comes_back(looks, EveryField, data.draw(questions(EveryField)), {})


@pytest.mark.parametrize("count", [1, 2, 9, 10, 11, 99, 100])
def test_lists_of_any_length_can_be_chosen_from(looks: Looks, count: int) -> None:
    """Ten fit on a window as buttons on most platforms, and a hundred in any list."""
    names = [Option(f"R{number}", f"Pair {number}") for number in range(count)]
    fields = describe(EveryField, choices=dict.fromkeys(("perhaps", "few", "many"), names))
    question = plain_question(EveryField).model_copy(update={"fields": fields})
    is_taken(looks, question)
    chosen = {"perhaps": names[-1].value, "many": tuple(one.value for one in names)}
    comes_back(looks, EveryField, question, chosen)


@pytest.mark.parametrize("offered", [set(), {"help"}, {"back", "skip"}, {"back", "skip", "later", "help"}])
def test_a_question_offers_the_ways_out_it_has_and_no_other(looks: Looks, offered: set[str]) -> None:
    ways = {name: name in offered for name in ("back", "skip", "later", "help")}
    drawn = looks.question(plain_question(EveryField).model_copy(update=ways))
    assert looks.complaints(drawn) == []
    assert looks.turns(drawn) == offered
