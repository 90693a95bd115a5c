"""What the bot says, as data. Only an adapter knows how it is drawn."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.core.dialogs import Question
from bot.core.events import Args
from bot.programme.summary import Summary

PREVIEW_LIMIT = 90
KINDS = ("reply", "service", "nudge", "summary")


class Action(BaseModel):
    """A button: what it says, the route it leads to, and what it carries there."""

    model_config = ConfigDict(frozen=True)

    label: str = Field(max_length=75)
    route: str
    args: Args = {}
    look: Literal["plain", "main", "careful"] = "plain"


class Heatmap(BaseModel):
    """The cadence of a cohort at a glance, as figures: whoever shows it draws it."""

    model_config = ConfigDict(frozen=True)

    summary: Summary
    alternative: str


class Document(BaseModel):
    """A text handed over as a file, to be kept by whoever asked for it."""

    model_config = ConfigDict(frozen=True)

    name: str
    media_type: str
    text: str = Field(repr=False)


class Message(BaseModel):
    """One thing the bot says.

    The `kind` begins with `reply`, `service`, `nudge` or `summary`: it decides the hours and the
    budget that the message keeps to. The `preview` is all that a lock screen shows, so it is neutral.
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    preview: str = Field(min_length=1, max_length=PREVIEW_LIMIT)
    text: str = Field(repr=False)
    actions: tuple[Action, ...] = ()
    picture: Heatmap | None = None
    document: Document | None = None

    @field_validator("kind")
    @classmethod
    def _one_of_the_four(cls, kind: str) -> str:
        if kind.partition(".")[0] not in KINDS:
            message = f"a message is a reply, service, nudge or summary, not {kind!r}"
            raise ValueError(message)
        return kind

    @property
    def is_nudge(self) -> bool:
        return self.kind.partition(".")[0] == "nudge"


class Reply(BaseModel):
    """The answer to one event: what is said back, and the question that stands now, if any."""

    model_config = ConfigDict(frozen=True)

    messages: tuple[Message, ...] = ()
    question: Question | None = None
