"""Where the parts of the heatmap stand. Lengths are inches; x grows to the right, y grows downwards."""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

CELL_HEIGHT = 0.3
HEADER = 0.62
"""Height above the rows of a panel, for the names of the axes and the numbers of the months."""

NOTE = 0.45
"""Width to the right of the months, for a word about a relationship that ended in the last of them."""

_WIDE_CELL, _NARROW_CELL = 0.46, 0.33
_MOST_WIDE_MONTHS = 12
_MOST_ROWS = 40
_GAP = 0.4
_LEAST_WIDTH = 4.9
_PAGE_WIDTH = 17.0


@dataclass(frozen=True, slots=True)
class Panel:
    """One block of rows, from `first` up to but not including `until`; its upper left corner is at x, y."""

    first: int
    until: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The panels of a heatmap and the room they take; `labels` is the width left of the months for codes."""

    panels: tuple[Panel, ...]
    labels: float
    cell_width: float
    width: float
    height: float


def lay_out(relationships: int, months: int, labels: float) -> Layout:
    """Share the relationships out over panels of at most forty rows, as even as can be.

    Panels stand side by side as far as a wide page goes, and then in further bands below.
    """
    cell = _WIDE_CELL if months <= _MOST_WIDE_MONTHS else _NARROW_CELL
    step = labels + months * cell + NOTE + _GAP
    count = max(1, ceil(relationships / _MOST_ROWS))
    across = min(count, max(1, int((_PAGE_WIDTH + _GAP) / step)))
    cuts = [round(relationships * part / count) for part in range(count + 1)]
    band = HEADER + max(until - first for first, until in pairwise(cuts)) * CELL_HEIGHT + _GAP
    panels = tuple(
        Panel(first, until, x=number % across * step, y=number // across * band)
        for number, (first, until) in enumerate(pairwise(cuts))
    )
    return Layout(
        panels,
        labels,
        cell,
        width=max(_LEAST_WIDTH, across * step - _GAP),
        height=ceil(count / across) * band - _GAP,
    )
