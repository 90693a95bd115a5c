"""The stage: simulated people act when they mean to, and the ledger keeps what they really did."""

import heapq
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from random import Random

from adapters.rehearsal.cast.ledger import Circle, Ledger
from adapters.rehearsal.cast.player import Deed, Player, today_of
from adapters.rehearsal.client import Phones, Shown
from adapters.rehearsal.decode import Fingers
from bot.core.dialogs import Question
from bot.core.events import Answered, Event, Turned
from bot.core.messages import Action, Message, Reply
from bot.programme.cadence import Answer, Said

MOST_QUESTIONS = 20
"""How many questions in a row somebody answers before they put the phone away."""

SKIPS = 0.6
"""How often a question that may be skipped is."""

A_TRIO_WITHOUT_ONE = 0.15

SAID = {
    "met.yes": Said.HELD,
    "met.no": Said.NOT_HELD,
    "met.moved": Said.NOT_HELD,
    "met.without-me": Said.WITHOUT_ME,
}


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
        self._show_rate = show_rate
        self._chance = chance
        self._fingers = Fingers()
        self._cues: list[_Cue] = []
        self._numbers = count()

    @property
    def next_at(self) -> datetime | None:
        return self._cues[0].at if self._cues else None

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

    async def next_cue(self, handle: Callable[[Event], Awaitable[Reply]]) -> None:
        """Let the next thing happen: a meeting takes place or not, or somebody does what they meant to."""
        cue = heapq.heappop(self._cues)
        if cue.deed is None:
            self._takes_place(cue)
            return
        player = self.players[cue.email]
        if self.phones is None or player.email in self.phones.switched_off:
            return
        await _Act(self, player, cue.deed, cue.at, handle, self._fingers).play()

    def _takes_in(self, player: Player, message: Message, now: datetime) -> None:
        self.notices(message)
        for deed in player.reads(message, now):
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
        if self._chance.random() < self._show_rate:
            occasion.present = self.who_comes(occasion.circle)

    def who_comes(self, circle: Circle, must: str = "") -> tuple[str, ...]:
        """Return who is there when people meet: everyone, and of a trio sometimes one mentor is missing."""
        missing = ""
        if len(circle.mentors) > 1 and self._chance.random() < A_TRIO_WITHOUT_ONE:
            missing = self._chance.choice([one for one in circle.mentors if one != must])
        return tuple(one for one in circle.members if one != missing)


class _Act:
    """One deed from its first press to the end of whatever form came of it."""

    def __init__(
        self,
        stage: Stage,
        player: Player,
        deed: Deed,
        now: datetime,
        handle: Callable[[Event], Awaitable[Reply]],
        fingers: Fingers,
    ) -> None:
        self._stage = stage
        self._player = player
        self._deed = deed
        self._now = now
        self._handle = handle
        self._fingers = fingers
        self._given: dict[str, object] = {}

    async def play(self) -> None:
        self._recall()
        email, deed = self._player.email, self._deed
        event = (
            self._fingers.press(email, deed.press) if deed.press else self._fingers.ask(email, deed.command)
        )
        reply = await self._handle(event)
        self._hears(reply)
        for _ in range(MOST_QUESTIONS):
            if reply.question is None:
                return
            reply = await self._handle(self._answer(reply.question))
            self._hears(reply)

    def _answer(self, question: Question) -> Answered | Turned:
        """Fill a question in, or leave out what may be left out."""
        if question.skip and self._player.may(SKIPS):
            return self._fingers.skip(self._player.email, question.token)
        values = self._player.fills(question, self._now)
        self._given |= {f"{question.dialog}.{name}": value for name, value in values.items()}
        return self._fingers.fill(self._player.email, question.token, values)

    def _recall(self) -> None:
        """Bring to mind who was there, for a form that may ask."""
        press = self._deed.press
        if press is None or "relationship" not in press.args:
            return
        circle = self._stage.circles[press.args["relationship"]]
        self._player.plans["circle"] = circle
        occasion = self._stage.ledger.occasions.get(press.args.get("interaction", ""))
        there = occasion.present if occasion else ()
        if press.route == "log":
            there = self._stage.who_comes(circle, must=self._player.email)
        self._player.plans["present"] = there or circle.members

    def _hears(self, reply: Reply) -> None:
        for message in reply.messages:
            assert self._stage.phones is not None  # noqa: S101  # people act only once phones are there
            self._stage.phones.show(self._player.email, message)
            self._keeps(message)

    def _keeps(self, message: Message) -> None:
        """Keep in the ledger what the bot took down: nothing it refused."""
        keep = {
            "reply.attendance": self._keep_answer,
            "reply.pause": self._keep_pause,
            "reply.resume": self._keep_resume,
            "reply.ended": self._keep_ending,
            "reply.booking": self._keep_off,
        }.get(message.kind)
        if keep is not None:
            keep(message)

    def _keep_answer(self, message: Message) -> None:
        args = next((one.args for one in message.actions if "interaction" in one.args), None)
        route = self._deed.press.route if self._deed.press else ""
        if args is None or route not in {*SAID, "log"}:
            return
        interaction, ledger = args["interaction"], self._stage.ledger
        circle = self._stage.circles[args["relationship"]]
        there = self._player.plans["present"]
        assert isinstance(there, tuple)  # noqa: S101  # recalled before the press
        if route == "log":
            occasion = ledger.occasion(interaction, circle, date.fromisoformat(args["on"]), None)
            occasion.kind, occasion.present = str(self._given["log_interaction.type"]), there
        said = SAID.get(route, Said.HELD)
        present = frozenset(self._named(circle)) if said is Said.HELD else frozenset[str]()
        ledger.answered(interaction, Answer(self._player.email, self._now, said, present))

    def _named(self, circle: Circle) -> list[str]:
        """Return whom this person named: in a pair both, in a trio whom they ticked."""
        ticked = [values for name, values in self._given.items() if name.endswith(".present")]
        if not ticked:
            return list(circle.members)
        there = self._player.plans["present"]
        assert isinstance(there, tuple)  # noqa: S101  # recalled before the press
        return [one for one in circle.members if one in there or one == self._player.email]

    def _keep_pause(self, _message: Message) -> None:
        until = self._given["take_a_break.until"]
        first = date.fromisoformat(str(self._given["take_a_break.first"]))
        until_day = date.fromisoformat(str(until)) if until else None
        self._stage.ledger.paused(self._code(), first, until_day)

    def _keep_resume(self, _message: Message) -> None:
        self._stage.ledger.resumed(self._code(), today_of(self._player, self._now))

    def _keep_ending(self, _message: Message) -> None:
        self._stage.ledger.ended[self._code()] = today_of(self._player, self._now)

    def _keep_off(self, _message: Message) -> None:
        press = self._deed.press
        if press is not None and press.route in ("meeting.off", "proposal.decline"):
            occasion = self._stage.ledger.occasions.get(press.args["interaction"])
            if occasion is not None:
                occasion.at = None

    def _code(self) -> str:
        press = self._deed.press
        assert press is not None  # noqa: S101  # breaks and endings are pressed
        return self._stage.circles[press.args["relationship"]].code


def button(label: str, route: str, **args: str) -> Action:
    """Return a button people have at hand without a message, as on a home page."""
    return Action(label=label, route=route, args=args)
