"""Ticking which of several times suit: nobody else is shown who ticked what."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.core.dialogs import Ask
from bot.core.forms import Choices, Form, Option
from bot.programme.saying import say_moment
from bot.programme.zones import zone


class Ticks(Form):
    """Which of these suit you?

    Tick all that would do. With nothing ticked none of them does, and that is fine. Nobody else sees what
    you tick.
    """

    times: Annotated[tuple[str, ...], Choices(label="These suit me", at_least=0)]


class Sheet(BaseModel):
    """What ticking begins with: the poll, its times on the reader's clock, and what they ticked before."""

    model_config = ConfigDict(frozen=True)

    relationship: str
    poll: str
    timezone: str
    times: tuple[AwareDatetime, ...]
    ticked: tuple[AwareDatetime, ...] = ()


class Answers(Protocol):
    """Where ticks are written."""

    async def keep(self, times: Collection[datetime]) -> None: ...


async def tick_times(ask: Ask, sheet: Sheet, *, answers: Answers) -> None:
    """Ask which times suit, and keep that; an earlier answer is shown and may be changed."""
    here = zone(sheet.timezone)
    known = {at.isoformat(): at for at in sheet.times}
    options = [Option(value, say_moment(at, here)) for value, at in known.items()]
    before = [at.isoformat() for at in sheet.ticked]
    answer = await ask(Ticks, choices={"times": options}, defaults={"times": before})
    await answers.keep([known[one] for one in answer.times])
