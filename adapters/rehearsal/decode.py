"""What simulated people do, as the events it causes."""

from collections.abc import Mapping
from itertools import count

from adapters.rehearsal.client import phone_of
from bot.core.events import Answered, Asked, Departed, Joined, Pressed, Turned
from bot.core.messages import Action


class Fingers:
    """Turns presses, forms and words of simulated people into events, each with a key of its own."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def _key(self) -> str:
        return f"rehearsal:{next(self._numbers)}"

    def press(self, email: str, action: Action) -> Pressed:
        return Pressed(key=self._key(), actor=phone_of(email), route=action.route, args=action.args)

    def fill(self, email: str, token: str, values: Mapping[str, object]) -> Answered:
        return Answered(key=self._key(), actor=phone_of(email), token=token, values=dict(values))

    def skip(self, email: str, token: str) -> Turned:
        return Turned(key=self._key(), actor=phone_of(email), token=token, to="skip")

    def ask(self, email: str, command: str) -> Asked:
        return Asked(key=self._key(), actor=phone_of(email), command=command)

    def join(self, email: str) -> Joined:
        return Joined(key=self._key(), actor=phone_of(email))

    def depart(self, email: str) -> Departed:
        return Departed(key=self._key(), actor=phone_of(email))
