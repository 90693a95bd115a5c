"""What came back from a form: the inputs of a card, told apart from what its buttons carry."""

import re
from collections.abc import Mapping

from adapters.teams.inputs import ONE, SEVERAL

_NAME = re.compile(rf"(?P<kind>{ONE}|{SEVERAL})\.(?P<name>.+)\.[0-9a-f]+")


def values(data: object) -> dict[str, object]:
    """Return the answers by the names of their fields, as a form reads them; several ticks are a list.

    Whatever is no input, or has no shape that an input can have, is left out.
    """
    if not isinstance(data, Mapping):
        return {}
    found = ((_NAME.fullmatch(name), value) for name, value in data.items() if isinstance(name, str))
    return {
        name["name"]: _several(value) if name["kind"] == SEVERAL else _tidy(value)
        for name, value in found
        if name and isinstance(value, str | int | float)
    }


def _several(value: float | str) -> list[str]:
    return [one.strip() for one in str(value).split(",") if one.strip()]


def _tidy(value: float | str) -> float | str:
    """Return the value with every line ending in the same way, whatever the client's habit."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
