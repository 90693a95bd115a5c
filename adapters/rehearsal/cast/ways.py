"""How simulated people fill in a form: after ways of their own where they have any, else as it is shown."""

from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.rehearsal.cast import filling
from adapters.rehearsal.cast.ledger import Circle
from adapters.rehearsal.cast.player import Player, today_of
from bot.core.dialogs import Question

WEIGHTS = ("light", "fine", "fine", "fine", "heavy")
SUITS = 0.6
"""How often a time that somebody is asked about suits them."""


def fills(player: Player, question: Question, now: datetime) -> filling.Values:
    """Return an answer to a question, with a wish or a memory where this person has one."""
    values = filling.hurried(question, player.chance)
    own = _OWN_WAYS.get(question.key.partition("-")[0])
    return values | own(player, question, now) if own else values


def _when(player: Player, question: Question, now: datetime) -> filling.Values:
    """Pick one of the times on offer, as about half do, or write one."""
    if any(field.name == "pick" for field in question.fields) and player.may(0.5):
        return {"words": None}
    local = now.astimezone(player.zone)
    moment = filling.wish(local, player.holidays, player.taken(), player.chance)
    return {"words": filling.in_words(moment, player.chance)}


def _present(player: Player, question: Question, _now: datetime) -> filling.Values:
    """Remember who was there."""
    there, options = player.plans.get("present"), question.fields[0].options
    if not isinstance(there, tuple):
        return {"present": [option.value for option in options]}
    circle = player.plans["circle"]
    assert isinstance(circle, Circle)  # noqa: S101  # set together with who was there
    return {"present": [option.value for option in options if circle.called(option.label) in there]}


def _away(player: Player, _question: Question, now: datetime) -> filling.Values:
    """Take a week or two off, some weeks from now."""
    first = today_of(player, now) + timedelta(days=player.chance.randrange(10, 40))
    back = first + timedelta(days=player.chance.choice((7, 10, 14)))
    return {"first": first.isoformat(), "until": back.isoformat()}


def _until(player: Player, _question: Question, _now: datetime) -> filling.Values:
    return {"until": player.plans.pop("until")} if "until" in player.plans else {}


def _one_of(name: str, *values: object) -> "OwnWay":
    """Fill a field with one thing or another."""
    return lambda player, _question, _now: {name: player.chance.choice(values)}


def _kind(player: Player, question: Question, _now: datetime) -> filling.Values:
    return {"type": player.chance.choice(question.fields[1].values)}


def _ticks(player: Player, question: Question, _now: datetime) -> filling.Values:
    return {"times": [one for one in question.fields[0].values if player.may(SUITS)]}


OwnWay = Callable[[Player, Question, datetime], filling.Values]

_OWN_WAYS: dict[str, OwnWay] = {
    "when": _when,
    "times": _one_of("words", None),
    "ticks": _ticks,
    "rhythm": lambda player, _question, _now: {"words": filling.rhythm(player.chance)},
    "in_full": _one_of("place", *filling.PLACES),
    "who_was_there": _present,
    "interlude": _kind,
    "length": _one_of("length", "standard", "short", "short"),
    "weight": _one_of("weight", *WEIGHTS),
    "leave": _away,
    "break": _until,
}
"""What people fill in after a way of their own, by the question; anything else is left as it is shown."""
