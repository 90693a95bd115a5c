"""The rules of cadence: which interactions count, and what a relationship's months have come to.

Everything follows from what the two or three people of the relationship said. People are opaque words
here: e-mail addresses in a file, identifiers in the database.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.programme.months import Month, Pause, later, programme_months

DAYS_TO_ANSWER = 60
"""An interaction can be logged, answered and corrected until the end of this day after it."""


class Said(StrEnum):
    """What somebody told us about an interaction: held, held but without them, or not held."""

    HELD = "held"
    WITHOUT_ME = "without_me"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's word about one interaction; `present` is whom a `held` names besides its author."""

    by: str
    at: datetime
    said: Said
    present: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError("The time of an answer needs its offset from UTC.")


@dataclass(frozen=True, slots=True)
class Interaction:
    """Something planned or logged for a local date, with all its answers in the order they came in."""

    id: str
    on: date
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """Everything the cadence of one relationship depends on."""

    code: str
    mentee: str
    mentors: tuple[str, ...]
    started: date
    interactions: tuple[Interaction, ...] = ()
    pauses: tuple[Pause, ...] = ()
    ended: date | None = None

    @property
    def members(self) -> frozenset[str]:
        return frozenset((self.mentee, *self.mentors))


@dataclass(frozen=True, slots=True)
class Threshold:
    """How often a cohort means to meet: two interactions a month for eight months by default."""

    months: int = 8
    per_month: int = 2

    def __post_init__(self) -> None:
        if self.months < 1 or self.per_month < 1:
            raise ValueError("A threshold is at least one interaction a month for at least one month.")

    @property
    def slots(self) -> int:
        return self.months * self.per_month


class MonthStatus(StrEnum):
    """Where a programme month stands; neutral words, for they are about people."""

    MET = "met"
    PART = "part"
    NONE = "none"
    ENDED = "ended"
    CURRENT = "current"


COMPLETED = frozenset({MonthStatus.MET, MonthStatus.PART, MonthStatus.NONE})
"""The statuses of a month that is over; a month cut short by the end counts only if it was met."""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month that has begun: its days (`last` included), the interactions held in it, and its status."""

    month: int
    first: date
    last: date
    held: int
    status: MonthStatus


@dataclass(frozen=True, slots=True)
class Cadence:
    """The months of a relationship so far, and the figures that follow from them. Nothing carries over."""

    rows: tuple[MonthRow, ...]
    threshold: Threshold

    @property
    def held(self) -> int:
        return sum(row.held for row in self.rows)

    @property
    def met(self) -> int:
        return sum(row.status is MonthStatus.MET for row in self.rows)

    @property
    def completed(self) -> int:
        return sum(row.status in COMPLETED for row in self.rows)

    @property
    def expected(self) -> int:
        """Interactions due so far: the month's number for every completed month."""
        return self.completed * self.threshold.per_month

    @property
    def dose(self) -> str:
        """Interactions held over all slots, as "13/16"; more than all of them is possible."""
        return f"{self.held}/{self.threshold.slots}"

    @property
    def rhythm(self) -> str:
        """Months met over months completed, as "5/8"; "0/0" at first."""
        return f"{self.met}/{self.completed}"

    @property
    def strict(self) -> bool:
        """Whether all months of the threshold are complete and every one is met."""
        return self.met == self.threshold.months


def local_date(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def standing_answers(
    interaction: Interaction, members: Collection[str], zone: ZoneInfo, as_of: date
) -> tuple[Answer, ...]:
    """The last answer of each member that came in time and is known at the end of `as_of`.

    An answer is in time until the end of the sixtieth day after the interaction, by local date; a later
    one is not taken and displaces nothing. Of two answers at one instant the one that came in later stands.
    """
    standing: dict[str, Answer] = {}
    for answer in sorted(interaction.answers, key=lambda answer: answer.at):
        day = local_date(answer.at, zone)
        if answer.by in members and day <= as_of and (day - interaction.on).days <= DAYS_TO_ANSWER:
            standing[answer.by] = answer
    return tuple(standing.values())


def who_was_there(answers: Collection[Answer]) -> frozenset[str]:
    """Everyone who answered `held` and everyone they named, less those who said it was without them."""
    held = (answer for answer in answers if answer.said is Said.HELD)
    there = {person for answer in held for person in (answer.by, *answer.present)}
    return frozenset(there - {answer.by for answer in answers if answer.said is Said.WITHOUT_ME})


def disputed(answers: Collection[Answer]) -> bool:
    """Whether `held` stands against `not_held`: such an interaction is "to be confirmed"."""
    return {Said.HELD, Said.NOT_HELD} <= {answer.said for answer in answers}


def counts(answers: Collection[Answer], mentee: str, mentors: Collection[str]) -> bool:
    """Whether standing answers make an interaction count.

    Somebody said it was held, nobody said it was not, and those who were there include the mentee and at
    least one mentor. An absent third of a trio takes nothing away.
    """
    there = who_was_there(answers)
    return mentee in there and not there.isdisjoint(mentors) and not disputed(answers)


def held_on(history: History, as_of: date, zone: ZoneInfo) -> frozenset[date]:
    """The days, from the first to `as_of` or the day of ending, with an interaction that counts."""
    end = _known_end(history, as_of) or as_of
    return frozenset(
        interaction.on
        for interaction in history.interactions
        if history.started <= interaction.on <= end
        and counts(
            standing_answers(interaction, history.members, zone, as_of), history.mentee, history.mentors
        )
    )


def cadence(history: History, threshold: Threshold, as_of: date, zone: ZoneInfo) -> Cadence:
    """The cadence of a relationship as known at the end of `as_of`.

    Months not begun, and months after the one in which the relationship ended, have no row.
    """
    end = _known_end(history, as_of)
    days = held_on(history, as_of, zone)
    months = programme_months(history.started, threshold.months, history.pauses, as_of)
    begun = (month for month in months if month.first <= (end or as_of))
    return Cadence(tuple(_row(month, days, threshold.per_month, as_of, end) for month in begun), threshold)


def _row(month: Month, days: Collection[date], wanted: int, as_of: date, end: date | None) -> MonthRow:
    held = sum(day in month for day in days)
    over = as_of > month.last
    ended_here = end is not None and end <= month.last
    return MonthRow(
        month.number, month.first, month.last, held, _status(held, wanted, over=over, ended_here=ended_here)
    )


def _status(held: int, wanted: int, *, over: bool, ended_here: bool) -> MonthStatus:
    if not over and not ended_here:
        return MonthStatus.CURRENT
    if held >= wanted:
        return MonthStatus.MET
    if ended_here:
        return MonthStatus.ENDED
    return MonthStatus.PART if held else MonthStatus.NONE


def _known_end(history: History, as_of: date) -> date | None:
    """The day the relationship ended, once that day has come."""
    return history.ended if history.ended is not None and history.ended <= as_of else None


def completed_on(history: History, threshold: Threshold, as_of: date | None = None) -> date | None:
    """The first day after the last month, pauses included; None while an endless pause holds it open."""
    months = programme_months(history.started, threshold.months, history.pauses, as_of)
    until = later(months[-1].last, 1)
    return until if until < date.max else None


def has_ended(history: History, threshold: Threshold, as_of: date) -> bool:
    """Whether the relationship ended, by the end of `as_of`, before its months were over."""
    end = _known_end(history, as_of)
    completed = completed_on(history, threshold, as_of)
    return end is not None and (completed is None or end < completed)
