"""The months of a cohort as a chart of Teams' own; where charts are unknown, words stand there instead."""

from collections.abc import Sequence

from adapters.teams.elements import Part, facts
from bot.core.words import _
from bot.programme.summary import MonthTally
from bot.programme.summary_words import month_figures

_SERIES = (
    ("met", _("Met"), "categoricalBlue"),
    ("part", _("Part"), "categoricalLightBlue"),
    ("none", _("None"), "neutral"),
    ("current", _("Under way"), "categoricalLavender"),
    ("ended", _("Ended"), "divergingGray"),
)
"""What is stacked, from the foot of a bar up. No red and no green: nobody is marked."""


def month_line(tally: MonthTally) -> str:
    """Return the line of a summary's text that tells about this month."""
    return f"Month {tally.month}: {month_figures(tally)}"


def chart(months: Sequence[MonthTally]) -> Part:
    """Return a bar for each month begun: how many pairs and trios met, met in part, or have it under way."""
    series = [_series(months, status, legend, colour) for status, legend, colour in _SERIES]
    return {
        "type": "Chart.VerticalBar.Grouped",
        "title": _("Pairs and trios by month"),
        "showTitle": True,
        "showBarValues": True,
        "stacked": True,
        "xAxisTitle": _("Month"),
        "yAxisTitle": _("Pairs and trios"),
        "data": [one for one in series if any(value["y"] for value in one["values"])],
        "fallback": facts((_("Month {n}").format(n=one.month), month_figures(one)) for one in months),
    }


def _series(months: Sequence[MonthTally], status: str, legend: str, colour: str) -> Part:
    values = [{"x": str(tally.month), "y": getattr(tally, status)} for tally in months]
    return {"legend": legend, "color": colour, "values": values}
