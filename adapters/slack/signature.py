"""Whether a request really comes from Slack."""

from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest
from hmac import new as keyed

from bot.core.clock import Clock

FRESH = 300
"""Seconds, either way, by which a request may differ from our clock: an older one may be a replay."""


class Signature:
    """Tells Slack's requests from all others. Slack signs the very bytes it sends, and the time."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret = secret.encode()
        self._clock = clock

    def holds(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Return whether the signature is there, right and fresh; no form of a wrong one is an error."""
        told = headers.get("X-Slack-Request-Timestamp", "")
        if not self._is_fresh(told):
            return False
        message = b"v0:" + told.encode() + b":" + body
        expected = "v0=" + keyed(self._secret, message, sha256).hexdigest()
        given = headers.get("X-Slack-Signature", "")
        return compare_digest(expected.encode(), given.encode(errors="backslashreplace"))

    def _is_fresh(self, told: str) -> bool:
        if not (told.isascii() and told.isdigit() and len(told) <= len("9999999999")):
            return False
        return abs(self._clock.now().timestamp() - int(told)) <= FRESH
