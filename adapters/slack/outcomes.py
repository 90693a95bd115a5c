"""What became of a call to Slack, read from the answer or from its absence."""

from collections.abc import Mapping
from typing import Any, Final

from aiohttp import ClientConnectorError, ConnectionTimeoutError

from adapters.slack.web import refusal_of
from bot.core.delivery import Failed, Gone, Throttled, Uncertain
from bot.core.words import _

NotSent = Throttled | Failed | Gone | Uncertain

A_WHILE = 30.0
"""Seconds to wait when Slack asks for patience and doesn't say for how long."""

LONGEST_WAIT = 3600.0

ENDED: Final = frozenset({"token_revoked", "account_inactive"})
"""Refusals by which a token is dead for good."""

CLOSED: Final = frozenset({"user_disabled", "user_not_found", "users_not_found", "cannot_dm_bot"})
"""Refusals by which nobody reads at an address any more."""

NOT_INSTALLED, NOT_PRIVATE, SHARED = "not_installed", "not_private", "shared_outside"
"""What this side finds out by itself, beside the refusals of Slack."""

_INVITE = _("I am not in that channel. Type /invite @Turnabout there.")
_UNSEEN = _(
    "I can't see that channel. If it is the right one, type /invite @Turnabout there. "
    "If not, put its id into the cohort's settings."
)
_ARCHIVED = _("That channel is archived. Bring it back, or put another one into the cohort's settings.")
_POSTING = _("Not everybody may post in that channel. Whoever looks after it can let Turnabout post there.")
_AGAIN = _("I am not installed in that workspace any more. Whoever looks after your Slack can add me again.")
_RIGHTS = _("I lack a right that I need in your Slack. Whoever looks after your Slack can install me anew.")
_CHATS = _("Messages to me are switched off. Whoever set me up can switch the Messages tab on.")
_ACCOUNT = _("The account is closed. The people file may need another e-mail address.")

ADVICE: Final[Mapping[str, str]] = {
    "not_in_channel": _INVITE,
    "channel_not_found": _UNSEEN,
    "is_archived": _ARCHIVED,
    "restricted_action": _POSTING,
    "restricted_action_read_only_channel": _POSTING,
    "restricted_action_non_threadable_channel": _POSTING,
    "restricted_action_thread_only_channel": _POSTING,
    "restricted_action_thread_locked": _POSTING,
    "posting_to_general_channel_denied": _POSTING,
    "team_access_not_granted": _AGAIN,
    "token_revoked": _AGAIN,
    "account_inactive": _AGAIN,
    NOT_INSTALLED: _AGAIN,
    "missing_scope": _RIGHTS,
    "no_permission": _RIGHTS,
    "messages_tab_disabled": _CHATS,
    **dict.fromkeys(CLOSED, _ACCOUNT),
    NOT_PRIVATE: _(
        "That channel is not private, so I post no codes there. Make it private, "
        "or put a private one into the cohort's settings and type /invite @Turnabout there."
    ),
    SHARED: _(
        "That channel is shared with another organisation, so I post no codes there. "
        "Put a private one of your own into the cohort's settings and type /invite @Turnabout there."
    ),
}
"""Why nothing more arrives somewhere, each with what a coordinator can do about it."""

_PATIENCE = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_DOUBTFUL = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "unknown"})
_TOO_MANY, _SERVER = 429, 500


def gone(reason: str) -> Gone:
    """Return that a destination is out of reach, with what helps."""
    return Gone(reason=reason, advice=ADVICE.get(reason, ""))


def refused(error: Exception) -> NotSent:
    """Sort what posting a message ended in.

    A fault inside Slack, or no answer at all, leaves open whether the message was posted. A refusal of the
    message itself, or of a token that may be put right, is tried again and loses nothing.
    """
    reason, status = refusal_of(error), _status(error)
    if status == _TOO_MANY or reason in _PATIENCE:
        return Throttled(seconds=retry_after(error))
    if reason in ADVICE:
        return gone(reason)
    if not status:
        return _unanswered(error)
    if reason in _DOUBTFUL or status >= _SERVER:
        return Uncertain(reason=reason)
    return Failed(reason=reason)


def not_done(error: Exception) -> Throttled | Failed | Gone:
    """Sort what a call ended in that may be made again without harm."""
    outcome = refused(error)
    return Failed(reason=outcome.reason) if isinstance(outcome, Uncertain) else outcome


def retry_after(error: Exception) -> float:
    """Return the seconds that Slack asks to wait."""
    try:
        seconds = float(_headers(error).get("Retry-After", ""))
    except ValueError:
        return A_WHILE
    return min(seconds, LONGEST_WAIT) if seconds >= 0 else A_WHILE


def _unanswered(error: Exception) -> Failed | Uncertain:
    """Sort a call without an answer: where not even a connection came about, nobody heard it."""
    name, unheard = type(error).__name__, (ClientConnectorError, ConnectionTimeoutError)
    return Failed(reason=name) if isinstance(error, unheard) else Uncertain(reason=name)


def _status(error: Exception) -> int:
    """Return the HTTP status of the answer, or 0 when there was none."""
    response: Any = getattr(error, "response", None)
    found = getattr(response, "status_code", None) or getattr(response, "status", None)
    return found if isinstance(found, int) else 0


def _headers(error: Exception) -> Mapping[str, str]:
    return getattr(getattr(error, "response", None), "headers", None) or {}
