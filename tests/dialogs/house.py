"""A small house to walk through: real storage, the one door, and people who press, say and answer.

Spring began on Monday 1 February 2027 and it is the morning of Wednesday the 17th. Amara mentors Brendan
(R01). Chidi and Delphine mentor Edwin, and they have two dates agreed (R02). Gwen mentors Hamish (R03) and
coordinates as well. Farah coordinates and is in no pair; Imani coordinates Autumn, another cohort.
"""

import atexit
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp

from bot.core.clock import VirtualClock
from bot.core.delivery import Letter
from bot.core.dialogs import Question
from bot.core.door import Door
from bot.core.entropy import SeededEntropy
from bot.core.events import Actor, Answered, Asked, Pressed, Turned
from bot.core.messages import Message, Reply
from bot.core.ports import Unit
from bot.core.records import (
    Cohort,
    CohortState,
    Interaction,
    InteractionState,
    Membership,
    Person,
    Relationship,
    RelationshipState,
    Role,
)
from bot.core.routes import Routes
from bot.core.talking import Talks
from bot.core.vault import Vault
from bot.programme.cohort_plan import CohortPlan, Contact
from dialogs.every import every_route, every_talk
from storage import SqlStore, open_store
from storage.keys import Keys

START = date(2027, 2, 1)
NOW = datetime(2027, 2, 17, 10, tzinfo=UTC)
KEYS = Keys.parse(["dHVybmFib3V0IHRlc3RzIG9wZW4gdGhpcyBkb29yISE="])
MEMBERS = {
    "R01": {"amara": Role.MENTOR, "brendan": Role.MENTEE},
    "R02": {"chidi": Role.MENTOR, "delphine": Role.MENTOR, "edwin": Role.MENTEE},
    "R03": {"gwen": Role.MENTOR, "hamish": Role.MENTEE},
}
COORDINATORS = {"farah": "spring", "gwen": "spring", "imani": "autumn"}
AGREED = (date(2027, 2, 19), date(2027, 2, 26))
"""The days on which R02 is to meet."""

CONTACTS = (
    Contact(role="support", name="Staff support", reach="555 0100", reviewed_on=date(2026, 10, 1)),
    Contact(role="concerns", name="Olive Osei", reach="olive@trust.example", reviewed_on=date(2027, 1, 4)),
)


@dataclass
class House:
    """The open house, with verbs for what people do; they are called by their first name in small letters."""

    file: Path
    store: SqlStore
    door: Door
    clock: VirtualClock
    _keys: "count[int]" = field(default_factory=count)

    async def press(self, who: str, route: str, **args: str) -> Reply:
        """Press a button that leads to a route and carries these words."""
        return await self.door.handle(Pressed(key=self._key(), actor=address_of(who), route=route, args=args))

    async def push(self, who: str, message: Message, label: str) -> Reply:
        """Press the button of a message that has this label."""
        action = next(one for one in message.actions if one.label == label)
        return await self.press(who, action.route, **action.args)

    async def say(self, who: str, command: str, rest: str = "") -> Reply:
        """Give a command."""
        event = Asked(key=self._key(), actor=address_of(who), command=command, rest=rest)
        return await self.door.handle(event)

    async def answer(self, who: str, reply: Reply, **values: object) -> Reply:
        """Send in the form that a reply shows."""
        token = asked(reply).token
        return await self.door.handle(
            Answered(key=self._key(), actor=address_of(who), token=token, values=values)
        )

    async def turn(self, who: str, reply: Reply, to: str) -> Reply:
        """Turn the page of the form that a reply shows: `back`, `skip` or `later`."""
        token = asked(reply).token
        return await self.door.handle(Turned(key=self._key(), actor=address_of(who), token=token, to=to))

    async def relationship(self, code: str) -> Relationship:
        async with self.store.reading() as unit:
            return await unit.relationships.get(code)

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[Unit]:
        """A unit for what a test sets up by itself; it is kept."""
        async with self.store.unit() as unit:
            yield unit
            await unit.commit()

    async def letters(self) -> Sequence[Letter]:
        """Return what could leave now, in order; nothing is taken from the outbox."""
        found: list[Letter] = []
        now = self.clock.now()
        async with self.store.unit() as unit:
            while claimed := await unit.outbox.claim(now, 50, timedelta(minutes=1)):
                for delivery in claimed:
                    found.append(delivery.letter)
                    await unit.outbox.sent(delivery, "")
        return found

    async def read_by(self, who: str) -> list[Message]:
        """Return the letters to one person that could leave now."""
        return [letter.message for letter in await self.letters() if letter.person_id == who]

    def rows(self, but: Iterable[str] = ()) -> list[str]:
        """Return the whole database as lines, without the tables named by `but`."""
        aside = tuple(f'INSERT INTO "{table}"' for table in but)
        with closing(sqlite3.connect(self.file)) as connection:
            return [line for line in connection.iterdump() if not line.startswith(aside)]

    def audited(self) -> list[tuple[str, str, str]]:
        """Return who did what to what, in order."""
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute("SELECT actor, action, object FROM audit ORDER BY position").fetchall()

    def _key(self) -> str:
        return f"event-{next(self._keys)}"


