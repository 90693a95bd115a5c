from datetime import date, time
from typing import Annotated, Literal

import pytest
from pydantic import create_model

from bot.core.drawable import MOST_LISTED
from bot.core.fields import Field, Kind
from bot.core.forms import (
    Choice,
    Choices,
    Date,
    Form,
    FormError,
    Number,
    Option,
    Text,
    Time,
    YesNo,
    describe,
    heading,
    question_name,
)


class Weight(Form):
    """How did that sit with you?"""

    weight: Annotated[Literal["light", "heavy"], Choice("Light", "Heavy", hint="Only you see this")]


class WalkRound(Form):
    """Tell us about the walk-round you have just done together

    Leave out names,
    and anything about patients.

    It stays between you.
    """

    short_title = "Walk-round"

    on: Annotated[date, Date(label="Which day?", maximum=date(2027, 1, 31))]
    at: Annotated[time | None, Time(label="What time?")] = None
    numbers: Annotated[int, Number(label="How many were there?", minimum=1, maximum=50)] = 3
    levels: Annotated[
        tuple[Literal["individual", "team"], ...], Choices("Individual", "Team", at_least=0)
    ] = ()
    told: Annotated[bool, YesNo(label="Was the team told?", no="Not yet")]
    seen: Annotated[str, Text(label="What did you see?", max_length=300, multiline=True)]


class Present(Form):
    """Who was there?"""

    present: Annotated[tuple[str, ...], Choices()]


def fields(form: type[Form]) -> dict[str, Field]:
    return {field.name: field for field in describe(form)}


def a_form(title: str = "A question", **parts: object) -> type[Form]:
    """A form as its class statement would build it."""
    return create_model("Sample", __base__=Form, __doc__=title, **parts)


# ---- the heading


def test_the_first_line_of_the_docstring_is_the_title_and_the_rest_is_the_text() -> None:
    assert heading(WalkRound).title == "Tell us about the walk-round you have just done together"
    assert heading(WalkRound).text == "Leave out names, and anything about patients.\n\nIt stays between you."


def test_a_short_title_may_be_given() -> None:
    assert heading(WalkRound).short_title == "Walk-round"


def test_a_title_that_is_short_is_its_own_short_title() -> None:
    assert heading(Present).short_title == "Who was there?"


def test_the_class_name_serves_as_short_title_for_a_long_title() -> None:
    class SoWhat(Form):
        """What does it tell you, about you or about here?"""

    assert heading(SoWhat).short_title == "So what"


def test_a_question_is_named_after_its_class_in_small_letters() -> None:
    assert question_name(WalkRound) == "walk_round"


def test_a_renamed_form_can_keep_its_old_name_in_storage() -> None:
    class Moment(Form):
        """What happened?"""

        stored_as = "what"

    assert question_name(Moment) == "what"


# ---- the fields


def test_a_choice_offers_each_value_of_its_type_with_its_label() -> None:
    assert fields(Weight)["weight"] == Field(
        name="weight",
        kind=Kind.CHOICE,
        label="How did that sit with you?",
        hint="Only you see this",
        options=(Option("light", "Light"), Option("heavy", "Heavy")),
    )


def test_a_field_without_a_label_is_labelled_with_the_title() -> None:
    assert fields(Weight)["weight"].label == "How did that sit with you?"


def test_a_field_that_may_be_none_is_optional() -> None:
    assert not fields(WalkRound)["at"].required
    assert fields(WalkRound)["on"].required


def test_several_choices_are_optional_when_none_need_be_ticked() -> None:
    assert not fields(WalkRound)["levels"].required


def test_bounds_reach_the_field() -> None:
    described = fields(WalkRound)
    assert described["on"].maximum == date(2027, 1, 31)
    assert (described["numbers"].minimum, described["numbers"].maximum) == (1, 50)
    assert (described["seen"].max_length, described["seen"].multiline) == (300, True)


def test_a_default_is_shown_as_text() -> None:
    assert fields(WalkRound)["numbers"].default == "3"
    assert fields(WalkRound)["told"].default is None


def test_yes_and_no_can_have_words_of_their_own() -> None:
    assert fields(WalkRound)["told"].options == (Option("true", "Yes"), Option("false", "Not yet"))


