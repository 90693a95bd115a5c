"""What a platform's adapter stands on: the data, the door, and the ports of time and chance."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.core.entropy import Entropy
from bot.core.events import Event
from bot.core.messages import Reply
from bot.core.ports import Store

Handle = Callable[[Event], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Ground:
    """Given to every adapter when it is built; `public_url` is where the service is called, once known."""

    store: Store
    handle: Handle
    clock: Clock
    entropy: Entropy
    public_url: str = ""
