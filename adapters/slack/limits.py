"""What Slack takes: the most of everything, and how parts are put together so that they fit."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

BLOCKS_IN_MESSAGE = 50
BLOCKS_IN_VIEW = 100

ROOM_IN_MESSAGE = 11_000
"""Characters of all blocks of a message, written as JSON. Slack refuses somewhere above 13,000."""

LONGEST_TEXT = 3000
"""Characters of one text; rich text has no such limit, but clients show what is much longer in part."""

LONGEST_HEADER = 150
LONGEST_LABEL = 2000
LONGEST_TITLE = 24
LONGEST_OPTION = 75
LONGEST_BUTTON = 75
LONGEST_ANSWER = 30
"""Characters on a button of the dialog that asks to confirm."""

LONGEST_INPUT = 3000
"""Characters that a field for text holds, whether typed or shown first."""

BUTTONS_IN_ROW = 25
OPTIONS_IN_SIGHT = 10
"""Radio buttons or tick boxes; a longer list opens, and holds a hundred."""


def weight(part: Mapping[str, Any]) -> int:
    """Return the characters of a part, as it travels."""
    return len(json.dumps(part, ensure_ascii=False, separators=(",", ":"))) + 1


def packed(parts: Iterable[dict[str, Any]], most: int, room: int) -> Iterator[list[dict[str, Any]]]:
    """Yield as many parts at a time as there may be and as there is room for, none out of order."""
    together: list[dict[str, Any]] = []
    taken = 0
    for part in parts:
        more = weight(part)
        if together and (len(together) == most or taken + more > room):
            yield together
            together, taken = [], 0
        together.append(part)
        taken += more
    if together:
        yield together
