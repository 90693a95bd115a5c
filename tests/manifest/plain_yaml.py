"""A reader of plain YAML: maps and lists by indentation, words, numbers, yes and no, and folded text.

Whatever else YAML knows is refused, so that a manifest stays one that everybody can read.
"""

import json
from typing import Any

Line = tuple[int, str]
WORDS = {"true": True, "false": False}
FOLDED = ">-"


def read(text: str) -> Any:
    """Return what a document says. Raises `ValueError` for what is not plain."""
    lines = [
        (len(line) - len(line.lstrip()), line.strip())
        for line in text.splitlines()
        if line.strip() and not line.strip().startswith("#")
    ]
    return _block(lines)


def _block(lines: list[Line]) -> Any:
    if lines[0][1].startswith("- "):
        return [_item(part) for part in _parts(lines)]
    found: dict[str, Any] = {}
    for part in _parts(lines):
        name, __, value = part[0][1].partition(":")
        if name in found:
            raise ValueError(f"{name} stands there twice")
        found[name] = _value(value.strip(), part[1:])
    return found


def _parts(lines: list[Line]) -> list[list[Line]]:
    """Cut a block at the lines that stand as far left as its first."""
    depth = lines[0][0]
    parts: list[list[Line]] = []
    for line in lines:
        if line[0] < depth:
            raise ValueError(f"{line[1]} stands too far left")
        if line[0] == depth:
            parts.append([])
        parts[-1].append(line)
    return parts


def _item(part: list[Line]) -> Any:
    depth, text = part[0]
    inside = text.removeprefix("- ")
    if len(part) == 1 and (": " not in inside or inside.startswith('"')):
        return _value(inside, [])
    return _block([(depth + 2, inside), *part[1:]])


def _value(text: str, below: list[Line]) -> Any:
    if text == FOLDED:
        return " ".join(words for __, words in below)
    if below:
        if text:
            raise ValueError(f"{text} has something below it")
        return _block(below)
    if text.startswith('"'):
        return json.loads(text)
    if not text or text[0] in "'&*!|>%@`[{":
        raise ValueError(f"{text!r} is not plain")
    return WORDS.get(text, int(text) if text.isdecimal() else text)
