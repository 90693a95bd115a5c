"""Naming an assistant: one address, and what they will hear of."""

import re
from typing import Annotated, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.core.dialogs import Ask
from bot.core.forms import Form, Text
from bot.core.words import _

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def _an_address(text: str) -> str:
    if _ADDRESS.fullmatch(text) is None:
        raise ValueError(_("Please write an e-mail address, such as pat@trust.example."))
    return text.casefold()


class Assistant(Form):
    """Who books for you?

    They can suggest, agree, move and call off times in your name. They hear times and nothing else: no
    guide, no topic, no notes, and nobody asks them whether you met.
    """

    short_title = "My assistant books"

    email: Annotated[
        str, AfterValidator(_an_address), Text(label="Their e-mail address at work", max_length=200)
    ]


class Naming(BaseModel):
    """What naming an assistant begins with: the relationship, and who the people file says it is."""

    model_config = ConfigDict(frozen=True)

    relationship: str
    known: str = Field(default="", repr=False)


class Desk(Protocol):
    """Where an assistant is named."""

    async def name(self, email: str) -> None: ...


async def name_assistant(ask: Ask, naming: Naming, *, desk: Desk) -> None:
    """Ask for the address of an assistant."""
    answer = await ask(Assistant, defaults={"email": naming.known or None})
    await desk.name(answer.email)
