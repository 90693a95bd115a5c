"""One simulated person: habits, a phone, a memory, and an own supply of chance."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from adapters.rehearsal.cast.habits import Habits, soon
from adapters.rehearsal.cast.ledger import Circle, Ledger, Occasion
from bot.core.messages import Action, Message
from bot.programme.bank_holidays import HolidayCalendar


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

    def taken(self) -> list[date]:
        mine = (one for one in self.ledger.occasions.values() if self.email in one.circle.members)
        return [one.on for one in mine if one.at is not None]

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


def today_of(player: Player, now: datetime) -> date:
    return now.astimezone(player.zone).date()
