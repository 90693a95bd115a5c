"""How fast letters may follow one another, so that Teams never needs to ask for patience."""

from bot.core.pacing import Pace

BETWEEN = 2.25
AT_ONCE = 6
"""Seconds from message to message in one conversation, after so many at once.

Teams allows 7 in one second, 8 in two, 60 in thirty and 1,800 in an hour. In any stretch of t seconds this
lets at most 6 + t / 2.25 through: less than 7 in one or two, 20 in thirty, 1,606 in an hour.
"""

A_SECOND = 32
BURST = 10
"""Messages a second for one organisation: it allows 50, and what people do themselves needs some of them."""


class Rates:
    """The pace of every conversation and every organisation, in memory."""

    def __init__(self) -> None:
        self._tenants = Pace(A_SECOND, burst=BURST)
        self._chats = Pace(1 / BETWEEN, burst=AT_ONCE)

    def wait(self, tenant: str, conversation: str, now: float) -> float:
        """Return the seconds until a message may leave; 0.0 counts it as sent."""
        return self._tenants.wait(tenant, now) or self._chats.wait(conversation, now)
