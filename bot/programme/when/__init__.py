"""Understanding times in people's own words: never confidently wrong, what is doubtful is asked."""

from bot.programme.when.answers import (
    Ambiguous,
    Choice,
    DateOnly,
    Gap,
    Past,
    Refusal,
    Unclear,
    Understanding,
    Understood,
    as_json,
)
from bot.programme.when.understanding import understand

__all__ = [
    "Ambiguous",
    "Choice",
    "DateOnly",
    "Gap",
    "Past",
    "Refusal",
    "Unclear",
    "Understanding",
    "Understood",
    "as_json",
    "understand",
]