def test_a_field_can_be_read_out_as_one_line() -> None:
    assert (
        fields(Weight)["weight"].in_words() == "How did that sit with you? Only you see this (Light · Heavy)"
    )


def test_a_field_goes_through_json_and_back() -> None:
    for field in describe(WalkRound, limits={"at": (time(9), time(17))}):
        assert Field.model_validate_json(field.model_dump_json()) == field


def test_what_people_wrote_does_not_show_when_a_form_is_printed() -> None:
    assert "heavy" not in repr(Weight(weight="heavy"))


# ---- what one asking adds


def test_a_list_may_come_with_the_ask() -> None:
    (present,) = describe(Present, choices={"present": [Option("1", "Sam"), Option("2", "Kim")]})
    assert present.values == ("1", "2")


def test_a_list_that_is_missing_is_an_error() -> None:
    with pytest.raises(FormError, match=r"Present\.present needs its list"):
        describe(Present)


def test_an_empty_list_is_an_error() -> None:
    with pytest.raises(FormError, match="empty"):
        describe(Present, choices={"present": []})


def test_a_list_with_the_ask_may_narrow_the_values_of_the_type() -> None:
    (weight,) = describe(Weight, choices={"weight": [Option("heavy", "Too heavy")]})
    assert weight.options == (Option("heavy", "Too heavy"),)


def test_a_list_with_the_ask_may_not_widen_the_values_of_the_type() -> None:
    with pytest.raises(FormError, match="does not know"):
        describe(Weight, choices={"weight": [Option("odd", "Odd")]})


def test_a_list_that_opens_may_be_long_but_not_endless() -> None:
    people = [Option(str(n), f"Person {n}") for n in range(MOST_LISTED + 1)]
    assert len(describe(Present, choices={"present": people[:-1]})[0].options) == MOST_LISTED
    with pytest.raises(FormError, match="1 to 100 options, not 101"):
        describe(Present, choices={"present": people})


def test_a_long_name_in_a_list_is_shortened_and_its_value_kept() -> None:
    (present,) = describe(Present, choices={"present": [Option("1", "Sam " * 30)]})
    assert present.values == ("1",)
    assert len(present.options[0].label) <= 75
    assert present.options[0].label.startswith("Sam Sam")
    assert present.options[0].label.endswith("…")


def test_a_default_may_come_with_the_ask() -> None:
    (weight,) = describe(Weight, defaults={"weight": "heavy"})
    assert weight.default == "heavy"


def test_a_default_that_is_no_longer_on_the_list_is_not_shown() -> None:
    (present,) = describe(
        Present, choices={"present": [Option("1", "Sam")]}, defaults={"present": ("1", "2")}
    )
    assert present.default == ("1",)


def test_two_entries_of_a_list_with_the_same_value_are_an_error() -> None:
    with pytest.raises(FormError, match="two of its options have the same value"):
        describe(Present, choices={"present": [Option("1", "Sam"), Option("1", "Kim")]})


def test_bounds_may_come_with_the_ask() -> None:
    first, last = date(2027, 1, 1), date(2027, 1, 13)
    described = {field.name: field for field in describe(WalkRound, limits={"on": (first, last)})}
    assert (described["on"].minimum, described["on"].maximum) == (first, last)


@pytest.mark.parametrize("what", ["choices", "defaults", "limits"])
def test_a_name_that_is_no_field_is_an_error(what: str) -> None:
    with pytest.raises(FormError, match="Weight has no field called wait"):
        describe(Weight, **{what: {"wait": ()}})


# ---- definitions are checked when the class is built


def test_a_form_needs_a_title() -> None:
    with pytest.raises(FormError, match="its title needs 1 to 75 characters, not 0"):

        class Untitled(Form):
            pass


def test_a_title_must_fit() -> None:
    assert heading(a_form("T" * 75)).title == "T" * 75
    with pytest.raises(FormError, match="title needs 1 to 75 characters, not 76"):
        a_form("T" * 76)


def test_a_short_title_must_fit() -> None:
    with pytest.raises(FormError, match="short title needs 1 to 24 characters, not 25"):

        class Sample(Form):
            """A question"""

            short_title = "s" * 25


