"""The service as a whole: platforms started and stopped, letters sent, people found, pages served."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from bot.core.clock import VirtualClock
from bot.core.courier import LAST_TRY
from bot.core.delivery import Letter
from bot.core.entropy import SeededEntropy
from bot.core.events import Actor
from bot.core.ground import Ground
from bot.core.messages import Message
from bot.core.records import Cohort, CohortState, Membership, Person, Role
from bot.monitor import STALLED
from bot.roll_call import PATIENCE
from bot.service import Service, at_work, open_service
from bot.settings import Settings
from tests.service.platform_of_paper import Paper

NOW = datetime(2027, 2, 17, 10, tzinfo=UTC)
ADA = Person(id="ada", name="Ada Quist", email="ada@trust.example", platform="slack")
ADA_ON_SLACK = Actor(platform="slack", workspace="T1", user="UADA")


@asynccontextmanager
async def opened(
    folder: Path, clock: VirtualClock, names: Sequence[str] = ("slack",)
) -> AsyncIterator[tuple[Service, list[Paper]]]:
    papers: list[Paper] = []

    def build(name: str, ground: Ground) -> Paper:
        papers.append(Paper(ground, name))
        return papers[-1]

    settings = Settings(database_url=f"sqlite+aiosqlite:///{folder}/service.db", _env_file=None)
    builds = [lambda ground, name=name: build(name, ground) for name in names]
    async with open_service(
        settings, builds, clock=clock, entropy=SeededEntropy(1), durable=False
    ) as service:
        yield service, papers


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(NOW)


async def invite_ada(service: Service) -> None:
    cohort = Cohort(
        id="c1",
        name="Spring",
        start=NOW.date(),
        timezone="Europe/London",
        holidays="GB-ENG",
        months=8,
        per_month=2,
        state=CohortState.RUNNING,
    )
    async with service.house.store.unit() as unit:
        await unit.cohorts.add(cohort)
        await unit.people.add(ADA)
        await unit.memberships.add(
            Membership(id="m1", cohort_id="c1", person_id="ada", role=Role.COORDINATOR)
        )
        await unit.commit()


async def write_to_ada(service: Service) -> None:
    message = Message(kind="reply.test", preview="For you", text="This is for you.")
    async with service.house.store.unit() as unit:
        await unit.outbox.add(Letter(key="one", person_id="ada", message=message, not_before=NOW))
        await unit.commit()


async def test_platforms_start_with_the_service_and_stop_with_it(tmp_path: Path, clock: VirtualClock) -> None:
    async with opened(tmp_path, clock, ("slack", "teams")) as (service, papers):
        assert [one.life for one in papers] == [["start"], ["start"]]
        async with at_work(service):
            assert [one.life[-1] for one in papers] == ["listen", "listen"]
    assert [one.life for one in papers] == [["start", "listen", "stop"]] * 2


async def test_somebody_found_by_email_gets_the_letter_that_waited(
    tmp_path: Path, clock: VirtualClock
) -> None:
    async with opened(tmp_path, clock) as (service, (paper,)):
        await invite_ada(service)
        await write_to_ada(service)
        await service.worker.make_round()
        assert paper.sent == []

        paper.known[ADA.email] = ADA_ON_SLACK
        assert await service.roll_call.call() == 1
        await service.worker.make_round()

        assert paper.sent == ["reply.test"]
        assert await service.roll_call.call() == 0


async def test_somebody_not_found_is_looked_for_again_only_after_a_while(
    tmp_path: Path, clock: VirtualClock
) -> None:
    async with opened(tmp_path, clock) as (service, (paper,)):
        await invite_ada(service)
        await service.roll_call.call()
        await service.roll_call.call()
        assert paper.asked == [ADA.email]

        clock.jump(NOW + PATIENCE)
        await service.roll_call.call()
        assert paper.asked == [ADA.email] * 2


async def test_a_directory_that_fails_does_not_hide_somebody_from_the_next(
    tmp_path: Path, clock: VirtualClock
) -> None:
    async with opened(tmp_path, clock, ("slack", "teams")) as (service, (slack, teams)):
        await invite_ada(service)
        slack.broken = True
        teams.known[ADA.email] = Actor(platform="teams", workspace="contoso", user="ada-object-id")

        assert await service.roll_call.call() == 1


async def test_a_letter_for_a_platform_that_is_not_set_up_waits(tmp_path: Path, clock: VirtualClock) -> None:
    async with opened(tmp_path, clock) as (service, (paper,)):
        await invite_ada(service)
        async with service.house.store.unit() as unit:
            await unit.people.give_address("ada", Actor(platform="teams", workspace="contoso", user="ada"))
            await unit.commit()
        await write_to_ada(service)

        for _ in range(LAST_TRY + 1):
            done = await service.worker.make_round()
            clock.jump(clock.now() + timedelta(hours=2))

        assert (paper.sent, done.backlog.waiting, done.backlog.parked) == ([], 1, {})


@asynccontextmanager
async def visiting(service: Service) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(service.application())) as client:
        yield client


async def test_the_front_page_says_what_this_is_and_holds_no_data(
    tmp_path: Path, clock: VirtualClock
) -> None:
    async with opened(tmp_path, clock) as (service, _), visiting(service) as client:
        answer = await client.get("/")
        text = await answer.text()

    assert "This is Turnabout" in text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


async def test_ready_means_that_the_courier_makes_its_rounds(tmp_path: Path, clock: VirtualClock) -> None:
    async with opened(tmp_path, clock) as (service, _), visiting(service) as client:
        assert (await client.get("/healthz")).status == 200
        assert (await client.get("/readyz")).status == 503

        service.monitor.round_made()
        assert (await client.get("/readyz")).status == 200

        clock.jump(NOW + STALLED)
        answer = await client.get("/readyz")
        assert (answer.status, await answer.json()) == (
            503,
            {"ready": False, "database": True, "courier": False},
        )


async def test_figures_tell_what_waits_and_what_came_in(tmp_path: Path, clock: VirtualClock) -> None:
    async with opened(tmp_path, clock) as (service, _), visiting(service) as client:
        await invite_ada(service)
        await write_to_ada(service)
        await client.post("/paper", data="hello")

        figures = await (await client.get("/metrics")).text()

    assert "turnabout_letters_waiting 1.0" in figures
    assert 'turnabout_events_total{kind="said",outcome="handled"} 1.0' in figures


async def test_what_nobody_foresaw_is_answered_and_logged_without_its_words(
    tmp_path: Path, clock: VirtualClock
) -> None:
    async with opened(tmp_path, clock) as (service, _), visiting(service) as client:
        with capture_logs() as logged:
            answer = await client.post("/paper", data="crash")
        text = await answer.text()

    assert answer.status == 500
    assert "private words" not in text
    assert [(one["event"], one["route"]) for one in logged] == [("request failed", "/paper")]


async def test_a_change_wakes_the_courier_at_once(tmp_path: Path) -> None:
    still = _Still(NOW)
    async with opened(tmp_path, still) as (service, (paper,)):
        await invite_ada(service)
        async with service.house.store.unit() as unit:
            await unit.people.give_address("ada", ADA_ON_SLACK)
            await unit.commit()
        async with at_work(service):
            await asyncio.wait_for(still.asleep.wait(), 5)
            await write_to_ada(service)
            await service.house.door.carry_out("order:wake", _nothing)
            await asyncio.wait_for(paper.posted.wait(), 5)
    assert paper.sent == ["reply.test"]


async def _nothing(_turn: object) -> None:
    """Carry out an order that changes nothing by itself."""


class _Still(VirtualClock):
    """A clock on which whoever sleeps does not wake by themselves."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self.asleep = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.asleep.set()
        await asyncio.sleep(timedelta(hours=1).total_seconds() + seconds)
