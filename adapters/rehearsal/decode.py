"""What people do on simulated phones, as the events it causes."""

from collections.abc import Mapping
from itertools import count
from typing import TypeAlias

from multidict import MultiMapping

from adapters.rehearsal.client import phone_of
from bot.core.events import Answered, Asked, Departed, Joined, Pressed, Said, Turned
from bot.core.messages import Action

FIELD = "field."
"""What the name of every field of a form on the page begins with."""

Fields: TypeAlias = MultiMapping[object]


class Fingers:
    """Turns presses, forms and words of people into events, each with a key of its own."""

    def __init__(self, whose: str = "rehearsal") -> None:
        self._whose = whose
        self._numbers = count(1)

    def _key(self) -> str:
        return f"{self._whose}:{next(self._numbers)}"

    def press(self, email: str, action: Action) -> Pressed:
        return Pressed(key=self._key(), actor=phone_of(email), route=action.route, args=action.args)

    def fill(self, email: str, token: str, values: Mapping[str, object]) -> Answered:
        return Answered(key=self._key(), actor=phone_of(email), token=token, values=dict(values))

    def turn(self, email: str, token: str, to: str) -> Turned:
        """Turn the page of a form: `back`, `skip` or `later`."""
        return Turned(key=self._key(), actor=phone_of(email), token=token, to=to)

    def skip(self, email: str, token: str) -> Turned:
        return self.turn(email, token, "skip")

    def ask(self, email: str, command: str) -> Asked:
        return Asked(key=self._key(), actor=phone_of(email), command=command)

    def say(self, email: str, words: str) -> Said:
        return Said(key=self._key(), actor=phone_of(email), text=words)

    def join(self, email: str) -> Joined:
        return Joined(key=self._key(), actor=phone_of(email))

    def depart(self, email: str) -> Departed:
        return Departed(key=self._key(), actor=phone_of(email))


def values_in(fields: Fields) -> dict[str, object]:
    """Return what the fields of a form were given; several ticks of one field are a list.

    Browsers end lines in their own way; here every line ends in the same.
    """
    names = dict.fromkeys(name for name in fields if name.startswith(FIELD))
    given = {name.removeprefix(FIELD): [_tidy(one) for one in fields.getall(name)] for name in names}
    return {name: values if len(values) > 1 else values[0] for name, values in given.items()}


def _tidy(value: object) -> str:
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""
