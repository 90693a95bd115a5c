"""Which day a meeting was: "we met yesterday", "walked the ward together on Monday"."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.programme.when.answers import Ambiguous, DateOnly, Refusal, Unclear
from bot.programme.when.pieces import Daylike, DayOfMonth, Mark, Number, Piece, Standpoint, Weekday
from bot.programme.when.reading import read
from bot.programme.when.settling import dates
from bot.programme.when.understanding import LONGEST

_BREAKS = {Mark.OR, Mark.AND, Mark.COMMA, Mark.DASH}


def understand_past(
    text: str, now: datetime, zone: ZoneInfo, *, day_first: bool | None = True
) -> DateOnly | Ambiguous | Refusal | Unclear:
    """Understand the day of a meeting that has been, today included; a bare weekday is the last one.

    Unlike a time to agree on, a day that has been may stand in any sentence, so unknown words are passed
    over. "We didn't meet on Monday" is a refusal; what lies ahead is unclear, for it cannot have been.
    """
    if len(text) > LONGEST:
        return Unclear()
    here = Standpoint(now, zone, day_first=day_first, back=True)
    pieces = read(text, here)
    if Mark.NOT in pieces:
        return Refusal()
    found = sorted({day for days in _groups(pieces) for day in _gone(days, here)})
    if len(found) == 1:
        return DateOnly(found[0])
    return Ambiguous(tuple(DateOnly(day) for day in found)) if found else Unclear()


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Daylike | Number]]:
    """Gather the words for each day: "Monday 11 January" is one, "Monday or Tuesday" are two."""
    group: list[Daylike | Number] = []
    for piece in pieces:
        beside_weekday = isinstance(piece, Number) and group and isinstance(group[-1], Weekday)
        if isinstance(piece, Daylike) or (isinstance(piece, Number) and beside_weekday):
            group.append(piece)
        elif piece in _BREAKS and group:
            yield group
            group = []
    if group:
        yield group


def _gone(group: list[Daylike | Number], here: Standpoint) -> list[date]:
    said = [one for one in group if isinstance(one, Daylike)]
    numbered = [DayOfMonth(one.value, guess=True) for one in group if isinstance(one, Number)]
    found = dates([*said, *numbered], here) or dates(said, here)
    return [day for day in found if day <= here.today]
