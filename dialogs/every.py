"""Every conversation of the bot, for the composition root to join."""

from bot.core.routes import Routes
from bot.core.talking import Talks
from dialogs import (
    agreeing,
    around,
    attendance,
    breaks,
    ladder,
    leaving,
    plan,
    quiet,
    starting,
    summaries,
    unplanned,
)

FILES = (
    agreeing,
    around,
    attendance,
    breaks,
    ladder,
    leaving,
    plan,
    quiet,
    starting,
    summaries,
    unplanned,
)


def every_route() -> Routes:
    """Return all handlers, joined; two that want one route are refused."""
    joined = Routes()
    for file in FILES:
        joined.join(file.routes)
    return joined


def every_talk() -> Talks:
    """Return all dialogs that can be opened."""
    return Talks(
        agreeing.book_talk,
        attendance.attendance_talk,
        breaks.break_talk,
        unplanned.log_talk,
    )
