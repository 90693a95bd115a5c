"""When the bot may speak first: the ladder of a programme month, the budget of a person, and their quiet.

The ladder belongs to a relationship and counts its days; the budget belongs to a person and covers all
their relationships. Whether a step still holds is asked again at the moment it would be sent.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.programme.months import DAY, Month, Pause, later, merge
from bot.programme.working_time import WorkingTime, local_day, next_open, next_opening

LADDER = (3, 10, 17, 23)
"""The days of a programme month, pauses not counted, on which the ladder may speak."""


class Audience(StrEnum):
    """Whom a step of the ladder speaks to."""

    MENTEE = "mentee"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One step of the ladder: the first of its month has index 0; `day` is the unpaused day it falls on."""

    month: int
    index: int
    day: int
    on: date


@dataclass(frozen=True, slots=True)
class Budget:
    """How many nudges one person gets: at most `a_day` on a day and `a_week` in any seven days on end."""

    a_day: int = 1
    a_week: int = 2

    def __post_init__(self) -> None:
        if min(self.a_day, self.a_week) < 1:
            raise ValueError("A budget has room for at least one nudge; to have none at all, mute them.")

    def has_room(self, day: date, sent: Counter[date]) -> bool:
        """Say whether one more nudge fits on `day`, given how many each day has already."""
        around = [sent[day + n * DAY] for n in range(-6, 7)]
        weeks = (sum(around[first : first + 7]) for first in range(7))
        return sent[day] < self.a_day and max(weeks) < self.a_week


def ladder_due(
    month: Month, pauses: Sequence[Pause], ladder: Sequence[int] = LADDER
) -> tuple[LadderStep, ...]:
    """Return the steps of one month, each with its date: that month's `day`-th day outside a pause.

    `ladder` is in ascending order. A step beyond the month's last unpaused day does not exist.
    """
    dated = ((index, day, _unpaused(month, day, pauses)) for index, day in enumerate(ladder))
    return tuple(LadderStep(month.number, index, day, on) for index, day, on in dated if on in month)


def next_step(
    after: date, months: Iterable[Month], pauses: Sequence[Pause], ladder: Sequence[int] = LADDER
) -> LadderStep | None:
    """Return the first step later than `after` over the whole programme, or None when there is no more."""
    steps = (step for month in months if after < month.last for step in ladder_due(month, pauses, ladder))
    return next((step for step in steps if after < step.on), None)


def _unpaused(month: Month, day: int, pauses: Sequence[Pause]) -> date:
    """Return the date of the `day`-th unpaused day from the month's first; it may lie beyond its last."""
    on = later(month.first, day - 1)
    for span in merge(pauses, month.first, month.last):
        if span.first <= on:
            on = later(on, span.days)
    return on


def who_is_nudged(index: int) -> Audience:
    """Say whom a step speaks to: the first to the mentee, who does the booking, later ones to everybody."""
    return Audience.MENTEE if index == 0 else Audience.EVERYBODY


def holds(held: int, agreed: int, per_month: int) -> bool:
    """Say whether a step still holds: only while fewer are held and agreed this month than it asks for."""
    return held + agreed < per_month


def muted_until(
    pressed: date, months: Iterable[Month], pauses: Sequence[Pause], ladder: Sequence[int] = LADDER
) -> date | None:
    """Return the day of the next step, until which *Not now* stops the ladder; None when no step is left."""
    step = next_step(pressed, months, pauses, ladder)
    return step.on if step else None


def may_nudge(today: date, *, snoozed_until: date | None, muted: bool, paused: bool = False) -> bool:
    """Say whether a person may be nudged today; a snooze is over on the day it was set to."""
    return not muted and not paused and (snoozed_until is None or snoozed_until <= today)


def next_free(at: datetime, sent: Iterable[datetime], budget: Budget, working: WorkingTime) -> datetime:
    """Return the first moment from `at` on that is in working time and keeps to the budget.

    That is `at` itself where it fits; what does not fit waits for the opening of the next free working
    day. `sent` holds every nudge of this person over all their relationships, those planned for later
    included; days are local. Raises `NoWorkingTimeError` when no working time is left.
    """
    count = Counter(local_day(nudge, working.zone) for nudge in sent)
    moment = next_open(at, working)
    while not budget.has_room(local_day(moment, working.zone), count):
        moment = next_opening(moment, working)
    return moment
