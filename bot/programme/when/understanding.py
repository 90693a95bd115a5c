"""How a phrase is understood, step by step: read, join, find the offer, gather slots, judge."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.programme.when.answers import Refusal, Unclear, Understanding
from bot.programme.when.clauses import Offer, offer
from bot.programme.when.guessing import guess
from bot.programme.when.judging import judge
from bot.programme.when.pieces import Days, Mark, Number, Period, Standpoint, Unknown
from bot.programme.when.ranges import joined
from bot.programme.when.reading import read
from bot.programme.when.slots import slots

LONGEST = 200
_TOO_STRANGE = 4


def understand(text: str, now: datetime, zone: ZoneInfo, *, day_first: bool | None = True) -> Understanding:
    """Understand what somebody typed for a time.

    `now` is aware; days and hours are those of `zone` unless the text names another. `day_first` says how
    03/02 is read; None when nobody knows, and then both ways are asked. Nothing doubtful is ever taken for
    granted: it comes back as choices to ask about.
    """
    if len(text) > LONGEST:
        return Unclear()
    here = Standpoint(now.astimezone(UTC), zone, day_first=day_first)
    meant = offer(joined(read(text, here)))
    if meant is None:
        return Refusal()
    strangers = [piece.text for piece in meant.pieces if isinstance(piece, Unknown)]
    if _unsettled(meant) or len(strangers) > _TOO_STRANGE:
        return Unclear()
    return _despite(strangers, text, meant, here) if strangers else _judged(meant, here)


def _unsettled(meant: Offer) -> bool:
    """Tell whether the words settle nothing, name a period, or are a mere row of numbers."""
    numbers = "".join("n" if isinstance(piece, Number) else " " for piece in meant.pieces)
    loose = any(piece is Mark.UNSURE or isinstance(piece, Period | Days) for piece in meant.pieces)
    return loose or "nnn" in numbers


def _judged(meant: Offer, here: Standpoint) -> Understanding:
    """Judge a phrase we know every word of; "make it 4" may be about another day than today."""
    gathered = slots(meant.pieces)
    changed = Mark.CHANGE in meant.pieces and not any(slot.days for slot in gathered)
    return judge(gathered, here, doubtful=meant.doubtful or changed)


def _despite(strangers: list[str], text: str, meant: Offer, here: Standpoint) -> Understanding:
    """Make of a phrase with unknown words what can be asked; without a day it may be anything."""
    guessed = guess(text, strangers, here) if any(letter.isdigit() for letter in text) else None
    if guessed:
        return judge(slots(guessed), here, doubtful=True)
    gathered = slots(piece for piece in meant.pieces if not isinstance(piece, Unknown))
    if _counts_things(meant) or not any(slot.days for slot in gathered):
        return Unclear()
    return judge(gathered, here, doubtful=True)


def _counts_things(meant: Offer) -> bool:
    """Tell whether a bare number counts something we do not know: "3 people"."""
    return any(isinstance(one, Number) and isinstance(two, Unknown) for one, two in pairwise(meant.pieces))
