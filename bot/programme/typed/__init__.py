"""Lines that people type: what each is about, when that can be told, and otherwise nothing."""

from bot.programme.typed.lines import Absent, Change, Kind, Line, Met, NotMet, Times, Wish
from bot.programme.typed.reading import LONGEST, understand_line
from bot.programme.typed.words import words_of

__all__ = [
    "LONGEST",
    "Absent",
    "Change",
    "Kind",
    "Line",
    "Met",
    "NotMet",
    "Times",
    "Wish",
    "understand_line",
    "words_of",
]
