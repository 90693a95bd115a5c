"""How simulated people fill in a form: what they wish where they have a wish, else what is shown first."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from random import Random

from bot.core.dialogs import Question
from bot.core.fields import Field, Kind
from bot.programme.bank_holidays import HolidayCalendar

Values = dict[str, object]

FRIDAY = 4
HALF_HOURS = tuple((hour, minute) for hour in range(9, 17) for minute in (0, 30))
SOONEST, LATEST = 2, 11
"""How many days ahead people suggest a meeting."""

WORDS = (
    "A quiet moment at the start said more than the agenda did.",
    "We talked about who speaks first, and who is not asked.",
    "I noticed how quickly I wanted to explain.",
    "One question stayed with me all the way home.",
    "Bring it up at the next team meeting.",
)


PLACES = (None, None, None, "The café by the main entrance", "Room 4, second floor")
"""Where people say that they will meet; most say nothing."""


RHYTHMS = (
    "every other {day} at {hour}",
    "fortnightly on {day}s at {hour}",
    "1st and 3rd {day} at {hour}",
    "first and third {day} of the month, {hour}",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
HOURS = ("10", "11", "2", "3", "14:30", "half past ten")


def rhythm(chance: Random) -> str:
    """Return a standing time in one of the ways people type it."""
    return chance.choice(RHYTHMS).format(day=chance.choice(DAYS), hour=chance.choice(HOURS))


def wish(now: datetime, holidays: HolidayCalendar, taken: Collection[date], chance: Random) -> datetime:
    """Return a working time some days ahead, on the wall clock of `now`, on a free day where there is one."""
    days = range(SOONEST, LATEST + 6)
    ahead = [now.date() + timedelta(days=n) for n in days]
    working = [day for day in ahead if day.weekday() <= FRIDAY and day not in holidays][: LATEST - SOONEST]
    free = [day for day in working if day not in taken]
    day, (hour, minute) = chance.choice(free or working), chance.choice(HALF_HOURS)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=now.tzinfo)


def in_words(at: datetime, chance: Random) -> str:
    """Return a time in one of the ways people type it."""
    ways = (
        f"{at:%A} {at.day} {at:%B} at {at:%H:%M}",
        f"{at.day}/{at.month} at {at:%H:%M}",
        f"could we say {at:%a} {at.day} {at:%b}, {at:%I}.{at:%M}{at:%p} please?".replace(" 0", " "),
        f"{at:%Y-%m-%d} {at:%H:%M}",
        f"{at.day} {at:%b} {at:%H:%M}",
    )
    return chance.choice(ways)


def as_shown(field: Field, chance: Random) -> object:
    """Return what a hurried person leaves in a field: what it shows, else the first thing that fits."""
    if field.default is not None:
        return field.default
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        return field.options[0].value
    if field.kind is Kind.YES_NO:
        return "true"
    if field.kind is Kind.TEXT:
        return chance.choice(WORDS)
    if not field.required:
        return None
    return {Kind.DATE: _a_date(field), Kind.TIME: "10:00", Kind.NUMBER: "1"}[field.kind]


def _a_date(field: Field) -> str:
    return field.minimum.isoformat() if isinstance(field.minimum, date) else "2027-01-04"


def hurried(question: Question, chance: Random) -> Values:
    """Return an answer to any question, as somebody gives it who wants to get on."""
    return {field.name: as_shown(field, chance) for field in question.fields}
