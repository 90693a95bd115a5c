"""One simulated person: reads what arrives, decides by habit, and acts only through buttons and forms."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from adapters.rehearsal.cast import filling
from adapters.rehearsal.cast.habits import Habits, soon
from adapters.rehearsal.cast.ledger import Circle, Ledger, Occasion
from bot.core.dialogs import Question
from bot.core.messages import Action, Message
from bot.programme.bank_holidays import HolidayCalendar

WEIGHTS = ("light", "fine", "fine", "fine", "heavy")
FORGIVING = 0.35
"""How often somebody who forgot the first message reacts to the reminder all the same."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person means to do at a moment: press a button, or give a command."""

    at: datetime
    press: Action | None = None
    command: str = ""


@dataclass(slots=True)
class Player:
    """A person with habits, a phone and an own supply of chance."""

    email: str
    name: str
    zone: ZoneInfo
    holidays: HolidayCalendar
    circles: tuple[Circle, ...]
    ledger: Ledger
    habits: Habits
    chance: Random
    show_rate: float
    coordinator: bool = False
    plans: dict[str, object] = field(default_factory=dict)

    def circle_of(self, occasion: Occasion | None) -> Circle | None:
        return occasion.circle if occasion else (self.circles[0] if self.circles else None)

    def reads(self, message: Message, now: datetime) -> list[Deed]:
        """Return what this person means to do about a message; often nothing."""
        react = _REACTIONS.get(message.kind)
        return react(self, message, now) if react else []

    def fills(self, question: Question, now: datetime) -> filling.Values:
        """Return an answer to a question, with a wish or a memory where this person has one."""
        values = filling.hurried(question, self.chance)
        name = question.key.partition("-")[0]
        if name == "when":
            values["words"] = None if self._takes_what_is_offered(question) else self._in_own_words(now)
        elif name == "in_full":
            values["place"] = self.chance.choice(filling.PLACES)
        elif name == "who_was_there":
            values["present"] = self._remembered(question)
        elif name == "interlude":
            values["type"] = self.chance.choice([option.value for option in question.fields[1].options])
        elif name == "length":
            values["length"] = self.chance.choice(("standard", "short", "short"))
        elif name == "weight":
            values["weight"] = self.chance.choice(WEIGHTS)
        elif name == "leave":
            values |= self._leave(now)
        elif name == "break":
            values["until"] = self.plans.pop("until", values["until"])
        return values

    def _takes_what_is_offered(self, question: Question) -> bool:
        """Tell whether this person picks one of the times on offer, as about half do."""
        return any(field.name == "pick" for field in question.fields) and self.may(0.5)

    def _in_own_words(self, now: datetime) -> str:
        moment = filling.wish(now.astimezone(self.zone), self.holidays, self._taken(), self.chance)
        return filling.in_words(moment, self.chance)

    def _taken(self) -> list[date]:
        mine = (one for one in self.ledger.occasions.values() if self.email in one.circle.members)
        return [one.on for one in mine if one.at is not None]

    def _leave(self, now: datetime) -> filling.Values:
        """Return a week or two away, some weeks from now."""
        first = today_of(self, now) + timedelta(days=self.chance.randrange(10, 40))
        back = first + timedelta(days=self.chance.choice((7, 10, 14)))
        return {"first": first.isoformat(), "until": back.isoformat()}

    def _remembered(self, question: Question) -> list[str]:
        there = self.plans.get("present")
        options = question.fields[0].options
        if not isinstance(there, tuple):
            return [option.value for option in options]
        circle = self.plans["circle"]
        assert isinstance(circle, Circle)  # noqa: S101  # set together with who was there
        return [option.value for option in options if circle.called(option.label) in there]

    def may(self, likelihood: float) -> bool:
        return self.chance.random() < likelihood

    def later(self, now: datetime, hours: float | None = None) -> datetime:
        return soon(now, self.habits.delay if hours is None else hours, self.zone, self.chance)

    def presses(self, message: Message, route: str, now: datetime, hours: float | None = None) -> list[Deed]:
        """Mean to press the button of this route, if the message has one."""
        action = next((one for one in message.actions if one.route == route), None)
        return [Deed(self.later(now, hours), action)] if action else []

    def remembers(self, occasion: Occasion) -> str:
        """Return the route by which this person answers "did you meet?": as it was, or as they recall it."""
        held = bool(occasion.present)
        if self.may(self.habits.misremembers):
            held = not held
        if held:
            trio = len(occasion.circle.mentors) > 1
            absent = trio and self.email not in occasion.present
            return "met.without-me" if absent and occasion.present else "met.yes"
        return "met.moved" if self.may(0.3) else "met.no"


def _booking(player: Player, message: Message, now: datetime) -> list[Deed]:
    if player.may(player.habits.quiet):
        return player.presses(message, "quiet.not-now", now)
    if player.may(player.habits.books):
        return player.presses(message, "book", now)
    return []


def _proposal(player: Player, message: Message, now: datetime) -> list[Deed]:
    likelihood = player.habits.answers * (FORGIVING if message.kind.startswith("nudge") else 1)
    if not player.may(likelihood):
        return []
    if player.may(player.habits.moves):
        return player.presses(message, "proposal.another", now)
    route = "proposal.decline" if player.may(player.habits.cancels / 2) else "proposal.accept"
    return player.presses(message, route, now)


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
    "nudge.waiting": _proposal,
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


def today_of(player: Player, now: datetime) -> date:
    return now.astimezone(player.zone).date()
