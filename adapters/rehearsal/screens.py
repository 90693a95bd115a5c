"""What stands on every phone and in the channel, as whoever holds it would see it.

Kept in memory for one play. What people type or fill in is not kept here: only that they did.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from adapters.rehearsal.cast.ledger import Occasion
from adapters.rehearsal.client import Shown
from bot.core.clock import Clock
from bot.core.dialogs import Question
from bot.core.messages import Message
from bot.programme.saying import say_names

CHANNEL = "channel"
"""The place that is no phone: where coordinators get the figures."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in one place: a message, or what somebody did, or a moment of their life."""

    number: int
    at: datetime
    place: str
    message: Message | None = None
    did: str = ""
    scene: str = ""


@dataclass(slots=True)
class Screens:
    """Everything shown and done so far, place by place, and the form that lies open on a phone."""

    clock: Clock
    entries: list[Entry] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    _by_place: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def on(self, place: str) -> list[Entry]:
        """Return what stands in a place, oldest first."""
        return self._by_place[place]

    def entry(self, number: int) -> Entry | None:
        """Return one thing by its number; numbers count from 1."""
        return self.entries[number - 1] if 0 < number <= len(self.entries) else None

    def shows(self, shown: Shown) -> None:
        """Keep a message that appeared."""
        self.shown.append(shown)
        place = CHANNEL if shown.in_channel else shown.to
        self._keep(Entry(self._next, shown.at, place, message=shown.message))

    def did(self, email: str, what: str) -> None:
        """Keep that somebody pressed, filled in or wrote something."""
        self._keep(Entry(self._next, self.clock.now(), email, did=what))

    def met(self, occasion: Occasion) -> None:
        """Keep on the phones of a pair or trio that they meet."""
        there = [occasion.circle.names[email] for email in occasion.present]
        for email in occasion.circle.members:
            scene = f"{say_names(there)} meet"
            self._keep(Entry(self._next, self.clock.now(), email, scene=scene))

    def asks(self, email: str, question: Question | None) -> None:
        """Lay a form on a phone, or put away the one that lies there."""
        if question is None:
            self.questions.pop(email, None)
        else:
            self.questions[email] = question

    @property
    def _next(self) -> int:
        return len(self.entries) + 1

    def _keep(self, entry: Entry) -> None:
        self.entries.append(entry)
        self._by_place[entry.place].append(entry)
