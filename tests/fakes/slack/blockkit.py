"""Whether blocks and views are as Slack wants them. The first thing that is wrong is named with its place."""

import json
from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View as ViewModel

from tests.fakes.slack import shapes
from tests.fakes.slack.shapes import Shape

Json = dict[str, Any]

MOST_BLOCKS = 50
"""Blocks that a message holds."""

LONGEST_BLOCKS = 13_000
"""Characters of text in all the blocks of a message; more is refused as `msg_blocks_too_long`."""

LARGEST_VIEW = 250_000
"""Bytes of a view, written as JSON."""


class WrongError(Exception):
    """Blocks that Slack would refuse; the words are those of its answer."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"[ERROR] {what} [json-pointer:{where}]")


def check_blocks(blocks: Any, *, surface: str = "message", where: str = "/blocks") -> None:
    """Refuse blocks that are not as they should be on a message, a modal or a Home tab."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise WrongError("must be an array of objects", where)
    most = MOST_BLOCKS if surface == "message" else 2 * MOST_BLOCKS
    if len(blocks) > most:
        raise WrongError(f"no more than {most} items allowed", where)
    for number, block in enumerate(blocks):
        _check_block(block, surface, f"{where}/{number}")
    _check_names(blocks, where)
    _check_with_models(blocks, where)


def check_view(view: Any) -> None:
    """Refuse a view that is not as it should be."""
    kind = str(view.get("type")) if isinstance(view, dict) else ""
    if kind not in shapes.VIEWS:
        raise WrongError("must be a modal or home view", "/view/type")
    _check_shape(view, shapes.VIEWS[kind], "/view")
    check_blocks(view["blocks"], surface=kind, where="/view/blocks")
    asks = any(block["type"] == "input" for block in view["blocks"])
    if kind == "modal" and asks and not view.get("submit"):
        raise WrongError("submit is required when a view has input blocks", "/view")
    inside = [one for block in view["blocks"] for _place, one in _elements(block)]
    if sum(bool(one.get("focus_on_load")) for one in inside) > 1:
        raise WrongError("only one element can have focus_on_load", "/view/blocks")
    try:
        ViewModel(**view).to_dict()
    except (SlackObjectFormationError, TypeError, AttributeError) as wrong:
        raise WrongError(str(wrong), "/view") from wrong


def size(view: Json) -> int:
    """Return how many bytes a view takes."""
    return len(json.dumps(view).encode())


def _check_block(block: Json, surface: str, where: str) -> None:
    kind = block.get("type")
    if kind not in shapes.BLOCKS or kind not in shapes.ON[surface]:
        raise WrongError(f"unsupported type: {kind}", f"{where}/type")
    _check_shape(block, shapes.BLOCKS[kind], where)
    if kind == "section":
        _check_section(block, where)
    if kind == "context":
        for number, one in enumerate(block["elements"]):
            _check_in_context(one, f"{where}/elements/{number}")
    allowed = shapes.FILLED_IN if kind == "input" else shapes.PRESSED
    allowed |= {"image"} if kind == "section" else frozenset()
    for place, element in _elements(block) if kind not in {"rich_text", "context"} else ():
        _check_element(element, allowed, f"{where}/{place}")


def _check_section(block: Json, where: str) -> None:
    if not block.get("text") and not block.get("fields"):
        raise WrongError("must have text or fields", where)
    for number, one in enumerate(block.get("fields") or ()):
        _check_text(one, (2000, False), f"{where}/fields/{number}")


def _check_in_context(one: Json, where: str) -> None:
    if one.get("type") == "image":
        _check_shape(one, shapes.ELEMENTS["image"], where)
    else:
        _check_text(one, (3000, False), where)


def _elements(block: Json) -> Iterator[tuple[str, Any]]:
    for number, one in enumerate(block.get("elements") or ()):
        yield f"elements/{number}", one
    for key in ("accessory", "element"):
        if block.get(key) is not None:
            yield key, block[key]


