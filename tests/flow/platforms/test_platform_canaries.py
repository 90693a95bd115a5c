"""What people write over Slack and Teams, looked for in all that leaves the house and all that stays."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import structlog
from click.testing import CliRunner

from bot.cli import turnabout
from tests.dialogs.house import NOW
from tests.dialogs.lookbacks import open_home
from tests.fakes.teams.troubles import Refusal, refused
from tests.flow.canaries import WORD, everything_logged, text_fields
from tests.flow.platforms.estate import BOTH, MASTER, Estate, open_estate
from tests.flow.platforms.searching import Said, everything_said, hidden, in_channels, previews
from tests.flow.platforms.staff import Staff
from tests.flow.platforms.walks import (
    EVERYBODY,
    SATURDAY,
    TUESDAY,
    Planting,
    plant,
    plantings_in,
    prepare,
    walk,
)

LIBRARIES = (
    "aiohttp.client",
    "aiohttp.server",
    "aiohttp.web",
    "botbuilder",
    "botframework",
    "msal",
    "msrest",
    "requests",
    "slack_bolt",
    "slack_sdk",
    "urllib3",
)
"""Whatever logs on the way to a platform; who called at our door is not logged at all."""

READERS = {
    "amara": {"amara", "brendan"},
    "brendan": {"amara", "brendan"},
    "chidi": {"chidi", "delphine", "edwin"},
    "delphine": {"delphine"},
}
"""Who may have somebody's words in front of them: of all others only they themselves."""

FOR_OTHERS = {
    Planting("brendan", "place"): {"amara", "brendan"},
    Planting("farah", "words"): {"amara", "brendan", "gwen", "hamish"},
}
"""What is written to be read by others in their chats: where to meet, and a coordinator's own letter."""

KEPT = {
    "edwin": {"what", "so_what", "will"},
    "chidi": {"saw", "will"},
    "delphine": {"what", "so_what", "will"},
    "amara": {"own"},
    "brendan": {"place"},
}


@dataclass
class Planted:
    """What became of the canaries on one platform."""

    platform: str
    folder: Path
    driven: set[str] = field(default_factory=set)
    said: list[Said] = field(default_factory=list)
    shown: dict[str, list[Any]] = field(default_factory=dict)
    chats: dict[str, list[str]] = field(default_factory=dict)
    channels: str = ""
    shelf: str = ""
    logged: str = ""
    secrets: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


async def planting(platform: str, folder: Path) -> Planted:
    planted = Planted(platform, folder)
    async with open_home(folder):
        pass
    with all_logged() as logged:
        async with open_estate(folder, NOW) as estate:
            staff = await prepare(estate, platform)
            await plant(estate, staff)
            await estate.until(SATURDAY)
            await _looks_again(staff)
            await estate.until(TUESDAY)
            await _gather(planted, estate, staff)
    planted.logged = logged.getvalue()
    return planted


async def _looks_again(staff: dict[str, Staff]) -> None:
    """Let everybody look at what they may read, after all that was written."""
    for one in staff.values():
        for command in ("status", "notes", "who sees what"):
            await one.types(command)
        one.puts_away()
    await staff["edwin"].presses("Monday 15 February 2027: looking back", -1)
    staff["edwin"].puts_away()


async def _gather(planted: Planted, estate: Estate, staff: dict[str, Staff]) -> None:
    planted.driven = estate.filled_in(WORD)
    planted.said = everything_said(estate, staff)
    planted.shown = {who: one.shown for who, one in staff.items()}
    planted.chats = {who: one.chat for who, one in staff.items()}
    planted.channels = in_channels(estate)
    planted.shelf = str(await _shelf(estate, planted.platform))
    planted.secrets = [estate.slack.token, estate.slack.signing_secret, "not so secret", "token-1"]
    planted.complaints = [*estate.slack.mistakes, *estate.slack.warnings, *estate.teams.complaints]


async def _shelf(estate: Estate, platform: str) -> list[object]:
    """Return all that is remembered about a platform, opened."""
    with closing(sqlite3.connect(estate.file)) as connection:
        kinds = connection.execute("SELECT DISTINCT kind FROM shelf WHERE platform = ?", [platform])
        found = [kind for (kind,) in kinds]
    async with estate.store.reading() as unit:
        return [(kind, await unit.shelf.every(kind, platform)) for kind in found]


