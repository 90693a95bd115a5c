"""What somebody sees: a message with its words and buttons, an open dialog, the answer to a press."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.teams import cards
from tests.fakes.teams.world import Json, Place, Posted

CARD_ANSWER = "application/vnd.microsoft.card.adaptive"
TEXT_ANSWER = "application/vnd.microsoft.activity.message"
ERROR_ANSWER = "application/vnd.microsoft.error"
SOMETHING_WRONG = "Something went wrong. Please try again."
UNABLE_TO_REACH = "Unable to reach app. Please try again."


class NotThereError(AssertionError):
    """What a test wants to press or fill in isn't there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered to one activity; a status of 0 means that nothing was sent."""

    status: int
    body: Any
    activity: Json

    @property
    def card(self) -> Json | None:
        """The card that takes the place of the one that was pressed."""
        body = self.body if isinstance(self.body, dict) else {}
        return body.get("value") if body.get("type") == CARD_ANSWER else None


class Shown:
    """Something with cards in it that somebody looks at."""

    def __init__(self, shown: list[Json]) -> None:
        self._cards = shown

    @property
    def card(self) -> Json:
        """The card, when there is one."""
        if not self._cards:
            raise NotThereError("There is no card here.")
        return self._cards[0]

    @property
    def has_card(self) -> bool:
        return bool(self._cards)

    @property
    def words(self) -> str:
        """Everything that is to be read in the cards."""
        return "\n".join(cards.words(one) for one in self._cards)

    @property
    def buttons(self) -> list[str]:
        """The labels of everything that can be pressed."""
        return [one.get("title", "") for one in self._actions()]

    @property
    def fields(self) -> list[str]:
        """The labels of everything that can be filled in."""
        return [one.get("label") or one["id"] for one in self._inputs()]

    @property
    def drafts(self) -> dict[str, str]:
        """What stands in the fields already, by their labels."""
        return {one.get("label") or one["id"]: one["value"] for one in self._inputs() if one.get("value")}

    def button(self, label: str) -> Json:
        """Return the action with this label."""
        for one in self._actions():
            if one.get("title") == label:
                return one
        raise NotThereError(f"There is no button {label!r} among {self.buttons}.")

    def filled(self, action: Mapping[str, Any], values: Mapping[str, object]) -> Json:
        """Return what an action brings with it when these values, by label or id, have been filled in."""
        asked = [] if action.get("associatedInputs") == "none" else self._inputs()
        labels = {name for one in asked for name in (one["id"], one.get("label", ""))}
        for name in values:
            if name not in labels:
                raise NotThereError(f"There is nothing to fill in called {name!r} among {self.fields}.")
        given = {one["id"]: _value(one, _chosen(one, values)) for one in asked}
        return (action.get("data") or {}) | {
            name: value for name, value in given.items() if value is not None
        }

    def left_empty(self, data: Json) -> list[str]:
        """Return what a client says about required inputs that nobody filled in."""
        required = [one for one in self._inputs() if one.get("isRequired")]
        return [one.get("errorMessage", "") for one in required if not data.get(one["id"])]

    def _inputs(self) -> list[Json]:
        return [one for shown in self._cards for one in cards.inputs(shown)]

    def _actions(self) -> list[Json]:
        return [one for shown in self._cards for one in cards.actions(shown)]


class Seen(Shown):
    """A message as one person sees it now."""

    def __init__(self, place: Place, posted: Posted, eyes: str) -> None:
        super().__init__(posted.cards(eyes))
        self.place = place
        self.posted = posted

    @property
    def id(self) -> str:
        return self.posted.id

    @property
    def text(self) -> str:
        """The text of the message itself, beside its cards."""
        return self.posted.activity.get("text") or ""

    @property
    def preview(self) -> str:
        """What a notification shows."""
        return self.posted.activity.get("summary") or self.text

    @property
    def words(self) -> str:
        return "\n".join(part for part in (self.text, super().words) if part)


class Dialog(Shown):
    """An open dialog, which was called a task module."""

    def __init__(self, info: Json, opened_from: Seen) -> None:
        super().__init__([info["card"]["content"]])
        self.title = info.get("title", "")
        self.size = (info.get("width"), info.get("height"))
        self.opened_from = opened_from


def _chosen(one: Json, values: Mapping[str, object]) -> object:
    for name in (one["id"], one.get("label", "")):
        if name in values:
            return values[name]
    return one.get("value")


def _value(one: Json, given: object) -> str | None:
    """Return what a client sends for this input: always text, choices by their value."""
    if given is None:
        return one.get("valueOff", "false") if one["type"] == "Input.Toggle" else None
    if isinstance(given, bool):
        return str(one.get("valueOn", "true") if given else one.get("valueOff", "false"))
    if one["type"] != "Input.ChoiceSet":
        return str(given)[: one.get("maxLength")]
    if given == one.get("value"):
        return str(given)
    several = given if isinstance(given, (list, tuple)) else [given]
    return ",".join(_choice(one, str(single)) for single in several)


def _choice(one: Json, wanted: str) -> str:
    choices = one["choices"]
    for choice in choices:
        if wanted in {choice["title"], choice["value"]}:
            return str(choice["value"])
    raise NotThereError(f"There is no choice {wanted!r} among {[choice['title'] for choice in choices]}.")
