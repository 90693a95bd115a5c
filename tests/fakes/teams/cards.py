"""Adaptive Cards as a client reads them: what is wrong with one, what it says, what can be pressed."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

Json = dict[str, Any]

LARGEST = 28 * 1024
"""Bytes above which clients of Teams struggle with a card."""
NEWEST = (1, 5)

ELEMENTS = frozenset(
    {
        "TextBlock", "RichTextBlock", "TextRun", "Image", "ImageSet", "Media", "Container", "ColumnSet",
        "Column", "FactSet", "ActionSet", "Table", "TableRow", "TableCell", "Badge", "Icon", "CodeBlock",
        "Carousel", "CarouselPage", "Rating", "ProgressBar", "ProgressRing", "CompoundButton",
    }
)  # fmt: skip
INPUTS = frozenset(
    {"Input.Text", "Input.Number", "Input.Date", "Input.Time", "Input.Toggle", "Input.ChoiceSet"}
)
ACTIONS = frozenset(
    {"Action.Execute", "Action.Submit", "Action.OpenUrl", "Action.ShowCard", "Action.ToggleVisibility"}
)
NEEDED = {
    "TextBlock": ("text",),
    "TextRun": ("text",),
    "RichTextBlock": ("inlines",),
    "Image": ("url",),
    "ColumnSet": ("columns",),
    "Container": ("items",),
    "Column": ("items",),
    "FactSet": ("facts",),
    "ActionSet": ("actions",),
    "TableRow": ("cells",),
    "Action.Execute": ("title",),
    "Action.Submit": ("title",),
    "Action.OpenUrl": ("title", "url"),
    "Input.ChoiceSet": ("choices",),
}
UNSEEN = frozenset({"fallback", "data", "msteams", "refresh", "authentication", "choices"})
UNREAD = UNSEEN | {"inlines"}
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
SAID_BY_INPUTS = ("label", "title", "placeholder")
WORDS = ("text", "label", "title", "value", "altText")


class Fault(NamedTuple):
    """One sentence about a card; a fatal one makes the service refuse it."""

    sentence: str
    fatal: bool = True


def faults(card: object) -> list[Fault]:
    """Return everything that is wrong with a card."""
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        return [Fault("The content is no AdaptiveCard.")]
    return [
        *_of_the_whole(card),
        *(fault for part in parts(card) for fault in _of_a_part(part)),
        *_of_ids(card),
    ]


def _of_the_whole(card: Json) -> Iterator[Fault]:
    version = str(card.get("version", ""))
    numbers = [int(one) for one in version.split(".") if one.isdigit()]
    if len(numbers) != len(NEWEST) or tuple(numbers) > NEWEST:
        yield Fault(f"The version {version!r} isn't one that Teams knows: 1.5 is the newest.")
    if not isinstance(card.get("body", []), list) or not isinstance(card.get("actions", []), list):
        yield Fault("Body and actions are lists.")
    size = len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())
    if size > LARGEST:
        yield Fault(f"The card has {size} bytes; clients struggle above {LARGEST}.", fatal=False)


def _of_a_part(part: Json) -> Iterator[Fault]:
    kind = part.get("type")
    if not _known(kind) and "fallback" not in part:
        yield Fault(f"Teams knows no {kind!r}, and there is no fallback.")
    for name in NEEDED.get(str(kind), ()):
        if not part.get(name) and part.get(name) != "":
            yield Fault(f"{kind} needs {name}.")
    if kind in INPUTS:
        if not part.get("id"):
            yield Fault(f"{kind} needs an id.")
        if not part.get("label"):
            yield Fault(f"{kind} {part.get('id')!r} has no label for a screen reader.", fatal=False)
        if part.get("isRequired") and not part.get("errorMessage"):
            yield Fault(f"{kind} {part.get('id')!r} is required and has no errorMessage.", fatal=False)
    if kind == "Image" and not part.get("altText"):
        yield Fault("An Image has no altText.", fatal=False)
    if kind in {"Action.Execute", "Action.Submit"} and not isinstance(part.get("data", {}), dict):
        yield Fault(f"The data of {part.get('title')!r} is no object, so nothing can be filled in with it.")


def _known(kind: object) -> bool:
    return kind in ELEMENTS | INPUTS | ACTIONS or str(kind).startswith("Chart.")


def _of_ids(card: Json) -> Iterator[Fault]:
    seen: set[str] = set()
    for name in (part["id"] for part in parts(card) if part.get("id")):
        if name in seen:
            yield Fault(f"The id {name!r} stands twice.")
        seen.add(name)


def parts(inside: object) -> Iterator[Json]:
    """Return every element and action in a card, in the order in which it is read, without fallbacks."""
    if isinstance(inside, list):
        for one in inside:
            yield from parts(one)
    elif isinstance(inside, dict):
        if "type" in inside and inside["type"] != "AdaptiveCard":
            yield inside
        for name, value in inside.items():
            if name not in UNSEEN:
                yield from parts(value)


def actions(card: Json) -> list[Json]:
    """Return what can be pressed."""
    return [part for part in parts(card) if part["type"] in ACTIONS]


def inputs(card: Json) -> list[Json]:
    """Return what can be filled in."""
    return [part for part in parts(card) if part["type"] in INPUTS]


def words(card: Json) -> str:
    """Return everything that is to be read in a card, a line each, buttons left out, as people see it."""
    return "\n".join(INVISIBLE.sub("", line) for line in _read(card))


def _read(inside: object) -> Iterator[str]:
    if isinstance(inside, list):
        for one in inside:
            yield from _read(one)
    elif isinstance(inside, dict) and inside.get("type") not in ACTIONS:
        yield from _said(inside)
        for name, one in inside.items():
            if name not in UNREAD:
                yield from _read(one)


def _said(part: Json) -> Iterator[str]:
    """Return the lines of one part: runs make one line, and a backslash before a sign isn't seen."""
    if part.get("type") == "RichTextBlock":
        yield "".join(run if isinstance(run, str) else run.get("text", "") for run in part["inlines"])
        return
    names = SAID_BY_INPUTS if part.get("type") in INPUTS else WORDS
    yield from (
        ESCAPED.sub(r"\1", part[name]) for name in names if isinstance(part.get(name), str) and part[name]
    )
    yield from (choice.get("title", "") for choice in part.get("choices", ()))
