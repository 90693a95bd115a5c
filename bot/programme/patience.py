"""How long an answer is waited for: two reminders in working time, and then the question is let go."""

from datetime import datetime, timedelta

from bot.programme.working_time import WorkingTime, working_days_on

REMINDED_AFTER = (1, 3)
"""After how many of their own working days people are reminded: once, once more, and not again."""

LET_GO_AFTER = timedelta(days=7)
"""After this a question has grown old, whenever the meeting would be."""


def reminder_at(asked: datetime, number: int, works: WorkingTime) -> datetime:
    """Return when somebody is reminded of what they were asked, for the first time (0) or the second (1).

    Raises `NoWorkingTimeError` for somebody who has no working time to be reminded in.
    """
    return working_days_on(asked, REMINDED_AFTER[number], works)


def let_go_at(asked: datetime, begins: datetime) -> datetime:
    """Return when a question is let go: once the time it is about has come, and after a week anyhow."""
    return min(begins, asked + LET_GO_AFTER)
