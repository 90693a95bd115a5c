import json
from datetime import date, time
from typing import Annotated, Literal

import pytest

from adapters.slack import forms
from adapters.slack.elements import Part
from bot.core.dialogs import Question
from bot.core.fields import Option
from bot.core.forms import Choice, Choices, Date, Form, Number, Text, Time, YesNo, describe, heading
from bot.core.messages import Action, Message
from tests.fakes.slack.blockkit import check_view

TOKEN = "01a3c2bc09007f6199928cf5b57c6ca1:{}:day"


class Outing(Form):
    """Where shall you go, and when shall that be?

    Anything counts: a walk, a *short* call.
    """

    short_title = "An outing"

    where: Annotated[Literal["walk", "call"], Choice("A walk", "A call", label="Where to", hint="Both count")]
    who: Annotated[tuple[str, ...], Choices(label="Who is there", at_least=0, at_most=3)]
    guide: Annotated[str, Choice(label="Which guide")]
    on: Annotated[date, Date(label="Which day")]
    at: Annotated[time | None, Time(label="What time")] = None
    hours: Annotated[int, Number(label="How many hours", minimum=1, maximum=9)] = 2
    words: Annotated[str, Text(label="A word", max_length=20, multiline=True)]
    sure: Annotated[bool, YesNo(label="Is that so")]


def names(count: int) -> list[Option]:
    return [Option(f"R{number}", f"Pair {number}") for number in range(count)]


def outing(who: int = 3, guide: int = 3, revision: int = 0, **details: object) -> Question:
    """Return the question, with lists of these lengths and whatever else the asking brings."""
    head = heading(Outing)
    defaults = details.pop("defaults", {})
    fields = describe(Outing, choices={"who": names(who), "guide": names(guide)}, defaults=defaults)
    question = Question(
        dialog="outing", key="outing", title=head.title, short_title=head.short_title, text=head.text,
        fields=fields, back=False, skip=False, token=TOKEN.format(revision),
    )  # fmt: skip
    return question.model_copy(update=details)


def drawn(question: Question) -> Part:
    view = forms.view(question, "carried")
    check_view(view)
    return view


def inputs(question: Question) -> dict[str, Part]:
    return {
        block["element"]["action_id"]: block
        for block in drawn(question)["blocks"]
        if block["type"] == "input"
    }


def element(name: str, **details: object) -> Part:
    block: Part = inputs(outing(**details))[name]
    return block["element"]


def blocks_of(view: Part, kind: str) -> list[Part]:
    return [block for block in view["blocks"] if block["type"] == kind]


# ---- the window


def test_a_window_has_its_title_its_buttons_and_what_it_carries() -> None:
    view = drawn(outing())
    shown = [view[name]["text"] for name in ("title", "submit", "close")]
    assert shown == ["An outing", "Send", "Close"]
    assert (view["callback_id"], view["private_metadata"]) == ("question", "carried")


def test_the_whole_question_stands_above_the_fields() -> None:
    assert blocks_of(drawn(outing()), "header")[0]["text"]["text"] == heading(Outing).title


@pytest.mark.parametrize("title", ["An outing", "Where to"])
def test_a_title_that_stands_there_anyway_is_not_said_twice(title: str) -> None:
    assert blocks_of(drawn(outing(title=title)), "header") == []


def test_emphasis_is_meant_in_the_bots_own_words() -> None:
    runs = blocks_of(drawn(outing()), "rich_text")[0]["elements"][0]["elements"]
    assert [run["text"] for run in runs if run.get("style") == {"italic": True}] == ["short"]


def test_what_somebody_wrote_is_shown_as_it_is_and_set_apart() -> None:
    own = "Title: mine\n• *not* a list"
    shown = blocks_of(drawn(outing(show=own)), "rich_text")[-1]["elements"]
    assert shown == [{"type": "rich_text_quote", "elements": [{"type": "text", "text": own}]}]


def test_a_long_text_leaves_room_for_the_fields() -> None:
    told = "\n\n".join(f"Paragraph {number}." for number in range(150))
    view = drawn(outing(text=told, show=told))
    assert len(view["blocks"]) <= 100
    assert len(blocks_of(view, "input")) == 8


def test_only_the_ways_out_that_are_offered_are_there() -> None:
    row = blocks_of(drawn(outing(back=True, later=False)), "actions")[0]
    assert [one["action_id"] for one in row["elements"]] == ["turn:back", "turn:help"]


def test_a_question_without_a_way_out_has_no_empty_row() -> None:
    assert blocks_of(drawn(outing(later=False, help=False)), "actions") == []


# ---- fields


def test_a_field_has_its_label_its_hint_and_says_whether_it_may_stay_empty() -> None:
    found = inputs(outing())
    assert found["where"]["label"]["text"] == "Where to"
    assert found["where"]["hint"]["text"] == "Both count"
    assert [name for name, block in found.items() if block["optional"]] == ["who", "at"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("where", "radio_buttons"),
        ("who", "checkboxes"),
        ("guide", "radio_buttons"),
        ("on", "datepicker"),
        ("at", "timepicker"),
        ("hours", "number_input"),
        ("words", "plain_text_input"),
        ("sure", "radio_buttons"),
    ],
)
def test_every_kind_of_field_has_its_input(name: str, kind: str) -> None:
    assert element(name)["type"] == kind


