"""`turnabout db`: looking after the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from bot.cli.desk import json_option, run, say, say_json
from bot.core.problems import Problem
from bot.settings import read_settings
from storage import Keys, SqlStore, StorageProblem, open_store
from storage.backup import back_up, restore, verify
from storage.engine import Address
from storage.lock import claim_file
from storage.migrate import upgrade

OWN_TOOLS = (
    "PostgreSQL has its own tools for this: `pg_dump --exclude-schema=turnabout_keys` makes a backup "
    "without keys, `pg_restore` brings it back."
)


class NotSound(Problem):
    """Something about the database is not as it should be."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; without a problem it is as it should be."""

    what: str
    problem: str | None = None


@click.group("db")
def command() -> None:
    """Look after the database."""


@command.command("upgrade")
def upgrade_database() -> None:
    """Bring the database up to date with this release; make it when there is none.

    A database file that holds data is copied first, to a file beside it.
    """
    url = read_settings().database_url
    address = Address.parse(url)
    if address.embedded:
        with claim_file(address.file):
            upgrade(url)
    else:
        upgrade(url)
    say("The database is up to date.")


@command.command("check")
@json_option
def check(*, machine: bool) -> None:
    """Look whether the database is whole and up to date, its keys fit and its audit trail is untouched."""
    findings = run(_look())
    if machine:
        say_json({finding.what: finding.problem or "ok" for finding in findings})
    else:
        for finding in findings:
            say(f"{finding.what}: {finding.problem or 'ok'}")
    if any(finding.problem for finding in findings):
        raise NotSound("The database is not as it should be; see above.")


async def _look() -> list[Finding]:
    """Look at one thing after another, as far as one allows to look at the next."""
    try:
        address = Address.parse(read_settings().database_url)
        if address.embedded:
            verify(address.file)
        async with _store() as store:
            return [Finding("database"), await _people(store), await _audit(store)]
    except Problem as problem:
        return [Finding("database", str(problem))]


async def _people(store: SqlStore) -> Finding:
    lost = await store.unreadable_people()
    return Finding("people", f"{lost} can't be read with these keys." if lost else None)


async def _audit(store: SqlStore) -> Finding:
    broken = await store.verify_chain()
    return Finding("audit trail", f"Entry {broken} was changed or taken out." if broken else None)


@command.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def make_backup(file: Path) -> None:
    """Copy the database to a new FILE, also while the service runs. It never holds keys."""
    back_up(_database_file(), file)
    say(f"Saved a backup to {file}. Without the key store it can't be read, so keep that elsewhere.")


@command.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
def bring_back(file: Path) -> None:
    """Put the backup FILE in the place of the database. The old one is kept beside it.

    Whoever was erased since the backup was made is erased again. The service must not run meanwhile.
    """
    old = restore(_database_file(), file)
    run(_settle_in())
    say(f"Restored {file}." + (f" The database from before is now {old.name}." if old else ""))


async def _settle_in() -> None:
    """Open the database once: that brings it up to date and replays the erasures."""
    async with _store(migrate=True):
        pass


@asynccontextmanager
async def _store(*, migrate: bool = False) -> AsyncIterator[SqlStore]:
    settings = read_settings()
    keys = Keys.read(settings.database_url, settings.keys)
    async with open_store(settings.database_url, keys, migrate=migrate) as store:
        yield store


def _database_file() -> Path:
    address = Address.parse(read_settings().database_url)
    if not address.embedded:
        raise StorageProblem(OWN_TOOLS)
    return address.file
