"""Which handler answers what. Each dialog file has a `Routes` of its own; `bot.app` joins them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self, TypeVar

from bot.core.messages import Message

if TYPE_CHECKING:
    from bot.core.turn import Turn

H = TypeVar("H")

Handler = Callable[["Turn", dict[str, str]], Awaitable[None]]
"""Answers a press with what the button carried, a command with its `rest`, a due timer with its payload."""

Composer = Callable[["Turn", dict[str, str]], Awaitable[Message | None]]
"""Writes a nudge to `turn.person`, or returns None when there is no more reason for it."""


class DoubleRouteError(ValueError):
    """Two handlers want the same route."""


@dataclass
class Routes:
    """The handlers by what they answer."""

    presses: dict[str, Handler] = field(default_factory=dict)
    commands: dict[str, Handler] = field(default_factory=dict)
    timers: dict[str, Handler] = field(default_factory=dict)
    nudges: dict[str, Composer] = field(default_factory=dict)

    def press(self, name: str) -> Callable[[Handler], Handler]:
        return _into(self.presses, name)

    def command(self, name: str) -> Callable[[Handler], Handler]:
        return _into(self.commands, name)

    def timer(self, kind: str) -> Callable[[Handler], Handler]:
        return _into(self.timers, kind)

    def nudge(self, what: str) -> Callable[[Composer], Composer]:
        return _into(self.nudges, what)

    def join(self, other: "Routes") -> Self:
        """Take over every handler of `other`; none may be there already."""
        _move(other.presses, self.presses)
        _move(other.commands, self.commands)
        _move(other.timers, self.timers)
        _move(other.nudges, self.nudges)
        return self


def _move(theirs: dict[str, H], mine: dict[str, H]) -> None:
    for name, handler in theirs.items():
        _into(mine, name)(handler)


def _into(shelf: dict[str, H], name: str) -> Callable[[H], H]:
    def keep(handler: H) -> H:
        if name in shelf:
            raise DoubleRouteError(f"Two handlers want {name!r}.")
        shelf[name] = handler
        return handler

    return keep
