"""How fast letters leave: at a pace that Slack never has to ask for patience."""

from typing import Final

from bot.core.clock import Clock
from bot.core.pacing import Pace

A_SECOND: Final = 1.0
"""Messages a second in one conversation, as Slack's rules have it; a few may come close together."""

CLOSE_TOGETHER: Final = 3

FOR_ALL: Final = 4.0
"""Messages a second in a whole workspace, which takes several hundred a minute."""

AT_FIRST: Final = 40


class Flow:
    """Says of each letter whether it may leave now, or after how many seconds.

    Letters that are sent back are given moments one after another, so that they don't all return at once.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rooms = Pace(A_SECOND, CLOSE_TOGETHER)
        self._workspaces = Pace(FOR_ALL, AT_FIRST)
        self._promised: dict[str, float] = {}

    def wait(self, workspace: str, room: str) -> float:
        """Return the seconds that a letter still has to wait; 0.0 when it goes now, and then it counts."""
        now = self._clock.now().timestamp()
        return self._rooms.wait(f"{workspace}/{room}", now) or self._turn(workspace, now)

    def _turn(self, workspace: str, now: float) -> float:
        early = self._workspaces.wait(workspace, now)
        if not early:
            return 0.0
        at = max(now + early, self._promised.get(workspace, 0.0))
        self._promised[workspace] = at + 1 / FOR_ALL
        return at - now
