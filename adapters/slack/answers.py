"""What came back from a window: the values of its fields, as `bot.core.forms.read` takes them."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from adapters.slack.inputs import field_name

Json: TypeAlias = Mapping[str, object]

_SINGLE = ("value", "selected_option", "selected_date", "selected_time")
_FIRST = ("initial_value", "initial_option", "initial_date", "initial_time")


def values(view: Json) -> dict[str, object]:
    """Return what was given to each field of a view; None or nothing in a list where it was left empty.

    Only blocks that stand in the view are read: Slack has been seen to send along those of the window
    before. It has been seen as well to leave out fields that nobody touched; those count as they stood.
    """
    given = dict(_given(view))
    asked = dict(_asked(view))
    if not asked:
        return {
            field_name(block): _read(state, _SINGLE, "selected_options") for block, state in given.items()
        }
    is_whole = given.keys() <= asked.keys()
    found: dict[str, object] = {}
    for block, element in asked.items():
        if block in given:
            found[field_name(block)] = _read(given[block], _SINGLE, "selected_options")
        elif is_whole:
            found[field_name(block)] = _read(element, _FIRST, "initial_options")
    return found


def _given(view: Json) -> Iterator[tuple[str, Json]]:
    """Yield the state of every block that has one."""
    for block, actions in _mapping(_mapping(view.get("state")).get("values")).items():
        states = list(_mapping(actions).values())
        if states:
            yield block, _mapping(states[0])


def _asked(view: Json) -> Iterator[tuple[str, Json]]:
    """Yield the element of every input block."""
    blocks = view.get("blocks")
    for block in blocks if isinstance(blocks, list) else []:
        name = _mapping(block).get("block_id")
        if isinstance(name, str) and _mapping(block).get("type") == "input":
            yield name, _mapping(_mapping(block).get("element"))


def _read(state: Json, single: tuple[str, ...], several: str) -> object:
    chosen = state.get(several)
    if isinstance(chosen, list):
        return [value for value in map(_value, chosen) if value is not None]
    return next((value for value in (_value(state.get(name)) for name in single) if value is not None), None)


def _value(part: object) -> str | None:
    """Return a value, or that of the option it is."""
    value = _mapping(part).get("value") if isinstance(part, Mapping) else part
    return value.replace("\r\n", "\n") if isinstance(value, str) else None


def _mapping(part: object) -> Json:
    return part if isinstance(part, Mapping) else {}
