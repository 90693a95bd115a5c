"""Blocks and views to try things with."""

from collections.abc import Sequence

from tests.fakes.slack.sights import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str, value: str = "", action_id: str = "") -> Json:
    named = {"action_id": action_id} if action_id else {}
    return {"type": "button", "text": plain(label), **({"value": value} if value else {}), **named}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def options(*labels: str) -> list[Json]:
    return [{"text": plain(label), "value": label.lower()} for label in labels]


def asks(label: str, name: str, element: Json | None = None, **more: object) -> Json:
    """Return an input block; a line of text unless another element is given."""
    inside = {"type": "plain_text_input"} if element is None else element
    named = {"action_id": name, **inside}
    return {"type": "input", "block_id": name, "label": plain(label), "element": named, **more}


def modal(title: str, *blocks: Json, **more: object) -> Json:
    return {
        "type": "modal",
        "title": plain(title),
        "submit": plain("Next"),
        "close": plain("Close"),
        "blocks": list(blocks),
        **more,
    }


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}


def many(count: int) -> Sequence[Json]:
    return [section(f"Line {number}") for number in range(count)]
