"""The stage: simulated people act when they mean to, and the ledger keeps what they really did.

Whoever is held acts only by somebody's hand: their own intentions wait until they are given back.
"""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Protocol

from adapters.rehearsal.cast.act import Act, Handle
from adapters.rehearsal.cast.ledger import Circle, Ledger, Occasion
from adapters.rehearsal.cast.player import Deed, Player
from adapters.rehearsal.cast.reactions import reads
from adapters.rehearsal.client import Phones, Shown
from adapters.rehearsal.decode import Fingers
from bot.core.messages import Action, Message

A_TRIO_WITHOUT_ONE = 0.15

FORGOTTEN = timedelta(days=7)
"""What somebody meant to do this long ago they do not mean any more."""


class Onlooker(Protocol):
    """Sees what people do that is no message."""

    def did(self, email: str, what: str) -> None: ...
    def met(self, occasion: Occasion) -> None: ...


class Nobody:
    """Looks at nothing."""

    def did(self, email: str, what: str) -> None: ...

    def met(self, occasion: Occasion) -> None: ...


@dataclass(order=True, slots=True)
class _Cue:
    """Something that is to happen on the stage; cues of one moment come in the order they were given."""

    at: datetime
    number: int
    email: str = field(compare=False, default="")
    deed: Deed | None = field(compare=False, default=None)
    interaction: str = field(compare=False, default="")


class Stage:
    """Where the simulated people are, with what each means to do next."""

    def __init__(
        self,
        players: Mapping[str, Player],
        circles: Mapping[str, Circle],
        ledger: Ledger,
        show_rate: float,
        chance: Random,
    ) -> None:
        self.players = players
        self.circles = circles
        self.ledger = ledger
        self.phones: Phones | None = None
        self.onlooker: Onlooker = Nobody()
        self._show_rate = show_rate
        self._chance = chance
        self._fingers = Fingers()
        self._cues: list[_Cue] = []
        self._numbers = count()
        self._waiting: dict[str, list[Deed]] = {}

    @property
    def next_at(self) -> datetime | None:
        return self._cues[0].at if self._cues else None

    @property
    def held(self) -> frozenset[str]:
        """Who acts only by somebody's hand."""
        return frozenset(self._waiting)

    def take(self, email: str) -> None:
        """Let somebody wait with everything they mean to do; a phone that fell silent is on again."""
        self._waiting.setdefault(email, [])
        if self.phones is not None:
            self.phones.switched_off.discard(email)

    def give_back(self, email: str, now: datetime) -> None:
        """Let somebody act by themselves again, and begin with what they still mean to do."""
        for deed in self._waiting.pop(email, []):
            if now - deed.at < FORGOTTEN:
                self.plans(email, replace(deed, at=max(deed.at, now)))

    def sees(self, shown: Shown) -> None:
        """Let somebody read what arrived on their phone, and everyone see what stands in the channel."""
        readers = (
            [one.email for one in self.players.values() if one.coordinator]
            if shown.in_channel
            else [shown.to]
        )
        for email in readers:
            self._takes_in(self.players[email], shown.message, shown.at)

    def plans(self, email: str, deed: Deed) -> None:
        heapq.heappush(self._cues, _Cue(deed.at, next(self._numbers), email, deed))

    async def next_cue(self, handle: Handle) -> None:
        """Let the next thing happen: a meeting takes place or not, or somebody does what they meant to."""
        cue = heapq.heappop(self._cues)
        if cue.deed is None:
            self._takes_place(cue)
        elif cue.email in self._waiting:
            self._waiting[cue.email].append(cue.deed)
        elif self.phones is not None and cue.email not in self.phones.switched_off:
            await self.plays(cue.email, cue.deed, cue.at, handle)

    async def plays(self, email: str, deed: Deed, now: datetime, handle: Handle) -> None:
        """Let somebody do one thing now, held or not."""
        await Act(self, self.players[email], deed, now, self._fingers).play(handle)

    def shows(self, email: str, message: Message) -> None:
        assert self.phones is not None  # noqa: S101  # people act only once phones are there
        self.phones.show(email, message)

    def did(self, email: str, what: str) -> None:
        self.onlooker.did(email, what)

    def _takes_in(self, player: Player, message: Message, now: datetime) -> None:
        self.notices(message)
        if player.email in self._waiting:
            return
        for deed in reads(player, message, now):
            self.plans(player.email, deed)

    def notices(self, message: Message) -> None:
        """Keep in the ledger what a message shows about a meeting: agreed for a time, or open again."""
        args = next((one.args for one in message.actions if "interaction" in one.args), None)
        if args is None or message.kind not in ("reply.agreed", "service.agreed", "reply.proposed"):
            return
        interaction, known = args["interaction"], self.ledger.occasions.get(args["interaction"])
        if message.kind == "reply.proposed":
            if known is not None:
                known.at = None
            return
        at = datetime.fromisoformat(args["at"])
        if known is None or known.at != at:
            circle = self.circles[args["relationship"]]
            self.ledger.occasion(interaction, circle, date.fromisoformat(args["on"]), at)
            heapq.heappush(self._cues, _Cue(at, next(self._numbers), interaction=interaction))

    def _takes_place(self, cue: _Cue) -> None:
        occasion = self.ledger.occasions[cue.interaction]
        if occasion.at != cue.at:
            return
        occasion.over = True
        occasion.present = self._there_at(occasion.circle)
        if occasion.present:
            self.onlooker.met(occasion)

    def _there_at(self, circle: Circle) -> tuple[str, ...]:
        """Return who comes: where somebody is held everyone does, for it is theirs to say how it went."""
        if not self.held.isdisjoint(circle.members):
            return circle.members
        return self.who_comes(circle) if self._chance.random() < self._show_rate else ()

    def who_comes(self, circle: Circle, must: str = "") -> tuple[str, ...]:
        """Return who is there when people meet: everyone, and of a trio sometimes one mentor is missing."""
        missing = ""
        if len(circle.mentors) > 1 and self._chance.random() < A_TRIO_WITHOUT_ONE:
            missing = self._chance.choice([one for one in circle.mentors if one != must])
        return tuple(one for one in circle.members if one != missing)


def button(label: str, route: str, **args: str) -> Action:
    """Return a button people have at hand without a message, as on a home page."""
    return Action(label=label, route=route, args=args)
