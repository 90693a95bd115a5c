from datetime import date, time
from typing import Annotated, Literal, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import field_validator, model_validator

from bot.core.forms import (
    Choice,
    Choices,
    Date,
    Form,
    Number,
    Option,
    Problems,
    Text,
    Time,
    YesNo,
    describe,
    read,
)
from bot.core.reading import prefilled


class Meeting(Form):
    """How was it?"""

    kind: Annotated[Literal["one_to_one", "shadowing"], Choice("One to one", "Shadowing")]
    levels: Annotated[
        tuple[Literal["individual", "team", "whole"], ...],
        Choices("Individual", "Team", "Whole organisation", at_least=1, at_most=2),
    ]
    on: Annotated[date, Date(minimum=date(2027, 1, 4), maximum=date(2027, 1, 31))]
    at: Annotated[time, Time(minimum=time(8), maximum=time(20))]
    people: Annotated[int, Number(minimum=1, maximum=50)]
    told: Annotated[bool, YesNo()]
    words: Annotated[str, Text(max_length=20)]


class Extras(Form):
    """Anything else?"""

    kind: Annotated[Literal["a", "b"] | None, Choice("A", "B")] = None
    levels: Annotated[tuple[Literal["a", "b"], ...], Choices("A", "B", at_least=0)] = ()
    on: Annotated[date | None, Date()] = None
    at: Annotated[time | None, Time()] = None
    people: Annotated[int | None, Number()] = None
    told: Annotated[bool | None, YesNo()] = None
    words: Annotated[str | None, Text()] = None


class Span(Form):
    """From when to when?"""

    first: Annotated[date, Date(label="From")]
    last: Annotated[date, Date(label="To")]
    why: Annotated[str, Text()] = "leave"

    @field_validator("why")
    @classmethod
    def plain(cls, why: str) -> str:
        if "@" in why:
            message = "Please leave out addresses."
            raise ValueError(message)
        return why

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.last < self.first:
            message = "The first day comes before the last."
            raise ValueError(message)
        return self


GIVEN = {
    "kind": "shadowing",
    "levels": "whole,individual",
    "on": "2027-01-13",
    "at": "09:30",
    "people": "3",
    "told": "true",
    "words": " It went well. ",
}
READ = Meeting(
    kind="shadowing",
    levels=("individual", "whole"),
    on=date(2027, 1, 13),
    at=time(9, 30),
    people=3,
    told=True,
    words="It went well.",
)


def problem(field: str, value: object) -> str:
    """The one sentence that this value earns, all the other fields being right."""
    result = read(Meeting, GIVEN | {field: value})
    assert isinstance(result, Problems), result.model_dump()
    assert result.sentences.keys() == {field}
    return result.sentences[field]


def value(field: str, raw: object) -> object:
    result = read(Meeting, GIVEN | {field: raw})
    assert isinstance(result, Meeting), result
    return getattr(result, field)


def test_the_texts_of_a_platform_become_values() -> None:
    assert read(Meeting, GIVEN) == READ


def test_what_was_stored_reads_as_what_it_was() -> None:
    assert read(Meeting, READ.model_dump(mode="json")) == READ


def test_what_is_no_field_is_left_alone() -> None:
    assert read(Meeting, GIVEN | {"button": "save"}) == READ


def test_all_problems_are_told_at_once() -> None:
    result = read(Meeting, {"kind": "shadowing", "on": "soon"})
    assert isinstance(result, Problems)
    assert result.sentences == {
        "levels": "Please choose at least one.",
        "on": "Please give a date like 2027-01-31.",
        "at": "Please choose a time.",
        "people": "Please give a number.",
        "told": "Please choose yes or no.",
        "words": "Please write something here.",
    }


@pytest.mark.parametrize("nothing", ["", "   ", None, [], ["", " "], {}])
def test_nothing_means_not_answered(nothing: object) -> None:
    assert read(Extras, dict.fromkeys(Extras.model_fields, nothing)) == Extras()
    assert problem("kind", nothing) == "Please choose one."


@pytest.mark.parametrize(
    ("field", "raw", "expected"),
    [
        ("kind", ["shadowing"], "shadowing"),
        ("levels", "team", ("team",)),
        ("levels", "team, individual", ("individual", "team")),
        ("levels", ["team", "individual"], ("individual", "team")),
        ("levels", ["team", "team"], ("team",)),
        ("on", "2027-01-04", date(2027, 1, 4)),
        ("on", "2027-01-31", date(2027, 1, 31)),
        ("at", "9:30", time(9, 30)),
        ("at", "09:30:59", time(9, 30)),
        ("at", "20:00", time(20)),
        ("people", 7, 7),
        ("people", 7.0, 7),
        ("people", "50", 50),
        ("told", True, True),
        ("told", "No", False),
        ("words", "x" * 20, "x" * 20),
        ("words", 42, "42"),
    ],
)
def test_every_way_of_sending_an_answer_is_understood(field: str, raw: object, expected: object) -> None:
    assert value(field, raw) == expected


