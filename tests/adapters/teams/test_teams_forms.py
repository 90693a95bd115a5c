"""Questions as cards: inputs, errors in place, pages to turn, and buttons that such windows know."""

from datetime import date, time
from typing import Any

import pytest

from adapters.teams import forms
from adapters.teams.elements import Part
from adapters.teams.limits import HEAVIEST_CARD, weight
from bot.core.asking import Question
from bot.core.fields import Field, Kind, Option
from bot.core.forms import Form
from tests.contract.adapters.examples import every_form, plain_question

WEIGHTS = (Option("light", "Light"), Option("fine", "*Fine*"))


def question(*fields: Field, **details: Any) -> Question:
    given = {"text": "", "back": False, "skip": False, "token": "abc:1:weight", **details}
    return Question(
        dialog="reflecting",
        key="weight",
        title="How was it?",
        short_title="Looking back",
        fields=fields,
        **given,
    )


def drawn(*fields: Field, **details: Any) -> Part:
    return forms.card(question(*fields, **details))


def only_input(field: Field) -> Part:
    [found] = [part for part in drawn(field)["body"] if part["type"].startswith("Input.")]
    return found


def buttons(card: Part) -> list[Part]:
    return [action for part in card["body"] if part["type"] == "ActionSet" for action in part["actions"]]


def test_a_choice_shows_its_options_and_what_was_chosen() -> None:
    field = Field(name="weight", kind=Kind.CHOICE, label="Weight", options=WEIGHTS, default="fine")
    shown = only_input(field)
    assert (shown["type"], shown["style"], shown["value"]) == ("Input.ChoiceSet", "expanded", "fine")
    assert shown["choices"][1] == {"title": "\\*Fine\\*", "value": "fine"}


def test_a_long_list_opens_and_its_labels_are_as_they_are() -> None:
    rooms = tuple(Option(str(number), f"Room_{number}_") for number in range(11))
    shown = only_input(Field(name="room", kind=Kind.CHOICE, label="Room", options=rooms))
    assert shown["style"] == "compact"
    assert shown["choices"][0]["title"] == "Room_0_"


def test_several_choices_show_every_tick() -> None:
    field = Field(
        name="tags", kind=Kind.CHOICES, label="Tags", options=WEIGHTS, default=("light", "fine"), minimum=1
    )
    shown = only_input(field)
    assert (shown["isMultiSelect"], shown["value"]) == (True, "light,fine")


def test_words_have_their_room() -> None:
    field = Field(
        name="words",
        kind=Kind.TEXT,
        label="Words",
        max_length=300,
        multiline=True,
        default="*so*",
        hint="No names.",
    )
    shown = only_input(field)
    assert (shown["maxLength"], shown["isMultiline"], shown["value"]) == (300, True, "*so*")


def test_dates_times_and_numbers_keep_their_bounds() -> None:
    day = Field(name="on", kind=Kind.DATE, label="Day", minimum=date(2027, 3, 1), default="2027-03-16")
    at = Field(name="at", kind=Kind.TIME, label="Time", minimum=time(8), maximum=time(20))
    long = Field(name="long", kind=Kind.NUMBER, label="Minutes", minimum=0, maximum=90, default="45")
    assert (only_input(day)["min"], only_input(day)["value"]) == ("2027-03-01", "2027-03-16")
    assert (only_input(at)["min"], only_input(at)["max"]) == ("08:00", "20:00")
    assert (only_input(long)["min"], only_input(long)["max"], only_input(long)["value"]) == (0, 90, 45)


def test_yes_or_no_chooses_neither_for_anybody() -> None:
    answers = (Option("true", "Yes"), Option("false", "No"))
    shown = only_input(Field(name="met", kind=Kind.YES_NO, label="Met?", options=answers))
    assert shown["style"] == "expanded"
    assert "value" not in shown


def test_a_field_that_must_be_filled_says_so_kindly() -> None:
    shown = only_input(Field(name="words", kind=Kind.TEXT, label="Words"))
    assert (shown["isRequired"], shown["errorMessage"]) == (True, "Please write something here.")


def test_a_field_that_may_stay_empty_says_so() -> None:
    shown = only_input(Field(name="words", kind=Kind.TEXT, label="Words", required=False))
    assert shown["label"] == "Words (you may leave it empty)"
    assert "isRequired" not in shown


def test_a_label_never_repeats_the_title() -> None:
    shown = only_input(Field(name="words", kind=Kind.TEXT, label="How was it?"))
    assert shown["label"] == "Your answer"


def test_an_error_stands_right_below_its_field_and_is_announced_first() -> None:
    fields = [Field(name=name, kind=Kind.TEXT, label=name) for name in ("one", "two")]
    body = drawn(*fields, errors={"one": "Please keep this shorter."})["body"]
    assert body[0]["inlines"][0]["text"] == "1 answer needs another look."
    at = [part.get("id", "").startswith("field.one.") for part in body].index(True)
    assert body[at + 1]["inlines"][0] | {"color": "Attention"} == body[at + 1]["inlines"][0]
    assert body[at + 1]["inlines"][0]["text"] == "Please keep this shorter."


def test_what_is_shown_is_never_read_as_markup() -> None:
    body = drawn(show="*mine*\n[link](https://evil.example)")["body"]
    [panel] = [part for part in body if part["type"] == "Container"]
    assert [part["inlines"][0]["text"] for part in panel["items"]] == [
        "*mine*",
        "[link](https://evil.example)",
    ]


def test_an_input_of_an_older_question_is_another_input() -> None:
    field = Field(name="words", kind=Kind.TEXT, label="Words")
    older, newer = (question(field, token=f"abc:{revision}:weight") for revision in (1, 2))
    names = {forms.card(one)["body"][1]["id"] for one in (older, newer)}
    assert len(names) == 2


def test_only_sending_takes_the_fields_along() -> None:
    card = drawn(Field(name="words", kind=Kind.TEXT, label="Words"), back=True, skip=True)
    assert [(one["title"], one["verb"], one["associatedInputs"]) for one in buttons(card)] == [
        ("Send", "answer", "auto"),
        ("Back", "turn", "none"),
        ("Skip", "turn", "none"),
        ("Later", "turn", "none"),
        ("Help now", "press", "none"),
    ]


def test_only_the_turns_that_the_question_offers_are_there() -> None:
    assert [one["title"] for one in buttons(drawn(later=False, help=False))] == ["Send"]


def test_every_button_carries_the_token_and_what_else_it_is_given() -> None:
    card = forms.card(question(back=True), {"c": "opened-here"})
    send, back, *_ = buttons(card)
    assert send["data"] == {"verb": "answer", "t": "abc:1:weight", "c": "opened-here"}
    assert back["data"] == {"verb": "turn", "t": "abc:1:weight", "c": "opened-here", "to": "back"}


def test_a_window_of_its_own_has_buttons_that_such_windows_know() -> None:
    window = forms.dialog(question(Field(name="words", kind=Kind.TEXT, label="Words")))
    card = window["card"]["content"]
    assert (window["title"], window["height"]) == ("Looking back", "medium")
    assert {one["type"] for one in buttons(card)} == {"Action.Submit"}


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.__name__)
def test_every_form_of_the_bot_is_light_enough_for_every_client(form: type[Form]) -> None:
    assert weight(forms.card(plain_question(form))) <= HEAVIEST_CARD
