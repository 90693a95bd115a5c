"""What a platform delivers twice, or has to deliver again after a fault, happens once."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest

from storage import engine
from tests.dialogs.house import NOW
from tests.dialogs.lookbacks import open_home
from tests.flow.platforms.estate import BOTH, Estate, open_estate
from tests.flow.platforms.staff import OnSlack, OnTeams, Staff
from tests.flow.platforms.walks import SATURDAY, look_back, meet, poll, prepare

PASSING = frozenset({"audit", "inbox", "master_key"})
"""Tables that tell how often something came, and not how things stand."""


@asynccontextmanager
async def at_work(platform: str, folder: Path) -> AsyncIterator[tuple[Estate, dict[str, Staff]]]:
    async with open_home(folder):
        pass
    async with open_estate(folder, NOW) as estate:
        yield estate, await prepare(estate, platform)


def standing(estate: Estate) -> dict[str, int]:
    """Return how many rows each table has."""
    with closing(sqlite3.connect(estate.file)) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        tables = [name for (name,) in named.fetchall() if name not in PASSING]
        count = "SELECT count(*) FROM"
        return {
            name: connection.execute(f'{count} "{name}"').fetchone()[0] for name in tables
        }  # the names of tables


Chats = dict[str, list[str]]


async def lived_through(platform: str, folder: Path, *, twice: bool) -> tuple[dict[str, int], Chats]:
    """Walk three journeys and their days, and return how things stand and what everybody reads."""
    async with at_work(platform, folder) as (estate, staff):
        estate.twice = twice
        for journey in (meet, poll, look_back):
            await journey(estate, staff)
        await estate.until(SATURDAY)
        return standing(estate), {who: one.chat for who, one in staff.items()}


@pytest.mark.parametrize("platform", BOTH)
async def test_a_journey_whose_every_event_comes_twice_ends_where_it_would_have(
    tmp_path: Path, platform: str
) -> None:
    once, read_once = await lived_through(platform, tmp_path / "once", twice=False)
    twice, read_twice = await lived_through(platform, tmp_path / "twice", twice=True)
    assert once["note"] > 0
    assert once["interaction"] > 0
    assert twice == once
    assert read_twice == read_once


@pytest.mark.parametrize("platform", BOTH)
async def test_what_comes_again_after_a_restart_changes_nothing(tmp_path: Path, platform: str) -> None:
    async with at_work(platform, tmp_path) as (estate, staff):
        brendan = staff["brendan"]
        await brendan.opens("book")
        await brendan.fills({"words": "tomorrow at 3pm"})
        await brendan.fills({})
        before, amara = standing(estate), staff["amara"].chat
        await estate.stops()
        await estate.starts()
        await brendan.again()
        assert standing(estate) == before
        assert staff["amara"].chat == amara


# ---- faults inside


@pytest.mark.parametrize("platform", BOTH)
async def test_a_fault_before_anything_is_kept_makes_the_platform_try_again(
    tmp_path: Path, platform: str
) -> None:
    async with at_work(platform, tmp_path) as (estate, staff):
        edwin = staff["edwin"]
        estate.trouble.append(RuntimeError("the disk was full"))
        before = len(edwin.chat)
        await delivered_in_the_end(edwin, "status")
        assert len(edwin.chat) == before + 1
        assert "month 1 of 8" in edwin.chat[-1]


@pytest.mark.parametrize("platform", BOTH)
async def test_a_fault_after_everything_is_kept_does_nothing_twice(tmp_path: Path, platform: str) -> None:
    """The process loses the answer on its way to the platform, once it was committed."""
    async with at_work(platform, tmp_path) as (estate, staff):
        await staff["brendan"].opens("book")
        await staff["brendan"].fills({"words": "tomorrow at 3pm"})
        before, told = standing(estate), len(staff["amara"].chat)
        estate.aftermath.append(RuntimeError("killed"))
        await staff["brendan"].fills({})
        assert staff["brendan"].was_refused
        await staff["brendan"].again()
        assert standing(estate)["interaction"] == before["interaction"] + 1
        assert len(staff["amara"].chat) == told + 1


@pytest.mark.parametrize("platform", BOTH)
async def test_what_is_typed_while_the_database_is_locked_is_taken_in_once_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setitem(engine._PRAGMAS, "busy_timeout", 50)
    async with at_work(platform, tmp_path) as (estate, staff):
        edwin = staff["edwin"]
        assert isinstance(edwin, OnSlack | OnTeams)
        estate.slack.way.retries = 0
        before = len(edwin.chat)
        with locked(estate):
            edwin.answers.append(await edwin.person.types("status"))
        assert edwin.was_refused
        assert len(edwin.chat) == before
        await edwin.again()
        assert len(edwin.chat) == before + 1
        assert "month 1 of 8" in edwin.chat[-1]


async def delivered_in_the_end(one: Staff, words: str) -> None:
    """Type something; Slack delivers it again by itself, Teams once more for us."""
    await one.types(words)
    if one.was_refused:
        await one.again()
    assert not one.was_refused


@contextmanager
def locked(estate: Estate) -> Iterator[None]:
    """Let somebody else be writing to the database all the while."""
    with closing(sqlite3.connect(estate.file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
