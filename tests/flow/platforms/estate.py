"""A hospital that works with Slack and with Teams: one service in the middle, and HTTP on either side.

Whoever is there may have an account here, there, or both. Time is the test's own on all three sides.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from adapters.slack.platform import Slack
from adapters.slack.settings import SlackSettings
from adapters.teams.platform import Teams
from bot.core.clock import VirtualClock
from bot.core.delivery import Letter
from bot.core.dialogs import Question
from bot.core.entropy import SeededEntropy
from bot.core.events import Answered, Event
from bot.core.ground import Ground
from bot.core.messages import Message, Reply
from bot.core.ports import Store, Unit
from bot.platforms import Platform
from bot.service import Service, open_service
from bot.settings import Settings
from tests.fakes.slack.fake import FakeSlack
from tests.fakes.teams.fake import FakeTeams
from tests.fakes.teams.world import Place, Team
from tests.flow.teams.ward import settings_for

SLACK, TEAMS = "slack", "teams"
BOTH = (SLACK, TEAMS)
MASTER = SecretStr("dHVybmFib3V0IHRlc3RzIG9wZW4gdGhpcyBkb29yISE=")
MOST_STEPS = 300


@dataclass
class Estate:
    """Both platforms and the service between them."""

    folder: Path
    clock: VirtualClock
    slack: FakeSlack
    teams: FakeTeams
    trouble: list[BaseException] = field(default_factory=list)
    aftermath: list[BaseException] = field(default_factory=list)
    twice: bool = False
    """Whether the platforms deliver a second time whatever anybody does, as after a lost answer."""

    questions: dict[str, Question] = field(default_factory=dict)
    handled: list[Event] = field(default_factory=list)
    _running: AsyncExitStack = field(default_factory=AsyncExitStack)

    def __post_init__(self) -> None:
        self.slack.adds_channel("C1", "coordinators")
        self.desk = self.teams.add_person("desk", "The desk", "desk@trust.example")
        self.team: Team = self.teams.add_team("Programmes", "desk", channels=("Programme",))

    @property
    def room(self) -> Place:
        """The channel of the coordinators in Teams; in Slack it is `C1`."""
        return self.team.channels["Programme"]

    @property
    def store(self) -> Store:
        return self.service.house.store

    @property
    def file(self) -> Path:
        return self.folder / "house.db"

    # ---- the service

    async def starts(self) -> None:
        """Start the service over the database in the folder, and tell both platforms where it is."""
        settings = Settings.model_construct(database_url=f"sqlite+aiosqlite:///{self.file}", keys=(MASTER,))
        entropy = SeededEntropy(f"estate:{self.clock.now()}")
        builds = [self._build_slack, self._build_teams]
        self.service: Service = await self._running.enter_async_context(
            open_service(settings, builds, clock=self.clock, entropy=entropy, durable=False)
        )
        server = TestServer(self.service.application(), host="127.0.0.1")
        await self._running.enter_async_context(server)
        self.slack.app_url = str(server.make_url("/slack/events"))
        self.teams.bot_url = str(server.make_url("/api/messages"))

    async def stops(self) -> None:
        await self._running.aclose()

    def _build_slack(self, ground: Ground) -> Platform:
        given = {
            "bot_token": self.slack.token,
            "signing_secret": self.slack.signing_secret,
            "api_url": self.slack.api_url,
        }
        self.on_slack = Slack(SlackSettings.model_validate(given), self._watched(ground))
        return self.on_slack

    def _build_teams(self, ground: Ground) -> Platform:
        own = self._watched(ground)
        self.on_teams = Teams(settings_for(self.teams), own, fetch=self.teams.tokens.fetch)
        return self.on_teams

    def _watched(self, ground: Ground) -> Ground:
        """Return the same ground: what is asked is written down, and faults may wait on either side."""

        async def handle(event: Event) -> Reply:
            self.handled.append(event)
            if self.trouble:
                raise self.trouble.pop()
            reply = await ground.handle(event)
            if reply.question is not None:
                self.questions[reply.question.token] = reply.question
            if self.aftermath:
                raise self.aftermath.pop()
            return reply

        return Ground(ground.store, handle, ground.clock, ground.entropy, ground.public_url)

    def filled_in(self, word: str) -> set[str]:
        """Return the fields, as `dialog.field`, that were sent in with a word in them."""
        return {
            f"{self.questions[event.token].dialog}.{name}"
            for event in self.handled
            if isinstance(event, Answered) and event.token in self.questions
            for name, value in event.values.items()
            if word in str(value)
        }

    # ---- time

    async def settled(self) -> None:
        """Let everything that was begun come to its end, letters included."""
        await self.on_slack.settled()
        await self.on_teams.settled()
        await self.service.worker.make_round()
        await self.on_teams.settled()

    async def until(self, moment: datetime) -> None:
        """Let time pass, and everything happen in its turn, up to a moment."""
        for _ in range(MOST_STEPS):
            coming = await self._next()
            if coming is None or coming > moment:
                self.clock.jump(moment)
                await self.settled()
                return
            self.clock.jump(max(coming, self.clock.now()))
            await self.settled()
        raise AssertionError("the service does not come to rest")

    async def passes(self, **time: float) -> None:
        await self.until(self.clock.now() + timedelta(**time))

    async def dozes(self, minutes: int, step: int = 5) -> None:
        """Let time pass as on a machine that wakes only now and then."""
        for _ in range(minutes // step):
            self.clock.jump(self.clock.now() + timedelta(minutes=step))
            await self.settled()

    async def _next(self) -> datetime | None:
        async with self.store.reading() as unit:
            coming = (await unit.timers.next_due(), await unit.outbox.next_due())
        return min((one for one in coming if one is not None), default=None)

    # ---- the data

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[Unit]:
        """A unit for what a test sets up by itself; it is kept."""
        async with self.store.unit() as unit:
            yield unit
            await unit.commit()

    async def writes(self, key: str, message: Message, *, person: str = "", channel: str = "") -> None:
        """Put a letter into the outbox, to leave now."""
        async with self.changing() as unit:
            await unit.outbox.add(self.letter(key, message, person=person, channel=channel))

    def letter(self, key: str, message: Message, *, person: str = "", channel: str = "") -> Letter:
        """Return a letter that may leave now."""
        return Letter(
            key=key,
            cohort_id="spring",
            person_id=person or None,
            channel=channel or None,
            message=message,
            not_before=self.clock.now(),
        )

    async def parked(self) -> dict[str, int]:
        async with self.store.reading() as unit:
            return (await unit.outbox.backlog()).parked

    async def waiting(self) -> int:
        async with self.store.reading() as unit:
            return (await unit.outbox.backlog()).waiting


@asynccontextmanager
async def open_estate(folder: Path, begins: datetime) -> AsyncIterator[Estate]:
    """Open both platforms, and the service over the database in this folder."""
    clock = VirtualClock(begins)
    async with FakeSlack(clock=clock) as slack, FakeTeams(clock=clock) as teams:
        estate = Estate(folder, clock, slack, teams)
        await estate.starts()
        try:
            yield estate
        finally:
            await estate.stops()
