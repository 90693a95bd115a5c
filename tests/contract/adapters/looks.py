"""What the contract asks of an adapter's drawing: one small protocol, whatever the platform."""

from collections.abc import Mapping
from typing import Any, Protocol

from bot.core.dialogs import Question
from bot.core.fields import Shown
from bot.core.messages import Message

Payload = Any
"""What goes to the platform, or comes back from it, as the adapter hands it over."""


class Looks(Protocol):
    """How one platform shows messages and questions, and what it sends back.

    A file `<platform>_looks.py` in this folder with an object `LOOKS` joins the contract by being there.
    """

    name: str

    def message(self, message: Message) -> Payload:
        """Draw a message as the adapter does."""
        ...

    def question(self, question: Question) -> Payload:
        """Draw a question as the adapter does."""
        ...

    def complaints(self, payload: Payload) -> list[str]:
        """Say what the platform would refuse in a drawing; nothing when it would take it."""
        ...

    def words(self, payload: Payload) -> str:
        """Return everything a person can read in a drawing, in the order it stands, buttons left out."""
        ...

    def presses(self, payload: Payload) -> list[tuple[str, dict[str, str]]]:
        """Return what each button of a drawn message leads to: the route and what it carries."""
        ...

    def turns(self, payload: Payload) -> set[str]:
        """Return which of `back`, `skip`, `later` and `help` a drawn question offers."""
        ...

    def answer(self, payload: Payload, values: Mapping[str, Shown]) -> Payload:
        """Send a drawn question in as a client would: fields not among `values` keep what they show first."""
        ...

    def values(self, answered: Payload) -> dict[str, object]:
        """Read what came back as the adapter does."""
        ...
