"""The channel post: a few neutral lines about the cohort as a whole, in which nobody is ranked.

Coordinators get true figures. A wider audience gets totals in one fixed breakdown, once a month, with
small numbers protected.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.programme.cadence import COMPLETED, MonthStatus
from bot.programme.disclosure import (
    LEAST_PARTICIPANTS,
    enough_participants,
    protect_after,
    protect_change,
)
from bot.programme.summary import Standing, State, Summary
from bot.programme.summary_words import (
    NOBODY_YET,
    NOT_PROOF,
    count_of,
    interaction_figures,
    long_date,
    month_figures,
    one_line,
    state_figures,
)

_CELLS = {
    "met": "At least {} in the last full month",
    "fewer": "Fewer in the last full month",
    "beginning": "In the first month",
    "paused": "Paused",
    "ended": "Ended",
}

Period = Literal["weekly", "monthly"]

TOO_FEW = (
    f"This cohort has fewer than {LEAST_PARTICIPANTS} people. To keep everybody's privacy, "
    "its figures are not shown here."
)
ROUNDED = "Figures are rounded to the nearest five; small ones, and small changes, are not shown."

_INTERACTIONS = "interactions"


@dataclass(frozen=True, slots=True)
class WiderReport:
    """A post for a wider audience; `basis` is kept in private for the next one, and never shown."""

    text: str
    basis: Mapping[str, int]


def channel_text(summary: Summary, period: Period) -> str:
    """Return the post for the coordinators' channel.

    The weekly one tells where the months now under way stand, the monthly one every month so far.
    """
    lines = [_heading(summary, period)]
    if not summary.standings:
        return "\n".join([*lines, NOBODY_YET])
    months = [tally for tally in summary.months if period == "monthly" or tally.current]
    empty = sum(standing.two_empty_months for standing in summary.standings)
    lines += [
        f"Pairs and trios: {state_figures(summary)}",
        f"Interactions: {interaction_figures(summary)}",
        *(f"Month {tally.month}: {month_figures(tally)}" for tally in months),
        f"Two empty months in a row: {empty}",
        NOT_PROOF,
    ]
    return "\n".join(lines)


def wider_report(summary: Summary, basis: Mapping[str, int] | None = None) -> WiderReport:
    """Return the monthly post for a wider audience; `basis` is that of the report before, if there was one.

    A cohort of fewer than eleven people gets no figures.
    """
    before = basis or {}
    heading = _heading(summary, "monthly")
    if not enough_participants(summary.participants):
        return WiderReport(f"{heading}\n{TOO_FEW}", before)
    protected = protect_change(before, breakdown(summary))
    held = protect_after(before.get(_INTERACTIONS), summary.held)
    kept = {} if held is None else {_INTERACTIONS: summary.held}
    lines = [
        heading,
        f"Pairs and trios: {_shown(protected.total)}",
        *(f"{_cell_words(cell, summary)}: {_shown(figure)}" for cell, figure in protected.cells.items()),
        f"Interactions held so far: {_shown(held)}",
        ROUNDED,
        NOT_PROOF,
    ]
    return WiderReport("\n".join(lines), {**protected.basis, **kept})


def breakdown(summary: Summary) -> dict[str, int]:
    """Return the one fixed breakdown for a wider audience: each relationship is in exactly one cell."""
    cells = Counter(_cell(standing) for standing in summary.standings)
    return {cell: cells[cell] for cell in _CELLS}


def _cell(standing: Standing) -> str:
    if standing.state in {State.PAUSED, State.ENDED}:
        return standing.state.value
    complete = [status for status in standing.months if status in COMPLETED]
    if not complete:
        return "beginning"
    return "met" if complete[-1] is MonthStatus.MET else "fewer"


def _cell_words(cell: str, summary: Summary) -> str:
    return _CELLS[cell].format(count_of(summary.threshold.per_month, "interaction"))


def _heading(summary: Summary, period: Period) -> str:
    span = {"weekly": "the week", "monthly": "the month"}[period]
    return f"{one_line(summary.cohort)}: {span} to {long_date(summary.as_of)}"


def _shown(figure: int | None) -> str:
    if figure is None:
        return "not shown"
    return f"about {figure}" if figure else "none"
