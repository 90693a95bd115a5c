import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import render
from adapters.slack.elements import Part
from adapters.slack.limits import BLOCKS_IN_MESSAGE, LONGEST_TEXT, ROOM_IN_MESSAGE, packed
from adapters.slack.prose import pieces, prose
from bot.core.messages import Action, Document, Link, Message
from dialogs.lint import problems
from tools.literals import Part as Purpose
from tools.literals import literals
from tools.texts import ROOT

WEEK = """\
Spring 2027: the week to 12 September 2027
Pairs and trios: 13 active, 0 paused, 1 ended
Interactions: 176 held, 206 expected by now
Meeting is not proof of impact."""


def saying(text: str, *actions: Action, kind: str = "reply.example") -> Message:
    return Message(kind=kind, preview="A few words", text=text, actions=actions)


def button(number: int, **details: object) -> Action:
    return Action.model_validate({"label": f"Number {number}", "route": "book", **details})


def types(blocks: list[Part]) -> list[str]:
    return [block["type"] for block in blocks]


def runs(blocks: list[Part]) -> list[tuple[str, Part]]:
    """Return every run of words in a drawing, with its style."""
    found = []
    for block in blocks:
        for element in block["elements"]:
            items = element["elements"] if element["type"] == "rich_text_list" else [element]
            found += [(run["text"], run.get("style", {})) for item in items for run in item["elements"]]
    return found


def read(blocks: list[Part]) -> str:
    return "".join(text for text, _ in runs(blocks))


def buttons(pages: list[list[Part]]) -> list[Part]:
    rows = [block for page in pages for block in page if block["type"] == "actions"]
    return [one for row in rows for one in row["elements"]]


# ---- words


def test_each_paragraph_is_a_block_of_its_own() -> None:
    drawn = render.blocks(saying("It is agreed.\n\nSee you there."))
    assert [read([block]) for block in drawn] == ["It is agreed.", "See you there."]


def test_lines_of_one_paragraph_stay_together() -> None:
    assert read(render.blocks(saying("One is here.\nTwo is there."))) == "One is here.\nTwo is there."


def test_bullets_become_a_list() -> None:
    block = render.blocks(saying("Two of these are plenty:\n• What helps?\n• What hinders?"))[0]
    assert [one["type"] for one in block["elements"]] == ["rich_text_section", "rich_text_list"]
    assert [text for text, _ in runs([block])] == ["Two of these are plenty:", "What helps?", "What hinders?"]


def test_a_first_line_that_is_no_sentence_is_a_heading() -> None:
    drawn = render.blocks(saying("Setting terms · 45 minutes\n\nAgree how you will work together."))
    assert types(drawn) == ["header", "rich_text"]
    assert drawn[0]["text"]["text"] == "Setting terms · 45 minutes"


@pytest.mark.parametrize(
    "text", ["It is agreed.\nSee you.", "Setting terms", "• One\n• Two", "a" * 151 + "\nb"]
)
def test_other_first_lines_are_no_heading(text: str) -> None:
    assert "header" not in types(render.blocks(saying(text)))


def test_labels_stand_out_where_there_are_several() -> None:
    drawn = render.blocks(saying("Next: Tuesday, 10:00.\nMonth 1: ● held"))
    assert [text for text, style in runs(drawn) if style == {"bold": True}] == ["Next:", "Month 1:"]
    assert read(drawn) == "Next: Tuesday, 10:00.\nMonth 1: ● held"


def test_a_single_colon_makes_no_label() -> None:
    assert [style for _, style in runs(render.blocks(saying("It's agreed: Tuesday, 10:00.")))] == [{}]


def test_lines_in_columns_keep_their_widths() -> None:
    drawn = render.blocks(saying("Here it is.\n\nCode  1 2  Held\nR01   M P  3/16"))
    assert drawn[1]["elements"][0]["type"] == "rich_text_preformatted"
    assert read(drawn[1:]) == "Code  1 2  Held\nR01   M P  3/16"


def test_an_asterisk_in_a_message_is_an_asterisk() -> None:
    assert runs(render.blocks(saying("Amara *the brave* suggests Tuesday."))) == [
        ("Amara *the brave* suggests Tuesday.", {})
    ]


def test_the_week_in_figures_has_a_heading_figures_and_small_print() -> None:
    drawn = render.blocks(saying(WEEK, button(1), kind="summary.weekly"))
    assert types(drawn) == ["header", "rich_text", "context", "actions"]
    assert drawn[2]["elements"][0]["text"] == "Meeting is not proof of impact."
    assert [text for text, style in runs([drawn[1]]) if style] == ["Pairs and trios:", "Interactions:"]


def test_a_summary_without_figures_says_so_in_letters_of_the_usual_size() -> None:
    drawn = render.blocks(saying("Spring: the week\nNobody has begun yet.", kind="summary.weekly"))
    assert types(drawn) == ["header", "rich_text"]


def test_a_message_without_words_shows_its_preview() -> None:
    assert read(render.blocks(saying(" \n "))) == "A few words"


def test_a_document_is_no_part_of_the_blocks() -> None:
    paper = Document(name="my-data.txt", media_type="text/plain", text="secret words")
    drawn = render.pages(saying("Here is your copy.").model_copy(update={"document": paper}))
    assert "secret" not in json.dumps(drawn)


def test_a_notification_shows_the_preview_and_no_more() -> None:
    assert render.fallback(saying("Amara suggests Tuesday.")) == "A few words"


