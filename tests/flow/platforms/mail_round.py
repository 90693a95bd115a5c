"""Thirty letters to ten people on one platform: what arrived, in which order, how often."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from bot.core.events import Actor
from bot.core.messages import Message
from bot.core.records import Person
from tests.dialogs.house import NOW, open_house
from tests.fakes.teams.world import TENANT
from tests.flow.platforms.estate import SLACK, Estate, open_estate

TEN = tuple(f"person-{number}" for number in range(10))
EACH = 3
"""Letters to everybody."""


class Mail(NamedTuple):
    """One letter, as its words tell it."""

    reader: str
    number: int
    is_nudge: bool


def is_nudge(reader: str, number: int) -> bool:
    """Tell which letters are nudges: about every other one, for half of the people the first."""
    return (number + TEN.index(reader)) % 2 == 0


class MailRound:
    """An estate on the morning of the round, with one platform looked at."""

    def __init__(self, estate: Estate, platform: str) -> None:
        self.estate = estate
        self.platform = platform

    async def is_written(self) -> None:
        """Write every letter; those to one person leave in this order."""
        async with self.estate.changing() as unit:
            for number in range(EACH):
                for reader in TEN:
                    mail = Mail(reader, number, (number + TEN.index(reader)) % 2 == 0)
                    await unit.outbox.add(
                        self.estate.letter(f"{reader}:{number}", _message(mail), person=reader)
                    )

    def arrived(self, reader: str) -> list[Mail]:
        """Return what stands in somebody's chat, in order."""
        number = TEN.index(reader)
        estate = self.estate
        seen = estate.slack.dm_of(slack_name(number)) if self.on_slack else estate.teams.chat_of(reader)
        words = "\n".join(one.words for one in seen)
        found = re.findall(r"This is (service|nudge) letter (\d)\.", words)
        return [Mail(reader, int(digit), kind == "nudge") for kind, digit in found]

    @property
    def on_slack(self) -> bool:
        return self.platform == SLACK

    @property
    def tries(self) -> int:
        """How often the bot has tried to write into a chat."""
        if self.on_slack:
            return sum(call.method == "chat.postMessage" for call in self.estate.slack.calls)
        return sum(call.name == "send" for call in self.estate.teams.calls)


def _message(mail: Mail) -> Message:
    kind = "nudge" if mail.is_nudge else "service"
    text = f"This is {kind} letter {mail.number}."
    return Message(kind=f"{kind}.trial", preview="About your programme", text=text)


def slack_name(number: int) -> str:
    return f"U{number:04}"


@asynccontextmanager
async def open_round(folder: Path, platform: str) -> AsyncIterator[MailRound]:
    """Open an estate in which ten people can be reached over one platform."""
    async with open_house(folder):
        pass
    async with open_estate(folder, NOW) as estate:
        async with estate.changing() as unit:
            for number, who in enumerate(TEN):
                person = Person(id=who, name=who, email=f"{who}@trust.example", platform=platform)
                await unit.people.add(person)
                await unit.people.give_address(who, _account(estate, platform, number, who))
        await estate.desk.adds_to(estate.team, "Programme")
        yield MailRound(estate, platform)


def _account(estate: Estate, platform: str, number: int, who: str) -> Actor:
    """Give somebody an account that the bot can write to, and return how it is called."""
    email = f"{who}@trust.example"
    if platform == SLACK:
        estate.slack.adds_person(slack_name(number), who, email)
        return Actor(platform=platform, workspace="T1", user=slack_name(number))
    account = estate.teams.add_person(who, who, email, installed=True).account
    return Actor(platform=platform, workspace=TENANT, user=account.object_id)
