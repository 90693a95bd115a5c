"""A mentee on Teams and a mentor on Slack: one pair, one service, HTTP in and HTTP out on both sides."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp.test_utils import TestServer

from adapters.slack.platform import Slack
from adapters.slack.settings import SlackSettings
from adapters.teams.platform import Teams
from bot.core.clock import VirtualClock
from bot.core.entropy import SeededEntropy
from bot.core.ground import Ground
from bot.platforms import Platform
from bot.service import Service, open_service
from tests.fakes.slack.fake import FakeSlack
from tests.fakes.teams.fake import FakeTeams
from tests.flow.slack.hands import Hands as SlackHands
from tests.flow.teams.hands import Hands as TeamsHands
from tests.flow.teams.ward import MORNING, begin, furnish, house_in, settings_for
from tests.flow.teams.ways import BY, DO, KNOW, READ, settles_in

PEOPLE = b"""\
email,name,role,relationship,platform
ada@trust.example,Ada Quist,mentee,R01,teams
bo@trust.example,Bo Marsh,mentor,R01,slack
gus@trust.example,Gus Zeller,coordinator,,teams
"""
NINE = datetime(2027, 1, 4, 9, tzinfo=UTC)
AFTERWARDS = datetime(2027, 1, 7, 17, tzinfo=UTC)
SAW = "She stopped, and asked the porter what he thought."


@dataclass
class Both:
    """Both platforms, the service between them, and the two of the pair."""

    slack: FakeSlack
    world: FakeTeams
    service: Service
    platforms: list[Slack | Teams]
    clock: VirtualClock

    def __post_init__(self) -> None:
        self.ada = TeamsHands(self.world.people["ada"], self.settled)
        self.bo = SlackHands(self.slack, self.slack.people["UBO"], self.settled)

    async def settled(self) -> None:
        for platform in self.platforms:
            await platform.settled()
        await self.service.worker.make_round()
        for platform in self.platforms:
            await platform.settled()

    async def until(self, moment: datetime) -> None:
        while self.clock.now() < moment:
            self.clock.jump(min(moment, self.clock.now() + timedelta(hours=1)))
            await self.settled()


@asynccontextmanager
async def open_both(folder: Path) -> AsyncIterator[Both]:
    clock = VirtualClock(MORNING)
    platforms: list[Slack | Teams] = []
    async with FakeSlack(clock=clock) as slack, FakeTeams(clock=clock) as world:
        team = furnish(world)
        slack.adds_person("UBO", "Bo Marsh", "bo@trust.example")

        def on_slack(ground: Ground) -> Platform:
            own = {"signing_secret": slack.signing_secret, "api_url": slack.api_url}
            platforms.append(Slack(SlackSettings.model_validate({"bot_token": slack.token} | own), ground))
            return platforms[-1]

        def on_teams(ground: Ground) -> Platform:
            platforms.append(Teams(settings_for(world), ground, fetch=world.tokens.fetch))
            return platforms[-1]

        house, entropy = house_in(folder), SeededEntropy("both")
        async with (
            open_service(house, [on_slack, on_teams], clock=clock, entropy=entropy, durable=False) as service,
            TestServer(service.application(), host="127.0.0.1") as server,
        ):
            world.bot_url = str(server.make_url("/api/messages"))
            slack.app_url = str(server.make_url("/slack/events"))
            channel = f"teams:{team.channels['Programme'].id}"
            await service.house.door.carry_out("start", lambda turn: begin(turn, PEOPLE, channel))
            await service.roll_call.call()
            both = Both(slack, world, service, platforms, clock)
            await both.ada.installs()
            yield both


async def both_settle_in(both: Both) -> None:
    await settles_in(both.ada)
    await both.until(NINE)
    bo = both.bo
    await bo.presses("Begin here")
    await bo.fills({READ: "I have read this"})
    await bo.fills({KNOW: "I know this"})
    await bo.fills()
    await bo.fills()
    await bo.presses("Skip")
    await bo.closes()


async def both_agree(both: Both) -> None:
    """Ada suggests a time in Teams, Bo says yes in Slack."""
    await both.ada.types("book")
    await both.ada.fills({"Your own day and time (you may leave it empty)": "thursday at 3pm"})
    await both.ada.fills()
    await both.bo.presses("That works")


async def test_a_time_found_across_both_platforms_is_agreed_on_both(tmp_path: Path) -> None:
    async with open_both(tmp_path) as both:
        await both_settle_in(both)
        await both_agree(both)
        assert "It's agreed with Bo Marsh: Thursday 7 January 2027, 15:00." in both.ada.last.words
        assert any(
            "It's agreed with Ada Quist: Thursday 7 January 2027, 15:00." in one for one in both.bo.chat
        )
        assert (both.world.complaints, both.slack.mistakes) == ([], [])


async def test_what_one_shares_in_teams_the_other_reads_in_slack_and_nobody_else(tmp_path: Path) -> None:
    async with open_both(tmp_path) as both:
        await both_settle_in(both)
        await both_agree(both)
        await both_agree_on_rules(both)
        await both.until(AFTERWARDS)
        await both.bo.presses("Yes, we met")
        await both.ada.presses("Yes, we met")
        await shares(both)
        assert "kept" in both.ada.card.words
        await both.settled()
        assert "Ada Quist" in both.bo.last.words
        await both.bo.presses(both.bo.last.buttons[0])
        assert SAW in seen_by(both.bo)
        assert SAW not in str([call.body for call in both.world.calls])
        assert (both.world.complaints, both.slack.mistakes) == ([], [])


async def both_agree_on_rules(both: Both) -> None:
    await both.ada.types("rules")
    await both.ada.fills({KNOW: "I know this"})
    await both.ada.fills()
    await both.ada.fills({"Your answer": "Yes, I accept them"})
    await both.bo.presses("Read and agree")
    await both.bo.fills({KNOW: "I know this"})
    await both.bo.fills({"Your answer": "Yes, I accept them"})


async def shares(both: Both) -> None:
    """Ada looks back and lets the two of them read it."""
    ada = both.ada
    await ada.presses("Look back")
    await ada.fills({"How much time is there?": "About four minutes"})
    await ada.fills({"Who may read it": "The two of us"})
    await ada.fills({"What happened": SAW})
    await ada.presses("Skip")
    await ada.fills({DO: "Ask more", BY: "2027-01-29"})
    await ada.fills({"It was": "light"})
    await ada.fills({"What shall I do?": "Keep it"})


def seen_by(bo: SlackHands) -> str:
    return str(bo.window) if bo.has_window else bo.last.words
