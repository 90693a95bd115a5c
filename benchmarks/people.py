"""A house full of people who are in the middle of looking back at a meeting."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.app import House, open_house
from bot.core.clock import VirtualClock
from bot.core.conversations import Conversation, Kept
from bot.core.delivery import Delivery, Failed, Sent
from bot.core.dialogs import snapshot
from bot.core.events import Actor, Answered, Asked
from bot.core.ports import Unit
from bot.core.records import Person
from bot.settings import Settings
from dialogs.guides import Side
from dialogs.reflecting import Meeting, reflect

NOW = datetime(2027, 2, 17, 10, tzinfo=UTC)
MASTER_KEY = "dHVybmFib3V0IGJlbmNobWFya3Mgb3BlbiBoZXJlISE="
WORDS = "We talked about a ward round that went well. I listened more than I spoke, and learnt why. " * 4


class Silence:
    """A messenger that is never needed here."""

    async def send(self, delivery: Delivery) -> Sent:
        return Sent(name=str(delivery.id))

    async def find(self, delivery: Delivery) -> Failed:
        return Failed(reason=f"{delivery.id} was never sent")


@dataclass(frozen=True, slots=True)
class Place:
    """A database file in a folder."""

    folder: Path

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder / 'house.db'}"

    @property
    def settings(self) -> Settings:
        return Settings.model_validate({"database_url": self.url, "keys": MASTER_KEY})


@asynccontextmanager
async def opened(place: Place, *, durable: bool) -> AsyncIterator[House]:
    """Open the house; a durable one waits with every commit until it has reached the disk."""
    async with open_house(place.settings, Silence(), clock=VirtualClock(NOW), durable=durable) as house:
        yield house


async def move_in(unit: Unit, people: int) -> None:
    for number in range(people):
        who = person(number)
        await unit.people.add(Person(id=who, name=f"Person {number}", email=f"{who}@trust.example"))
        await unit.people.give_address(who, address(number))


async def begin_to_look_back(unit: Unit, number: int, of: str) -> None:
    """Put somebody at the third question of a look back: what happened."""
    await unit.conversations.put(
        Conversation(
            id=conversation(number, of),
            dialog="reflect",
            owner=person(number),
            inputs=snapshot(reflect, interaction=f"met-{number}", meeting=_meeting()),
            answers=(
                Kept(key="length", values={"length": "standard"}),
                Kept(key="sharing", values={"audience": "private"}),
            ),
            revision=2,
            expires_at=NOW + timedelta(days=7),
        )
    )


def answer(number: int, of: str) -> Answered:
    """Return what somebody writes at that question."""
    token = f"{conversation(number, of)}:2:what"
    return Answered(key=f"{of}:{number}", actor=address(number), token=token, values={"what": WORDS})


def command(number: int, of: str) -> Asked:
    return Asked(key=f"{of}:{number}", actor=address(number), command="help")


def person(number: int) -> str:
    return f"person{number}"


def address(number: int) -> Actor:
    return Actor(platform="rehearsal", user=f"{person(number)}@trust.example")


def conversation(number: int, of: str) -> str:
    return f"{of}-{number}"


def _meeting() -> Meeting:
    return Meeting(
        relationship="pair",
        on=date(2027, 2, 16),
        today=NOW.date(),
        side=Side.MENTEE,
        others=("Amara Osei",),
        may_share=True,
    )