def _check_element(element: Any, allowed: frozenset[str], where: str) -> None:
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in allowed:
        raise WrongError(f"unsupported type: {kind}", f"{where}/type")
    _check_shape(element, shapes.ELEMENTS[kind], where)
    _check_options(element, kind, where)
    if confirm := element.get("confirm"):
        _check_shape(confirm, shapes.CONFIRM, f"{where}/confirm")
    if element.get("style") not in {None, "primary", "danger"}:
        raise WrongError("must be primary or danger", f"{where}/style")
    for key in ("url", "image_url"):
        if not str(element.get(key, "https://")).startswith(("https://", "http://", "mailto:", "slack://")):
            raise WrongError("must be a valid URL", f"{where}/{key}")
    longest = element.get("max_length", 3000)
    if not 1 <= longest <= 3000 or len(str(element.get("initial_value", ""))) > longest:
        raise WrongError("initial_value is longer than max_length, or max_length than 3000", where)


def _check_options(element: Json, kind: str, where: str) -> None:
    groups = element.get("option_groups") or ()
    for number, group in enumerate(groups):
        _check_shape(group, shapes.GROUP, f"{where}/option_groups/{number}")
    if kind in {"static_select", "multi_static_select"} and bool(element.get("options")) is bool(groups):
        raise WrongError("must have either options or option_groups", where)
    options = [*(element.get("options") or ()), *(one for group in groups for one in group["options"])]
    for number, option in enumerate(options):
        _check_shape(option, shapes.OPTION, f"{where}/options/{number}")
        if kind in shapes.PLAIN_OPTIONS and option["text"]["type"] != "plain_text":
            raise WrongError("must be plain_text", f"{where}/options/{number}/text/type")
    values = [option["value"] for option in options]
    if len(set(values)) < len(values):
        raise WrongError("option values must be unique", f"{where}/options")
    chosen = [*(element.get("initial_options") or ()), element.get("initial_option")]
    if any(one is not None and one not in options for one in chosen):
        raise WrongError("initial option must be one of the options", where)


def _check_shape(part: Any, shape: Shape, where: str) -> None:
    if not isinstance(part, dict):
        raise WrongError("must be an object", where)
    if extra := sorted(set(part) - shape.keys):
        raise WrongError(f"no more fields allowed: {', '.join(extra)}", where)
    for key in shape.needs:
        if part.get(key) in (None, ""):
            raise WrongError(f"missing required field: {key}", where)
    for key, limit in shape.texts.items():
        if part.get(key) is not None:
            _check_text(part[key], limit, f"{where}/{key}")
    _check_sizes(part, shape, where)


def _check_sizes(part: Json, shape: Shape, where: str) -> None:
    for key, most in shape.strings.items():
        value = part.get(key)
        if value is not None and (not isinstance(value, str) or len(value) > most):
            raise WrongError(f"must be a string of less than {most + 1} characters", f"{where}/{key}")
    for key, (least, most) in shape.lists.items():
        if part.get(key) is not None and not least <= len(part[key]) <= most:
            raise WrongError(f"must have between {least} and {most} items", f"{where}/{key}")


def _check_text(text: Any, limit: tuple[int, bool], where: str) -> None:
    most, plain = limit
    kinds = {"plain_text"} if plain else {"plain_text", "mrkdwn"}
    if not isinstance(text, dict) or text.get("type") not in kinds:
        raise WrongError(f"must be {' or '.join(sorted(kinds))}", f"{where}/type")
    extra = set(text) - {"type", "text", "emoji" if text["type"] == "plain_text" else "verbatim"}
    if extra:
        raise WrongError(f"no more fields allowed: {', '.join(sorted(extra))}", where)
    if not isinstance(text.get("text"), str) or not 1 <= len(text["text"]) <= most:
        raise WrongError(f"must be more than 0 and less than {most + 1} characters", f"{where}/text")


def _check_names(blocks: list[Json], where: str) -> None:
    """Refuse a block id that stands twice, and an action id that stands twice in one block."""
    names = [block["block_id"] for block in blocks if block.get("block_id")]
    for name in names:
        if names.count(name) > 1:
            raise WrongError(f"block_id {name} already exists", where)
    for number, block in enumerate(blocks):
        inside = [one.get("action_id") for _place, one in _elements(block)]
        actions = [name for name in inside if name]
        if len(set(actions)) < len(actions):
            raise WrongError("action_id already exists in this block", f"{where}/{number}")


def _check_with_models(blocks: list[Json], where: str) -> None:
    """Let Slack's own library look as well: what it refuses is refused here."""
    for number, block in enumerate(blocks):
        try:
            parsed = Block.parse(block)
            if parsed is not None:
                parsed.to_dict()
        except (SlackObjectFormationError, TypeError, AttributeError) as wrong:
            raise WrongError(str(wrong), f"{where}/{number}") from wrong
