"""`turnabout serve` is killed in the middle of its work and started again: nothing is lost or done twice."""

import asyncio
import os
import re
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from bot.core.clock import SystemClock
from bot.core.delivery import Letter
from bot.core.events import Actor
from bot.core.messages import Message
from storage import open_store
from tests.dialogs.house import KEYS
from tests.dialogs.lookbacks import open_home
from tests.fakes.slack.fake import FakeSlack
from tests.fakes.slack.person import Person
from tests.fakes.slack.troubles import Trouble
from tests.flow.platforms.estate import MASTER
from tests.flow.platforms.walks import EVERYBODY

pytestmark = pytest.mark.slow

TURNABOUT = Path(sys.executable).with_name("turnabout")
PATIENCE = 20.0
A_LOOK = 0.01
"""Seconds between two looks at what another process does."""

FORMS = "SELECT count(*) FROM conversation"
WAITING = "SELECT count(*) FROM outbox WHERE next_at IS NOT NULL"
SENT = "SELECT count(*) FROM outbox WHERE state = 'sent'"
EACH = 3
CLOCK = SystemClock()


@dataclass
class Machine:
    """A machine on which the service is started and killed, and the Slack that it serves."""

    folder: Path
    slack: FakeSlack
    process: Process | None = None

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder / 'house.db'}"

    async def starts(self) -> None:
        given = {
            "PATH": os.environ["PATH"],
            "TURNABOUT_DATABASE_URL": self.url,
            "TURNABOUT_KEYS": MASTER.get_secret_value(),
            "SLACK_BOT_TOKEN": self.slack.token,
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
        }
        self.process = await asyncio.create_subprocess_exec(
            TURNABOUT, "serve", "--port", "0", cwd=self.folder, env=given, stdout=PIPE, stderr=PIPE
        )
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            said = (await self.process.stdout.readline()).decode()
        found = re.search(r"http://[\d.:]+", said)
        assert found, said
        self.slack.app_url = f"{found[0]}/slack/events"

    async def is_killed(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.communicate()

    def a_minute_passes(self) -> None:
        """Let the leases of the killed process run out, which takes a minute on a clock."""
        with closing(sqlite3.connect(self.folder / "house.db")) as connection, connection:
            connection.execute("UPDATE outbox SET next_at = not_before WHERE next_at IS NOT NULL")

    def count(self, what: str) -> int:
        with closing(sqlite3.connect(self.folder / "house.db")) as connection:
            number = connection.execute(what).fetchone()[0]
        assert isinstance(number, int)
        return number

    async def comes_to(self, so: Callable[[], bool]) -> None:
        """Wait for what another process does, which nothing here is told of."""
        for _ in range(int(PATIENCE / A_LOOK)):
            if so():
                return
            await asyncio.sleep(A_LOOK)
        raise AssertionError("it never came to that")


@asynccontextmanager
async def machine_in(folder: Path) -> AsyncIterator[Machine]:
    async with open_home(folder):
        pass
    async with FakeSlack(clock=CLOCK) as slack:
        for number, who in enumerate(EVERYBODY):
            slack.adds_person(f"U{number:04}", who.title(), f"{who}@trust.example")
        machine = Machine(folder, slack)
        try:
            yield machine
        finally:
            await machine.is_killed()


async def letters_are_written(machine: Machine) -> None:
    """Write letters to everybody; every second one is a nudge."""
    async with open_store(machine.url, KEYS, durable=False) as store, store.unit() as unit:
        for number, who in enumerate(EVERYBODY):
            person = await unit.people.get(who)
            await unit.people.put(person.model_copy(update={"platform": "slack"}))
            await unit.people.give_address(who, Actor(platform="slack", workspace="T1", user=f"U{number:04}"))
            for one in range(EACH):
                text = f"This is letter {one}."
                kind = "nudge.trial" if (one + number) % 2 else "service.trial"
                message = Message(kind=kind, preview="About your programme", text=text)
                letter = Letter(key=f"{who}:{one}", person_id=who, message=message, not_before=CLOCK.now())
                await unit.outbox.add(letter)
        await unit.commit()


def read_by(person: Person) -> list[str]:
    return re.findall(r"This is letter (\d)", "\n".join(post.words for post in person.posts))


def _have_arrived(slack: FakeSlack, number: int) -> bool:
    return sum(len(read_by(one)) for one in slack.people.values()) >= number


async def test_killed_while_it_sends_it_sends_every_letter_once(tmp_path: Path) -> None:
    async with machine_in(tmp_path) as machine:
        slack = machine.slack
        await letters_are_written(machine)
        for already in (4, 13):
            slack.next("chat.postMessage", Trouble.HANG_AFTER_ACCEPT, times=2)
            await machine.starts()
            await machine.comes_to(partial(_have_arrived, slack, already))
            await machine.is_killed()
            machine.a_minute_passes()
        await machine.starts()
        await machine.comes_to(lambda: machine.count(WAITING) == 0)
        for one in slack.people.values():
            assert read_by(one) == [str(number) for number in range(EACH)]
        assert machine.count(SENT) == EACH * len(EVERYBODY)


async def test_killed_before_it_has_kept_an_event_it_takes_it_in_later(
    tmp_path: Path,
) -> None:
    async with machine_in(tmp_path) as machine:
        amara, before = machine.slack.people["U0000"], machine.count(FORMS)
        machine.slack.way.retries = 0
        await machine.starts()
        with closing(sqlite3.connect(tmp_path / "house.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            typing = asyncio.create_task(amara.types("preferences"))
            await machine.slack.until(lambda: "users.info" in {call.method for call in machine.slack.calls})
            await machine.is_killed()
            other.execute("ROLLBACK")
        answer = await typing
        assert not answer.fine
        await machine.starts()
        for _ in range(2):
            assert (await machine.slack.again(answer)).fine
        await machine.slack.until(lambda: len(amara.posts) > 1)
        assert machine.count(FORMS) == before + 1


async def test_killed_once_it_has_kept_an_event_it_does_not_do_it_again(tmp_path: Path) -> None:
    async with machine_in(tmp_path) as machine:
        amara, before = machine.slack.people["U0000"], machine.count(FORMS)
        machine.slack.way.retries = 0
        await machine.starts()
        typing = asyncio.create_task(amara.types("preferences"))
        await machine.comes_to(lambda: machine.count(FORMS) > before)
        await machine.is_killed()
        answer = await typing
        await machine.starts()
        assert (await machine.slack.again(answer)).fine
        assert machine.count(FORMS) == before + 1
