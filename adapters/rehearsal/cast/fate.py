"""What life does to a programme: breaks, an ending or two, phones that fall silent, walks nobody planned."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from adapters.rehearsal.cast.ledger import Circle
from adapters.rehearsal.cast.player import Deed, Player
from adapters.rehearsal.cast.stage import Stage, button

A_MONTH = 30
WALKS_A_MONTH = 0.3
STANDING = 0.2
"""How many pairs and trios try a standing time, in their first days."""

BREAKS = 0.15
OPEN_BREAKS = 0.3
LEAVERS = 0.045
SILENT = 0.025


def deal(
    stage: Stage, circles: Mapping[str, Circle], start: date, months: int, chance: Random
) -> dict[str, datetime]:
    """Give every relationship its share of life, and return whose phone falls silent, and when."""
    days = months * A_MONTH
    for relationship, circle in circles.items():
        _walks(stage, relationship, circle, start, days, chance)
        if chance.random() < STANDING:
            _standing(stage, relationship, circle, start, chance)
        if chance.random() < BREAKS:
            _break(stage, relationship, circle, start, days, chance)
    _endings(stage, circles, start, days, chance)
    return _silences(stage.players, start, days, chance)


def _standing(stage: Stage, relationship: str, circle: Circle, start: date, chance: Random) -> None:
    """Let whoever leads suggest a standing time once they have met each other by letter."""
    player = stage.players[circle.mentee]
    at = _moment(player, start + timedelta(days=chance.randrange(1, 8)), chance)
    stage.plans(player.email, Deed(at, button("A standing time", "standing", relationship=relationship)))


def _endings(stage: Stage, circles: Mapping[str, Circle], start: date, days: int, chance: Random) -> None:
    """Let one or two of a real-sized cohort leave; a tiny one may keep everybody."""
    leavers = chance.sample(sorted(circles), k=round(len(circles) * LEAVERS))
    for relationship in leavers:
        player = stage.players[chance.choice(circles[relationship].members)]
        at = _moment(player, start + timedelta(days=chance.randrange(40, max(41, days - 20))), chance)
        stage.plans(player.email, Deed(at, button("Leave", "leave", relationship=relationship)))


def _walks(stage: Stage, relationship: str, circle: Circle, start: date, days: int, chance: Random) -> None:
    for month in range(days // A_MONTH):
        if chance.random() < WALKS_A_MONTH:
            player = stage.players[chance.choice(circle.members)]
            at = _moment(
                player, start + timedelta(days=month * A_MONTH + chance.randrange(2, A_MONTH)), chance
            )
            stage.plans(player.email, Deed(at, button("Log a meeting", "log", relationship=relationship)))


def _break(stage: Stage, relationship: str, circle: Circle, start: date, days: int, chance: Random) -> None:
    player = stage.players[chance.choice(circle.members)]
    first = start + timedelta(days=chance.randrange(15, max(16, days - 30)))
    back = first + timedelta(days=chance.randrange(7, 29))
    if chance.random() < OPEN_BREAKS:
        player.plans["until"] = None
        at = _moment(player, back, chance)
        stage.plans(player.email, Deed(at, button("Go on", "resume", relationship=relationship)))
    else:
        player.plans["until"] = back.isoformat()
    stage.plans(
        player.email,
        Deed(_moment(player, first, chance), button("Pause", "pause", relationship=relationship)),
    )


def _silences(players: Mapping[str, Player], start: date, days: int, chance: Random) -> dict[str, datetime]:
    people = [email for email, player in sorted(players.items()) if player.circles]
    silent = chance.sample(people, k=round(len(people) * SILENT))
    return {
        email: _moment(players[email], start + timedelta(days=chance.randrange(60, max(61, days))), chance)
        for email in silent
    }


def _moment(player: Player, day: date, chance: Random) -> datetime:
    return datetime.combine(day, time(chance.randrange(9, 18), chance.randrange(60)), player.zone)
