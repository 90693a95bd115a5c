"""How a line is read: what is wanted of a meeting first, then what has been, who is away, and a time."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.programme.typed.lines import Absent, Change, Line, Times, Wish
from bot.programme.typed.met import met_in
from bot.programme.typed.wishes import names_another_time, wish_in
from bot.programme.typed.words import days_in, words_of
from bot.programme.when import (
    Ambiguous,
    Choice,
    DateOnly,
    Gap,
    Understood,
    understand,
    understand_away,
)
from bot.programme.when.pieces import Standpoint, Unknown
from bot.programme.when.reading import read

LONGEST = 120
"""Characters of a line that is read; what is longer tells a story, and stories belong into forms."""

_STRANGE = 1
"""Words nobody knows, with which a single guess at a time may still be asked about."""

_ASKS = re.compile(
    r"^(have|has|did|do|does|when|whens|what|whats|where|which|who|why|was|were|are|is|isnt|arent)\b"
)
_BACK = re.compile(r"\b(back|returns?|returning)\b")
_NO_RETURN = re.compile(r"\b(get|come|call|ring|write|report|look|go)(ing)? back (to|at)\b")


def understand_line(text: str, now: datetime, zone: ZoneInfo) -> Line | None:
    """Return what a line is about, as somebody in `zone` meant it at `now`; None when that is not clear.

    Nothing follows from it by itself: whatever is understood here is asked back before it holds.
    """
    if len(text) > LONGEST:
        return None
    wish = wish_in(text)
    if wish is not None:
        return _change(wish, text, now, zone)
    return met_in(text, now, zone) or _absent(text, now, zone) or _times(text, now, zone)


def _change(wish: Wish, text: str, now: datetime, zone: ZoneInfo) -> Change:
    if wish is Wish.MOVE and names_another_time(text):
        return Change(wish, to=_choices(text, now, zone))
    match understand(days_in(text), now, zone):
        case DateOnly(on=day):
            return Change(wish, on=day)
        case Understood(at=at):
            return Change(wish, on=at.astimezone(zone).date())
        case _:
            return Change(wish)


def _absent(text: str, now: datetime, zone: ZoneInfo) -> Absent | None:
    plain = " ".join(words_of(text))
    away = None if _NO_RETURN.search(plain) else understand_away(text, now, zone)
    if away is None:
        return None
    back = _BACK.search(plain) is not None
    offers = any(isinstance(one, Understood) for one in _choices(text, now, zone))
    return None if offers and not back and away.kind == "leave" else Absent(away, back=back)


def _times(text: str, now: datetime, zone: ZoneInfo) -> Times | None:
    if _ASKS.match(" ".join(words_of(text))):
        return None
    choices = _choices(text, now, zone)
    return Times(choices) if choices else None


def _choices(text: str, now: datetime, zone: ZoneInfo) -> tuple[Choice, ...]:
    """Return the times a line offers; one that is guessed beside strange words has to be a full time."""
    match understand(text, now, zone):
        case Understood() | DateOnly() as said:
            return (said,)
        case Gap(earlier=earlier, later=later):
            return (Understood(earlier), Understood(later))
        case Ambiguous(choices=[DateOnly()]):
            return ()
        case Ambiguous(choices=choices) if _strangers(text, now, zone) <= _STRANGE:
            return choices
        case _:
            return ()


def _strangers(text: str, now: datetime, zone: ZoneInfo) -> int:
    return sum(isinstance(piece, Unknown) for piece in read(text, Standpoint(now, zone, day_first=True)))
