"""The summary as text for a coordinator: figures, then a grid of months by code; never a name."""

from textwrap import fill

from bot.programme.cadence import MonthStatus
from bot.programme.summary import Standing, State, Summary
from bot.programme.summary_words import (
    NOBODY_YET,
    NOT_PROOF,
    aim,
    interaction_figures,
    month_figures,
    month_words,
    short_date,
    state_figures,
    title,
)

WIDTH = 60
"""Characters in a line, so that it fits a phone; only unusually long codes make it wider."""

LETTERS = {
    MonthStatus.MET: "M",
    MonthStatus.PART: "P",
    MonthStatus.NONE: "\N{EN DASH}",
    MonthStatus.ENDED: "E",
    MonthStatus.CURRENT: "\N{MIDDLE DOT}",
}
_LEGEND = "  ".join(
    f"{letter} {'under way' if status is MonthStatus.CURRENT else status}"
    for status, letter in LETTERS.items()
)
_WIDEST_SPACED = 12
"""More months than this stand without spaces between them."""


def as_text(summary: Summary) -> str:
    """Return the whole summary, a line feed at the end of every line."""
    paragraphs = [[fill(title(summary), WIDTH), aim(summary)]]
    if summary.standings:
        paragraphs += [_figures(summary), _grid(summary), [_LEGEND, month_words(summary), NOT_PROOF]]
    else:
        paragraphs += [[fill(NOBODY_YET, WIDTH)]]
    return "\n\n".join("\n".join(lines) for lines in paragraphs) + "\n"


def _figures(summary: Summary) -> list[str]:
    helped = sum(standing.asked_for_help for standing in summary.standings)
    facts = [
        ("Relationships", state_figures(summary)),
        ("Interactions", interaction_figures(summary)),
        *((f"Month {tally.month}", month_figures(tally)) for tally in summary.months),
        ("Two empty months in a row", str(sum(one.two_empty_months for one in summary.standings))),
        ("Asked for a hand", str(helped)),
    ]
    return [fill(f"{name}: {figures}", WIDTH, subsequent_indent="  ") for name, figures in facts]


def _grid(summary: Summary) -> list[str]:
    gap = " " if summary.threshold.months <= _WIDEST_SPACED else ""
    numbers = gap.join(str(month % 10) for month in range(1, summary.threshold.months + 1))
    rows = [("Code", numbers, "Held", "Next")]
    rows += [
        (one.code, gap.join(map(LETTERS.__getitem__, one.months)), one.cadence.dose, _ahead(one))
        for one in summary.standings
    ]
    code, months, held, _ = (max(map(len, column)) for column in zip(*rows, strict=True))
    return [f"{row[0]:{code}}  {row[1]:{months}}  {row[2]:>{held}}  {row[3]}".rstrip() for row in rows]


def _ahead(standing: Standing) -> str:
    """What comes next for a relationship: the end of its pause, its next date, or that it is over."""
    if standing.state is State.PAUSED:
        until = standing.paused_until
        return f"paused, back {short_date(until)}" if until else "paused"
    if standing.next_on:
        return short_date(standing.next_on)
    return "" if standing.state is State.ACTIVE else standing.state.value
