import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.harmless import escaped, fitted, plain, tidy

RUNS = settings(max_examples=80, deadline=None)
FSI, PDI = "\u2068", "\u2069"
ADDED = re.compile(f"[{FSI}{PDI}\u2060]")

NASTY = st.text(
    st.sampled_from("ab .\n\t\r\x07\u202e\u2066\u2069<>&!@#*_~`שאم\u06610é👩\u200d🔬"), max_size=60
)
TEXTS = NASTY | st.text(max_size=60)


@pytest.mark.parametrize(
    "text",
    ["<!channel>", "<!here>", "<@U012AB3CD>", "<#C012AB3CD|general>", "(<!subteam^S1>)", "<<!everyone>"],
)
def test_nothing_that_slack_takes_for_a_mention_is_left_in_one_piece(text: str) -> None:
    assert re.search("<[!@#]", plain(text)) is None
    assert ADDED.sub("", plain(text)) == text


@pytest.mark.parametrize("text", ["@here", "hello @channel!", "@everyone"])
def test_nobody_can_call_everybody(text: str) -> None:
    assert re.search("@(here|channel|everyone)", plain(text)) is None


@pytest.mark.parametrize("text", ["olive@trust.example", "who@channel.example", "@heretic", "5 < 6"])
def test_what_only_looks_similar_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    "text", ["*bold* _lean_ ~gone~ `code`", "> quoted", "• point", "&amp; & é", ":wave:"]
)
def test_signs_of_markup_stay_the_signs_that_were_typed(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("emoji", ["👩🏽\u200d🔬", "🇬🇧", "❤️", "🏳️\u200d🌈", "1️⃣"])
def test_emoji_survive(emoji: str) -> None:
    assert plain(f"Well done {emoji}!") == f"Well done {emoji}!"


def test_a_name_from_right_to_left_stays_apart_from_the_words_beside_it() -> None:
    assert plain("With שלום עולם, 10:00.") == f"With {FSI}שלום עולם{PDI}, 10:00."


def test_two_names_with_words_between_are_two_parts() -> None:
    assert plain("مرحبا and שלום") == f"{FSI}مرحبا{PDI} and {FSI}שלום{PDI}"


def test_signs_that_would_turn_the_line_around_are_left_out() -> None:
    assert plain("a\u202eb\u2067c\u2069d") == "abcd"


def test_control_characters_are_left_out_and_line_ends_are_of_one_kind() -> None:
    assert tidy("a\x00b\x07\r\nc\rd\u2028e\tf\ud800") == "ab\nc\nd\ne f"


@given(TEXTS)
@RUNS
def test_what_is_added_takes_up_no_room(text: str) -> None:
    assert ADDED.sub("", plain(text)) == ADDED.sub("", tidy(text))


@given(TEXTS)
@RUNS
def test_every_part_that_is_opened_is_closed_on_its_line(text: str) -> None:
    for line in plain(text).split("\n"):
        assert re.fullmatch(f"[^{FSI}{PDI}]*(?:{FSI}[^{FSI}{PDI}]+{PDI}[^{FSI}{PDI}]*)*", line)


@given(TEXTS)
@RUNS
def test_every_letter_from_right_to_left_stands_in_a_part_of_its_own(text: str) -> None:
    outside = re.sub(f"{FSI}[^{PDI}]*{PDI}", "", plain(text))
    assert [one for one in outside if unicodedata.bidirectional(one) in {"R", "AL"} and one < "\uffff"] == []


@given(TEXTS)
@RUNS
def test_doing_it_twice_changes_nothing(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(TEXTS)
@RUNS
def test_the_top_of_a_message_holds_one_line_and_no_tag(text: str) -> None:
    told = escaped(text)
    assert not set("<>\n") & set(told)
    assert re.search("&(?!amp;|lt;|gt;)", told) is None


@given(TEXTS, st.integers(2, 40))
@RUNS
def test_a_label_always_fits_and_is_never_empty(text: str, most: int) -> None:
    assert 1 <= len(fitted(text, most)) <= most


def test_a_label_that_is_too_long_ends_between_words() -> None:
    assert fitted("Stop the programme for good", 20) == "Stop the programme…"


def test_a_label_of_one_long_word_is_cut_where_it_must_be() -> None:
    assert fitted("Donaudampfschifffahrt", 10) == "Donaudamp…"


def test_a_label_that_just_fits_is_not_shortened_by_what_keeps_it_apart() -> None:
    assert fitted("שלום", 4) == "שלום"
    assert fitted("שלום", 6) == f"{FSI}שלום{PDI}"
