"""A conversation with one person as it is stored: what it began with and what was answered so far.

Everything here is plain JSON: a restart, another replica or a new release goes on where this one stopped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from typing import Self, TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

Values: TypeAlias = dict[str, JsonValue]


class Kept(BaseModel):
    """One answered question; `values` is None when it was skipped."""

    model_config = ConfigDict(frozen=True)

    key: str
    values: Values | None = Field(repr=False)


class Conversation(BaseModel):
    """The whole state of one dialog with one person.

    `inputs` is the snapshot that the dialog began with, `answers` are in the order of the last run,
    `drafts` hold what was once answered or refused, by question. `revision` rises by one with every
    accepted change, `last` is the mark of the event that changed it. `expires_at` is an instant.
    """

    model_config = ConfigDict(frozen=True)

    id: str = Field(pattern=r"^[^:]+$")
    dialog: str
    owner: str
    inputs: Values = Field(default={}, repr=False)
    answers: tuple[Kept, ...] = Field(default=(), repr=False)
    drafts: dict[str, Values] = Field(default={}, repr=False)
    revision: int = 0
    last: str = Field(default="", repr=False)
    expires_at: AwareDatetime

    def token(self, key: str) -> str:
        """What every button of the question `key` carries, as the conversation stands now."""
        return f"{self.id}:{self.revision}:{key}"

    def settled(self, kept: tuple[Kept, ...]) -> Self:
        """With exactly these answers; the others become drafts, in their order."""
        keys = {one.key for one in kept}
        lost = {one.key: one.values for one in self.answers if one.key not in keys and one.values is not None}
        drafts = {key: values for key, values in (self.drafts | lost).items() if key not in keys}
        return self.model_copy(update={"answers": kept, "drafts": drafts})

    def changed(self, mark: str) -> Self:
        """One accepted change later."""
        return self.model_copy(update={"revision": self.revision + 1, "last": mark})

    def drafted(self, key: str, values: Values) -> Self:
        """With these values to be shown when the question is asked again."""
        return self.model_copy(update={"drafts": self.drafts | {key: values}})

    def closed(self) -> Self:
        """As the dialog ends: drafts are dropped."""
        return self.model_copy(update={"drafts": {}})


def conversation_of(token: str) -> str:
    """The id of the conversation that a button belongs to; whether the button still holds, `step` decides."""
    return token.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question was answered: the values as the platform sent them, by the names of the fields."""

    token: str
    values: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Skip:
    """An optional question is left out."""

    token: str


@dataclass(frozen=True, slots=True)
class Back:
    """The question before this one, please."""

    token: str


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: the conversation stays as it is."""

    token: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Show the question that stands, for somebody who comes back."""


Event: TypeAlias = Answer | Skip | Back | Later | Resume


def mark_of(event: Answer | Skip | Back) -> str:
    """A fingerprint by which the same press, delivered twice, is known again."""
    values = dict(event.values) if isinstance(event, Answer) else None
    told = dumps([type(event).__name__, event.token, values], sort_keys=True, default=str)
    return sha256(told.encode()).hexdigest()[:32]
