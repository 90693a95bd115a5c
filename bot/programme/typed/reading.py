"""How a line is read: what is wanted of a meeting first, then what has been, who is away, and a time."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.programme.typed.lines import Absent, Change, Line, Times, Wish
from bot.programme.typed.met import met_in, said
from bot.programme.typed.wishes import names_another_time, wish_in
from bot.programme.typed.words import days_in, words_of
from bot.programme.when import (
    Ambiguous,
    Choice,
    DateOnly,
    Gap,
    Understood,
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
_OURS = r"(a|any|anybody|anyone|her|he|his|it|my|our|she|that|the|their|there|they|this|your)\b"
_OFFERS = re.compile(
    rf"^((does|is) (?!{_OURS})|are (both of )?(you|u) (free|available|around|able)\b|what about\b)"
)
"""Questions that put a time forward, and do not ask about a meeting that is planned."""

_SOMEBODY_ELSE = re.compile(
    r"^(he|she|they|theyre|my (mentor|mentee|partner|colleague|manager)"
    r"|(?!(and|but|i|so|yes) )\w+ (is|are|will be))\b"
)
_BACK = re.compile(r"\b(back|returns?|returning)\b")
_NO_RETURN = re.compile(r"\b(get|come|call|ring|write|report|look|go)(ing)? back (to|at)\b")


def understand_line(
    text: str, now: datetime, zone: ZoneInfo, *, day_first: bool | None = True
) -> Line | None:
    """Return what a line is about, as somebody in `zone` meant it at `now`; None when that is not clear.

    `day_first` says how they read 03/02; None when nobody knows.
    Nothing follows from it by itself: whatever is understood here is asked back before it holds.
    """
    if len(text) > LONGEST:
        return None
    here = Standpoint(now, zone, day_first=day_first)
    wish = wish_in(text)
    if wish is not None:
        return _change(wish, text, here)
    return met_in(text, here) or _absent(text, here) or _times(text, here)


def _change(wish: Wish, text: str, here: Standpoint) -> Change:
    if wish is Wish.MOVE and names_another_time(text):
        return Change(wish, to=_choices(text, here))
    match said(days_in(text), here):
        case DateOnly(on=day):
            return Change(wish, on=day)
        case Understood(at=at):
            return Change(wish, on=at.astimezone(here.zone).date())
        case _:
            return Change(wish)


def _absent(text: str, here: Standpoint) -> Absent | None:
    plain = " ".join(words_of(text))
    others = _NO_RETURN.search(plain) or _SOMEBODY_ELSE.search(plain)
    away = None if others else understand_away(text, here.now, here.zone, day_first=here.day_first)
    if away is None:
        return None
    back = _BACK.search(plain) is not None
    offers = any(isinstance(one, Understood) for one in _choices(text, here))
    return None if offers and not back and away.kind == "leave" else Absent(away, back=back)


def _times(text: str, here: Standpoint) -> Times | None:
    plain = " ".join(words_of(text))
    if _ASKS.match(plain) and not (_OFFERS.match(plain) and isinstance(said(text, here), Understood)):
        return None
    choices = _choices(text, here)
    return Times(choices) if choices else None


def _choices(text: str, here: Standpoint) -> tuple[Choice, ...]:
    """Return the times a line offers; one that is guessed beside strange words has to be a full time."""
    match said(text, here):
        case Understood() | DateOnly() as clear:
            return (clear,)
        case Gap(earlier=earlier, later=later):
            return (Understood(earlier), Understood(later))
        case Ambiguous(choices=[DateOnly()]):
            return ()
        case Ambiguous(choices=choices) if _strangers(text, here) <= _STRANGE:
            return choices
        case _:
            return ()


def _strangers(text: str, here: Standpoint) -> int:
    return sum(isinstance(piece, Unknown) for piece in read(text, here))