@contextmanager
def all_logged() -> Iterator[Any]:
    """Catch all that the house and every library log, at the finest level."""
    loggers = {logging.getLogger(name): logging.getLogger(name).level for name in LIBRARIES}
    quiet = logging.getLogger("aiohttp.access")
    with everything_logged() as logged:
        quiet.setLevel(logging.WARNING)
        for logger in loggers:
            logger.setLevel(logging.DEBUG)
        try:
            yield logged
        finally:
            for logger, level in loggers.items():
                logger.setLevel(level)


@pytest.fixture(scope="module", params=BOTH)
def planted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return asyncio.run(planting(request.param, tmp_path_factory.mktemp(request.param)))


def named_in(text: str) -> set[str]:
    """Return whose name or e-mail is in a text."""
    return {who for who in EVERYBODY if who.title() in text or f"{who}@" in text} | (
        {"Quist"} if "Quist" in text else set()
    )


def addresses_in(content: bytes) -> set[str]:
    """Return whose e-mail can be read in a file."""
    return {who for who in EVERYBODY if f"{who}@trust.example".encode() in content}


# ---- the planting itself


def test_every_field_for_free_text_gets_a_canary_over_the_platform(planted: Planted) -> None:
    assert planted.driven == text_fields()


def test_the_platform_finds_no_fault_with_anything(planted: Planted) -> None:
    assert planted.complaints == []


@pytest.mark.parametrize("who", KEPT)
def test_what_was_kept_is_shown_to_its_writer(planted: Planted, who: str) -> None:
    shown = {one.field for one in plantings_in(planted.shown[who]) if one.who == who}
    read = {one.field for one in plantings_in(planted.chats[who]) if one.who == who}
    assert KEPT[who] - shown - read == set()


# ---- what leaves


def test_a_message_that_a_platform_keeps_holds_only_what_was_written_to_its_reader(planted: Planted) -> None:
    assert planted.said
    found = [(one.call, one.reader, two) for one in planted.said for two in plantings_in(one.body)]
    assert [one for one in found if one[1] not in FOR_OTHERS.get(one[2], set())] == []
    assert {two for _, _, two in found} == set(FOR_OTHERS), "what was written to others has reached them"


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_form_shows_words_only_to_those_who_may_read_them(planted: Planted, who: str) -> None:
    seen = plantings_in(planted.shown[who]) - set(FOR_OTHERS)
    assert [one for one in seen if who not in READERS.get(one.who, {one.who})] == []


def test_words_typed_into_a_chat_or_a_channel_are_said_back_to_nobody(planted: Planted) -> None:
    everything = [*planted.said, *planted.shown.values(), planted.channels]
    assert Planting("gwen", "chat") not in plantings_in(everything)


def test_no_preview_holds_a_word_a_name_or_an_address(planted: Planted) -> None:
    shown = [preview for one in planted.said for preview in previews(one)]
    assert len(shown) > len(EVERYBODY)
    assert [one for one in shown if WORD in one or named_in(one)] == []


def test_nothing_that_nobody_reads_holds_a_word_a_name_or_an_address(planted: Planted) -> None:
    bodies = [
        *(one.body for one in planted.said),
        *(body for shown in planted.shown.values() for body in shown),
    ]
    carried = [one for body in bodies for one in hidden(body)]
    assert len(carried) > len(EVERYBODY)
    assert [one for one in carried if WORD in one or named_in(one)] == []


def test_a_channel_is_told_figures_and_nobodys_name(planted: Planted) -> None:
    assert "the week to 21 February 2027" in planted.channels
    assert WORD not in planted.channels
    assert named_in(planted.channels) == set()


# ---- what stays


def test_no_log_holds_a_word_a_name_an_address_or_a_secret(planted: Planted) -> None:
    assert "INSERT INTO note" in planted.logged
    assert WORD not in planted.logged
    assert named_in(planted.logged) == set()
    assert [one for one in planted.secrets if one in planted.logged] == []


def test_what_is_remembered_about_a_platform_holds_no_word(planted: Planted) -> None:
    assert "profile" in planted.shelf
    assert WORD not in planted.shelf


