"""Slack's side of the contract: blocks for messages, windows for questions, and what Slack makes of them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.slack import answers, forms, render
from bot.core.dialogs import Question
from bot.core.fields import Shown
from bot.core.messages import Message
from tests.contract.adapters.looks import Payload
from tests.fakes.slack.blockkit import LARGEST_VIEW, WrongError, check_blocks, check_view, size

Json = dict[str, Any]

CARRY = '{"c":"01a3c2bc09007f6199928cf5b57c6ca1"}'


class SlackLooks:
    """Messages are pages of blocks, questions are views; the rules are those of the Slack of the tests."""

    name = "slack"

    def message(self, message: Message) -> Payload:
        return render.pages(message)

    def question(self, question: Question) -> Payload:
        return forms.view(question, CARRY)

    def complaints(self, payload: Payload) -> list[str]:
        pages = payload if isinstance(payload, list) else []
        try:
            for page in pages:
                check_blocks(page)
            if not pages:
                check_view(payload)
        except WrongError as wrong:
            return [str(wrong)]
        return [*_too_large(payload), *_named_twice(payload), *_markup(payload)]

    def words(self, payload: Payload) -> str:
        return "\n".join(_words(payload))

    def presses(self, payload: Payload) -> list[tuple[str, dict[str, str]]]:
        carried = [json.loads(one["value"]) for one in _buttons(payload)]
        return [(one["r"], one["a"]) for one in carried]

    def turns(self, payload: Payload) -> set[str]:
        return {one["action_id"].removeprefix("turn:") for one in _buttons(payload)}

    def answer(self, payload: Payload, values: Mapping[str, Shown]) -> Payload:
        blocks = [one for one in payload["blocks"] if one["type"] == "input"]
        state = {one["block_id"]: _filled(one["element"], values) for one in blocks}
        return json.loads(json.dumps({**payload, "state": {"values": state}}))

    def values(self, answered: Payload) -> dict[str, object]:
        return answers.values(answered)


LOOKS = SlackLooks()


def _filled(element: Json, values: Mapping[str, Shown]) -> Json:
    """Return the state of a field as Slack reports it, with what was put in or what stood there first."""
    kind, name = element["type"], element["action_id"]
    keys = {
        "plain_text_input": ("value", "initial_value"),
        "number_input": ("value", "initial_value"),
        "datepicker": ("selected_date", "initial_date"),
        "timepicker": ("selected_time", "initial_time"),
        "radio_buttons": ("selected_option", "initial_option"),
        "static_select": ("selected_option", "initial_option"),
        "checkboxes": ("selected_options", "initial_options"),
        "multi_static_select": ("selected_options", "initial_options"),
    }
    key, first = keys[kind]
    given: object = element.get(first)
    if name in values:
        given = _given(element, values[name])
    if key == "selected_options":
        given = given or []
    return {name: {"type": kind, key: given}}


def _given(element: Json, value: Shown) -> object:
    if "options" not in element or value is None:
        return value
    wanted = value if isinstance(value, tuple) else (value,)
    found = [one for one in element["options"] if one["value"] in wanted]
    assert len(found) == len(wanted), "what is to be chosen stands on the list"
    return found if isinstance(value, tuple) else found[0]


def _words(part: object) -> Iterator[str]:
    """Yield every text to be read, buttons and what is typed left out."""
    match part:
        case {"type": "button"}:
            return
        case {"type": "rich_text_section" | "rich_text_quote" | "rich_text_preformatted"}:
            yield "".join(one["text"] for one in part["elements"])
        case {"type": "plain_text", "text": text}:
            yield text
        case dict():
            for inside in part.values():
                yield from _words(inside)
        case list():
            for inside in part:
                yield from _words(inside)


def _buttons(payload: Payload) -> list[Json]:
    pages = payload if isinstance(payload, list) else [payload["blocks"]]
    rows = [block for page in pages for block in page if block["type"] == "actions"]
    return [button for row in rows for button in row["elements"]]


def _too_large(payload: Payload) -> list[str]:
    longest = (
        [len(json.dumps(page, ensure_ascii=False)) for page in payload] if isinstance(payload, list) else []
    )
    is_view = not isinstance(payload, list)
    return [
        *(f"{length} characters in a message" for length in longest if length > 13_000),
        *(["the view is too large"] if is_view and size(payload) > LARGEST_VIEW else []),
    ]


def _named_twice(payload: Payload) -> list[str]:
    names = [one["action_id"] for one in _buttons(payload)]
    return [f"{name} stands twice" for name in sorted({name for name in names if names.count(name) > 1})]


def _markup(payload: Payload) -> list[str]:
    """Nothing may be markup, and no words may look like a mention; short labels are no markup anyway."""
    told = json.dumps(payload, ensure_ascii=False)
    runs = "\n".join(_runs(payload))
    return [
        *(["there is markup"] if '"mrkdwn"' in told else []),
        *(f"there is {sign}" for sign in ("<!", "<@", "<#") if sign in runs),
    ]


def _runs(part: object) -> Iterator[str]:
    match part:
        case {"type": "text", "text": text}:
            yield text
        case dict() | list():
            for inside in part.values() if isinstance(part, dict) else part:
                yield from _runs(inside)