def address_of(who: str) -> Actor:
    return Actor(platform="rehearsal", user=who)


def asked(reply: Reply) -> Question:
    """Return the question a reply puts."""
    assert reply.question is not None, f"no question, but {texts(reply)}"
    return reply.question


def texts(reply: Reply) -> str:
    """Return all a reply says, in one piece."""
    return "\n".join(message.text for message in reply.messages)


def kinds(reply: Reply) -> list[str]:
    return [message.kind for message in reply.messages]


@asynccontextmanager
async def open_house(
    folder: Path, *, routes: Routes | None = None, talks: Talks | None = None, vault: Vault | None = None
) -> AsyncIterator[House]:
    """Open the house over the database in this folder; a new one is peopled first."""
    file = folder / "house.db"
    if not file.exists():
        await _furnish(folder)
    async with _store_in(folder) as store:
        clock = VirtualClock(NOW)
        door = Door(
            store,
            routes or every_route(),
            talks or every_talk(),
            clock,
            SeededEntropy("house"),
            vault or store.vault,
        )
        yield House(file, store, door, clock)


def _store_in(folder: Path) -> AbstractAsyncContextManager[SqlStore]:
    return open_store(f"sqlite+aiosqlite:///{folder / 'house.db'}", KEYS, durable=False)


@cache
def _template() -> Path:
    """The folder of the house that all others are copied from; it goes when the tests are over."""
    folder = Path(mkdtemp(prefix="house-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    return folder


async def _furnish(folder: Path) -> None:
    """Put a peopled database into a folder: built once, which takes its time, and copied ever after."""
    if not (_template() / "house.db").exists():
        async with _store_in(_template()) as store:
            await _people(store)
    copytree(_template(), folder, dirs_exist_ok=True)


async def _people(store: SqlStore) -> None:
    async with store.unit() as unit:
        for name in ("spring", "autumn"):
            await unit.cohorts.add(_cohort(name))
        everybody = {who for members in MEMBERS.values() for who in members} | set(COORDINATORS)
        for who in sorted(everybody):
            await unit.people.add(Person(id=who, name=who.title(), email=f"{who}@trust.example"))
            await unit.people.give_address(who, address_of(who))
        for who, cohort in COORDINATORS.items():
            await _join(unit, who, Role.COORDINATOR, cohort)
        for code, members in MEMBERS.items():
            await _relate(unit, code, members)
        for on in AGREED:
            await unit.interactions.add(_meeting(on))
        await unit.commit()


def _cohort(name: str) -> Cohort:
    plan = CohortPlan(name=name.title(), start=START, contacts=CONTACTS)
    return Cohort(
        id=name,
        name=plan.name,
        start=plan.start,
        timezone=plan.timezone,
        holidays=plan.holidays,
        months=plan.months,
        per_month=plan.per_month,
        state=CohortState.RUNNING,
        plan=plan.model_dump(mode="json"),
    )


async def _relate(unit: Unit, code: str, members: dict[str, Role]) -> None:
    await unit.relationships.add(
        Relationship(
            id=code,
            cohort_id="spring",
            code=code,
            state=RelationshipState.ACTIVE,
            started=START,
            rules_accepted_on=START,
        )
    )
    for who, role in members.items():
        await _join(unit, who, role, "spring", code)


async def _join(unit: Unit, who: str, role: Role, cohort: str, code: str | None = None) -> None:
    membership = Membership(
        id=f"{who}-{role}", cohort_id=cohort, person_id=who, role=role, relationship_id=code
    )
    await unit.memberships.add(membership)


def _meeting(on: date) -> Interaction:
    return Interaction(
        id=f"R02-{on}",
        relationship_id="R02",
        on=on,
        at=datetime(on.year, on.month, on.day, 15, tzinfo=UTC),
        state=InteractionState.AGREED,
        by="edwin",
        agreed_by=["chidi", "delphine", "edwin"],
    )
