"""Running late, can't make it, move it: what is wanted of a meeting, whatever politeness is around it."""

import re
from collections.abc import Mapping

from bot.programme.typed.lines import Wish
from bot.programme.typed.words import DAYS, listed, words_of

_COURTESIES = listed(
    """
    a about afraid again an and any apologies appointment are as at bit but by can catch chat could couple
    dear few find for from get going gonna got half has have having hello her hey hi him hour hours i id
    if ill im in is it its ive just know let like little ll love may me meeting meetings might min mins
    minute minutes my need next now of on one or our please rather really s session shall she should slot
    so sorry still thank thanks that the them they this to today told tonight unfortunately up us very
    want we week well what will with would you your
    """
)
"""Words that change nothing about what is wanted."""

_CORES: Mapping[Wish, frozenset[str]] = {
    wish: frozenset(" ".join(core.split()) for core in cores.replace("\n", ",").split(",") if core.strip())
    for wish, cores in {
        Wish.LATE: """
            late, be late, running late, being late, running behind, delayed, be delayed, held, be held
            """,
        Wish.OFF: """
            cant make, cant come, cant attend, cant be there, cant do, wont make, wont come, wont be able make
            wont be able come, wont be able attend, wont be there, not able make, not able come, unable make
            unable come, unable attend, not coming, cancel, be able cancel, call off, calling off, cancelling
            pull out, skip
            """,
        Wish.MOVE: """
            move, reschedule, rearrange, rebook, postpone, push back, push, put back, put off, shift
            bring forward, change, change time, another time, different time, other time, move another time
            move different time, change another time, change different time, delay
            """,
    }.items()
}
_ON_THE_WAY = re.compile(
    r"^(?:(?:i|im|am|we|were|are|ill|will|sorry) )*"
    r"(?:on (?:my|our|the) way|be (?:there|with \w+) in (?:an? )?\w+(?: min(?:ute)?s?)?)$"
)
_MOVES = re.compile(
    r"\b(move|change|push|swap|switch|shift|reschedule|rearrange|rebook|postpone|bring|delay) "
    r"(?:(it|this|that|our|the|my|ours|back|forward|time|meeting|our meeting|the meeting) )*"
    r"(to|for|until|from|back to|forward to)\b"
)


def wish_in(text: str) -> Wish | None:
    """Return what is wanted of a meeting, or None when the words say anything else besides."""
    words = words_of(text)
    plain = " ".join(words)
    if _MOVES.search(plain):
        return Wish.MOVE
    if _ON_THE_WAY.search(plain):
        return Wish.LATE
    core = " ".join(word for word in words if not _is_courtesy(word))
    return next((wish for wish, cores in _CORES.items() if core in cores), None)


def names_another_time(text: str) -> bool:
    """Say whether a line moves a meeting to something: what day it names is then the new one."""
    return _MOVES.search(" ".join(words_of(text))) is not None


def _is_courtesy(word: str) -> bool:
    return word in _COURTESIES or word in DAYS or word.isdecimal()
