"""What the operator's verbs have in common: a way into the house, and plain words out of it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

import click

from bot import log
from bot.app import House, open_house
from bot.core.clock import SystemClock
from bot.core.entropy import SystemEntropy, new_id
from bot.core.events import Ordered
from bot.core.problems import Problem
from bot.core.turn import Turn
from bot.settings import Settings, read_settings
from bot.worker import Nowhere
from storage import Keys, open_store
from storage.engine import Address
from storage.lock import claim_file

T = TypeVar("T")

A_PLACE = click.Path(path_type=Path, readable=False)
"""A file or folder that a user names; whether it can be read is found out, and said, when it is."""

json_option = click.option("--json", "machine", is_flag=True, help="Say it as JSON, for a machine.")


class NoDatabase(Problem):
    """There is no database where the settings say."""


class CannotRead(Problem):
    """A file can't be read."""


def run(work: Coroutine[Any, Any, T]) -> T:
    """Do the work of a verb to its end."""
    return asyncio.run(work)


@asynccontextmanager
async def house(*, may_make: bool = False) -> AsyncIterator[House]:
    """Open the house that the settings describe; only who `may_make` one makes a new database."""
    settings = opened_settings(may_make=may_make)
    async with open_house(settings, Nowhere()) as opened:
        yield opened


@asynccontextmanager
async def reading() -> AsyncIterator[Turn]:
    """Open the database to look and change nothing, beside whoever is at work in it."""
    settings = opened_settings()
    keys = Keys.read(settings.database_url, settings.keys)
    async with open_store(settings.database_url, keys, migrate=False) as store, store.reading() as unit:
        yield Turn(Ordered(key="look"), SystemClock().now(), unit, SystemEntropy(), store.vault)


async def order(what: Callable[[Turn], Awaitable[T]], *, may_make: bool = False) -> T:
    """Carry out one order in one transaction, and return what came of it."""
    async with house(may_make=may_make) as opened:
        key = f"order:{new_id(opened.clock.now(), SystemEntropy())}"
        return await opened.door.carry_out(key, what)


def only_worker(settings: Settings) -> AbstractContextManager[None]:
    """Be the one that runs planner and courier on a database file; PostgreSQL lets several."""
    address = Address.parse(settings.database_url)
    return claim_file(address.file) if address.embedded else nullcontext()


def opened_settings(*, may_make: bool = False) -> Settings:
    """Read the settings, set up the log, and make sure that there is a database or that one may be made."""
    settings = read_settings()
    log.set_up(settings.log)
    address = Address.parse(settings.database_url)
    if address.embedded:
        _check_file(address.file, may_make=may_make)
    return settings


def _check_file(database: Path, *, may_make: bool) -> None:
    if database.is_dir():
        raise NoDatabase(f"{database} is a folder, not a database. Check TURNABOUT_DATABASE_URL.")
    if not may_make and not database.exists():
        raise NoDatabase(f"There is no database {database} yet. `turnabout cohort create` makes one.")


def content_of(file: Path) -> bytes:
    """Return the bytes of a file. Raises `CannotRead`."""
    try:
        return file.read_bytes()
    except OSError as problem:
        raise CannotRead(f"{file} can't be read: {_reason(problem)}.") from None


def text_of(file: Path) -> str:
    """Return the words of a file in UTF-8. Raises `CannotRead`."""
    try:
        return content_of(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotRead(f"{file} can't be read: it is not text in UTF-8.") from None


def _reason(problem: OSError) -> str:
    match problem:
        case FileNotFoundError():
            return "it is not there"
        case IsADirectoryError():
            return "it is a folder"
        case PermissionError():
            return "it is not yours to read"
        case _:
            return "the disk does not answer as it should"


def say(text: str) -> None:
    """Print words for a person."""
    click.echo(text)


def say_json(value: object) -> None:
    """Print one JSON object, in UTF-8 whatever the terminal speaks."""
    click.echo(f"{json.dumps(value, ensure_ascii=False)}\n".encode(), nl=False)