@pytest.mark.parametrize(
    ("count", "one", "several"),
    [(10, "radio_buttons", "checkboxes"), (11, "static_select", "multi_static_select")],
)
def test_a_list_of_more_than_ten_opens(count: int, one: str, several: str) -> None:
    assert element("guide", guide=count)["type"] == one
    assert element("who", who=count)["type"] == several


def test_nothing_is_filled_in_where_nothing_stands_yet() -> None:
    filled = [
        key for block in inputs(outing()).values() for key in block["element"] if key.startswith("initial")
    ]
    assert filled == ["initial_value"], "the hours alone have a default"


@pytest.mark.parametrize("count", [3, 30])
def test_fields_begin_with_what_is_known(count: int) -> None:
    known = {
        "where": "call", "who": ("R0", "R2"), "guide": "R1", "on": date(2027, 2, 1), "at": time(9, 5),
        "hours": 3, "words": "<b>", "sure": False,
    }  # fmt: skip
    found = {name: block["element"] for name, block in inputs(outing(count, count, defaults=known)).items()}
    assert found["where"]["initial_option"]["value"] == "call"
    assert [one["value"] for one in found["who"]["initial_options"]] == ["R0", "R2"]
    assert found["guide"]["initial_option"]["value"] == "R1"
    assert (found["on"]["initial_date"], found["at"]["initial_time"]) == ("2027-02-01", "09:05")
    assert (found["hours"]["initial_value"], found["words"]["initial_value"]) == ("3", "<b>")
    assert found["sure"]["initial_option"]["value"] == "false"


def test_a_number_and_a_long_list_keep_their_bounds() -> None:
    hours = element("hours")
    assert (hours["min_value"], hours["max_value"], hours["is_decimal_allowed"]) == ("1", "9", False)
    assert element("who", who=30)["max_selected_items"] == 3


def test_a_text_may_be_as_long_as_the_field_says() -> None:
    assert element("words")["max_length"] == 20
    assert element("words")["multiline"] is True


def test_a_draft_that_is_too_long_can_be_shortened_where_it_stands() -> None:
    draft = outing().showing({"words": "word " * 100}, {"words": "Please keep this to 20 characters."})
    words = inputs(draft)["words"]["element"]
    assert words["initial_value"] == ("word " * 100).strip()
    assert words["max_length"] == 3000


def test_a_draft_that_no_field_holds_is_shown_whole_above_it() -> None:
    long = " ".join(["word"] * 1000)
    view = drawn(outing().showing({"words": long}, {}))
    shown = [one["elements"][0] for one in blocks_of(view, "rich_text")]
    quoted = [one["elements"][0]["text"] for one in shown if one["type"] == "rich_text_quote"]
    assert " ".join(quoted) == long
    assert "word word" not in json.dumps(blocks_of(view, "input"))


# ---- names of blocks, and what is to be mended


def test_a_field_keeps_its_block_while_the_question_stands() -> None:
    once, again = drawn(outing()), drawn(outing(defaults={"words": "mended"}))
    assert [one["block_id"] for one in blocks_of(once, "input")] == [
        one["block_id"] for one in blocks_of(again, "input")
    ]


def test_a_later_question_shares_no_block_with_it() -> None:
    first = {one["block_id"] for one in blocks_of(drawn(outing(revision=1)), "input")}
    second = {one["block_id"] for one in blocks_of(drawn(outing(revision=2)), "input")}
    assert first & second == set()


def test_a_complaint_belongs_to_the_block_of_its_field() -> None:
    question = outing(errors={"words": "Please write something here."})
    assert forms.errors(question) == {inputs(question)["words"]["block_id"]: "Please write something here."}


def test_a_complaint_is_drawn_right_above_its_field() -> None:
    blocks = drawn(outing(errors={"words": "Please write something here."}))["blocks"]
    at = next(number for number, one in enumerate(blocks) if one.get("block_id", "").startswith("words:"))
    assert "Please write something here." in json.dumps(blocks[at - 1])


def test_complaints_that_have_no_field_ask_for_a_new_drawing() -> None:
    assert forms.errors(outing(errors={"gone": "Please look again."})) == {}


# ---- windows that only say something


def saying(text: str, *labels: str) -> Message:
    actions = tuple(Action(label=label, route="book") for label in labels)
    return Message(kind="reply.example", preview="A few words", text=text, actions=actions)


def test_a_notice_shows_messages_apart_and_each_button_by_a_name_of_its_own() -> None:
    view = forms.notice("Help now", [saying("One.", "A", "B"), saying("Two.", "C")])
    check_view(view)
    assert [one["type"] for one in view["blocks"]] == [
        "rich_text",
        "actions",
        "divider",
        "rich_text",
        "actions",
    ]
    pressed = [one["action_id"] for row in blocks_of(view, "actions") for one in row["elements"]]
    assert pressed == ["press:0", "press:1", "press:2"]
    assert "submit" not in view


def test_a_notice_of_very_many_paragraphs_is_still_one_window() -> None:
    told = "\n\n".join(f"Paragraph {number}." for number in range(300))
    view = forms.notice("A long one", [saying(told, "A")])
    check_view(view)
    assert "Paragraph 299." in json.dumps(view)


def test_a_title_of_a_notice_that_is_too_long_ends_between_words() -> None:
    assert forms.notice("What this is all about today", [])["title"]["text"] == "What this is all about…"


def test_a_finished_form_says_what_there_is_to_say_or_thanks() -> None:
    check_view(forms.finished([]))
    assert "Thank you." in json.dumps(forms.finished([]))
    assert "It's kept." in json.dumps(forms.finished([saying("It's kept.")]))
