"""The heatmap drawn: relationships by programme month.

It reads without colour: every cell carries the number of interactions held, and each status has a shade,
a border or a hatch of its own. The shades are those of one calm blue; none of them says good or bad.
"""

from dataclasses import dataclass
from typing import Literal

from bot.programme.cadence import MonthStatus
from bot.programme.heatmap_layout import CELL_HEIGHT, HEADER, Layout, Panel, lay_out
from bot.programme.heatmap_lettering import Weight, showable, width_of
from bot.programme.heatmap_sheet import INK, SOFT, Sheet
from bot.programme.summary import Standing, State, Summary
from bot.programme.summary_words import NOBODY_YET, NOT_PROOF, long_date

_MARGIN = 0.5
_TITLE, _TEXT, _SMALL = 16.0, 9.5, 8.0
_SPACE = 0.025
"""Half the white between two cells."""

_PAUSE_SHIFT = 0.07
"""How far a number makes room for the two bars of a pause."""

_SWATCH = 0.46
_SWATCH_GAP, _LEGEND_GAP = 0.08, 0.3
_AXIS_NAME = "Relationship"
_PAUSED = "Paused"


@dataclass(frozen=True, slots=True)
class _Look:
    """How the cells of one status look."""

    face: str
    ink: str
    edge: str
    line: Literal["-", "--"] = "-"
    hatch: str | None = None
    weight: Weight = "regular"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a cell stands: its left edge, the height of its middle, its width."""

    left: float
    middle: float
    width: float


_LOOKS = {
    MonthStatus.MET: _Look("#1f4e79", "white", "#1f4e79", weight="bold"),
    MonthStatus.PART: _Look("#a9c8e0", INK, "#a9c8e0"),
    MonthStatus.NONE: _Look("#f1f4f7", SOFT, "#a8b4be"),
    MonthStatus.CURRENT: _Look("white", INK, "#5a6873", line="--"),
    MonthStatus.ENDED: _Look("white", INK, "#9aa7b1", hatch="/////"),
}
_LOOK_TO_COME = _Look("white", INK, "#e3e8ec")


def draw(summary: Summary, title: str) -> bytes:
    """Return the heatmap as a PNG; the same summary and title give the same bytes."""
    names = [_AXIS_NAME, *(showable(standing.code) for standing in summary.standings)]
    labels = max(width_of(name, _TEXT) for name in names) + 0.15
    layout = lay_out(len(summary.standings), summary.threshold.months, labels)
    sheet = Sheet()
    y = _draw_heading(sheet, summary, title, layout.width)
    if summary.standings:
        for panel in layout.panels:
            _draw_panel(sheet, panel, y, summary, layout)
        y = _draw_legend(sheet, y + layout.height + 0.35, summary, layout.width)
        y += sheet.paragraph(_MARGIN, y, NOT_PROOF, layout.width, _SMALL, colour=SOFT)
    else:
        y += sheet.paragraph(_MARGIN, y, NOBODY_YET, layout.width, _TEXT)
    return sheet.png(layout.width + 2 * _MARGIN, y + _MARGIN)


def _draw_heading(sheet: Sheet, summary: Summary, title: str, width: float) -> float:
    y = _MARGIN + sheet.paragraph(
        _MARGIN, _MARGIN, showable(title) or "Cadence", width, _TITLE, weight="bold"
    )
    subtitle = f"Interactions held in each programme month, as of {long_date(summary.as_of)}"
    return y + 0.05 + sheet.paragraph(_MARGIN, y + 0.05, subtitle, width, _TEXT, colour=SOFT) + 0.3


def _draw_panel(sheet: Sheet, panel: Panel, top: float, summary: Summary, layout: Layout) -> None:
    left, y = _MARGIN + panel.x, top + panel.y
    cells = left + layout.labels
    sheet.write(cells, y + 0.12, "Programme month", _SMALL, colour=SOFT)
    sheet.write(left, y + HEADER - 0.2, _AXIS_NAME, _SMALL, colour=SOFT)
    for month in range(summary.threshold.months):
        middle = cells + (month + 0.5) * layout.cell_width
        sheet.write(middle, y + HEADER - 0.2, str(month + 1), _TEXT, weight="bold", align="center")
    for row, standing in enumerate(summary.standings[panel.first : panel.until]):
        middle = y + HEADER + (row + 0.5) * CELL_HEIGHT
        sheet.write(left, middle, showable(standing.code), _TEXT)
        _draw_row(sheet, cells, middle, standing, layout.cell_width)


def _draw_row(sheet: Sheet, left: float, middle: float, standing: Standing, width: float) -> None:
    paused = standing.state is State.PAUSED
    for row in standing.cadence.rows:
        place = _Place(left + (row.month - 1) * width, middle, width)
        _draw_cell(sheet, place, row.status, row.held, paused=paused and row.status is MonthStatus.CURRENT)
    begun = left + standing.month * width
    if standing.state is State.ENDED:
        sheet.write(begun + 0.06, middle, "ended", _SMALL, colour=SOFT)
        return
    for to_come in range(standing.cadence.threshold.months - standing.month):
        _draw_box(sheet, _Place(begun + to_come * width, middle, width), _LOOK_TO_COME)


def _draw_cell(sheet: Sheet, place: _Place, status: MonthStatus, held: int, *, paused: bool) -> None:
    look = _LOOKS[status]
    _draw_box(sheet, place, look)
    centre = place.left + place.width / 2 - (_PAUSE_SHIFT if paused else 0)
    if paused:
        for bar in (0.12, 0.18):
            sheet.box(centre + bar, place.middle - 0.06, 0.03, 0.12, face=INK, edge=INK)
    if look.hatch:
        sheet.box(centre - 0.075, place.middle - 0.085, 0.15, 0.17, face="white", edge="white")
    sheet.write(centre, place.middle, str(held), _TEXT, weight=look.weight, colour=look.ink, align="center")


def _draw_box(sheet: Sheet, place: _Place, look: _Look) -> None:
    sheet.box(
        place.left + _SPACE,
        place.middle - CELL_HEIGHT / 2 + _SPACE,
        place.width - 2 * _SPACE,
        CELL_HEIGHT - 2 * _SPACE,
        face=look.face,
        edge=look.edge,
        line=look.line,
        hatch=look.hatch,
    )


def _draw_legend(sheet: Sheet, y: float, summary: Summary, width: float) -> float:
    """Draw what each kind of cell means, line after line, and return where the legend ends."""
    x = 0.0
    for status, held, words in _legend(summary.threshold.per_month):
        room = _SWATCH + _SWATCH_GAP + width_of(words, _TEXT)
        if x + room > width:
            x, y = 0.0, y + CELL_HEIGHT + 0.06
        place = _Place(_MARGIN - _SPACE + x, y + CELL_HEIGHT / 2, _SWATCH)
        _draw_cell(sheet, place, status, held, paused=words == _PAUSED)
        sheet.write(place.left + _SWATCH + _SWATCH_GAP, place.middle, words, _TEXT)
        x += room + _LEGEND_GAP
    return y + CELL_HEIGHT + 0.15


def _legend(per_month: int) -> list[tuple[MonthStatus, int, str]]:
    part = [(MonthStatus.PART, per_month - 1, "Part")] if per_month > 1 else []
    return [
        (MonthStatus.MET, per_month, f"Met ({per_month} or more)"),
        *part,
        (MonthStatus.NONE, 0, "None"),
        (MonthStatus.CURRENT, 1, "Under way"),
        (MonthStatus.CURRENT, 1, _PAUSED),
        (MonthStatus.ENDED, 1, "Ended early"),
    ]
