"""Where the bot gets the tokens that it shows when it calls: counted, and checked on every call."""

from datetime import datetime, timedelta

from bot.core.clock import Clock
from tests.fakes.teams.keys import Mood

LIFETIME = 3599
"""Seconds that a token is good for, as Entra ID says it."""


class Office:
    """Hands out opaque tokens and knows them again.

    `fetch` answers in the shape of MSAL's `acquire_token_for_client`; `fetched` counts what it was asked.
    A mood of BROKEN is a wrong secret, DOWN an office that can't be reached.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._good_until: dict[str, datetime] = {}
        self.fetched = 0
        self.mood = Mood.WELL

    def fetch(self, *_: object) -> dict[str, object]:
        """Return a fresh token, or MSAL's way of saying no."""
        self.fetched += 1
        if self.mood in {Mood.DOWN, Mood.SILENT}:
            raise ConnectionError("The token office can't be reached.")
        if self.mood is Mood.BROKEN:
            return {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret."}
        token = f"token-{self.fetched}"
        self._good_until[token] = self._clock.now() + timedelta(seconds=LIFETIME)
        return {"token_type": "Bearer", "access_token": token, "expires_in": LIFETIME}

    def revoke(self) -> None:
        """Let every token that was handed out be worthless from now on."""
        self._good_until.clear()

    def knows(self, header: str | None) -> bool:
        """Tell whether this Authorization header holds a token of ours that is still good."""
        scheme, _, token = (header or "").partition(" ")
        until = self._good_until.get(token)
        return scheme == "Bearer" and until is not None and self._clock.now() < until
