"""Words in people's own hand: what is refused, what is asked about, and what passes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.forms import heading, question_name
from bot.core.plain import nhs_number_in
from dialogs.free_text import AsItIs, without_patients
from dialogs.lint import problems


def test_the_refusal_repeats_nothing_of_what_was_written() -> None:
    with pytest.raises(ValueError, match="NHS number") as refused:
        without_patients("canary 943 476 5919")
    assert "943" not in str(refused.value)
    assert "canary" not in str(refused.value)


def test_the_refusal_is_plain_and_kind() -> None:
    with pytest.raises(ValueError, match="NHS number") as refused:
        without_patients("9434765919")
    assert problems(str(refused.value)) == ()


def test_nothing_written_passes() -> None:
    assert without_patients(None) is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_what_passes_is_left_as_it_was(text: str) -> None:
    if not nhs_number_in(text):
        assert without_patients(text) == text


def test_the_question_about_names_is_a_storage_key_and_gentle() -> None:
    assert question_name(AsItIs) == "as_it_is"
    assert problems(f"{heading(AsItIs).title}\n{heading(AsItIs).text}") == ()
