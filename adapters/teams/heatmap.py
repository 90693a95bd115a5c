"""The cadence of a cohort as a table: a row for each pair or trio, a figure in every cell.

The figure says how many interactions there were, so the table is read without colours, in print and aloud.
The shade only lets the eye find the complete months; no colour praises or blames.
"""

from collections.abc import Sequence

from adapters.teams.elements import Part, heading, together, words
from adapters.teams.harmless import markdown
from adapters.teams.limits import HEAVIEST_CARD, fitting
from bot.core.words import _
from bot.programme.cadence import MonthRow, MonthStatus
from bot.programme.summary import Standing, State, Summary
from bot.programme.summary_words import month_words

_SHADES = {MonthStatus.MET: "accent", MonthStatus.PART: "emphasis"}
_ROOM = 0.9
"""The share of a card that a table may take; the rest is for the words around it."""


def heatmap(summary: Summary) -> list[Part]:
    """Return the tables, each small enough for a card, and the words that explain them."""
    if not summary.standings:
        return []
    months = max(standing.month for standing in summary.standings)
    rows = [_row(standing, months) for standing in summary.standings]
    first, *others = [_table(some, months) for some in fitting(rows, HEAVIEST_CARD * _ROOM)]
    title = heading(_("Interactions by month"))
    return [together([title, words(_legend(summary), close=True, subtle=True), first]), *others]


def _table(rows: Sequence[Part], months: int) -> Part:
    numbers = [_cell(_("Code")), *(_cell(str(month)) for month in range(1, months + 1))]
    return {
        "type": "Table",
        "columns": [{"width": 2}, *({"width": 1} for __ in range(months))],
        "horizontalCellContentAlignment": "Center",
        "verticalCellContentAlignment": "Center",
        "rows": [{"type": "TableRow", "cells": numbers}, *rows],
    }


def _row(standing: Standing, months: int) -> Part:
    begun = [_month(row) for row in standing.cadence.rows]
    to_come = [_cell("\N{EN DASH}") for __ in range(months - len(begun))]
    return {"type": "TableRow", "cells": [_cell(standing.code), *begun, *to_come]}


def _month(row: MonthRow) -> Part:
    return _cell(str(row.held)) | ({"style": _SHADES[row.status]} if row.status in _SHADES else {})


def _cell(text: str) -> Part:
    return {"type": "TableCell", "items": [{"type": "TextBlock", "text": markdown(text)}]}


def _legend(summary: Summary) -> str:
    """Return what the figures and shades mean, and who is on a break or has ended."""
    paused = _codes(summary, State.PAUSED)
    ended = _codes(summary, State.ENDED)
    return " ".join(
        [
            f"{month_words(summary)}.",
            *([_("Paused: {codes}.").format(codes=paused)] if paused else []),
            *([_("Ended: {codes}.").format(codes=ended)] if ended else []),
        ]
    )


def _codes(summary: Summary, state: State) -> str:
    return ", ".join(one.code for one in summary.standings if one.state is state)
