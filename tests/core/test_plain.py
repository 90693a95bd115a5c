"""What people type is looked over before it is kept."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.plain import CHOSEN_WORDS, has_chosen_words, names_others, nhs_number_in

WEIGHTS = range(10, 1, -1)
SEPARATORS = ["", " ", "-", "\u00a0", "\u2011", " - ", "\n"]
SCRIPTS = [0x30, 0x660, 0x966, 0xFF10]  # Western, Arabic, Devanagari, full width


def check_digit(body: str) -> int:
    return (11 - sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11) % 11


bodies = st.text("0123456789", min_size=9, max_size=9)
valid_numbers = bodies.filter(lambda body: check_digit(body) < 10).map(
    lambda body: f"{body}{check_digit(body)}"
)


@settings(deadline=None, max_examples=60)
@given(valid_numbers, st.lists(st.sampled_from(SEPARATORS), min_size=9, max_size=9))
@example("9434765919", ["", "", " ", "", "", " ", "", "", ""])
def test_a_valid_nhs_number_is_found_however_it_is_spaced(number: str, between: list[str]) -> None:
    spaced = number[0] + "".join(gap + digit for gap, digit in zip(between, number[1:], strict=True))
    assert nhs_number_in(f"I met {spaced}, as agreed.")


@settings(deadline=None, max_examples=60)
@given(bodies, st.integers(0, 9))
def test_ten_digits_with_a_wrong_check_digit_pass(body: str, last: int) -> None:
    assert nhs_number_in(f"{body}{last}") == (last == check_digit(body))


@settings(deadline=None, max_examples=40)
@given(valid_numbers, st.sampled_from(SCRIPTS))
def test_an_nhs_number_is_found_in_the_digits_of_any_script(number: str, zero: int) -> None:
    assert nhs_number_in("".join(chr(zero + int(digit)) for digit in number))


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
def test_any_text_at_all_can_be_checked(text: str) -> None:
    assert nhs_number_in(text) in {True, False}
    assert has_chosen_words(text) in {True, False}
    assert len(names_others(text)) <= 3


@pytest.mark.parametrize(
    "hidden", ["943\u200b476\u200b5919", "9\ufe0f\u20e3434765919", "NHS9434765919x", "12 943 476 5919"]
)
def test_an_nhs_number_is_found_behind_marks_letters_and_other_numbers(hidden: str) -> None:
    assert nhs_number_in(hidden)


@pytest.mark.parametrize(
    "harmless",
    [
        "94347659190",
        "19434765919",
        "ring 020 7946 0958",
        "ring 01632 960 001",
        "ring +44 1632 960002",
        "943 476 591",
        "943, 476 and 5919 of them",
        "no number at all",
        "",
    ],
)
def test_other_numbers_pass(harmless: str) -> None:
    assert not nhs_number_in(harmless)


@pytest.mark.parametrize("hour", range(24))
def test_a_date_with_an_hour_passes_whatever_its_digits(hour: int) -> None:
    assert not nhs_number_in(f"we met 2027-01-12 {hour:02}:30")


@pytest.mark.parametrize(
    "text",
    [
        "I saw Dr Okafor there",
        "I saw dr. Okafor there",
        "Mrs O\u2019Neill spoke first",
        "thanks to Nurse Amina",
        "SISTER JONES came in",
        "it was Professor Élodie",
        "Mr\u00a0Lee left",
        "Ms 李 asked",
    ],
)
def test_a_title_before_a_name_is_noticed(text: str) -> None:
    assert names_others(text) == ("a title and a name",)


@pytest.mark.parametrize(
    "text",
    [
        "the nurse was kind",
        "I miss London",
        "we met on MS Teams",
        "the Nurse Director chaired",
        "a doctor asked",
        "Mr and Mrs",
        "my sister came",
        "Dr 4",
        "Okafor spoke",
    ],
)
def test_titles_without_a_name_pass(text: str) -> None:
    assert names_others(text) == ()


@pytest.mark.parametrize("text", ["write to sam@trust.example", "sam.o'neill+x@mail.trust.example"])
def test_an_email_address_is_noticed(text: str) -> None:
    assert names_others(text) == ("an e-mail address",)


@pytest.mark.parametrize("text", ["ask @sam", "(@sam)", "<@U012AB3CD>", "<at>Sam</at>", "ask \uff20sam"])
def test_a_mention_is_noticed(text: str) -> None:
    assert names_others(text) == ("a mention",)


@pytest.mark.parametrize("text", ["see you @ noon", "3 @ 5", "a@b", "@"])
def test_an_at_sign_alone_passes(text: str) -> None:
    assert names_others(text) == ()


def test_everything_found_is_named_once_and_never_quoted() -> None:
    found = names_others("Dr Okafor and Dr Lee, okafor@trust.example, @okafor")
    assert found == ("a title and a name", "an e-mail address", "a mention")


PHRASES = [phrase.strip() for phrases in CHOSEN_WORDS.values() for phrase in phrases.split(",")]


@pytest.mark.parametrize("phrase", PHRASES)
def test_each_chosen_phrase_is_found_inside_a_sentence(phrase: str) -> None:
    assert has_chosen_words(f"To be honest, {phrase.upper()}.")


@pytest.mark.parametrize(
    "text", ["I can\u2019t\n cope", "I cant cope", "Self\u2011harm", "SUICIDE", "they were threatening  me"]
)
def test_apostrophes_hyphens_spaces_and_case_make_no_difference(text: str) -> None:
    assert has_chosen_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "It hit me that nobody had asked.",
        "The grape harvest was fine.",
        "I was afraid of getting it wrong.",
        "We talked about safety on the ward.",
        "He asked a hard question and I liked it.",
        "",
    ],
)
def test_everyday_words_show_no_support_card(text: str) -> None:
    assert not has_chosen_words(text)
