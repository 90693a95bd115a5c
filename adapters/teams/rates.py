"""How fast letters may follow one another, so that Teams never needs to ask for patience."""

from bot.core.pacing import Pace

A_CHAT = 0.45
CHAT_BURST = 6
"""Messages a second into one conversation, after so many at once.

Teams allows 7 in one second, 8 in two, 60 in thirty and 1,800 in an hour. In any stretch of t seconds this
lets at most 6 + 0.45 t through: less than 7 in one, less than 7 in two, 20 in thirty, 1,626 in an hour.
"""

A_TENANT = 30
TENANT_BURST = 10
"""Calls a second for one organisation: it allows 50, and what people do themselves needs some of them."""


class Rates:
    """The pace of every conversation and every organisation, in memory."""

    def __init__(self) -> None:
        self._tenants = Pace(A_TENANT, burst=TENANT_BURST)
        self._chats = Pace(A_CHAT, burst=CHAT_BURST)

    def wait(self, tenant: str, conversation: str, now: float) -> float:
        """Return the seconds until a message may leave; 0.0 counts it as sent."""
        return self._tenants.wait(tenant, now) or self._chats.wait(conversation, now)
