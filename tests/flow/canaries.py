"""Canaries: every field for free text gets words of its own, and people take them through the whole house.

`plant` drives each talk that has such a field, on a real store and through the real door. It remembers what
the house said meanwhile and to whom, what it logged, and how its objects showed themselves.
"""

import contextlib
import io
import logging
import re
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import structlog

from bot import log
from bot.core.delivery import Delivery
from bot.core.dialogs import Question
from bot.core.events import Answered, Turned
from bot.core.fields import Field, Kind, Text
from bot.core.forms import Form
from bot.core.messages import Reply
from bot.core.talking import Talk, Talks
from bot.core.turn import Turn
from dialogs.every import every_talk
from tests.dialogs.house import House, asked, open_house
from tests.dialogs.lookbacks import open_home

MOST_QUESTIONS = 12
WORD = "quokka"
FALLBACKS = {
    "book.words": "tomorrow at 3pm",
    "name_assistant.email": "pat@trust.example",
    "poll_times.words": "next Tuesday at 3pm",
    "change_preferences.town": "Paris",
    "give_address.address": f"https://calendar.example/{WORD}-gwen-give_address.ics",
    "settle_in.town": "Paris",
    "stand.words": "every Tuesday at 3pm",
}
"""What is given once a canary was refused: the field takes no words of one's own, and must not keep them.

An address may hold some, and is kept for its owner alone.
"""

LIBRARIES = ("", "sqlalchemy", "aiosqlite", "asyncio")
"""Names under which libraries log; the first is the root of all."""


def canary(who: str, dialog: str, name: str) -> str:
    """Return what somebody writes into one field; no other text of the house holds it."""
    return f"{WORD}-{who}-{dialog}-{name}"


def writers_in(text: str) -> set[str]:
    """Return everybody whose canaries are in a text."""
    return set(re.findall(rf"{WORD}-([a-z]+)-", text))


def text_fields() -> set[str]:
    """Return every field for free text of every talk, found by looking through what each dialog asks."""
    return {
        f"{talk.name}.{name}" for talk in every_talk() for form in _forms(talk) for name in _free_texts(form)
    }


def _forms(talk: Talk) -> Iterator[type[Form]]:
    """Yield the forms a dialog asks with: those that it, and the functions it calls, name."""
    seen: set[str] = set()
    waiting = [talk.dialog]
    while waiting:
        function = waiting.pop()
        beside = vars(sys.modules[function.__module__])
        for name in function.__code__.co_names:
            found = beside.get(name)
            if name in seen or found is None:
                continue
            seen.add(name)
            if isinstance(found, type) and issubclass(found, Form):
                yield found
            elif hasattr(found, "__code__"):
                waiting.append(found)


def _free_texts(form: type[Form]) -> Iterator[str]:
    for name, info in form.model_fields.items():
        if any(isinstance(mark, Text) for mark in info.metadata):
            yield name


@dataclass
class Planted:
    """What became of the canaries."""

    folder: Path
    driven: set[str] = field(default_factory=set)
    said: list[tuple[str, Reply]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    logged: str = ""


class Watching(Talks):
    """Talks that write down how event, turn and conversations show themselves at every step."""

    def __init__(self, planted: Planted) -> None:
        super().__init__(*every_talk())
        self._planted = planted

    async def go_on(self, turn: Turn, event: Answered | Turned) -> None:
        self._planted.shown += [repr(event), str(event), repr(turn)]
        await super().go_on(turn, event)
        open_ones = await turn.unit.conversations.of(turn.person.id)
        self._planted.shown += [repr(turn), *map(repr, open_ones), *map(str, open_ones)]


class Planter:
    """Walks people through conversations, with a canary in every field for free text."""

    def __init__(self, house: House, planted: Planted) -> None:
        self.house = house
        self._planted = planted

    async def walk(self, who: str, reply: Reply, **chosen: object) -> None:
        """Answer question after question to the end: `chosen` where it names a field, canaries for texts."""
        refused: set[str] = set()
        for _ in range(MOST_QUESTIONS):
            self._planted.said.append((who, reply))
            if reply.question is None:
                return
            if reply.question.errors or reply.question.key.startswith(("when-2", "times-2", "rhythm-2")):
                refused.add(reply.question.dialog)
            values = self._filled(who, reply.question, chosen, refused=reply.question.dialog in refused)
            reply = await self.house.answer(who, reply, **values)
        raise AssertionError(f"{asked(reply).dialog} does not come to an end")

    def _filled(
        self, who: str, question: Question, chosen: Mapping[str, object], *, refused: bool
    ) -> dict[str, object]:
        values = {one.name: _value(one, chosen) for one in question.fields}
        for one in question.fields:
            if one.kind is Kind.TEXT:
                name = f"{question.dialog}.{one.name}"
                self._planted.driven.add(name)
                own = canary(who, question.dialog, one.name)
                values[one.name] = FALLBACKS.get(name, own) if refused else own
        return values


def _value(one: Field, chosen: Mapping[str, object]) -> object:
    if one.name in chosen:
        return chosen[one.name]
    if one.default is not None:
        return one.default
    return {Kind.CHOICE: one.values[:1], Kind.CHOICES: list(one.values), Kind.YES_NO: "true"}.get(one.kind)


Journey = Callable[[Planter], Awaitable[None]]


async def plant(folder: Path, journeys: Iterable[Journey]) -> Planted:
    """Furnish a house, walk every journey in it, and come back with what was seen and heard."""
    async with open_home(folder):
        pass
    planted = Planted(folder)
    with everything_logged() as logged:
        async with open_house(folder, talks=Watching(planted)) as house:
            for journey in journeys:
                await journey(Planter(house, planted))
            planted.deliveries = await _claim(house)
    planted.logged = logged.getvalue()
    return planted


@contextlib.contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """Catch all that is logged at the finest level, by the house and by the libraries it stands on."""
    logged = io.StringIO()
    with contextlib.redirect_stderr(logged):
        log.set_up("debug", to_terminal=False)
    loggers = {logging.getLogger(name): logging.getLogger(name).level for name in LIBRARIES}
    handler = logging.StreamHandler(logged)
    logging.getLogger().addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    try:
        yield logged
    finally:
        logging.getLogger().removeHandler(handler)
        for logger, level in loggers.items():
            logger.setLevel(level)
        structlog.reset_defaults()


async def _claim(house: House) -> list[Delivery]:
    """Return every letter in the outbox, as the courier would take it in hand."""
    found: list[Delivery] = []
    async with house.store.unit() as unit:
        later = house.clock.now() + timedelta(days=30)
        while claimed := await unit.outbox.claim(later, 50, timedelta(minutes=1)):
            found += claimed
            for delivery in claimed:
                await unit.outbox.sent(delivery, "")
    return found
