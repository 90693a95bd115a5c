"""What Teams can show: the limits that cards are drawn to."""

import json
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

HEAVIEST_CARD = 26_000
"""Bytes of a message's card: clients struggle above 28 KB, and the activity around it needs its share."""

HEAVIEST_QUESTION = 80_000
"""Bytes of a question's card, which can't be split; the service itself refuses more than about 100 KB."""

MOST_ACTIONS = 6
"""Buttons of one row: clients drop or hide what goes beyond."""

MOST_IN_SIGHT = 10
"""Options shown at once; a longer list opens."""

LONGEST_PIECE = 2000
"""Characters of one piece of text; even in a script of six bytes a character it fits a card."""

_COMMA = 2
"""Bytes between two parts."""


def weight(part: object) -> int:
    """Return the bytes of a card or a part of one, as the connector writes them."""
    return len(json.dumps(part))


def fitting(parts: Iterable[T], room: float, most: int | None = None) -> Iterator[list[T]]:
    """Yield parts in order, as many at a time as there is room for in bytes, or as are allowed at most."""
    together: list[T] = []
    taken = 0
    for part in parts:
        needed = weight(part) + _COMMA
        if together and (taken + needed > room or len(together) == most):
            yield together
            together, taken = [], 0
        together.append(part)
        taken += needed
    if together:
        yield together
