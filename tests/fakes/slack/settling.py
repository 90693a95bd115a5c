"""What Slack makes of blocks once it took them: names for what had none, and its own escapes in texts."""

import re
from copy import deepcopy
from typing import Any

from tests.fakes.slack.sights import Json
from tests.fakes.slack.world import World

_BARE = re.compile(r"&(?!(?:amp|lt|gt);)")


def settled(world: World, blocks: list[Json]) -> list[Json]:
    """Return the blocks as Slack keeps them and hands them back later."""
    kept = deepcopy(blocks)
    for block in kept:
        if not block.get("block_id"):
            block["block_id"] = world.fresh("b")
        for one in [*(block.get("elements") or ()), block.get("accessory"), block.get("element")]:
            if isinstance(one, dict) and _can_be_used(one) and not one.get("action_id"):
                one["action_id"] = world.fresh("a")
        _settle_texts(block)
    return kept


def settled_text(text: str) -> str:
    """Return the text of a message as Slack keeps it: no bare ampersand."""
    return _BARE.sub("&amp;", text)


def _can_be_used(element: Json) -> bool:
    """Tell whether somebody can press or fill in an element; texts, pictures and rich text only tell."""
    kind = str(element.get("type") or "rich_text")
    return kind not in {"image", "plain_text", "mrkdwn"} and not kind.startswith("rich_text")


def _settle_texts(part: Any) -> None:
    """Escape in place: every sign in plain text, bare ampersands in mrkdwn."""
    if isinstance(part, list):
        for one in part:
            _settle_texts(one)
    elif isinstance(part, dict) and part.get("type") == "plain_text":
        part["text"] = settled_text(part["text"]).replace("<", "&lt;").replace(">", "&gt;")
        part.setdefault("emoji", True)
    elif isinstance(part, dict) and part.get("type") == "mrkdwn":
        part["text"] = settled_text(part["text"])
        part.setdefault("verbatim", False)
    elif isinstance(part, dict):
        for one in part.values():
            _settle_texts(one)
