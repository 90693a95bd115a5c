"""What the bot says, as data. Only an adapter knows how it is drawn."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.core.dialogs import Question
from bot.core.events import Args
from bot.programme.summary import Summary

PREVIEW_LIMIT = 90
KINDS = ("reply", "service", "nudge", "summary")

ASIDES = frozenset(
    {
        "reply.calendar",
        "reply.cohort",
        "reply.commands",
        "reply.guide",
        "reply.guide-words",
        "reply.hand",
        "reply.hands",
        "reply.late",
        "reply.meetings",
        "reply.my-data",
        "reply.notes",
        "reply.preferences",
        "reply.programme",
        "reply.refusal",
        "reply.rules",
        "reply.summary",
        "reply.support",
        "reply.visibility",
        "reply.which",
    }
)
"""Kinds of replies that show something and settle nothing."""


class Action(BaseModel):
    """A button: what it says, the route it leads to, and what it carries there."""

    model_config = ConfigDict(frozen=True)

    label: str = Field(max_length=75)
    route: str
    args: Args = {}
    look: Literal["plain", "main", "careful"] = "plain"


class Link(BaseModel):
    """An address on the web, shown by its name alone: whoever reads it needs no more of it."""

    model_config = ConfigDict(frozen=True)

    label: str = Field(max_length=75)
    address: str = Field(pattern="^https://")


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
    links: tuple[Link, ...] = ()
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

    @property
    def is_aside(self) -> bool:
        """Whether it only shows something, so that the message whose button led to it keeps its place."""
        return self.kind in ASIDES


class Reply(BaseModel):
    """The answer to one event: what is said back, and the question that stands now, if any."""

    model_config = ConfigDict(frozen=True)

    messages: tuple[Message, ...] = ()
    question: Question | None = None
