"""What became of a call to Teams, read from the answer or from its absence."""

import json

from bot.core.delivery import Failed, Gone, Throttled, Uncertain

NotDone = Throttled | Failed | Gone | Uncertain

A_MOMENT = 1.0
"""Seconds to wait when two calls met in one conversation."""

A_WHILE = 5.0
"""Seconds to wait when Teams asks for patience and doesn't say for how long."""

LONGEST_WAIT = 3600.0

_GONE = frozenset({403, 404})
_PATIENCE = 429
_MET = 412
_SERVER = 500


def refused(status: int, code: str, retry_after: str | None, *, repeatable: bool) -> NotDone:
    """Sort an answer that is not what was asked for; `repeatable` when doing it twice does no harm.

    A fault inside the service leaves open whether it was done.
    """
    if status == _PATIENCE:
        return Throttled(seconds=_seconds(retry_after), everywhere=False)
    if status == _MET:
        return Throttled(seconds=A_MOMENT, everywhere=False)
    if status in _GONE:
        return Gone(reason=code or str(status))
    if status >= _SERVER and not repeatable:
        return Uncertain(reason=code or str(status))
    return Failed(reason=code or str(status))


def unanswered(reason: str, *, reached: bool, repeatable: bool) -> Failed | Uncertain:
    """Sort a call without an answer: not `reached` means that nobody heard it."""
    return Failed(reason=reason) if repeatable or not reached else Uncertain(reason=reason)


def code_in(body: str) -> str:
    """Return the code by which an answer says what is wrong; some are hidden in a sentence."""
    return _code(_read(body))


def _code(answer: dict[str, object]) -> str:
    inside = answer.get("error")
    if isinstance(inside, dict):
        return _word(inside.get("code"))
    return _word(answer.get("subCode")) or _word(_read(answer.get("message")).get("subCode"))


def _read(text: object) -> dict[str, object]:
    try:
        read = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _word(value: object) -> str:
    """Return a code and nothing longer, so that no sentence about anybody gets into a log."""
    return value if isinstance(value, str) and value.isalnum() and len(value) <= 60 else ""  # noqa: PLR2004  # ample


def _seconds(retry_after: str | None) -> float:
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return A_WHILE
    return min(seconds, LONGEST_WAIT) if seconds >= 0 else A_WHILE
