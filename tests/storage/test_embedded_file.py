"""Whatever is wrong with the file is said in one sentence, and nothing is lost."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from stat import S_IMODE
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import select, text

from storage import Keys, SqlStore, StorageProblem, engine, open_store
from storage.backup import back_up
from storage.keyfile import new_key
from storage.keystore import DATA_KEY
from tests.contract.store.examples import AMINA, COHORT

DIES_HALF_WAY = """
import asyncio, os, signal, sys
from storage import Keys, open_store
from tests.contract.store.examples import AMINA, COHORT

async def main(url, key):
    async with open_store(url, Keys.parse([key])) as store:
        async with store.unit() as unit:
            await unit.cohorts.add(COHORT)
            await unit.commit()
        async with store.unit() as unit:
            await unit.people.add(AMINA)
            os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main(*sys.argv[1:]))
"""

MAY_ONLY_READ = """
import asyncio, os, sys
from storage import Keys, StorageProblem, open_store

async def main(url, key):
    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        async with open_store(url, Keys.parse([key])):
            print("it opened")
    except StorageProblem as problem:
        print(problem)

asyncio.run(main(*sys.argv[1:]))
"""

COUNTS_COHORTS = """
import sqlite3, sys
from contextlib import closing

with closing(sqlite3.connect(sys.argv[1])) as connection:
    print(connection.execute("SELECT count(*) FROM cohort").fetchone()[0])
