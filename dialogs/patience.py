"""When somebody whose answer is waited for is reminded: in their own working time, and only twice."""

from datetime import datetime

from bot.core.circle import Circle
from bot.core.hours import working_time
from bot.core.records import Person
from bot.programme.patience import REMINDED_AFTER, reminder_at
from bot.programme.working_time import NoWorkingTimeError


def reminders(circle: Circle, person: Person, asked: datetime) -> tuple[datetime, ...]:
    """Return when somebody is reminded of what they were asked; never, when they have no hours left."""
    works = working_time(person, circle.cohort)
    try:
        return tuple(reminder_at(asked, number, works) for number in range(len(REMINDED_AFTER)))
    except NoWorkingTimeError:
        return ()


def is_due(circle: Circle, person: Person, asked: datetime, *, since: datetime, now: datetime) -> bool:
    """Say whether a reminder has come due since it was looked at last."""
    return any(since < at <= now for at in reminders(circle, person, asked))
