"""When somebody is away: "on leave from 3 Aug to 17 Aug", "nights this week", "back on Monday"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.programme.when.pieces import Day, Daylike, Days, Mark, Period, Piece, Standpoint, Week
from bot.programme.when.reading import read
from bot.programme.when.settling import dates
from bot.programme.when.tokens import normalised
from bot.programme.when.understanding import LONGEST

_DAY = timedelta(days=1)
_SUNDAY = timedelta(days=6)
_RANGES = {Mark.TO, Mark.UNTIL, Mark.DASH}
_JOINTS = _RANGES | {Mark.AND, Mark.COMMA}
_LEAVE = re.compile(r"\b(away|off|out|ooo|(on|annual) leave|on holidays?|out of office|not (in|around))\b")
_NIGHTS = re.compile(r"\b(nights|night (shifts?|duty))\b")
_BACK = re.compile(r"\b(back|return(s|ing)?)\b")
_DENIED = re.compile(r"\b((not|no longer|never|was|were|been) (away|off|out|on)|cancel(led)?)\b")


@dataclass(frozen=True, slots=True)
class Away:
    """The first and the last day away, both included; no last day while nobody knows it.

    The kind says how it matters for meetings, never why somebody is away.
    """

    first: date
    until: date | None
    kind: Literal["leave", "nights"]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days said together, from one day to the last of them, and the joint that stands before them."""

    first: date
    last: date
    joint: Mark | None


def understand_away(
    text: str, now: datetime, zone: ZoneInfo, *, day_first: bool | None = True
) -> Away | None:
    """Understand a period away, or None when it names none that we are sure of.

    "From one day to another" includes both. "Back on" and a bare "until" name the day of return, so the day
    before it is the last one away. "This week" begins today.

    Where nobody knows how 03/02 is read the day comes first, for one guess can be put right on sight.
    """
    plain = normalised(text[:LONGEST])
    nights, back = _NIGHTS.search(plain), _BACK.search(plain)
    if len(text) > LONGEST or _DENIED.search(plain) or not (nights or back or _LEAVE.search(plain)):
        return None
    here = Standpoint(now, zone, day_first=day_first is not False)
    period = _period(read(text, here), here, back=bool(back))
    if period is None or (period[1] and period[1] < max(period[0], here.today)):
        return None
    return Away(*period, "nights" if nights else "leave")


def _period(pieces: Sequence[Piece], here: Standpoint, *, back: bool) -> tuple[date, date | None] | None:
    for piece in pieces:
        if isinstance(piece, Period):
            return piece.first, piece.last
    said = _stretches(pieces, here)
    lasting = next((piece.count for piece in pieces if isinstance(piece, Days)), None)
    match said:
        case [] if lasting:
            return here.today, here.today + (lasting - 1) * _DAY
        case [one] if lasting:
            return one.first, one.first + (lasting - 1) * _DAY
        case [one]:
            return _alone(one, here, back=back, open_ended=Mark.FROM in pieces)
        case [one, other]:
            return _from_to(one, other, back=back)
        case _:
            return None


def _alone(said: _Stretch, here: Standpoint, *, back: bool, open_ended: bool) -> tuple[date, date | None]:
    """Read days said alone: of return, the first ones, or the only ones."""
    if back or said.joint is Mark.UNTIL:
        return here.today, said.first - _DAY
    if open_ended:
        return said.first, None
    return (said.first if said.first == said.last else max(said.first, here.today)), said.last


def _from_to(one: _Stretch, other: _Stretch, *, back: bool) -> tuple[date, date] | None:
    """Join a beginning and an end, or days that follow one another."""
    if back:
        return one.first, other.first - _DAY
    together = other.joint in _RANGES or other.first == one.last + _DAY
    return (one.first, other.last) if together else None


def _stretches(pieces: Sequence[Piece], here: Standpoint) -> list[_Stretch]:
    """Settle the days one after the other, each as seen from the one before: "Monday to Thursday".

    Nothing is given when one of them leaves a doubt.
    """
    done: list[_Stretch] = []
    for joint, days in _groups(pieces):
        span = _span(days, here)
        if span is None:
            return []
        done.append(_Stretch(*span, joint))
        here = replace(here, now=datetime.combine(span[0], time(12), here.zone))
    return done


def _span(days: Sequence[Daylike], here: Standpoint) -> tuple[date, date] | None:
    """Give the first and last day: of a week from Monday to Sunday, of anything else the one day it is."""
    match days:
        case [Week(monday)]:
            return monday, monday + _SUNDAY
        case _:
            found = dates(days, here)
            return (found[0], found[0]) if len(found) == 1 else None


def _groups(pieces: Sequence[Piece]) -> list[tuple[Mark | None, list[Daylike]]]:
    """Gather the words for each day, and the joint that stands before them."""
    done: list[tuple[Mark | None, list[Daylike]]] = []
    joint: Mark | None = None
    apart = True
    for piece in pieces:
        if isinstance(piece, Mark):
            joint, apart = (piece, True) if piece in _JOINTS else (joint, apart)
        elif isinstance(piece, Daylike) and (apart or isinstance(done[-1][1][0], Day)):
            done.append((joint, [piece]))
            joint, apart = None, False
        elif isinstance(piece, Daylike):
            done[-1][1].append(piece)
    return done
