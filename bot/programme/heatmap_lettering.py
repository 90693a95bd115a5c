"""Letters of the heatmap, always in the typeface that comes with matplotlib, so that every machine agrees."""

from functools import cache
from pathlib import Path
from typing import Literal

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import FT2Font

Weight = Literal["regular", "bold"]

_POINTS_AN_INCH = 72
_FILES = {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}
_FINE = 64
"""Parts of a point in which a typeface measures itself."""


def lettering(size: float, weight: Weight = "regular") -> FontProperties:
    """Return the typeface in a size, in points."""
    return FontProperties(fname=_path(weight), size=size)


def showable(text: str) -> str:
    """Return a text as one line without the characters that the typeface has no picture of."""
    return " ".join("".join(char for char in text if ord(char) in _known() or char.isspace()).split())


def width_of(text: str, size: float, weight: Weight = "regular") -> float:
    """Return how wide a showable text is, in inches."""
    font = _font(weight)
    font.set_size(size, _POINTS_AN_INCH)
    font.set_text(text)
    return font.get_width_height()[0] / _FINE / _POINTS_AN_INCH


def wrapped(text: str, width: float, size: float, weight: Weight = "regular") -> list[str]:
    """Break a showable text into lines no wider than this many inches, inside a word only if it must."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines += _pieces(word, width, size, weight)
    return [line for line in lines if line]


def _pieces(word: str, width: float, size: float, weight: Weight) -> list[str]:
    pieces = [""]
    for char in word:
        if pieces[-1] and width_of(pieces[-1] + char, size, weight) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _path(weight: Weight) -> Path:
    return Path(mpl.get_data_path(), "fonts", "ttf", _FILES[weight])


def _font(weight: Weight) -> FT2Font:
    return get_font(_path(weight))


@cache
def _known() -> frozenset[int]:
    """The characters that both weights have."""
    return frozenset(_font("regular").get_charmap()) & frozenset(_font("bold").get_charmap())
