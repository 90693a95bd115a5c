"""A ward that runs Turnabout in its Teams: the whole service on one side, an organisation on the other.

Between them there is HTTP and nothing else. Ada is the mentee and Bo the mentor of R01, Gus coordinates.
It is Monday 4 January 2027, seven in the morning, and the programme begins today.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from aiohttp.test_utils import TestServer

from adapters.teams.platform import Teams
from adapters.teams.settings import TeamsSettings
from bot.core.clock import VirtualClock
from bot.core.enrolment import create_cohort, enrol
from bot.core.entropy import SeededEntropy
from bot.core.events import Event
from bot.core.ground import Ground
from bot.core.messages import Reply
from bot.core.turn import Turn
from bot.platforms import Platform
from bot.programme.cohort_plan import CohortPlan, Contact, SummarySettings
from bot.programme.people_file import check_people, read_people
from bot.service import Service, open_service
from bot.settings import Settings
from dialogs.starting import begin_cohort
from tests.fakes.teams.fake import FakeTeams
from tests.fakes.teams.world import TENANT, Place, Team
from tests.flow.teams.hands import Hands

MORNING = datetime(2027, 1, 4, 7, tzinfo=UTC)
PEOPLE = b"""\
email,name,role,relationship,platform
ada@trust.example,Ada Quist,mentee,R01,teams
bo@trust.example,Bo Marsh,mentor,R01,teams
gus@trust.example,Gus Zeller,coordinator,,teams
"""
CONTACTS = (
    Contact(role="support", name="Staff support", reach="0800 000 0000", reviewed_on=date(2026, 12, 1)),
    Contact(
        role="concerns", name="The guardian", reach="guardian@trust.example", reviewed_on=date(2026, 12, 1)
    ),
)


@dataclass
class Ward:
    """Both sides, and the time that passes on both."""

    world: FakeTeams
    team: Team
    service: Service
    teams: Teams
    clock: VirtualClock
    trouble: list[BaseException]
    handled: list[Event]
    gates: list[asyncio.Event]

    def __post_init__(self) -> None:
        self.ada, self.bo, self.gus, self.eve = (
            Hands(self.world.people[name], self.settled) for name in ("ada", "bo", "gus", "eve")
        )

    @property
    def channel(self) -> Place:
        """The coordinators' channel."""
        return self.team.channels["Programme"]

    async def settled(self) -> None:
        """Let everything that was begun come to its end, letters included."""
        await self.teams.settled()
        await self.service.worker.make_round()
        await self.teams.settled()

    async def until(self, moment: datetime) -> None:
        """Let time pass, and everything happen in its turn, up to a moment."""
        while (coming := await self._next()) is not None and coming <= moment:
            self.clock.jump(coming)
            await self.settled()
        self.clock.jump(moment)
        await self.settled()

    async def days(self, number: float) -> None:
        await self.until(self.clock.now() + timedelta(days=number))

    async def _next(self) -> datetime | None:
        async with self.service.house.store.reading() as unit:
            coming = (await unit.timers.next_due(), await unit.outbox.next_due())
        return min((one for one in coming if one is not None), default=None)

    def holds(self) -> asyncio.Event:
        """Let the house wait with whatever comes next, until this is set."""
        gate = asyncio.Event()
        self.gates.append(gate)
        return gate

    def breaks(self, error: BaseException) -> None:
        """Let the next event meet a fault inside the house."""
        self.trouble.append(error)


@asynccontextmanager
async def open_ward(folder: Path, *, met: bool = True) -> AsyncIterator[Ward]:
    """Open both sides. With `met` all but Eve, who is in no programme, have added the app."""
    clock = VirtualClock(MORNING)
    trouble: list[BaseException] = []
    handled: list[Event] = []
    gates: list[asyncio.Event] = []
    built: list[Teams] = []
    async with FakeTeams(clock=clock) as world:
        team = furnish(world)

        def build(ground: Ground) -> Platform:
            fragile = watched(ground, trouble, handled, gates)
            built.append(Teams(settings_for(world), fragile, fetch=world.tokens.fetch))
            return built[-1]

        async with (
            open_service(
                house_in(folder), [build], clock=clock, entropy=SeededEntropy("ward"), durable=False
            ) as service,
            TestServer(service.application(), host="127.0.0.1") as server,
        ):
            world.bot_url = str(server.make_url("/api/messages"))
            channel = f"teams:{team.channels['Programme'].id}"
            await service.house.door.carry_out("start", lambda turn: begin(turn, PEOPLE, channel))
            ward = Ward(world, team, service, built[0], clock, trouble, handled, gates)
            if met:
                await everybody_joins(ward)
            yield ward


async def everybody_joins(ward: Ward) -> None:
    await ward.gus.person.adds_to(ward.team, "Programme")
    for one in (ward.ada, ward.bo, ward.gus):
        await one.installs()


def furnish(world: FakeTeams) -> Team:
    """Let everybody work here, with a team whose channel the coordinators read."""
    for key, name in (("ada", "Ada Quist"), ("bo", "Bo Marsh"), ("gus", "Gus Zeller"), ("eve", "Eve Stray")):
        world.add_person(key, name, f"{key}@trust.example")
    return world.add_team("Programmes", "ada", "bo", "gus", "eve", channels=("Programme",))


def house_in(folder: Path) -> Settings:
    return Settings.model_construct(database_url=f"sqlite+aiosqlite:///{folder}/ward.db", keys=())


def settings_for(world: FakeTeams, **more: str) -> TeamsSettings:
    """Return the settings of a bot in this Teams."""
    return TeamsSettings.model_validate(
        {
            "MicrosoftAppId": world.app_id,
            "MicrosoftAppPassword": "not so secret",
            "MicrosoftAppTenantId": TENANT,
            "TURNABOUT_TEAMS_METADATA_URL": world.metadata_url,
            **more,
        }
    )


def watched(
    ground: Ground, trouble: list[BaseException], handled: list[Event], gates: list[asyncio.Event]
) -> Ground:
    """Return the same ground, where a fault or a gate may be waiting, and what comes in is written down."""

    async def handle(event: Event) -> Reply:
        handled.append(event)
        if gates:
            await gates.pop().wait()
        if trouble:
            raise trouble.pop()
        return await ground.handle(event)

    return Ground(ground.store, handle, ground.clock, ground.entropy)


async def begin(turn: Turn, people: bytes, channel: str) -> None:
    """Enrol these people in a cohort that begins today."""
    plan = CohortPlan(
        name="Spring", start=MORNING.date(), contacts=CONTACTS, summary=SummarySettings(channel=channel)
    )
    cohort = await create_cohort(turn, plan)
    await enrol(turn, cohort, check_people(read_people(people, "people.csv")))
    await begin_cohort(turn, cohort)
