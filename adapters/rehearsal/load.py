"""How many messages each person gets, month by month, and what weekends and holidays move."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from adapters.rehearsal.client import Shown
from bot.programme.bank_holidays import bank_holidays
from bot.programme.cohort_plan import CohortPlan
from bot.programme.months import Month, programme_months
from bot.programme.nudges import ladder_due
from bot.programme.people_file import Person
from bot.programme.working_time import WEEKDAYS, WorkingTime, next_working_day
from bot.programme.zones import zone


@dataclass(frozen=True, slots=True)
class Cell:
    """The messages of one person in one month: all that the bot began by itself, and of them the nudges."""

    messages: int
    nudges: int


@dataclass(frozen=True, slots=True)
class Row:
    """One person with what came to them; answers to their own presses are not counted."""

    person: Person
    months: tuple[Cell, ...]

    @property
    def total(self) -> int:
        return sum(cell.messages for cell in self.months)


@dataclass(frozen=True, slots=True)
class Rung:
    """One day on which the bot may offer help with a date, and the working day it waits for."""

    month: int
    on: date
    moved_to: date | None
    reason: str


def message_load(shown: Iterable[Shown], people: Iterable[Person], plan: CohortPlan) -> tuple[Row, ...]:
    """Count for each person and programme month what the bot sent without being asked."""
    here, months = zone(plan.timezone), programme_months(plan.start, plan.months, ())
    messages: Counter[tuple[str, int]] = Counter()
    nudges: Counter[tuple[str, int]] = Counter()
    for one in shown:
        if not one.in_channel and not one.message.kind.startswith("reply"):
            key = one.to, _month_of(one, months, here)
            messages[key] += 1
            nudges[key] += one.message.is_nudge
    return tuple(
        Row(one, tuple(Cell(messages[one.email, n], nudges[one.email, n]) for n in range(1, plan.months + 1)))
        for one in people
    )


def _month_of(shown: Shown, months: tuple[Month, ...], here: ZoneInfo) -> int:
    """Return the number of the month, the last one for whatever comes after the end."""
    day = shown.at.astimezone(here).date()
    return next((month.number for month in months if day <= month.last), len(months))


def rungs(plan: CohortPlan) -> Iterator[Rung]:
    """Yield the days of the ladder for a pair that takes no break, with those that are moved."""
    working = WorkingTime(zone(plan.timezone), holidays=bank_holidays(plan.holidays))
    for month in programme_months(plan.start, plan.months, ()):
        for step in ladder_due(month, (), plan.nudges.ladder):
            free = working.works_on(step.on)
            reason = "" if free else ("weekend" if step.on.weekday() not in WEEKDAYS else "bank holiday")
            moved_to = None if free else next_working_day(step.on, working)
            yield Rung(month.number, step.on, moved_to, reason)
