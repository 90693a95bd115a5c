"""Every form of the bot can be filled in on every platform, and what comes back is what was put in."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.dialogs import Question
from bot.core.fields import Kind, Shown
from bot.core.forms import Form, read_described
from tests.contract.adapters.examples import answers, every_form, plain_question, questions
from tests.contract.adapters.looks import Looks
from tests.contract.adapters.test_every_message_everywhere import visible

FORMS = every_form()
RUNS = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


def offered(question: Question) -> set[str]:
    return {name for name in ("back", "skip", "later", "help") if getattr(question, name)}


def words_of(question: Question) -> list[str]:
    """Return everything a person must be able to read of a question."""
    fields = [text for one in question.fields for text in (one.label, one.hint)]
    labels = [option.label for one in question.fields for option in one.options]
    return [
        text for text in (question.text, question.show, *fields, *labels, *question.errors.values()) if text
    ]


def filled(question: Question, values: dict[str, Shown]) -> dict[str, Shown]:
    """Return what stands in the fields once these values are put in."""
    return {one.name: values.get(one.name, one.default) for one in question.fields}


def test_the_forms_hold_fields_of_nearly_every_kind() -> None:
    """The gathering itself is looked at: too little would mean that nothing is proved below."""
    kinds = {one.kind for form in FORMS for one in plain_question(form).fields}
    assert len(FORMS) > 25
    assert kinds == set(Kind)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@given(data=st.data())
@RUNS
def test_any_asking_of_a_form_is_taken_by_the_platform(
    looks: Looks, form: type[Form], data: st.DataObject
) -> None:
    question = data.draw(questions(form))
    drawn = looks.question(question)
    assert looks.complaints(drawn) == []
    assert looks.turns(drawn) == offered(question)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@given(data=st.data())
@RUNS
def test_all_of_a_form_can_be_read(looks: Looks, form: type[Form], data: st.DataObject) -> None:
    question = data.draw(questions(form))
    shown = visible(looks.words(looks.question(question)))
    assert [text for text in words_of(question) if visible(text) not in shown] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@given(data=st.data())
@RUNS
def test_what_is_put_in_comes_back(looks: Looks, form: type[Form], data: st.DataObject) -> None:
    question = data.draw(questions(form))
    values = data.draw(answers(question))
    back = looks.values(looks.answer(looks.question(question), values))
    assert read_described(form, question.fields, back) == read_described(form, question.fields, values)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@given(data=st.data())
@RUNS
def test_what_stands_there_at_first_comes_back_untouched(
    looks: Looks, form: type[Form], data: st.DataObject
) -> None:
    question = data.draw(questions(form))
    back = looks.values(looks.answer(looks.question(question), {}))
    assert read_described(form, question.fields, back) == read_described(
        form, question.fields, filled(question, {})
    )
