from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.answers import values

Json = dict[str, Any]


def view(*fields: tuple[str, Json | None, Json], **extra: Json) -> Json:
    """Return a view as Slack sends it: fields by name, each with its state, if any, and its element."""
    blocks = [
        {"type": "input", "block_id": f"{name}:1", "element": {"action_id": name, **element}}
        for name, _, element in fields
    ]
    state = {f"{name}:1": {name: state} for name, state, _ in fields if state is not None}
    return {"type": "modal", "blocks": blocks, "state": {"values": {**state, **extra}}}


@pytest.mark.parametrize(
    ("state", "value"),
    [
        ({"type": "plain_text_input", "value": "a line"}, "a line"),
        ({"type": "plain_text_input", "value": "one\r\ntwo"}, "one\ntwo"),
        ({"type": "plain_text_input", "value": None}, None),
        ({"type": "number_input", "value": "3"}, "3"),
        ({"type": "datepicker", "selected_date": "2027-02-01"}, "2027-02-01"),
        ({"type": "datepicker", "selected_date": None}, None),
        ({"type": "timepicker", "selected_time": "09:30"}, "09:30"),
        ({"type": "radio_buttons", "selected_option": {"value": "walk", "text": {}}}, "walk"),
        ({"type": "radio_buttons", "selected_option": None}, None),
        ({"type": "static_select", "selected_option": {"value": "R1"}}, "R1"),
        ({"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}, ["a", "b"]),
        ({"type": "multi_static_select", "selected_options": []}, []),
    ],
)
def test_every_input_gives_its_value(state: Json, value: object) -> None:
    assert values(view(("field", state, {}))) == {"field": value}


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "plain_text_input", "initial_value": "a draft"}, "a draft"),
        ({"type": "radio_buttons", "initial_option": {"value": "walk"}}, "walk"),
        ({"type": "checkboxes", "initial_options": [{"value": "a"}]}, ["a"]),
        ({"type": "datepicker", "initial_date": "2027-02-01"}, "2027-02-01"),
        ({"type": "timepicker", "initial_time": "09:30"}, "09:30"),
        ({"type": "plain_text_input"}, None),
    ],
)
def test_a_field_that_slack_leaves_out_counts_as_it_stood(element: Json, value: object) -> None:
    assert values(view(("field", None, element))) == {"field": value}


def test_a_field_that_was_emptied_is_empty_whatever_stood_there() -> None:
    emptied = {"type": "plain_text_input", "value": None}
    assert values(view(("field", emptied, {"initial_value": "a draft"}))) == {"field": None}


def test_answers_to_the_window_before_are_not_taken_for_answers_to_this_one() -> None:
    stale = {"weight:0": {"weight": {"type": "radio_buttons", "selected_option": {"value": "heavy"}}}}
    assert values(view(("weight", None, {"initial_option": {"value": "fine"}}), **stale)) == {}


def test_the_state_alone_is_enough() -> None:
    state = {"words:1a2b": {"words": {"value": "a line"}}}
    assert values({"state": {"values": state}}) == {"words": "a line"}


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"state": None},
        {"state": {"values": []}},
        {"state": {"values": {"a:1": None}}},
        {"state": {"values": {"a:1": {}}}},
        {"blocks": None, "state": {}},
        {"blocks": [None, 3, {"type": "input"}, {"type": "divider", "block_id": "x"}]},
    ],
)
def test_odd_shapes_give_nothing(odd: Json) -> None:
    assert values(odd) == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["state", "values", "blocks", "type", "block_id", "element", "value", "a:1"])
            | st.sampled_from(["selected_option", "selected_options", "initial_value"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(st.dictionaries(st.sampled_from(["state", "blocks"]), JSON))
@settings(max_examples=150, deadline=None)
def test_whatever_comes_values_are_texts_or_lists_of_texts(odd: Json) -> None:
    for value in values(odd).values():
        assert value is None or isinstance(value, str) or all(isinstance(one, str) for one in value)
