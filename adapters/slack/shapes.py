"""Reading what Slack sends: nothing is taken for granted, and whatever is missing is empty."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

LONGEST_KEY = 200
"""Characters of an event's key."""


def part(payload: object, *path: str) -> Mapping[str, Any]:
    """Return the mapping at the end of a path, or an empty one."""
    found = _at(payload, path)
    return found if isinstance(found, Mapping) else {}


def text(payload: object, *path: str) -> str:
    """Return the text at the end of a path, or an empty one."""
    found = _at(payload, path)
    return found if isinstance(found, str) else ""


def first(payload: object, *path: str) -> Mapping[str, Any]:
    """Return the first mapping of the list at the end of a path, or an empty one."""
    found = _at(payload, path)
    return part(found[0]) if isinstance(found, list) and found else {}


def is_true(payload: object, *path: str) -> bool:
    """Tell whether it says yes there; forms say it in letters."""
    return _at(payload, path) in (True, "true")


def carried(value: str) -> Mapping[str, Any]:
    """Return what a button or a view was given to carry; what is not ours is empty."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return part(found)


def words_in(carrier: Mapping[str, Any]) -> dict[str, str]:
    """Return those entries of a mapping that are words."""
    return {name: value for name, value in carrier.items() if isinstance(value, str)}


def key_of(name: str) -> str:
    """Return the key of an event from the name Slack gave it: the same on every delivery."""
    key = f"slack:{name}"
    return key if len(key) <= LONGEST_KEY else f"slack:{sha256(name.encode(errors='replace')).hexdigest()}"


def _at(payload: object, path: tuple[str, ...]) -> object:
    for name in path:
        if not isinstance(payload, Mapping):
            return None
        payload = payload.get(name)
    return payload
