"""What simulated people mean to do about what they read: by habit, through its buttons, and often nothing."""

from collections.abc import Callable
from datetime import datetime

from adapters.rehearsal.cast.player import Deed, Player
from bot.core.messages import Message

POLLS = 0.4
"""How often somebody in a trio asks about several times rather than suggest one."""

SUITS_FOR_GOOD = 0.8
"""How often a time suits somebody that is to come round again."""

FORGIVING = 0.35
"""How often somebody who forgot the first message reacts to the reminder all the same."""


def reads(player: Player, message: Message, now: datetime) -> list[Deed]:
    """Return what somebody means to do about a message."""
    react = _REACTIONS.get(message.kind)
    return react(player, message, now) if react else []


def _booking(player: Player, message: Message, now: datetime) -> list[Deed]:
    if player.may(player.habits.quiet):
        return player.presses(message, "quiet.not-now", now)
    if not player.may(player.habits.books):
        return []
    several = player.presses(message, "poll", now)
    return several if several and player.may(POLLS) else player.presses(message, "book", now)


def _proposal(player: Player, message: Message, now: datetime) -> list[Deed]:
    likelihood = player.habits.answers * (FORGIVING if message.kind.startswith("nudge") else 1)
    if not player.may(likelihood):
        return []
    if player.may(player.habits.moves):
        return player.presses(message, "proposal.another", now)
    route = "proposal.decline" if player.may(player.habits.cancels / 2) else "proposal.accept"
    return player.presses(message, route, now)


def _poll(player: Player, message: Message, now: datetime) -> list[Deed]:
    likelihood = player.habits.answers * (FORGIVING if message.kind.startswith("nudge") else 1)
    if not player.may(likelihood):
        return []
    return player.presses(message, "poll.none" if player.may(player.habits.cancels) else "poll.tick", now)


def _standing(player: Player, message: Message, now: datetime) -> list[Deed]:
    if not player.may(player.habits.answers):
        return []
    return player.presses(
        message, "standing.accept" if player.may(SUITS_FOR_GOOD) else "standing.decline", now
    )


def _waiting(player: Player, message: Message, now: datetime) -> list[Deed]:
    """React to a reminder as to what it reminds of."""
    reacts = {"poll.tick": _poll, "standing.accept": _standing}
    return reacts.get(message.actions[0].route, _proposal)(player, message, now)


def _invited(player: Player, message: Message, now: datetime) -> list[Deed]:
    return player.presses(message, "proposal.accept", now) if player.may(player.habits.answers) else []


def _before(player: Player, message: Message, now: datetime) -> list[Deed]:
    if player.may(player.habits.cancels):
        return player.presses(message, "meeting.off", now, hours=0.2)
    if message.kind == "service.guide" and player.may(player.habits.moves / 2):
        return player.presses(message, "proposal.another", now, hours=0.5)
    return []


def _afterwards(player: Player, message: Message, now: datetime) -> list[Deed]:
    if player.may(player.habits.forgets):
        return []
    interaction = message.actions[0].args["interaction"]
    deeds = player.presses(message, player.remembers(player.ledger.occasions[interaction]), now)
    if player.may(player.habits.answers_twice):
        deeds += player.presses(message, "met.yes", deeds[0].at if deeds else now, hours=30)
    return deeds


def _logged(player: Player, message: Message, now: datetime) -> list[Deed]:
    return _afterwards(player, message, now) if player.may(0.4) else []


def _look_back(player: Player, message: Message, now: datetime) -> list[Deed]:
    return player.presses(message, "reflect", now, hours=6) if player.may(player.habits.reflects) else []


def _first_day(player: Player, message: Message, now: datetime) -> list[Deed]:
    deeds = player.presses(message, "welcome", now) if player.may(0.9) else []
    leads = any(player.email == circle.mentee for circle in player.circles)
    if leads and player.may(player.habits.books):
        deeds += player.presses(message, "book", deeds[0].at if deeds else now, hours=1)
    return deeds


def _settling_in(player: Player, message: Message, now: datetime) -> list[Deed]:
    """Go on with what a first answer offers: the notice where it comes first, or else the ground rules."""
    first = player.presses(message, "welcome", now, hours=1)
    leads = any(player.email == circle.mentee for circle in player.circles)
    return first or (player.presses(message, "rules", now, hours=20) if leads else [])


def _rules(player: Player, message: Message, now: datetime) -> list[Deed]:
    route = message.actions[0].route if message.actions else ""
    return player.presses(message, route, now) if player.may(player.habits.answers) else []


def _figures(player: Player, message: Message, now: datetime) -> list[Deed]:
    return player.presses(message, "hands", now, hours=2) if player.coordinator and player.may(0.15) else []


def _leaving(player: Player, message: Message, now: datetime) -> list[Deed]:
    return player.presses(message, "leave.sure", now, hours=0.1)


_REACTIONS: dict[str, Callable[[Player, Message, datetime], list[Deed]]] = {
    "nudge.welcome": _first_day,
    "nudge.ladder": _booking,
    "nudge.back": _booking,
    "service.resume": _booking,
    "service.off": _booking,
    "service.let-go": _booking,
    "service.proposal": _proposal,
    "service.poll": _poll,
    "service.standing-asked": _standing,
    "service.invited": _invited,
    "nudge.waiting": _waiting,
    "service.guide": _before,
    "service.reminder": _before,
    "service.did-you-meet": _afterwards,
    "nudge.did-you-meet": _afterwards,
    "service.to-be-confirmed": _afterwards,
    "service.logged": _logged,
    "service.rules": _rules,
    "reply.rules-first": _rules,
    "reply.attendance": _look_back,
    "reply.welcome": _settling_in,
    "nudge.reflection": _look_back,
    "reply.leave": _leaving,
    "summary.weekly": _figures,
    "summary.monthly": _figures,
}
