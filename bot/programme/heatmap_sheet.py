"""A sheet to draw the heatmap on, measured in inches from its upper left corner.

It uses the figure objects of matplotlib and nothing of its global state.
"""

from io import BytesIO
from typing import Literal

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from bot.programme.heatmap_lettering import Weight, lettering, wrapped

DPI = 150
INK, SOFT = "#1d2a35", "#5a6873"
_LINE = 1.45 / 72
_ROUND = 0.07


class Sheet:
    """A white sheet that takes its size when it is finished."""

    def __init__(self) -> None:
        self._figure = Figure(dpi=DPI, facecolor="white")
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        weight: Weight = "regular",
        colour: str = INK,
        align: Literal["left", "center", "right"] = "left",
    ) -> None:
        """Write one line, its middle at height y."""
        self._axes.text(
            x,
            y,
            text,
            color=colour,
            fontproperties=lettering(size, weight),
            horizontalalignment=align,
            verticalalignment="center_baseline",
            parse_math=False,
        )

    def paragraph(
        self,
        x: float,
        y: float,
        text: str,
        width: float,
        size: float,
        *,
        weight: Weight = "regular",
        colour: str = INK,
    ) -> float:
        """Write text in lines no wider than this below y, and return the height they take."""
        lines = wrapped(text, width, size, weight)
        for number, line in enumerate(lines):
            self.write(x, y + (number + 0.5) * size * _LINE, line, size, weight=weight, colour=colour)
        return len(lines) * size * _LINE

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        face: str,
        edge: str,
        line: str = "-",
        hatch: str | None = None,
    ) -> None:
        """Draw a box with gently rounded corners, its upper left corner at x, y."""
        corner = min(_ROUND, width / 4, height / 4)
        self._axes.add_patch(
            FancyBboxPatch(
                (x, y),
                width,
                height,
                boxstyle=f"round,pad=0,rounding_size={corner}",
                facecolor=face,
                edgecolor=edge,
                linestyle=line,
                linewidth=0.9,
                hatch=hatch,
            )
        )

    def png(self, width: float, height: float) -> bytes:
        """Return the sheet, cut to this size, without a word about when and with what it was made."""
        self._figure.set_size_inches(width, height)
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        file = BytesIO()
        self._figure.savefig(file, format="png", dpi=DPI, facecolor="white", metadata={"Software": None})
        return file.getvalue()
