"""Somebody or a channel is out of reach for a while: it is noticed, told to who can help, and mended."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.messages import Message
from tests.core.works import at
from tests.dialogs.house import NOW
from tests.dialogs.lookbacks import open_home
from tests.fakes.slack.records import Standing
from tests.fakes.teams.troubles import Refusal, throttled
from tests.flow.platforms.estate import BOTH, SLACK, TEAMS, Estate, open_estate
from tests.flow.platforms.staff import OnSlack, OnTeams, Staff
from tests.flow.platforms.walks import prepare

MONDAY, NEXT_MONDAY = at("2027-02-22", "12:00"), at("2027-03-01", "12:00")


@asynccontextmanager
async def at_work(platform: str, folder: Path) -> AsyncIterator[tuple[Estate, dict[str, Staff]]]:
    async with open_home(folder):
        pass
    async with open_estate(folder, NOW) as estate:
        yield estate, await prepare(estate, platform)


def slack_side(staff: Staff) -> OnSlack:
    assert isinstance(staff, OnSlack)
    return staff


def teams_side(staff: Staff) -> OnTeams:
    assert isinstance(staff, OnTeams)
    return staff


Deed = Callable[[Estate, Staff], Awaitable[object]]


@dataclass(frozen=True)
class Way:
    """A way to go, and to come back."""

    name: str
    platform: str
    goes: Deed
    comes_back: Deed

    def __str__(self) -> str:
        return f"{self.platform}: {self.name}"


async def _closes_account(_: Estate, staff: Staff) -> None:
    await slack_side(staff).person.leaves()


async def _reopens_account(_: Estate, staff: Staff) -> None:
    await slack_side(staff).person.changes(deleted=False)


async def _closes_silently(_: Estate, staff: Staff) -> None:
    slack_side(staff).person.profile.deleted = True


async def _says_hello(estate: Estate, staff: Staff) -> None:
    slack_side(staff).person.profile.deleted = False
    await staff.types("help")
    await estate.passes(days=1)


async def _loses_the_app(estate: Estate, _: Staff) -> None:
    await estate.slack.admin.uninstalls("T1")


async def _gets_the_app_back(estate: Estate, _: Staff) -> None:
    estate.slack.world.stand(estate.slack.world.grants["xoxb-T1-fake"].token, Standing.ACTIVE)
    await estate.stops()
    await estate.starts()


async def _blocks(_: Estate, staff: Staff) -> None:
    teams_side(staff).person.blocks()


async def _unblocks(_: Estate, staff: Staff) -> None:
    teams_side(staff).person.unblocks()
    await staff.types("help")


async def _removes_the_app(_: Estate, staff: Staff) -> None:
    await teams_side(staff).person.uninstalls()


async def _adds_the_app(_: Estate, staff: Staff) -> None:
    await teams_side(staff).person.installs()


async def _is_switched_off(_: Estate, staff: Staff) -> None:
    teams_side(staff).person.place.refusal = Refusal.DISABLED_BY_ADMIN


async def _is_switched_on(_: Estate, staff: Staff) -> None:
    teams_side(staff).person.place.refusal = None
    await staff.types("help")


WAYS = (
    Way("their account is closed", SLACK, _closes_account, _reopens_account),
    Way("their account is closed and nothing tells so", SLACK, _closes_silently, _says_hello),
    Way("the workspace removes the app", SLACK, _loses_the_app, _gets_the_app_back),
    Way("they block the bot", TEAMS, _blocks, _unblocks),
    Way("they remove the app", TEAMS, _removes_the_app, _adds_the_app),
    Way("an administrator switches it off", TEAMS, _is_switched_off, _is_switched_on),
)


@pytest.mark.parametrize("way", WAYS, ids=str)
async def test_somebody_out_of_reach_is_known_to_be_so_until_they_are_back(tmp_path: Path, way: Way) -> None:
    async with at_work(way.platform, tmp_path) as (estate, staff):
        edwin = staff["edwin"]
        await estate.passes(days=1)
        await way.goes(estate, edwin)
        before = edwin.chat
        await estate.writes("one", letter("one"), person="edwin")
        await estate.settled()
        assert await is_out_of_reach(estate, "edwin")
        assert edwin.chat == before

        await way.comes_back(estate, edwin)
        assert not await is_out_of_reach(estate, "edwin")
        await estate.writes("two", letter("two"), person="edwin")
        await estate.passes(minutes=1)
        assert "This is letter two." in edwin.chat[-1]


async def test_one_who_blocks_the_bot_holds_up_nobody_else(tmp_path: Path) -> None:
    async with at_work(TEAMS, tmp_path) as (estate, staff):
        teams_side(staff["edwin"]).person.blocks()
        for who in ("edwin", "chidi"):
            await estate.writes(who, letter(who), person=who)
        await estate.settled()
        assert "This is letter chidi." in staff["chidi"].chat[-1]
        assert await estate.parked() == {"blocked": 1}


def letter(name: str) -> Message:
    return Message(kind="service.trial", preview="About your programme", text=f"This is letter {name}.")


async def is_out_of_reach(estate: Estate, who: str) -> bool:
    async with estate.store.reading() as unit:
        return (await unit.people.get(who)).unreachable_since is not None


# ---- channels


async def _archives(estate: Estate) -> None:
    await estate.slack.admin.archives("C1", by="U0006")


async def _takes_it_back_out(estate: Estate) -> None:
    estate.slack.channel("C1").archived = False


async def _removes_from_channel(estate: Estate) -> None:
    await estate.slack.admin.removes_app("C1")


async def _invites(estate: Estate) -> None:
    await estate.slack.admin.invites_app("C1", by="U0006")


async def _removes_from_team(estate: Estate) -> None:
    await estate.desk.removes_from(estate.team)


async def _adds_to_team(estate: Estate) -> None:
    await estate.desk.adds_to(estate.team, "Programme")


async def _closes_the_channel(estate: Estate) -> None:
    estate.room.refusal = Refusal.WRITES_BLOCKED


async def _opens_the_channel(estate: Estate) -> None:
    estate.room.refusal = None


@dataclass(frozen=True)
class Shut:
    """A way in which a channel is lost, the advice that coordinators get, and how it is mended."""

    name: str
    platform: str
    lost: Callable[[Estate], Awaitable[None]]
    advice: str
    mended: Callable[[Estate], Awaitable[None]]

    def __str__(self) -> str:
        return f"{self.platform}: {self.name}"


SHUT = (
    Shut("archived", SLACK, _archives, "That channel is archived.", _takes_it_back_out),
    Shut("the app is taken out", SLACK, _removes_from_channel, "type /invite @Turnabout there", _invites),
    Shut("the app is taken out", TEAMS, _removes_from_team, "add Turnabout there", _adds_to_team),
    Shut("nobody may write", TEAMS, _closes_the_channel, "Ask an owner of the team", _opens_the_channel),
)


@pytest.mark.parametrize("shut", SHUT, ids=str)
async def test_coordinators_hear_alone_that_a_channel_is_lost_and_what_they_can_do(
    tmp_path: Path, shut: Shut
) -> None:
    async with at_work(shut.platform, tmp_path) as (estate, staff):
        await shut.lost(estate)
        await estate.until(MONDAY)
        told = [words for words in staff["farah"].chat if "couldn't post the summary of Spring" in words]
        assert len(told) == 1
        assert shut.advice in told[0]
        assert not any("couldn't post" in words for who in ("edwin", "imani") for words in staff[who].chat)
        assert "21 February" not in in_channel(estate, shut.platform)

        await shut.mended(estate)
        await estate.until(NEXT_MONDAY)
        assert "28 February" in in_channel(estate, shut.platform)


def in_channel(estate: Estate, platform: str) -> str:
    if platform == SLACK:
        return "\n".join(post.words for post in estate.slack.channel("C1").posts)
    return "\n".join(seen.words for seen in estate.teams.channel(estate.room.id))


@pytest.mark.parametrize("platform", BOTH)
async def test_a_summary_that_meets_a_platform_in_trouble_comes_once(tmp_path: Path, platform: str) -> None:
    async with at_work(platform, tmp_path) as (estate, _):
        estate.slack.next("conversations.info", "internal_error", times=2)
        estate.teams.next("send", throttled(40), times=2, to=estate.room.id)
        await estate.until(MONDAY)
        assert in_channel(estate, platform).count("21 February 2027") == 1
