"""What comes back from a card, told apart from what its buttons carry."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.answers import values
from adapters.teams.inputs import input_name
from bot.core.fields import Field, Kind

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


def test_answers_come_by_the_names_of_their_fields() -> None:
    words = input_name(Field(name="words", kind=Kind.TEXT, label="Words"), "abc:1:weight")
    assert values({"verb": "answer", "t": "abc:1:weight", words: "a, b"}) == {"words": "a, b"}


def test_several_ticks_are_a_list() -> None:
    tags = input_name(Field(name="tags", kind=Kind.CHOICES, label="Tags"), "abc:1:weight")
    assert values({tags: "work, people"}) == {"tags": ["work", "people"]}


def test_no_tick_is_an_empty_list() -> None:
    assert values({"fields.tags.0a1b2c3d": ""}) == {"tags": []}


def test_every_line_ends_in_the_same_way() -> None:
    assert values({"field.words.0a1b2c3d": "a\r\nb\rc"}) == {"words": "a\nb\nc"}


def test_a_number_may_come_as_a_number() -> None:
    assert values({"field.long.0a1b2c3d": 45}) == {"long": 45}


@pytest.mark.parametrize("shape", [None, "text", 3, ["a"], {}, {"r": "x"}, {"field.a.00": None}])
def test_odd_shapes_hold_no_answer(shape: object) -> None:
    assert values(shape) == {}


@given(JSON)
@settings(max_examples=60, deadline=None)
def test_whatever_comes_is_read_without_an_error(shape: object) -> None:
    assert isinstance(values(shape), dict)