"""


def cohorts_seen_from_outside(file: Path) -> int:
    """Let another process open the file, look at it and close it."""
    looking = [sys.executable, "-c", COUNTS_COHORTS, file]
    return int(subprocess.run(looking, check=True, capture_output=True).stdout)


async def add_a_cohort(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.cohorts.add(COHORT)
        await unit.commit()


async def test_a_process_that_is_killed_leaves_what_it_committed_and_nothing_else(tmp_path: Path) -> None:
    url, key = f"sqlite+aiosqlite:///{tmp_path}/turnabout.db", new_key()
    died = run(DIES_HALF_WAY, url, key)
    assert died.returncode == -signal.SIGKILL
    async with open_store(url, Keys.parse([key])) as store, store.unit() as unit:
        assert await unit.cohorts.every() == [COHORT]
        assert await unit.people.some([AMINA.id]) == []
        await unit.people.add(AMINA)
        await unit.commit()


async def test_a_full_disk_is_said_and_what_was_kept_stays(url: str, keys: Keys) -> None:
    async with open_store(url, keys) as store:
        await add_a_cohort(store)
        async with store._engines.writer.connect() as connection:
            await connection.execute(text("PRAGMA max_page_count = 1"))
        with pytest.raises(StorageProblem, match="disk is full"):
            await fill(store)
    async with open_store(url, keys) as store, store.reading() as unit:
        assert await unit.cohorts.every() == [COHORT]


async def fill(store: SqlStore) -> None:
    async with store.unit() as unit:
        for number in range(1000):
            await unit.cohorts.add(COHORT.model_copy(update={"id": str(number), "name": f"Cohort {number}"}))
        await unit.commit()


def test_a_file_that_may_only_be_read_is_said(template: Path) -> None:
    with TemporaryDirectory() as folder:
        shutil.copytree(template, folder, dirs_exist_ok=True)
        Path(folder).chmod(0o555)
        for file in Path(folder).iterdir():
            file.chmod(0o444)
        told = run(MAY_ONLY_READ, f"sqlite+aiosqlite:///{folder}/turnabout.db", new_key())
        Path(folder).chmod(0o755)
    assert (
        told.stdout.strip()
        == "The database can't be written to. Check who may write the file and its folder."
    )


async def test_a_file_in_somebody_elses_hands_is_said(
    url: str, database: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engine._PRAGMAS, "busy_timeout", 10)
    with closing(sqlite3.connect(database, isolation_level=None)) as somebody_else:
        somebody_else.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageProblem, match="Something else is using the database"):
            await opens(url, keys)


async def test_a_file_that_is_no_database_is_said_and_left_alone(
    database: Path, url: str, keys: Keys
) -> None:
    overwrite(database, 0, b"Dear diary, " * 1000)
    with pytest.raises(StorageProblem, match="not a database"):
        await opens(url, keys)
    with pytest.raises(StorageProblem, match="not a database"):
        back_up(database, database.with_name("copy.db"))


async def test_a_damaged_file_is_said(database: Path, url: str, keys: Keys) -> None:
    overwrite(database, 4096, bytes(8 * 4096))
    with pytest.raises(StorageProblem, match="damaged"):
        await opens(url, keys)


async def test_a_folder_that_is_not_there_is_said(tmp_path: Path, keys: Keys) -> None:
    with pytest.raises(StorageProblem, match="can't be opened"):
        await opens(f"sqlite+aiosqlite:///{tmp_path}/nowhere/turnabout.db", keys)


async def test_a_database_in_memory_is_refused(keys: Keys) -> None:
    with pytest.raises(StorageProblem, match="database file"):
        await opens("sqlite+aiosqlite://", keys)


async def test_a_unit_opened_inside_another_gives_up(
    url: str, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 0.01)
    async with open_store(url, keys) as store, store.unit() as unit:
        await unit.cohorts.every()
        with pytest.raises(StorageProblem, match="busy for too long"):
            await add_a_cohort(store)


async def test_files_are_for_their_owners_eyes_only(tmp_path: Path, keys: Keys) -> None:
    async with open_store(f"sqlite+aiosqlite:///{tmp_path}/turnabout.db", keys) as store:
        await add_a_cohort(store)
        modes = modes_in(tmp_path)
    assert modes == dict.fromkeys(modes, 0o600)
    assert {"turnabout.db", "turnabout.db-wal", "turnabout.keys.db"} <= modes.keys()


def modes_in(folder: Path) -> dict[str, int]:
    return {file.name: S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


async def test_a_destroyed_key_is_in_no_file(database: Path, url: str, keys: Keys) -> None:
    async with open_store(url, keys) as store:
        await store.vault.seal("amina", "private:amina", "words")
        async with store._keys._engine.connect() as connection:
            wrapped = await connection.scalar(select(DATA_KEY.c.wrapped).where(DATA_KEY.c.owner == "amina"))
        assert wrapped in everything_beside(database)
        await store._keys.erase("amina")
        assert wrapped not in everything_beside(database)


def everything_beside(database: Path) -> bytes:
    return b"".join(file.read_bytes() for file in database.parent.iterdir())


async def test_the_command_line_reads_beside_a_running_service(url: str, keys: Keys) -> None:
    async with open_store(url, keys) as service, open_store(url, keys) as command_line:
        await add_a_cohort(service)
        async with command_line.reading() as unit:
            assert await unit.cohorts.every() == [COHORT]


async def test_a_commit_waits_for_the_disk_unless_the_database_is_thrown_away(url: str, keys: Keys) -> None:
    for durable, expected in ((True, 2), (False, 0)):
        async with (
            open_store(url, keys, durable=durable) as store,
            store._engines.writer.connect() as connection,
        ):
            assert await connection.scalar(text("PRAGMA synchronous")) == expected
            assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
            assert await connection.scalar(text("PRAGMA foreign_keys")) == 1


def overwrite(file: Path, start: int, content: bytes) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:start] + content + whole[start + len(content) :])


async def opens(url: str, keys: Keys) -> None:
    async with open_store(url, keys):
        pass


def run(script: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script, *words], check=False, capture_output=True, text=True)


async def test_whoever_looks_at_the_file_meanwhile_takes_nothing_away(tmp_path: Path) -> None:
    file = tmp_path / "shared.db"
    async with open_store(f"sqlite+aiosqlite:///{file}", Keys.parse([new_key()])) as store:
        async with store.reading() as unit:
            assert await unit.timers.next_due() is None
        assert cohorts_seen_from_outside(file) == 0
        await add_a_cohort(store)
        assert cohorts_seen_from_outside(file) == 1
