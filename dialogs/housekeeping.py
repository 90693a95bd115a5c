"""Housekeeping, once a night: whatever has reached the end of its time is forgotten."""

from datetime import UTC, datetime, time, timedelta

from bot.core.routes import Routes
from bot.core.turn import Turn

routes = Routes()

TIMER = "housekeeping"
NIGHT = time(3)
A_DAY = timedelta(days=1)

EVENTS_KEPT = timedelta(days=14)
"""Far longer than any platform delivers an event again."""

LETTERS_KEPT = timedelta(days=90)
"""How long the dates of finished letters are kept; their words are wiped as soon as they are sent."""


async def plan_housekeeping(turn: Turn) -> None:
    """Set the timer of the coming night."""
    await turn.set_timer(TIMER, TIMER, next_night(turn.now))


def next_night(now: datetime) -> datetime:
    tonight = datetime.combine(now.astimezone(UTC).date(), NIGHT, UTC)
    return tonight if tonight > now else tonight + A_DAY


@routes.timer(TIMER)
async def housekeeping_due(turn: Turn, payload: dict[str, str]) -> None:  # noqa: ARG001  # it carries nothing
    """Forget notes, forms, event keys and finished letters whose time has run out."""
    await turn.unit.notes.expire(turn.now)
    await turn.unit.conversations.expire(turn.now)
    await turn.unit.inbox.forget(turn.now - EVENTS_KEPT)
    await turn.unit.outbox.forget(turn.now - LETTERS_KEPT)
    await turn.unit.shelf.expire(turn.now)
    await plan_housekeeping(turn)
