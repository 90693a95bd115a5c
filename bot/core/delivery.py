"""What leaves the house: letters in the outbox, and what became of sending one."""

from datetime import datetime
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from bot.core.events import Actor
from bot.core.messages import Message

NO_ADDRESS = "no address"
"""Why a letter is parked whose reader is on no platform yet."""


class Letter(BaseModel):
    """One message to one person or channel, written in the transaction that caused it.

    `key` is unique to it: writing the same letter twice writes it once. A letter that could not leave
    before `not_after` is cancelled, since it would no longer be true.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    cohort_id: str | None = None
    person_id: str | None = None
    channel: str | None = None
    message: Message
    not_before: datetime
    not_after: datetime | None = None

    @property
    def lane(self) -> str:
        """Letters of one lane leave in the order in which they were written."""
        return f"person:{self.person_id}" if self.person_id else f"channel:{self.channel}"


class Delivery(BaseModel):
    """A letter that the courier has claimed: nobody else sends it while the lease lasts."""

    model_config = ConfigDict(frozen=True)

    id: int
    lease: str
    letter: Letter
    to: Actor | None
    attempts: int
    maybe_sent: bool


class Sent(BaseModel):
    """It arrived, under this name on the platform."""

    name: str = ""


class Throttled(BaseModel):
    """The platform asks to wait; nothing was sent.

    `everywhere` says that the whole workspace has to wait, and not only this conversation.
    """

    seconds: float = Field(ge=0)
    everywhere: bool = True


class Failed(BaseModel):
    """It was not sent and may be tried again."""

    reason: str


class Gone(BaseModel):
    """It can't be sent to this destination until something changes there.

    `advice` says in one sentence, for a coordinator, what to do about it on this platform.
    """

    reason: str
    advice: str = ""


class Uncertain(BaseModel):
    """It may have been sent: no answer came."""

    reason: str


Outcome = Sent | Throttled | Failed | Gone | Uncertain


class Messenger(Protocol):
    """The way out to a platform.

    `send` never takes longer than its own time limit and never tries twice. `find` looks whether a
    delivery of uncertain fate arrived: `Sent`, `Failed` when it surely did not, `Uncertain` when the
    platform can't tell.
    """

    async def send(self, delivery: Delivery) -> Outcome: ...

    async def find(self, delivery: Delivery) -> Sent | Failed | Uncertain: ...
