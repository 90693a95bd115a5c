"""How a phrase is understood, step by step: read, join, find the offer, gather slots, judge."""

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.programme.when.answers import Refusal, Unclear, Understanding
from bot.programme.when.clauses import Offer, offer
from bot.programme.when.judging import judge
from bot.programme.when.pieces import Mark, Number, Standpoint, Unknown
from bot.programme.when.ranges import joined
from bot.programme.when.reading import read
from bot.programme.when.slots import slots

LONGEST = 200
_TOO_STRANGE = 4


def understand(text: str, now: datetime, zone: ZoneInfo, *, day_first: bool = True) -> Understanding:
    """Understand what somebody typed for a time.

    `now` is aware; days and hours are those of `zone` unless the text names another. `day_first` says how
    03/02 is read. Nothing doubtful is ever taken for granted: it comes back as choices to ask about.
    """
    if len(text) > LONGEST:
        return Unclear()
    here = Standpoint(now, zone, day_first=day_first)
    meant = offer(joined(read(text, here)))
    return Refusal() if meant is None else _weighed(meant, here)


def _weighed(meant: Offer, here: Standpoint) -> Understanding:
    strange = sum(isinstance(piece, Unknown) for piece in meant.pieces)
    if Mark.UNSURE in meant.pieces or strange > _TOO_STRANGE or _counts_things(meant):
        return Unclear()
    gathered = slots(piece for piece in meant.pieces if not isinstance(piece, Unknown))
    if strange and not any(slot.days for slot in gathered):
        return Unclear()
    return judge(gathered, here, doubtful=meant.doubtful or strange > 0)


def _counts_things(meant: Offer) -> bool:
    """Tell whether a bare number counts something we do not know: "3 people"."""
    return any(isinstance(one, Number) and isinstance(two, Unknown) for one, two in pairwise(meant.pieces))
