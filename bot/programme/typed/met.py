"""We met, walked the ward, had a call: that something took place, what it was, and on which day."""

import re
from collections.abc import Mapping
from datetime import date

from bot.programme.typed.lines import Kind, Met, NotMet
from bot.programme.typed.words import words_of
from bot.programme.when import Ambiguous, DateOnly, Past, Understanding, understand, understand_past
from bot.programme.when.pieces import Standpoint

MOST_DAYS = 3
"""Of more days than these it is easier to be asked for one."""

_KINDS: Mapping[Kind, str] = {
    "shadowing": r"shadow(ed|ing)",
    "visual_inspection": (
        r"(walk ?(round|about|around)s?|ward round|walked (the|round|around|through|along) "
        r"|round (the )?(ward|wards|unit|site|hospital)|toured)"
    ),
    "team_observation": r"(team meeting|huddle|handover|observed|sat in on|sit in on|board meeting|watched)",
    "networking": r"(network|networking|introduced)",
    "event": r"(event|conference|lecture|webinar|celebration|workshop|seminar|exhibition)",
    "critical_friend_call": r"(call|quick chat|short chat|phone|phoned|rang|zoom|zoomed)",
}
_KIND_WORDS = {kind: re.compile(rf"\b{words}\b") for kind, words in _KINDS.items()}

_STRONG = (
    r"(met|spoke|spoken|talked|chatted|walked|shadowed|caught up|got together|phoned|rang|zoomed|sat in)"
)
_WEAK = r"(went|visited|toured|observed|attended|joined|watched|interviewed|saw|called|looked)"
_SOMETHING = (
    r"(meeting|talk|chat|call|coffee|tea|lunch|catch ?up|walk|walk ?round|walk ?about|visit|session"
    r"|conversation|ward round|one to one|1 2 1|121)"
)
_TOGETHER = r"(we|weve|us|together|both|with (her|him|them))"
_BEGINNING = r"^(so |yes |yeah |hi |hello |just |today |yesterday |i |ive |we |weve |have |just |both |all )*"
_IT_WAS = (
    re.compile(rf"{_BEGINNING}{_STRONG}\b"),
    re.compile(rf"\b(we|weve|both)\b( \w+){{0,2}} {_STRONG}\b"),
    re.compile(rf"{_BEGINNING}{_WEAK}\b.*\b{_TOGETHER}\b"),
    re.compile(rf"\b(we|weve)\b( \w+)? {_WEAK}\b"),
    re.compile(r"\bshadowed (me|her|him|them|us)\b"),
    re.compile(rf"\b(had|did)\b( \w+){{0,4}} {_SOMETHING}\b"),
)
_NAMED = re.compile(rf"^((a|an|our|the|my|quick|short|little|good|great|nice|lovely) )*{_SOMETHING}\b")
_NOT_YET = re.compile(
    r"\b(had to|have to|has to|want(ed)? to|going to|need(ed)? to|hope(d)? to|will|lets|shall|would)\b"
)
_SHOULD_HAVE = re.compile(
    r"\b((should|could|would) (have|ve)|(was|were) (meant|supposed|going|due) to|never|didnt|havent|couldnt"
    r"|wasnt)\b.*\b(meet|met|meeting|talk|happen|happened|take place|go ahead|call|walk)\b"
    r"|\b(meeting|talk|call|it|walk ?round)\b (didnt|did not|never|wasnt) (happen|happened|take|go|held|work)"
)
_SEATED = re.compile(r"\bsat (in|down)\b", re.IGNORECASE)
"""A seat, and not Saturday."""

_ASKS = re.compile(
    r"^(have|has|did|do|does|when|what|where|which|who|why|was|were|are|is|should|could|can)\b"
)


def met_in(text: str, here: Standpoint) -> Met | NotMet | None:
    """Return what took place, that nothing did, or None when the words are not about that.

    A bare *call on Monday* may still lie ahead, so without a word of the past only a past day will do.
    """
    plain = " ".join(words_of(text))
    if _SHOULD_HAVE.search(plain) and not text.rstrip().endswith("?"):
        return NotMet()
    if _ASKS.match(plain) or _NOT_YET.search(plain) or text.rstrip().endswith("?"):
        return None
    named = _NAMED.match(plain) and isinstance(said(text, here), Past)
    if not named and not any(shape.search(plain) for shape in _IT_WAS):
        return None
    match understand_past(_SEATED.sub("", text), here.now, here.zone, day_first=here.day_first):
        case DateOnly(on=day):
            return Met((day,), _kind_of(plain))
        case Ambiguous(choices=choices):
            return Met(_days(choices), _kind_of(plain))
        case _:
            return Met((), _kind_of(plain))


def said(text: str, here: Standpoint) -> Understanding:
    """Understand a time as somebody there and then meant it."""
    return understand(text, here.now, here.zone, day_first=here.day_first)


def _days(choices: tuple[object, ...]) -> tuple[date, ...]:
    days = tuple(one.on for one in choices if isinstance(one, DateOnly))
    return days if len(days) <= MOST_DAYS else ()


def _kind_of(plain: str) -> Kind:
    return next((kind for kind, words in _KIND_WORDS.items() if words.search(plain)), "one_to_one")
