"""Every word that people may read: on one page, plain and kind, and neutral where anyone may look."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.core.messages import KINDS
from dialogs.lint import preview_problems, problems
from tools.literals import Part, literals
from tools.texts import PAGE, files, page, texts

EVERYTHING = sorted(set(texts()))
TEXTS = [(place, text) for place, part, text in EVERYTHING if part is Part.TEXT]
PREVIEWS = [(place, text) for place, part, text in EVERYTHING if part is Part.PREVIEW]


def test_the_page_shows_what_the_bot_says_now() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make texts`"


def test_the_page_is_not_empty_anywhere() -> None:
    """The gathering itself is looked at: too few texts would mean that it passes something by."""
    found = Counter(part for _, part, _ in EVERYTHING)
    assert found[Part.TEXT] > 1000
    assert found[Part.PREVIEW] > 50


def test_every_text_is_plain_and_kind() -> None:
    assert {text: problems(text) for _, text in TEXTS if problems(text)} == {}


def test_every_preview_is_short_and_neutral() -> None:
    assert {text: preview_problems(text) for _, text in PREVIEWS if preview_problems(text)} == {}


def test_every_kind_is_one_of_the_four() -> None:
    kinds = {one.text for file in files() for one in literals(file) if one.part is Part.KIND}
    assert {kind for kind in kinds if "." in kind and not kind.startswith(KINDS)} == set()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('reply(_("Say it once."))', [(Part.TEXT, "Say it once.")]),
        ('counted("{n} day", "{n} days", 3)', [(Part.TEXT, "{n} day"), (Part.TEXT, "{n} days")]),
        (
            'Message(kind="reply.x", preview=_("Noted"), text=_("All noted."))',
            [(Part.KIND, "reply.x"), (Part.PREVIEW, "Noted"), (Part.TEXT, "All noted.")],
        ),
        ('raise ValueError("Please try it again.")', [(Part.TEXT, "Please try it again.")]),
        ('f"It is {day} today."', [(Part.TEXT, "It is {day} today.")]),
        ('"""Nobody reads a docstring here."""', []),
        ('raise RuntimeError("Nobody reads this either.")', []),
        ('key = "some-key"', []),
    ],
)
def test_what_stands_in_a_file_is_found_in_its_order(
    tmp_path: Path, source: str, expected: list[tuple[Part, str]]
) -> None:
    file = tmp_path / "said.py"
    file.write_text(source, "utf-8")
    assert [(one.part, one.text) for one in literals(file)] == expected


def test_no_text_names_a_gap_that_is_never_filled() -> None:
    """A brace that was left open, or a gap without a name, would show to people."""
    broken = [text for _, text in TEXTS if text.count("{") != text.count("}") or re.search(r"\{\s*\}", text)]
    assert broken == []
