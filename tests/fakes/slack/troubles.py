"""Things that go wrong on the way, laid out beforehand: the next calls of a method meet them in order."""

from collections import defaultdict, deque
from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """What happens to a call. Those that say `AFTER` take effect first: the app cannot know."""

    THROTTLE = "throttle"
    SERVER_ERROR = "server_error"
    SERVER_ERROR_AFTER = "server_error_after"
    DROP = "drop"
    DROP_AFTER_ACCEPT = "drop_after_accept"
    HANG = "hang"
    HANG_AFTER_ACCEPT = "hang_after_accept"
    GARBAGE_AFTER = "garbage_after"

    @property
    def takes_effect(self) -> bool:
        return "after" in self.value


@dataclass(frozen=True, slots=True)
class Mishap:
    """One scripted trouble, or the error code that the call gets instead of its answer."""

    what: Trouble | str
    retry_after: int = 30


class Script:
    """The troubles to come, for each method."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, deque[Mishap]] = defaultdict(deque)

    def next(self, method: str, mishap: Mishap, times: int = 1) -> None:
        self._waiting[method].extend([mishap] * times)

    def take(self, method: str) -> Mishap | None:
        """Return the trouble that this call meets, at most once."""
        waiting = self._waiting[method]
        return waiting.popleft() if waiting else None
