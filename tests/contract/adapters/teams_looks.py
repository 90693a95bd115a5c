"""How Teams shows messages and questions, judged by the published schema of Adaptive Cards 1.5."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator, ValidationError
from jsonschema.validators import extend

from adapters.teams import answers, forms, render
from adapters.teams.limits import HEAVIEST_CARD, HEAVIEST_QUESTION, MOST_ACTIONS, weight
from bot.core.dialogs import Question
from bot.core.fields import Shown
from bot.core.messages import Message

Card = dict[str, Any]

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class TeamsLooks:
    """Cards, read as a client of version 1.5 would: what it doesn't know, it replaces by its fallback."""

    name = "teams"

    def message(self, message: Message) -> list[Card]:
        return render.cards(message)

    def question(self, question: Question) -> list[Card]:
        return [forms.card(question)]

    def complaints(self, payload: list[Card]) -> list[str]:
        return [complaint for card in payload for complaint in complaints(card)]

    def words(self, payload: list[Card]) -> str:
        return "\n".join(text for card in payload for text in readable(as_1_5(card)))

    def presses(self, payload: list[Card]) -> list[tuple[str, dict[str, str]]]:
        carried = [action["data"] for card in payload for action in actions(card)]
        return [(data["r"], data["a"]) for data in carried if data["verb"] == "press"]

    def turns(self, payload: list[Card]) -> set[str]:
        carried = [action["data"] for card in payload for action in actions(card)]
        return {data.get("to") or data["r"] for data in carried if data["verb"] != "answer"}

    def answer(self, payload: list[Card], values: Mapping[str, Shown]) -> Card:
        [card] = payload
        [send] = [action for action in actions(card) if action["verb"] == "answer"]
        given = {one["id"]: typed(one, values) for one in inputs(card)}
        return {**send["data"], **{name: value for name, value in given.items() if value is not None}}

    def values(self, answered: Card) -> dict[str, object]:
        return answers.values(answered)


LOOKS = TeamsLooks()


def complaints(card: Card) -> Iterator[str]:
    """Yield what a client or the service would refuse."""
    seen = as_1_5(card)
    yield from (error.message[:200] for error in schema().iter_errors(seen))
    names = [one["id"] for one in inputs(seen)]
    if len(set(names)) < len(names):
        yield "two inputs have one name"
    if weight(card) > (HEAVIEST_QUESTION if names else HEAVIEST_CARD):
        yield f"the card weighs {weight(card)} bytes"
    for row in parts(seen, "ActionSet"):
        if not 1 <= len(row["actions"]) <= MOST_ACTIONS:
            yield "a row has too few or too many buttons"
    for action in actions(seen):
        if not action["title"].strip():
            yield "a button says nothing"
        if action["fallback"]["data"] != action["data"]:
            yield "a button carries something else on an old client"


@cache
def schema() -> Any:
    """Return the published schema, as a package brings it along."""
    found = find_spec("adaptive_cards")
    assert found is not None
    assert found.submodule_search_locations
    file = Path(found.submodule_search_locations[0]) / "schemas" / "schema-1.5.json"
    return extend(Draft6Validator, {"anyOf": any_of})(json.loads(file.read_text(encoding="utf-8")))


def any_of(validator: Any, kinds: list[Card], part: object, _: Card) -> Iterator[ValidationError]:
    """Complain when a part is of none of these kinds.

    The library's own finds every fault of each kind that a part isn't; the first is enough to leave it.
    """
    if all(next(validator.descend(part, kind), None) is not None for kind in kinds):
        yield ValidationError(f"{part!r} is of no kind that may stand here")


def as_1_5(part: Any) -> Any:
    """Return a card as it stands where Teams' own elements are unknown."""
    if isinstance(part, list):
        return [as_1_5(one) for one in part]
    if not isinstance(part, dict):
        return part
    if str(part.get("type", "")).startswith("Chart."):
        return as_1_5(part["fallback"])
    return {name: as_1_5(value) for name, value in part.items()}


def parts(part: Any, kind: str) -> Iterator[Card]:
    """Yield the parts of this kind, in the order they stand; fallbacks left out."""
    if isinstance(part, dict):
        if str(part.get("type", "")).startswith(kind):
            yield part
        for name, value in part.items():
            if name not in {"fallback", "data"}:
                yield from parts(value, kind)
    if isinstance(part, list):
        for one in part:
            yield from parts(one, kind)


def actions(card: Card) -> list[Card]:
    return [*parts(card, "Action.Execute")]


def inputs(card: Card) -> list[Card]:
    return [*parts(card, "Input.")]


def readable(part: Any) -> Iterator[str]:
    """Yield what is read in a card, in the order it stands."""
    if isinstance(part, list):
        for one in part:
            yield from readable(one)
    if isinstance(part, dict):
        yield from said(part)
        for name, value in part.items():
            if name not in {"fallback", "data", "actions"}:
                yield from readable(value)


def said(part: Card) -> list[str]:
    """Return the words of this part itself, Markdown as what it says."""
    match part:
        case {"type": "TextBlock", "text": text}:
            return [unescaped(text)]
        case {"type": "TextRun", "text": text}:
            return [text]
        case {"type": "FactSet", "facts": facts}:
            return [unescaped(f"{fact['title']}: {fact['value']}") for fact in facts]
        case {"type": "Input.ChoiceSet", "label": label, "style": style, "choices": choices}:
            titles = [one["title"] for one in choices]
            return [label, *(map(unescaped, titles) if style == "expanded" else titles)]
    return [part["label"]] if "label" in part else []


def unescaped(text: str) -> str:
    return ESCAPED.sub(r"\1", text)


def typed(one: Card, values: Mapping[str, Shown]) -> object:
    """Return what a client sends of an input: several ticks as one text, nothing when it is empty."""
    name = one["id"].split(".")[1]
    value = values[name] if name in values else one.get("value")
    return ",".join(value) if isinstance(value, tuple) else value