def test_no_file_of_the_house_can_be_read(planted: Planted) -> None:
    files = [path for path in planted.folder.iterdir() if path.is_file()]
    assert "house.db" in {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        assert WORD.encode() not in content
        assert addresses_in(content) == set()
        assert [one for one in planted.secrets if one.encode() in content] == []


def test_a_backup_can_not_be_read_either(planted: Planted, tmp_path: Path) -> None:
    settings = {
        "TURNABOUT_DATABASE_URL": f"sqlite+aiosqlite:///{planted.folder / 'house.db'}",
        "TURNABOUT_KEYS": MASTER.get_secret_value(),
    }
    copy = tmp_path / "copy.db"
    ran = CliRunner().invoke(turnabout, ["db", "backup", str(copy)], env=settings, catch_exceptions=False)
    structlog.reset_defaults()
    assert ran.exit_code == 0
    assert WORD.encode() not in copy.read_bytes()
    assert addresses_in(copy.read_bytes()) == set()


# ---- when something breaks meanwhile


@asynccontextmanager
async def edwin_at_work(platform: str, folder: Path) -> AsyncIterator[tuple[Estate, Staff]]:
    """Let Edwin be on the page on which he writes."""
    async with open_home(folder):
        pass
    async with open_estate(folder, NOW) as estate:
        staff = await prepare(estate, platform)
        await staff["edwin"].opens("reflect")
        await staff["edwin"].fills({"length": "short"})
        await staff["edwin"].fills({"audience": "private"})
        yield estate, staff["edwin"]


@pytest.mark.parametrize("platform", BOTH)
async def test_a_write_that_fails_while_words_are_in_hand_tells_none_and_loses_none(
    tmp_path: Path, platform: str
) -> None:
    """The database refuses the words; the answer, the log and the files are read; then it works again."""
    async with edwin_at_work(platform, tmp_path) as (estate, edwin):
        for table in ("note", "conversation"):
            _break(estate, table)
        with all_logged() as logged:
            await edwin.fills(
                {"saw": Planting("edwin", "saw").words, "will": Planting("edwin", "will").words}
            )
        assert "IntegrityError" in logged.getvalue()
        assert WORD not in logged.getvalue()
        assert edwin.was_refused
        assert WORD not in str(edwin.answered)
        for table in ("note", "conversation"):
            _mend(estate, table)
        await walk(edwin, then="keep")
        await edwin.types("notes")
        assert any("looking back" in label for label in edwin.buttons)


def _break(estate: Estate, table: str) -> None:
    with closing(sqlite3.connect(estate.file)) as connection:
        for what in ("INSERT", "UPDATE"):
            refuse = f"BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END"
            connection.execute(f"CREATE TRIGGER broken_{what}_{table} {refuse}")


def _mend(estate: Estate, table: str) -> None:
    with closing(sqlite3.connect(estate.file)) as connection:
        for what in ("INSERT", "UPDATE"):
            connection.execute(f"DROP TRIGGER broken_{what}_{table}")


@pytest.mark.parametrize("platform", BOTH)
async def test_a_fault_whose_message_repeats_the_words_is_logged_by_its_kind_alone(
    tmp_path: Path, platform: str
) -> None:
    async with edwin_at_work(platform, tmp_path) as (estate, edwin):
        words = Planting("edwin", "saw").words
        estate.trouble.append(ValueError(f"cannot store {words}"))
        with all_logged() as logged:
            await edwin.fills({"saw": words, "will": words})
        assert "ValueError" in logged.getvalue()
        assert WORD not in logged.getvalue()
        assert edwin.was_refused


@pytest.mark.parametrize("platform", BOTH)
async def test_a_message_that_the_platform_refuses_is_not_quoted_in_the_log(
    tmp_path: Path, platform: str
) -> None:
    async with edwin_at_work(platform, tmp_path) as (estate, edwin):
        _refuse_everything(estate)
        with all_logged() as logged:
            await edwin.types(f"help {Planting('edwin', 'chat').words}")
            await edwin.types("status")
        assert logged.getvalue()
        assert WORD not in logged.getvalue()
        assert named_in(logged.getvalue()) == set()


def _refuse_everything(estate: Estate) -> None:
    estate.slack.next("chat.postMessage", "invalid_blocks", times=3)
    for call in ("send", "reply", "update"):
        estate.teams.next(call, refused(Refusal.BAD_ARGUMENT), times=3)