def test_the_text_must_fit() -> None:
    with pytest.raises(FormError, match="its text needs 1 to 3000 characters"):
        a_form("Title\n\n" + "t" * 3001)


@pytest.mark.parametrize(
    ("annotation", "complaint"),
    [
        (str, "needs one mark"),
        (Annotated[str, Text(), Text()], "needs one mark"),
        (Annotated[int, Text()], "Text stands beside str"),
        (Annotated[date, Time()], "Time stands beside time"),
        (Annotated[str | int, Text()], "Text stands beside str"),
        (Annotated[str, Text(label="l" * 151)], "its label has 151 characters and 150 fit"),
        (Annotated[str, Text(hint="h" * 151)], "its hint has 151 characters and 150 fit"),
        (Annotated[str, Text(max_length=3001)], "1 to 3000 characters, not 3001"),
        (Annotated[str, Text(max_length=0)], "1 to 3000 characters, not 0"),
        (Annotated[int, Number(minimum=2, maximum=1)], "its minimum is above its maximum"),
        (Annotated[date, Date(minimum=date(2027, 2, 1), maximum=date(2027, 1, 1))], "minimum is above"),
        (Annotated[time, Time(minimum=time(10), maximum=time(9))], "minimum is above"),
        (Annotated[str, Choice("One", "Two")], "stands beside a Literal"),
        (Annotated[Literal[1, 2], Choice("One", "Two")], "stands beside a Literal of texts"),
        (Annotated[Literal["a", "b"], Choice("One")], "2 values cannot share 1 labels"),
        (Annotated[Literal["a"], Choice("One")], "may offer 2 to 10 options, not 1"),
        (Annotated[Literal["a", "b"], Choice("One", "L" * 76)], "label of an option has 76 characters"),
        (Annotated[Literal["a", "b" * 151], Choice("One", "Two")], "value of an option has 151 characters"),
        (Annotated[Literal["a", "b,c"], Choice("One", "Two")], "a value without a comma"),
        (Annotated[Literal["a", "b"], Choice("One", " ")], "an option needs a label"),
        (Annotated[list[str], Choices("One")], "Choices stands beside tuple"),
        (Annotated[tuple[Literal["a"], Literal["b"]], Choices("One", "Two")], "Choices stands beside tuple"),
        (
            Annotated[tuple[Literal["a", "b"], ...], Choices("A", "B", at_least=3)],
            "wants 3 choices and offers 2",
        ),
        (
            Annotated[tuple[Literal["a", "b"], ...] | None, Choices("A", "B")],
            "write at_least=0 instead of None",
        ),
    ],
)
def test_a_field_that_cannot_be_drawn_is_refused(annotation: object, complaint: str) -> None:
    with pytest.raises(FormError, match=complaint) as refused:
        a_form(part=(annotation, ...))
    assert "Sample.part" in str(refused.value)


def test_one_box_to_tick_is_enough_for_several_choices() -> None:
    form = a_form(told=(Annotated[tuple[Literal["told"], ...], Choices("I have told the team")], ...))
    assert fields(form)["told"].values == ("told",)


def test_ten_radio_buttons_fit_and_eleven_do_not() -> None:
    eleven = tuple("abcdefghijk")
    a_form(part=(Annotated[Literal[eleven[:10]], Choice(*eleven[:10])], ...))
    with pytest.raises(FormError, match="2 to 10 options, not 11"):
        a_form(part=(Annotated[Literal[eleven], Choice(*eleven)], ...))


def test_ten_fields_fit_and_eleven_do_not() -> None:
    ten = {f"line_{n}": (Annotated[str, Text(label="Line")], ...) for n in range(10)}
    a_form(**ten)
    with pytest.raises(FormError, match="has 11 fields and 10 fit"):
        a_form(**ten, more=(Annotated[str, Text(label="Line")], ...))


def test_a_default_of_the_class_must_be_one_of_its_options() -> None:
    with pytest.raises(FormError, match=r"Sample\.part cannot show its default"):
        a_form(part=(Annotated[Literal["a", "b"], Choice("A", "B")], "c"))
