"""One deed of a simulated person: from its first press to the end of whatever form came of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from adapters.rehearsal.cast.ledger import Circle, Ledger
from adapters.rehearsal.cast.player import Deed, Player, today_of
from adapters.rehearsal.cast.ways import fills
from adapters.rehearsal.decode import Fingers
from bot.core.dialogs import Question
from bot.core.events import Answered, Asked, Event, Pressed, Turned
from bot.core.messages import Message, Reply
from bot.programme.cadence import Answer, Said

MOST_QUESTIONS = 20
"""How many questions in a row somebody answers before they put the phone away."""

SKIPS = 0.6
"""How often a question that may be skipped is."""

SAID = {
    "met.yes": Said.HELD,
    "met.no": Said.NOT_HELD,
    "met.moved": Said.NOT_HELD,
    "met.without-me": Said.WITHOUT_ME,
}

Handle = Callable[[Event], Awaitable[Reply]]


class Setting(Protocol):
    """What a deed takes place in."""

    ledger: Ledger
    circles: Mapping[str, Circle]

    def who_comes(self, circle: Circle, must: str = "") -> tuple[str, ...]: ...
    def shows(self, email: str, message: Message) -> None: ...
    def did(self, email: str, what: str) -> None: ...


@dataclass(slots=True)
class Act:
    """Presses, answers what is asked, and keeps in the ledger what the bot took down."""

    setting: Setting
    player: Player
    deed: Deed
    now: datetime
    fingers: Fingers
    given: dict[str, object] = field(default_factory=dict)

    async def play(self, handle: Handle) -> None:
        self._recall()
        reply = await handle(self._begin())
        self._hears(reply)
        self._keep_move(reply)
        for _ in range(MOST_QUESTIONS):
            if reply.question is None:
                return
            reply = await handle(self._answer(reply.question))
            self._hears(reply)

    def _begin(self) -> Pressed | Asked:
        email, press = self.player.email, self.deed.press
        self.setting.did(email, f"Pressed “{press.label}”" if press else f"Wrote “{self.deed.command}”")
        return self.fingers.press(email, press) if press else self.fingers.ask(email, self.deed.command)

    def _answer(self, question: Question) -> Answered | Turned:
        """Fill a question in, or leave out what may be left out."""
        email = self.player.email
        if question.skip and self.player.may(SKIPS):
            self.setting.did(email, f"Skipped “{question.title}”")
            return self.fingers.skip(email, question.token)
        values = fills(self.player, question, self.now)
        self.given |= {f"{question.dialog}.{name}": value for name, value in values.items()}
        self.setting.did(email, f"Filled in “{question.title}”")
        return self.fingers.fill(email, question.token, values)

    def _recall(self) -> None:
        """Bring to mind who was there, for a form that may ask."""
        press = self.deed.press
        if press is None or "relationship" not in press.args:
            return
        circle = self.setting.circles[press.args["relationship"]]
        self.player.plans["circle"] = circle
        occasion = self.setting.ledger.occasions.get(press.args.get("interaction", ""))
        there = occasion.present if occasion else ()
        if press.route == "log":
            there = self.setting.who_comes(circle, must=self.player.email)
        self.player.plans["present"] = there or circle.members

    def _hears(self, reply: Reply) -> None:
        for message in reply.messages:
            self.setting.shows(self.player.email, message)
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
        route = self.deed.press.route if self.deed.press else ""
        if args is None or route not in {*SAID, "log"}:
            return
        interaction, ledger = args["interaction"], self.setting.ledger
        circle = self.setting.circles[args["relationship"]]
        if route == "log":
            occasion = ledger.occasion(interaction, circle, date.fromisoformat(args["on"]), None)
            occasion.kind, occasion.present = str(self.given["log_interaction.type"]), self._there()
        said = SAID.get(route, Said.HELD)
        present = frozenset(self._named(circle)) if said is Said.HELD else frozenset[str]()
        ledger.answered(interaction, Answer(self.player.email, self.now, said, present))

    def _keep_move(self, reply: Reply) -> None:
        """Keep that a meeting was not held because it moved: the bot answers that with a form alone."""
        press = self.deed.press
        if press is not None and press.route == "met.moved" and reply.question is not None:
            answer = Answer(self.player.email, self.now, Said.NOT_HELD, frozenset())
            self.setting.ledger.answered(press.args["interaction"], answer)

    def _there(self) -> tuple[str, ...]:
        there = self.player.plans["present"]
        assert isinstance(there, tuple)  # noqa: S101  # recalled before the press
        return there

    def _named(self, circle: Circle) -> list[str]:
        """Return whom this person named: in a pair both, in a trio whom they ticked."""
        if not any(name.endswith(".present") for name in self.given):
            return list(circle.members)
        return [one for one in circle.members if one in self._there() or one == self.player.email]

    def _keep_pause(self, _message: Message) -> None:
        until = self.given["take_a_break.until"]
        first = date.fromisoformat(str(self.given["take_a_break.first"]))
        until_day = date.fromisoformat(str(until)) if until else None
        self.setting.ledger.paused(self._code(), first, until_day)
        self.setting.ledger.cleared(self._code(), self.now, first, until_day)

    def _keep_resume(self, _message: Message) -> None:
        self.setting.ledger.resumed(self._code(), today_of(self.player, self.now))

    def _keep_ending(self, _message: Message) -> None:
        today = today_of(self.player, self.now)
        self.setting.ledger.ended[self._code()] = today
        self.setting.ledger.cleared(self._code(), self.now, today)

    def _keep_off(self, _message: Message) -> None:
        press = self.deed.press
        if press is not None and press.route in ("meeting.off", "proposal.decline"):
            occasion = self.setting.ledger.occasions.get(press.args["interaction"])
            if occasion is not None:
                occasion.at = None

    def _code(self) -> str:
        press = self.deed.press
        assert press is not None  # noqa: S101  # breaks and endings are pressed
        return self.setting.circles[press.args["relationship"]].code
