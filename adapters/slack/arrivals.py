"""What arrived from Slack, and where it happened: the answer is shown in the same place."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from adapters.slack.forms import QUESTION
from adapters.slack.shapes import carried, text, words_in
from adapters.slack.typed import typed
from bot.core.conversations import conversation_of
from bot.core.events import Ignored, Personal


class Place(StrEnum):
    """Where somebody did something."""

    CHAT = "chat"
    CHANNEL = "channel"
    HOME = "home"
    COMMAND = "command"
    SHORTCUT = "shortcut"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Carry:
    """What a window carries unseen: the token of its question, and where the dialog was opened."""

    token: str = ""
    opened: Place = Place.WINDOW

    @classmethod
    def read(cls, metadata: str) -> Self:
        """Read what a window carried; whatever is not ours is empty."""
        told = words_in(carried(metadata))
        place = told.get("p", "")
        return cls(told.get("t", ""), Place(place) if place in set(Place) else Place.WINDOW)

    def written(self) -> str:
        """Return it as a window holds it."""
        return json.dumps({"t": self.token, "p": self.opened}, separators=(",", ":"))

    @property
    def conversation(self) -> str:
        return conversation_of(self.token)


@dataclass(frozen=True, slots=True)
class Window:
    """The modal that something was done in, as it stood there."""

    id: str
    hash: str
    title: str
    carry: Carry
    asks: bool
    blocks: frozenset[str]

    @classmethod
    def read(cls, view: Mapping[str, Any]) -> Self:
        blocks = view.get("blocks")
        ids = {text(block, "block_id") for block in blocks} if isinstance(blocks, list) else set()
        return cls(
            id=text(view, "id"),
            hash=text(view, "hash"),
            title=typed(text(view, "title", "text")),
            carry=Carry.read(text(view, "private_metadata")),
            asks=text(view, "callback_id") == QUESTION,
            blocks=frozenset(ids - {""}),
        )


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something somebody did, as the core sees it, and where.

    `trigger` opens one window within three seconds; `channel` and `message` name the message whose button
    was pressed, and `aside` tells that it keeps its place.
    """

    event: Personal
    place: Place
    trigger: str = ""
    channel: str = ""
    message: str = ""
    aside: bool = False
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that is no deed, about a workspace, an account or a window, for whoever looks after that."""

    kind: str
    key: str
    workspace: str
    user: str
    event: Mapping[str, Any]


Arrived = Arrival | Notice | Ignored
