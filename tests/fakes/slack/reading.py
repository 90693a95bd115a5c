"""What a person reads in blocks, and what they can press or fill in there."""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
"""The three characters that Slack escapes, in the order in which they are read back."""

SPOKEN = ("title", "text", "label", "description", "hint", "alt_text", "initial_value")
"""Keys whose text a person sees, in the order in which they see it."""

NESTED = ("fields", "elements", "accessory", "element", "options", "rows")

_BARE = re.compile(r"https?://[^\s<>|&]+")

_PING = re.compile(r"<(?:[@!#])[^>]*>")

_LINK = re.compile(r"<(https?://[^|>]+|mailto:[^|>]+)(?:\|([^>]*))?>")


def unescaped(text: str) -> str:
    for escaped, character in ESCAPES:
        text = text.replace(escaped, character)
    return text


def escaped(text: str) -> str:
    for escape, character in reversed(ESCAPES):
        text = text.replace(character, escape)
    return text


def words(blocks: list[Json]) -> str:
    """Return every word that is shown, a line for each text; links show their label."""
    return "\n".join(
        unescaped(_LINK.sub(lambda link: link[2] or link[1], part["text"])) for part in _texts(blocks)
    )


def pings(text: str, blocks: list[Json]) -> list[str]:
    """Return the mentions that would call somebody: those in mrkdwn; plain text calls nobody."""
    return [found for part in _marked_up(text, blocks) for found in _PING.findall(part["text"])]


def links(text: str, blocks: list[Json]) -> list[str]:
    """Return where one can be led: by a link, a button, or an address that Slack makes a link by itself."""
    found: list[str] = []
    for part in _marked_up(text, blocks):
        found += [link[1] for link in _LINK.finditer(part["text"])]
        found += [] if part.get("verbatim") else _BARE.findall(_LINK.sub("", part["text"]))
    return found + [str(one["url"]) for one in elements(blocks) if one.get("url")]


def _marked_up(text: str, blocks: list[Json]) -> list[Json]:
    """Return every text that Slack reads as mrkdwn, the text of the message first."""
    return [{"text": text}, *(part for part in _texts(blocks) if part["type"] == "mrkdwn")]


def elements(blocks: list[Json]) -> Iterator[Json]:
    """Yield everything that can be pressed or filled in, each with the `block_id` it stands in."""
    for block in blocks:
        inside = [*(block.get("elements") or ()), block.get("accessory"), block.get("element")]
        for one in inside:
            if isinstance(one, dict) and "action_id" in one:
                yield {**one, "block_id": block.get("block_id", "")}


def buttons(blocks: list[Json]) -> list[str]:
    return [unescaped(one["text"]["text"]) for one in elements(blocks) if one["type"] == "button"]


def inputs(blocks: list[Json]) -> list[Json]:
    """Return the input blocks, from top to bottom."""
    return [block for block in blocks if block["type"] == "input"]


def _texts(part: Any) -> Iterator[Json]:
    """Yield every text object in a part, in the order in which one reads them."""
    if isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict) and part.get("type") in {"mrkdwn", "plain_text"}:
        yield part
    elif isinstance(part, dict):
        for key in SPOKEN:
            value = part.get(key)
            yield from [{"type": "plain_text", "text": value}] if isinstance(value, str) else _texts(value)
        for key in NESTED:
            yield from _texts(part.get(key))
