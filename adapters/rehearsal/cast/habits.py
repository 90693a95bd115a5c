"""What kind of person each one is: how likely and how soon they answer, and how well they remember.

The figures are made up to look like busy colleagues, from the very reliable to the rarely seen.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

EARLIEST, LATEST = time(8), time(21)
"""Nobody here touches their phone for work outside these hours."""

SLOT = 20
"""People act at the hour, twenty past and twenty to, so that a rehearsal has fewer moments to go through."""


@dataclass(frozen=True, slots=True)
class Habits:
    """Likelihoods between 0 and 1, and a typical delay in hours."""

    answers: float
    books: float
    delay: float
    forgets: float
    moves: float
    cancels: float
    misremembers: float
    answers_twice: float
    quiet: float
    reflects: float


def habits_of(chance: Random) -> Habits:
    """Draw somebody: most are willing, some slow, a few hard to reach."""
    willing = chance.betavariate(6, 2)
    return Habits(
        answers=0.45 + 0.5 * willing,
        books=0.1 + 0.45 * willing,
        delay=chance.uniform(0.3, 14),
        forgets=0.02 + 0.3 * (1 - willing),
        moves=chance.uniform(0, 0.12),
        cancels=chance.uniform(0, 0.06),
        misremembers=0.015,
        answers_twice=0.04,
        quiet=0.1 * (1 - willing),
        reflects=0.02 + 0.2 * willing,
    )


def soon(now: datetime, hours: float, zone: ZoneInfo, chance: Random) -> datetime:
    """Return a moment some while from now, around so many hours, when this person is awake."""
    wait = timedelta(minutes=1 + int(60 * hours * chance.expovariate(1)))
    local = (now + wait).astimezone(zone)
    if local.time() < EARLIEST:
        local = local.replace(hour=EARLIEST.hour, minute=chance.randrange(60))
    elif local.time() > LATEST:
        tomorrow = local.date() + timedelta(days=1)
        minute = chance.randrange(60)
        local = datetime.combine(tomorrow, time(EARLIEST.hour, minute), zone)
    whole = local.replace(minute=local.minute // SLOT * SLOT, second=0, microsecond=0)
    return whole + timedelta(minutes=SLOT)
