"""The way out to simulated phones: the `Messenger` port of a rehearsal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.core.clock import Clock
from bot.core.delivery import Delivery, Failed, Gone, Sent
from bot.core.events import Actor
from bot.core.messages import Message

PLATFORM = "rehearsal"


def phone_of(email: str) -> Actor:
    """Return the address of somebody's simulated phone."""
    return Actor(platform=PLATFORM, user=email)


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it appeared: when, to whom, and whether that was a channel."""

    at: datetime
    to: str
    in_channel: bool
    message: Message


class Phones:
    """Shows every message that is sent, and tells whoever watches."""

    def __init__(self, clock: Clock, watch: Callable[[Shown], None]) -> None:
        self._clock = clock
        self._watch = watch
        self._sent: set[str] = set()
        self.switched_off: set[str] = set()

    async def send(self, delivery: Delivery) -> Sent | Gone:
        letter = delivery.letter
        to = letter.channel or (delivery.to.user if delivery.to else "")
        if to in self.switched_off:
            return Gone(reason="this phone is switched off for good")
        self._sent.add(letter.key)
        self.show(to, letter.message, in_channel=letter.channel is not None)
        return Sent(name=f"shown-{len(self._sent)}")

    async def find(self, delivery: Delivery) -> Sent | Failed:
        """Nothing is uncertain here: a letter was shown or it was not."""
        if delivery.letter.key in self._sent:
            return Sent()
        return Failed(reason="not shown")

    def show(self, to: str, message: Message, *, in_channel: bool = False) -> None:
        """Show a message at once, as replies are."""
        self._watch(Shown(self._clock.now(), to, in_channel, message))
