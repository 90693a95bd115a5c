"""What the bot never says is found, and what it may say passes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.lint import (
    absolute_promises,
    advice_verbs,
    initialisms,
    label_words,
    preview_problems,
    problems,
    reading_problems,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You were defensive today.", "defensive"),
        ("Is your mentee fragile?", "fragile"),
        ("Not everyone is a racist.", "racist"),
        ("Working with difficult people", "difficult"),
        ("You\u2019re too aggressive at times.", "You're too aggressive"),
        ("Your mentor is rude", "Your mentor is rude"),
        ("WOKE colleagues", "WOKE"),
    ],
)
def test_a_label_of_a_person_is_found(text: str, found: str) -> None:
    assert label_words(text) == (found,)


@pytest.mark.parametrize(
    "text",
    [
        "Explain, fix, defend, or stay with it?",
        "Was there racist language in the room?",
        "Defensive medicine costs money.",
        "A difficult subject, a weak signal and an aggressive deadline.",
        "What woke up your interest?",
    ],
)
def test_words_for_deeds_and_things_are_no_labels(text: str) -> None:
    assert label_words(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "This is completely confidential.",
        "Nobody can read it.",
        "No one else will ever see it.",
        "No-one can find out.",
        "Your answer is anonymous.",
        "It stays here and will never be shared.",
        "It can\u2019t be traced.",
        "It will always be private.",
        "We guarantee it.",
        "100% secure",
    ],
)
def test_a_promise_that_cannot_be_kept_is_found(text: str) -> None:
    assert absolute_promises(text)


@pytest.mark.parametrize(
    "text",
    [
        "Only you see this unless you choose otherwise.",
        "This form is not anonymous.",
        "Nobody can promise complete secrecy.",
        "We cannot promise full anonymity.",
        "What could you do that nobody will thank you for?",
        "Private: for you alone.",
    ],
)
def test_honest_words_about_who_sees_what_pass(text: str) -> None:
    assert absolute_promises(text) == ()


@pytest.mark.parametrize(
    "word", ["BME", "BAME", "B.M.E", "POC", "PoC", "BIPOC", "LGBT", "LGBTQ+", "GEM", "GRT"]
)
def test_a_shortened_name_for_a_group_is_found(word: str) -> None:
    assert initialisms(f"How do {word} staff see it?") == (word,)


@pytest.mark.parametrize(
    "text", ["a gem of an idea", "the NHS, the FTSU Guardian and the DPO", "an epoch", "POCKET"]
)
def test_other_capitals_pass(text: str) -> None:
    assert initialisms(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "You should try this.",
        "You must listen more.",
        "If I were you, I\u2019d stop.",
        "You need to say sorry.",
        "Make sure that it lasts.",
        "Why don\u2019t you ask?",
        "Try to relax.",
        "You\u2019d better go.",
    ],
)
def test_advice_is_found(text: str) -> None:
    assert advice_verbs(text)


@pytest.mark.parametrize(
    "text",
    [
        "What do you need to hear from me?",
        "Which would you have to change?",
        "I would like to hear what you have to say.",
        "Which of these should we keep?",
    ],
)
def test_questions_are_no_advice(text: str) -> None:
    assert advice_verbs(text) == ()


@pytest.mark.parametrize(
    ("preview", "kind"),
    [
        ("Your talk about race", "background"),
        ("A word with ethnic minorities", "background"),
        ("The symbolic level", "level"),
        ("Meeting 14: the long interview", "topic"),
        ("Inclusion as a skill", "topic"),
        ("Your mentor has written", "direction"),
        ("REVERSE the time", "direction"),
        ("Meet a senior colleague", "direction"),
    ],
)
def test_a_preview_that_gives_something_away_is_found(preview: str, kind: str) -> None:
    assert kind in " ".join(preview_problems(preview))


@pytest.mark.parametrize("preview", ["", "   ", "two\nlines", "x" * 91])
def test_a_preview_is_one_line_of_at_most_ninety_characters(preview: str) -> None:
    assert len(preview_problems(preview)) == 1


@pytest.mark.parametrize(
    "preview",
    [
        "Diary check",
        "Finding time",
        "One more to go",
        "A hand?",
        "How did it go?",
        "Your guide for tomorrow's meeting",
        "y" * 90,
    ],
)
def test_a_neutral_preview_passes(preview: str) -> None:
    assert preview_problems(preview) == ()


def test_long_sentences_are_found() -> None:
    assert reading_problems("one two three four five six seven eight nine ten " * 2 + ".")
    assert reading_problems(f"{'word ' * 31}. Short. Short.") == ("it has a sentence of more than 30 words",)


def test_many_long_words_are_found() -> None:
    assert reading_problems("Institutional accountability") == (
        "it has too many long words: Institutional, accountability",
    )


@pytest.mark.parametrize("text", ["", "What worked?", "One organisational thing.", "First line\nsecond line"])
def test_plain_words_pass(text: str) -> None:
    assert reading_problems(text) == ()


def test_all_the_problems_of_a_text_are_told_together() -> None:
    assert problems("Nobody can say that BME staff are fragile.") == (
        "“fragile” labels a person",
        "“Nobody can” promises too much",
        "“BME” shortens the name of a group",
    )


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_any_text_can_be_linted(text: str) -> None:
    for found in (problems(text), preview_problems(text), advice_verbs(text)):
        assert all(found)
