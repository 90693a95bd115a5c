"""What somebody at the page does, through phones they hold: presses, forms, words, taking over."""

from adapters.rehearsal.decode import Fields, Fingers, values_in
from adapters.rehearsal.play import Play
from adapters.rehearsal.screens import CHANNEL, Entry
from adapters.rehearsal.view import Window
from bot.core.messages import Action

HELP = Action(label="Help now", route="help")

TURNED = {"back": "Went back from", "skip": "Skipped", "later": "Put aside"}

LONGEST_LINE = 2000
"""Characters of a typed line that are passed on; none of them is kept anyway."""


class OutOfDate(Exception):  # noqa: N818  # said to a person, so named as they would
    """What was pressed isn't on the page any more."""


class Deeds:
    """Turns posts of the page into events of whoever's phone they come from."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._fingers = Fingers("page")

    async def press(self, fields: Fields, _window: Window) -> str:
        """Press a button of a message; which one is looked up here, so that no page can make one up."""
        who = _text(fields, "who")
        action = _action(self._entry(who, _number(fields, "entry")), _number(fields, "choice"))
        await self._play.act(self._fingers.press(who, action), f"Pressed “{action.label}”")
        return ""

    async def answer(self, fields: Fields, _window: Window) -> str:
        """Send a form in, turn its page, or ask for help beside it."""
        who, token, turn = _text(fields, "who"), _text(fields, "token"), _text(fields, "turn") or "send"
        question = self._play.screens.questions.get(who)
        title = f"“{question.title}”" if question else "a form"
        if turn == "send":
            await self._play.act(self._fingers.fill(who, token, values_in(fields)), f"Filled in {title}")
        elif turn == "help":
            await self._play.act(self._fingers.press(who, HELP), f"Pressed “{HELP.label}”")
        elif turn in TURNED:
            await self._play.act(self._fingers.turn(who, token, turn), f"{TURNED[turn]} {title}")
        else:
            raise OutOfDate
        return ""

    async def say(self, fields: Fields, _window: Window) -> str:
        """Type a line to the bot; nothing typed does nothing."""
        who, words = _text(fields, "who"), _text(fields, "words").strip()[:LONGEST_LINE]
        if words:
            await self._play.act(self._fingers.say(who, words), "Wrote a line")
        return ""

    async def hold(self, fields: Fields, _window: Window) -> str:
        """Take somebody over, or give them back."""
        who = _text(fields, "who")
        if who not in {person.email for person in self._play.people.people}:
            raise OutOfDate
        await (self._play.take(who) if fields.get("hold") == "take" else self._play.give_back(who))
        return ""

    def _entry(self, who: str, number: int) -> Entry:
        """Return what stands on this person's phone, or in the channel where they read it."""
        entry = self._play.screens.entry(number)
        reads_channel = who in {person.email for person in self._play.people.coordinators}
        if entry is None or (entry.place != who and not (entry.place == CHANNEL and reads_channel)):
            raise OutOfDate
        return entry


def _action(entry: Entry, number: int) -> Action:
    actions = entry.message.actions if entry.message else ()
    if not 0 <= number < len(actions):
        raise OutOfDate
    return actions[number]


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name, "")
    return value if isinstance(value, str) else ""


def _number(fields: Fields, name: str) -> int:
    text = _text(fields, name)
    return int(text) if text.isdecimal() and len(text) < 10 else -1  # noqa: PLR2004  # more is no number of ours
