"""The icons of the app: two arrows that turn about, one for whoever leads and one for whoever learns.

`python -m manifest.teams.icons` draws them again beside this file.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

Point = tuple[float, float]

TEAL, SUN, PAPER, WHITE = "#12514d", "#f2c46d", "#f7f3ea", "#ffffff"

COLOUR_SIZE, OUTLINE_SIZE = 192, 32
"""Pixels of each side, as Teams wants them."""

CALM, FILLING = 0.85, 1.34
"""How large the mark is: within the middle of the coloured icon, and all over the small one."""

STROKE = 4.6
RADIUS = 19.0
HEAD = 11.0
"""The width of a line, the bend of an arrow and the length of its head, on a square of 64."""

TURN = (194, 328)
"""From where to where an arrow goes, in degrees; the other one is the same, turned about."""


def colour() -> bytes:
    """Return the icon that stands in front of the app's name."""
    return _drawn(COLOUR_SIZE, CALM, (SUN, PAPER), TEAL)


def outline() -> bytes:
    """Return the icon that stands on a bar of any colour: white, and nothing around it."""
    return _drawn(OUTLINE_SIZE, FILLING, (WHITE, WHITE), "none")


def arrow() -> Sequence[Sequence[Point]]:
    """Return the lines of the upper arrow around the middle, y growing downwards: its bend and its head."""
    angles = np.radians(np.linspace(*TURN, 60))
    bend = [
        (float(x), float(y)) for x, y in zip(RADIUS * np.cos(angles), RADIUS * np.sin(angles), strict=True)
    ]
    x, y = bend[-1]
    return bend, [(x, y - HEAD), (x, y), (x - HEAD, y)]


def _drawn(size: int, scale: float, inks: tuple[str, str], ground: str) -> bytes:
    figure = Figure(figsize=(1, 1), dpi=size, facecolor=ground)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(-32, 32), ylim=(32, -32))
    axes.set_axis_off()
    for ink, about in zip(inks, (1, -1), strict=True):
        for line in arrow():
            xs, ys = zip(*[(scale * about * x, scale * about * y) for x, y in line], strict=True)
            axes.add_line(_stroke(xs, ys, ink, scale))
    written = BytesIO()
    figure.savefig(written, format="png", facecolor=ground, metadata={"Software": None})
    return written.getvalue()


def _stroke(xs: Sequence[float], ys: Sequence[float], ink: str, scale: float) -> Line2D:
    width = scale * STROKE * 72 / 64  # the square is an inch wide, and an inch has 72 points
    return Line2D(
        xs, ys, color=ink, linewidth=width, solid_capstyle="round", solid_joinstyle="round", antialiased=True
    )


if __name__ == "__main__":
    here = Path(__file__).parent
    (here / "color.png").write_bytes(colour())
    (here / "outline.png").write_bytes(outline())