@pytest.mark.parametrize(
    ("field", "raw", "sentence"),
    [
        ("kind", "walk", "That is no longer on the list. Please choose again."),
        ("kind", ["shadowing", "one_to_one"], "That is no longer on the list. Please choose again."),
        ("levels", "team,moon", "That is no longer on the list. Please choose again."),
        ("levels", "individual,team,whole", "Please choose two at most."),
        ("on", "2027-02-30", "Please give a date like 2027-01-31."),
        ("on", "2027-01-03", "Please choose 4 January 2027 or a later day."),
        ("on", "2027-02-01", "Please choose 31 January 2027 or an earlier day."),
        ("at", "09:30+01:00", "Please give a time like 09:30."),
        ("at", "25:00", "Please give a time like 09:30."),
        ("at", "07:59", "Please choose 08:00 or later."),
        ("at", "20:01", "Please choose 20:00 or earlier."),
        ("people", "three", "Please give a whole number, such as 3."),
        ("people", "2.5", "Please give a whole number, such as 3."),
        ("people", "1e9", "Please give a whole number, such as 3."),
        ("people", float("nan"), "Please give a whole number, such as 3."),
        ("people", "0", "Please give 1 or more."),
        ("people", "51", "Please give 50 or less."),
        ("told", "perhaps", "Please choose yes or no."),
        ("words", "x" * 21, "Please keep this to 20 characters; it has 21 now."),
        ("words", ["a", "b"], "Please write this as plain text."),
    ],
)
def test_what_cannot_be_used_earns_a_sentence(field: str, raw: object, sentence: str) -> None:
    assert problem(field, raw) == sentence


def test_too_few_ticks_earn_a_sentence() -> None:
    class Two(Form):
        """Which two?"""

        both: Annotated[tuple[str, ...], Choices(at_least=2)]

    options = [Option("a", "A"), Option("b", "B")]
    result = read(Two, {"both": "a"}, choices={"both": options})
    assert result == Problems({"both": "Please choose at least two."})


def test_a_list_of_the_asking_decides_what_may_be_chosen() -> None:
    class Who(Form):
        """Who was there?"""

        who: Annotated[str, Choice()]

    assert read(Who, {"who": "1"}, choices={"who": [Option("1", "Sam")]}) == Who(who="1")
    assert isinstance(read(Who, {"who": "2"}, choices={"who": [Option("1", "Sam")]}), Problems)


def test_bounds_of_the_asking_decide_too() -> None:
    limits = {"on": (date(2027, 1, 20), None)}
    assert read(Meeting, GIVEN, limits=limits) == Problems(
        {"on": "Please choose 20 January 2027 or a later day."}
    )


def test_a_check_of_one_field_speaks_in_its_own_words() -> None:
    raw = {"first": "2027-01-04", "last": "2027-01-05", "why": "ask a@b.example"}
    assert read(Span, raw) == Problems({"why": "Please leave out addresses."})


def test_a_check_of_the_whole_form_stands_at_its_first_field() -> None:
    raw = {"first": "2027-01-05", "last": "2027-01-04", "why": "leave"}
    assert read(Span, raw) == Problems({"first": "The first day comes before the last."})


def test_a_default_is_only_shown_and_never_assumed() -> None:
    raw = {"first": "2027-01-04", "last": "2027-01-05", "why": ""}
    assert read(Span, raw) == Problems({"why": "Please write something here."})


# ---- showing an earlier answer


def shown(name: str, raw: object) -> object:
    field = next(field for field in describe(Meeting) if field.name == name)
    return prefilled(field, raw).default


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("kind", "shadowing", "shadowing"),
        ("kind", "walk", None),
        ("levels", ["team", "moon"], ("team",)),
        ("levels", "individual,team,whole", ("individual", "team", "whole")),
        ("on", "2027-01-13", "2027-01-13"),
        ("on", "soon", None),
        ("at", "09:30:00", "09:30"),
        ("people", 3, "3"),
        ("told", False, "false"),
        ("words", "x" * 21, "x" * 21),
        ("words", None, None),
    ],
)
def test_an_earlier_answer_is_shown_as_far_as_the_field_still_can(
    name: str, raw: object, expected: object
) -> None:
    assert shown(name, raw) == expected


# ---- for any input at all

ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.lists(st.text(max_size=5), max_size=4),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.sampled_from(["team", "shadowing", "2027-01-13", "09:30", "3", "true", "team,whole", "09:30+01:00"]),
)


@given(raw=st.fixed_dictionaries(dict.fromkeys(Meeting.model_fields, ANYTHING)))
@settings(max_examples=150, deadline=None)
def test_any_input_is_read_or_refused_in_sentences(raw: dict[str, object]) -> None:
    result = read(Meeting, raw)
    if isinstance(result, Problems):
        assert set(result.sentences) <= set(Meeting.model_fields)
        assert all(sentence.endswith((".", "now.")) for sentence in result.sentences.values())


@given(raw=st.fixed_dictionaries(dict.fromkeys(Extras.model_fields, ANYTHING)))
@settings(max_examples=150, deadline=None)
def test_what_was_read_is_read_the_same_from_storage(raw: dict[str, object]) -> None:
    result = read(Extras, raw)
    if isinstance(result, Extras):
        assert read(Extras, result.model_dump(mode="json")) == result


@given(raw=ANYTHING)
@settings(max_examples=150, deadline=None)
def test_any_input_can_be_shown_again(raw: object) -> None:
    for field in describe(Extras):
        again = prefilled(field, raw)
        assert prefilled(again, again.default) == again