def test_a_notification_is_never_markup() -> None:
    message = Message(kind="reply.example", preview="<!channel> & more", text="…")
    assert render.fallback(message) == "&lt;\u2060!channel&gt; &amp; more"


# ---- buttons


def test_a_button_carries_its_route_and_what_it_needs() -> None:
    drawn = buttons(render.pages(saying("Well?", button(1, args={"relationship": "R01"}))))
    assert json.loads(drawn[0]["value"]) == {"r": "book", "a": {"relationship": "R01"}}


def test_what_a_button_carries_holds_nothing_that_comes_back_changed() -> None:
    args = {"code": "<R&D>"}
    value = buttons(render.pages(saying("Well?", button(1, args=args))))[0]["value"]
    assert not set("&<>") & set(value)
    assert json.loads(value)["a"] == args


@pytest.mark.parametrize(("look", "style"), [("plain", None), ("main", "primary"), ("careful", "danger")])
def test_a_button_looks_as_it_should(look: str, style: str | None) -> None:
    assert buttons(render.pages(saying("Well?", button(1, look=look))))[0].get("style") == style


def test_a_button_that_calls_for_care_asks_once_more_by_its_own_name() -> None:
    careful = Action(label="Stop here", route="leave.sure", look="careful")
    confirm = buttons(render.pages(saying("Well?", careful)))[0]["confirm"]
    assert confirm["confirm"]["text"] == "Stop here"
    assert "Stop here" in confirm["text"]["text"]


@pytest.mark.parametrize("count", [1, 25, 26, 60])
def test_every_button_is_there_and_has_a_name_of_its_own(count: int) -> None:
    pages = render.pages(saying("Well?", *map(button, range(count))))
    assert [one["action_id"] for one in buttons(pages)] == [f"press:{number}" for number in range(count)]
    assert all(len(block["elements"]) <= 25 for page in pages for block in page if block["type"] == "actions")


def test_buttons_are_numbered_from_where_others_end() -> None:
    assert buttons([render.blocks(saying("Well?", button(1)), 7)])[0]["action_id"] == "press:7"


# ---- long messages


def test_a_long_message_is_several_pages_and_its_buttons_stand_on_the_last() -> None:
    text = "\n\n".join(f"Paragraph {number} is about this and that. " * 20 for number in range(40))
    pages = render.pages(saying(text, button(1)))
    assert len(pages) > 1
    assert [page[-1]["type"] for page in pages].index("actions") == len(pages) - 1
    assert all(len(page) <= BLOCKS_IN_MESSAGE for page in pages)
    assert all(len(json.dumps(page)) <= ROOM_IN_MESSAGE * 1.2 for page in pages)


def test_many_short_paragraphs_are_several_pages() -> None:
    pages = render.pages(saying("\n\n".join(f"Line {number}." for number in range(120))))
    assert [len(page) for page in pages] == [50, 50, 20]


def test_a_long_paragraph_is_cut_between_words() -> None:
    told = " ".join(f"word{number}" for number in range(2000))
    drawn = prose(told)
    assert " ".join(read([block]) for block in drawn) == told
    assert all(len(read([block])) <= LONGEST_TEXT for block in drawn)


def test_lines_are_cut_at_their_ends_rather_than_between_words() -> None:
    told = "\n".join(["a b c d e f g"] * 3)
    assert list(pieces(told, 30)) == ["a b c d e f g\na b c d e f g", "a b c d e f g"]


def test_a_letter_is_never_parted_from_its_accents() -> None:
    told = "e\u0301" * 30
    assert all(not piece.startswith("\u0301") for piece in pieces(told, 7))
    assert "".join(pieces(told, 7)) == told


def test_an_emoji_is_never_parted_in_itself() -> None:
    scientist = "👩🏽\u200d🔬"
    told = scientist * 10
    found = list(pieces(told, 9))
    assert "".join(found) == told
    assert all(len(piece) % len(scientist) == 0 for piece in found)


@given(st.text(st.sampled_from("ab \n"), max_size=200), st.integers(5, 40))
@settings(max_examples=100, deadline=None)
def test_pieces_fit_and_nothing_but_white_space_is_lost(text: str, most: int) -> None:
    found = list(pieces(text, most))
    assert all(0 < len(piece) <= most for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.lists(st.integers(1, 400), max_size=30), st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_parts_are_put_together_in_order_and_within_the_room(lengths: list[int], most: int) -> None:
    parts: list[Part] = [{"t": "x" * length} for length in lengths]
    pages = list(packed(parts, most, 500))
    assert [part for page in pages for part in page] == parts
    assert all(0 < len(page) <= most for page in pages)
    assert all(len(json.dumps(page)) <= 560 for page in pages)


# ---- the adapter's own words


@pytest.mark.parametrize("file", ["buttons", "forms", "inputs"])
def test_what_is_said_here_is_plain_and_kind(file: str) -> None:
    said = [
        one.text for one in literals(ROOT / "adapters" / "slack" / f"{file}.py") if one.part is Purpose.TEXT
    ]
    assert said
    assert [text for text in said if problems(text)] == []


def test_an_address_is_a_link_by_its_name_and_never_words() -> None:
    link = Link(label="Outlook", address="https://outlook.example/new?a=1")
    (drawn,) = render.pages(saying("These open it:").model_copy(update={"links": (link,)}))
    [found] = [part for one in drawn[-1]["elements"] for item in one["elements"] for part in item["elements"]]
    assert found == {"type": "link", "url": "https://outlook.example/new?a=1", "text": "Outlook"}
