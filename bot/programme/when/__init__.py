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
from bot.programme.when.away import Away, understand_away
from bot.programme.when.past import understand_past
from bot.programme.when.understanding import understand

__all__ = [
    "Ambiguous",
    "Away",
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
    "understand_away",
    "understand_past",
]
