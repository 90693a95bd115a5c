"""A trust that runs Turnabout in its Slack: the whole service on one side, a workspace on the other.

Between them there is HTTP and nothing else. Ada is the mentee and Bo the mentor of R01, Gus coordinates.
It is Monday 4 January 2027, seven in the morning, and the programme begins today.
"""

from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from aiohttp.test_utils import TestServer

from adapters.slack.platform import Slack
from adapters.slack.settings import SlackSettings
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
from bot.service import open_service
from bot.settings import Settings
from dialogs.starting import begin_cohort
from tests.fakes.slack.fake import SCOPES, FakeSlack
from tests.flow.slack.hands import Hands

MORNING = datetime(2027, 1, 4, 7, tzinfo=UTC)
CHANNEL = "C1"
PEOPLE = b"""\
email,name,role,relationship,platform
ada@trust.example,Ada Quist,mentee,R01,slack
bo@trust.example,Bo Marsh,mentor,R01,slack
gus@trust.example,Gus Zeller,coordinator,,slack
"""
CONTACTS = (
    Contact(role="support", name="Staff support", reach="0800 000 0000", reviewed_on=date(2026, 12, 1)),
    Contact(
        role="concerns", name="The guardian", reach="guardian@trust.example", reviewed_on=date(2026, 12, 1)
    ),
)


@dataclass
class Trust:
    """Both sides, and the time that passes on both."""

    folder: Path
    slack: FakeSlack
    clock: VirtualClock
    given: dict[str, str]
    trouble: list[BaseException] = field(default_factory=list)
    _running: AsyncExitStack = field(default_factory=AsyncExitStack)

    def __post_init__(self) -> None:
        self.ada, self.bo, self.gus = (
            Hands(self.slack, self.slack.people[user], self.settled) for user in ("UADA", "UBO", "UGUS")
        )

    async def starts(self) -> None:
        """Start the service over the database in the folder, and tell Slack where it is."""
        builds = [self._build]
        url = f"sqlite+aiosqlite:///{self.folder}/trust.db"
        house = Settings.model_construct(database_url=url, keys=())
        entropy = SeededEntropy(f"trust:{self.clock.now()}")
        self.service = await self._running.enter_async_context(
            open_service(house, builds, clock=self.clock, entropy=entropy, durable=False)
        )
        server = TestServer(self.service.application(), host="127.0.0.1")
        await self._running.enter_async_context(server)
        self.slack.app_url = str(server.make_url("/slack/events"))

    async def stops(self) -> None:
        await self._running.aclose()

    async def deploys(self) -> None:
        """Stop the service and start it anew, as for a new release; what it had in memory is gone."""
        await self.stops()
        await self.starts()

    def _build(self, ground: Ground) -> Platform:
        own = {"signing_secret": self.slack.signing_secret, "api_url": self.slack.api_url}
        settings = SlackSettings.model_validate({"bot_token": self.slack.token} | own | self.given)
        self.platform = Slack(settings, self._fragile(ground))
        return self.platform

    def _fragile(self, ground: Ground) -> Ground:
        """Return the same ground, where a fault may be waiting."""

        async def handle(event: Event) -> Reply:
            if self.trouble:
                raise self.trouble.pop()
            return await ground.handle(event)

        return Ground(ground.store, handle, ground.clock, ground.entropy)

    async def settled(self) -> None:
        """Let everything that was begun come to its end, letters included."""
        await self.platform.settled()
        await self.service.worker.make_round()

    async def until(self, moment: datetime) -> None:
        """Let time pass, and everything happen in its turn, up to a moment."""
        while (coming := await self._next()) is not None and coming <= moment:
            self.clock.jump(coming)
            await self.settled()
        self.clock.jump(moment)
        await self.settled()

    async def _next(self) -> datetime | None:
        async with self.service.house.store.reading() as unit:
            coming = (await unit.timers.next_due(), await unit.outbox.next_due())
        return min((one for one in coming if one is not None), default=None)


@asynccontextmanager
async def open_trust(folder: Path, *, scopes: Collection[str] = SCOPES, **given: str) -> AsyncIterator[Trust]:
    """Open both sides. People are found by the roll call, and nobody has done anything yet."""
    clock = VirtualClock(MORNING)
    async with FakeSlack(clock=clock, scopes=scopes) as slack:
        for user, name in (("UADA", "Ada Quist"), ("UBO", "Bo Marsh"), ("UGUS", "Gus Zeller")):
            slack.adds_person(user, name, f"{name.split()[0].lower()}@trust.example")
        slack.adds_channel(CHANNEL, "coordinators", members=["UGUS"])
        trust = Trust(folder, slack, clock, given)
        await trust.starts()
        try:
            await trust.service.house.door.carry_out("start", _begin)
            await trust.service.roll_call.call()
            yield trust
        finally:
            await trust.stops()


async def _begin(turn: Turn) -> None:
    plan = CohortPlan(
        name="Spring",
        start=MORNING.date(),
        contacts=CONTACTS,
        summary=SummarySettings(channel=f"slack:{CHANNEL}"),
    )
    cohort = await create_cohort(turn, plan)
    await enrol(turn, cohort, check_people(read_people(PEOPLE, "people.csv")))
    await begin_cohort(turn, cohort)
