"""The cadence-compliance summary: how the relationships of a cohort keep their rhythm, as of one day.

Codes only, never a name. Relationships stand in the order of their codes, R2 before R10, for nobody is
ranked. The words and pictures made from a summary are in modules of their own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.programme.attention import two_empty_months
from bot.programme.cadence import (
    Cadence,
    History,
    MonthStatus,
    Threshold,
    cadence,
    completed_on,
    has_ended,
    held_on,
)
from bot.programme.months import Span, merge
from bot.programme.truth import natural_order


class State(StrEnum):
    """Where a relationship stands: under way, on a pause, ended early, or with all its months behind it."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a history cannot tell about a relationship: its next date agreed, and a wish for help."""

    next_on: date | None = None
    asked_for_help: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """One relationship in the summary.

    `last_on` is the last date held; `paused_until` the day of resuming, None when not paused or not known.
    """

    code: str
    kind: str
    state: State
    cadence: Cadence
    next_on: date | None
    last_on: date | None
    paused_until: date | None
    asked_for_help: bool

    @property
    def month(self) -> int:
        """The number of its latest month begun; 0 before its start."""
        return len(self.cadence.rows)

    @property
    def months(self) -> tuple[MonthStatus, ...]:
        return tuple(row.status for row in self.cadence.rows)

    @property
    def two_empty_months(self) -> bool:
        """Whether it is under way and its two months completed last were both without an interaction."""
        return self.state is State.ACTIVE and two_empty_months(self.months)


@dataclass(frozen=True, slots=True)
class MonthTally:
    """How many relationships stand where in one programme month; those who have not begun it do not count."""

    month: int
    met: int
    part: int
    none: int
    ended: int
    current: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a cohort as known at the end of `as_of`; `participants` counts each person once."""

    cohort: str
    as_of: date
    threshold: Threshold
    participants: int
    standings: tuple[Standing, ...]

    @property
    def held(self) -> int:
        return sum(standing.cadence.held for standing in self.standings)

    @property
    def expected(self) -> int:
        """Interactions due in all months completed so far."""
        return sum(standing.cadence.expected for standing in self.standings)

    @property
    def months(self) -> tuple[MonthTally, ...]:
        """One tally for each programme month that has begun for anybody."""
        begun = max((standing.month for standing in self.standings), default=0)
        return tuple(self._tally(month) for month in range(1, begun + 1))

    def _tally(self, month: int) -> MonthTally:
        count = Counter(one.months[month - 1] for one in self.standings if one.month >= month)
        return MonthTally(month, **{status.value: count[status] for status in MonthStatus})

    def having(self, *states: State) -> int:
        """How many relationships are in one of these states."""
        return sum(standing.state in states for standing in self.standings)


def summarise(
    cohort: str,
    histories: Iterable[History],
    threshold: Threshold,
    as_of: date,
    zone: ZoneInfo,
    *,
    outlooks: Mapping[str, Outlook] | None = None,
) -> Summary:
    """Return the summary of a cohort from its histories; `outlooks` are by code and may be left out."""
    known = tuple(sorted(histories, key=lambda history: natural_order(history.code)))
    ahead = defaultdict(Outlook, outlooks or {})
    return Summary(
        cohort,
        as_of,
        threshold,
        participants=len(frozenset[str]().union(*(history.members for history in known))),
        standings=tuple(_standing(one, ahead[one.code], threshold, as_of, zone) for one in known),
    )


def _standing(
    history: History, ahead: Outlook, threshold: Threshold, as_of: date, zone: ZoneInfo
) -> Standing:
    state = _state(history, threshold, as_of)
    pause = _pause_on(as_of, history) if state is State.PAUSED else None
    to_come = ahead.next_on is not None and ahead.next_on >= as_of and state is not State.ENDED
    return Standing(
        code=history.code,
        kind="pair" if len(history.mentors) == 1 else "trio",
        state=state,
        cadence=cadence(history, threshold, as_of, zone),
        next_on=ahead.next_on if to_come else None,
        last_on=max(held_on(history, as_of, zone), default=None),
        paused_until=pause.until if pause and pause.until < date.max else None,
        asked_for_help=ahead.asked_for_help,
    )


def _state(history: History, threshold: Threshold, as_of: date) -> State:
    if has_ended(history, threshold, as_of):
        return State.ENDED
    completed = completed_on(history, threshold, as_of)
    if completed is not None and completed <= as_of:
        return State.COMPLETED
    return State.PAUSED if _pause_on(as_of, history) else State.ACTIVE


def _pause_on(day: date, history: History) -> Span | None:
    """The pause a day belongs to, with the days of it that are still to come."""
    return next((span for span in merge(history.pauses, history.started) if day in span), None)


def as_json(summary: Summary) -> dict[str, Any]:
    """Return the summary as an object for machines: dates as ISO words, every key always there.

    Among the totals a relationship that has completed its months is active: the months are a minimum,
    and it goes on until somebody ends it. Its own `state` says "completed".
    """
    return {
        "cohort": summary.cohort,
        "as_of": summary.as_of.isoformat(),
        "threshold": asdict(summary.threshold),
        "relationships": {
            "active": summary.having(State.ACTIVE, State.COMPLETED),
            "paused": summary.having(State.PAUSED),
            "ended": summary.having(State.ENDED),
        },
        "interactions": {"held": summary.held, "expected": summary.expected},
        "months": [asdict(tally) for tally in summary.months],
        "by_relationship": [_json_of(standing) for standing in summary.standings],
    }


def _json_of(standing: Standing) -> dict[str, Any]:
    return {
        "code": standing.code,
        "kind": standing.kind,
        "state": standing.state.value,
        "month": standing.month,
        "months": [status.value for status in standing.months],
        "held": standing.cadence.held,
        "dose": standing.cadence.dose,
        "rhythm": standing.cadence.rhythm,
        "next": _iso(standing.next_on),
        "last": _iso(standing.last_on),
        "paused_until": _iso(standing.paused_until),
        "asked_for_help": standing.asked_for_help,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
