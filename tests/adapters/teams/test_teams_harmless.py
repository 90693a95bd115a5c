"""What people typed is seen as it is and turns into nothing else."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.harmless import markdown, plain, spoken

RUNS = settings(max_examples=100, deadline=None)


def unescaped(text: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def test_plain_words_stay_as_they_are() -> None:
    assert plain("Tuesday, 14:00 *or so*\n• a point") == "Tuesday, 14:00 *or so*\n• a point"


def test_emoji_keep_their_joints() -> None:
    assert plain("👩🏽\u200d⚕️ 🇬🇧") == "👩🏽\u200d⚕️ 🇬🇧"


def test_a_name_from_right_to_left_stands_apart_from_its_neighbours() -> None:
    assert plain("With שלם ברכה (2)") == "With \u2068שלם ברכה\u2069 (2)"


def test_a_name_with_points_is_one_stretch() -> None:
    assert plain("שָׁלֵם, ברכה!") == "\u2068שָׁלֵם, ברכה\u2069!"


def test_lines_from_right_to_left_stand_apart_from_each_other() -> None:
    assert plain("שלם\nברכה") == "\u2068שלם\u2069\n\u2068ברכה\u2069"


def test_nobody_turns_a_line_around() -> None:
    assert plain("\u202egnirts\u2066") == "gnirts"


def test_signs_nobody_sees_are_dropped_and_lines_end_in_one_way() -> None:
    assert plain("a\x07b\x00\r\nc\rd\te\ud800") == "ab\nc\nd e"


@pytest.mark.parametrize(
    "text",
    ["*a*", "__a__", "`a`", "[a](b)", "<at>all</at>", "&amp;", "# a", "- a", "+ a", "> a", "1. a", "2) a"],
)
def test_markdown_says_what_was_typed(text: str) -> None:
    assert markdown(text) != text
    assert unescaped(markdown(text)) == text


@pytest.mark.parametrize(
    "text", ["https://evil", "www.evil.example", "evil.example", "who@trust.example", "mailto:who"]
)
def test_no_address_is_taken_for_a_link(text: str) -> None:
    assert markdown(text).replace("\u2060", "") == text
    assert "\u2060" in markdown(text)


def test_ordinary_words_need_no_escape() -> None:
    assert markdown("Month 1: 8 met, 3 part (under way)") == "Month 1: 8 met, 3 part (under way)"


def test_speech_holds_no_markup() -> None:
    assert not set("<>&") & set(spoken("<speak>R&D</speak>"))


@given(st.text(max_size=80))
@RUNS
def test_every_visible_sign_is_kept(text: str) -> None:
    kept = [sign for sign in text if sign.isalnum() or unicodedata.category(sign) == "So"]
    assert [sign for sign in plain(text) if sign in kept] == kept


@given(st.text(max_size=80))
@RUNS
def test_every_stretch_that_is_opened_is_closed(text: str) -> None:
    depth = 0
    for sign in plain(text):
        depth += {"\u2068": 1, "\u2069": -1}.get(sign, 0)
        assert depth in {0, 1}
    assert depth == 0


@given(st.text(max_size=80))
@RUNS
def test_markdown_unescapes_to_the_plain_words(text: str) -> None:
    assert unescaped(markdown(text)).replace("\u2060", "") == unescaped_plain(text)


def unescaped_plain(text: str) -> str:
    return plain(text).replace("\u2060", "")
