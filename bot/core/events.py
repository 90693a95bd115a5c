"""Everything that can happen to the bot, whatever the platform.

An adapter turns what arrives into one of these; the planner makes `Due`. Each carries a key that
is the same when the same thing is delivered twice.
"""

from pydantic import BaseModel, ConfigDict, Field

Args = dict[str, str]


class Actor(BaseModel):
    """Who did it, as their platform names them."""

    model_config = ConfigDict(frozen=True)

    platform: str
    workspace: str = ""
    user: str


class Happened(BaseModel):
    """What every event has: a key that is unique to it and the same on every delivery."""

    model_config = ConfigDict(frozen=True)

    key: str = Field(min_length=1, max_length=200)


class Pressed(Happened):
    """Somebody pressed a button: the route it leads to and what the button carried."""

    actor: Actor
    route: str
    args: Args = {}


class Asked(Happened):
    """Somebody gave a command, such as `book` or `who sees what`."""

    actor: Actor
    command: str
    rest: str = Field(default="", repr=False)


class Answered(Happened):
    """Somebody sent a form in. The token names the conversation and the question it belongs to."""

    actor: Actor
    token: str
    values: dict[str, object] = Field(default={}, repr=False)


class Turned(Happened):
    """Somebody turned a page of a form without answering: `back`, `skip`, `later` or `resume`."""

    actor: Actor
    token: str
    to: str


class Said(Happened):
    """Somebody typed into the chat. The words pass through and are never stored."""

    actor: Actor
    text: str = Field(repr=False)


class Joined(Happened):
    """Somebody can be reached now: they installed the bot, or let it write again."""

    actor: Actor


class Departed(Happened):
    """Somebody can no longer be reached: they removed or blocked the bot."""

    actor: Actor


class Introduced(Happened):
    """A platform tells whose account this is, as its directory knows them."""

    actor: Actor
    email: str = Field(repr=False)
    name: str = Field(default="", repr=False)
    timezone: str | None = None
    locale: str = ""


class Due(Happened):
    """A timer's moment has come."""

    timer: str


class Ordered(Happened):
    """An operator gave an order on the command line."""


class Ignored(Happened):
    """Something arrived that means nothing to the bot; the reason is for the log."""

    reason: str


Personal = Pressed | Asked | Answered | Turned | Said | Joined | Departed
Event = Personal | Introduced | Due | Ordered | Ignored
