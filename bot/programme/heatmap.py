"""The cadence of a whole cohort at a glance, as a picture and in words.

The drawing library is slow to load, so it is loaded when a picture is first asked for.
"""

from dataclasses import dataclass
from itertools import accumulate
from textwrap import shorten

from bot.programme.summary import State, Summary
from bot.programme.summary_words import (
    NOBODY_YET,
    interaction_figures,
    long_date,
    month_figures,
    one_line,
    state_figures,
)

LONGEST = 1000
"""Characters in a text alternative, at most."""

_LONGEST_TITLE = 120
_MOST_CODES = 8


@dataclass(frozen=True, slots=True)
class Heatmap:
    """A PNG, and the text that stands for it where it cannot be seen."""

    png: bytes
    alternative: str


def heatmap(summary: Summary, title: str | None = None) -> Heatmap:
    """Draw relationships by programme month, under the name of the cohort or another title.

    The same summary and title give the same bytes on every run.
    """
    from bot.programme.heatmap_drawing import draw  # noqa: PLC0415 - slow to load and seldom needed

    return Heatmap(draw(summary, title or summary.cohort), alternative_text(summary))


def alternative_text(summary: Summary) -> str:
    """Say in words what the picture shows, in at most a thousand characters; codes, never a name.

    The latest months come first. Where there is not room for all, the earliest are left out, and a long
    list of codes ends in how many more there are.
    """
    cohort = shorten(one_line(summary.cohort), _LONGEST_TITLE, placeholder="\N{HORIZONTAL ELLIPSIS}")
    opening = f"Heatmap of {cohort or 'the cohort'} as of {long_date(summary.as_of)}."
    if not summary.standings:
        return f"{opening} {NOBODY_YET}"
    groups = {
        "Two empty months in a row": [one.code for one in summary.standings if one.two_empty_months],
        "Paused": [one.code for one in summary.standings if one.state is State.PAUSED],
        "Ended": [one.code for one in summary.standings if one.state is State.ENDED],
    }
    sentences = [
        opening,
        f"Pairs and trios: {state_figures(summary)}.",
        f"Interactions: {interaction_figures(summary)}.",
        *(f"{name}: {_listed(codes)}." for name, codes in groups.items()),
        *(f"Month {tally.month}: {month_figures(tally)}." for tally in reversed(summary.months)),
    ]
    together = list(accumulate(sentences, "{} {}".format))
    return max((text for text in together if len(text) <= LONGEST), key=len)


def _listed(codes: list[str]) -> str:
    more = len(codes) - _MOST_CODES
    return ", ".join(codes[:_MOST_CODES]) + (f" and {more} more" if more > 0 else "") or "none"
