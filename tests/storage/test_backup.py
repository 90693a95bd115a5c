"""A backup is whole, holds no key, overwrites nothing, and comes back."""

from pathlib import Path
from stat import S_IMODE

import pytest

from storage import Keys, StorageProblem, open_store
from storage.backup import back_up, restore, verify
from storage.lock import claim_file
from storage.schema import HEAD
from tests.contract.store.examples import AMINA, BEN, COHORT, NOW, add_a_pair


async def add_people(url: str, keys: Keys) -> None:
    async with open_store(url, keys) as store, store.unit() as unit:
        await add_a_pair(unit)
        await unit.commit()


async def names(url: str, keys: Keys) -> list[str]:
    async with open_store(url, keys) as store, store.reading() as unit:
        return [person.name for person in await unit.people.some(["amina", "ben"])]


async def test_a_backup_made_while_somebody_writes_holds_what_was_committed(
    url: str, database: Path, keys: Keys, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    async with open_store(url, keys) as store, store.unit() as unit:
        await unit.cohorts.add(COHORT)
        await unit.commit()
        await unit.people.add(AMINA)
        back_up(database, backup)
    assert verify(backup) == HEAD
    assert restore(database, backup) is not None
    async with open_store(url, keys) as store, store.reading() as reading:
        assert await reading.cohorts.every() == [COHORT]
        assert await reading.people.some(["amina"]) == []


async def test_a_backup_is_for_its_owners_eyes_and_holds_no_key(
    url: str, database: Path, keys: Keys, tmp_path: Path
) -> None:
    await add_people(url, keys)
    backup = tmp_path / "backup.db"
    back_up(database, backup)
    assert S_IMODE(backup.stat().st_mode) == 0o600
    assert b"data_key" not in backup.read_bytes()


def test_a_backup_never_overwrites_anything(database: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    with pytest.raises(StorageProblem, match="already there"):
        back_up(database, precious)
    assert precious.read_text() == "mine"


def test_a_backup_that_fails_leaves_no_half_copy(database: Path, tmp_path: Path) -> None:
    database.write_bytes(b"not a database at all" * 300)
    with pytest.raises(StorageProblem):
        back_up(database, tmp_path / "backup.db")
    assert not (tmp_path / "backup.db").exists()


def test_a_backup_in_a_folder_that_is_not_there_is_said(database: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageProblem, match="can't be made"):
        back_up(database, tmp_path / "nowhere" / "backup.db")


async def test_a_restored_database_is_as_it_was_and_the_newer_one_is_kept(
    url: str, database: Path, keys: Keys, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    back_up(database, backup)
    await add_people(url, keys)
    old = restore(database, backup)
    assert await names(url, keys) == []
    assert old is not None
    restore(database, old)
    assert await names(url, keys) == [AMINA.name, BEN.name]


async def test_whoever_was_erased_since_the_backup_stays_erased(
    url: str, database: Path, keys: Keys, tmp_path: Path
) -> None:
    await add_people(url, keys)
    backup = tmp_path / "backup.db"
    back_up(database, backup)
    async with open_store(url, keys) as store, store.unit() as unit:
        await unit.people.erase("amina", NOW)
        await unit.commit()
    restore(database, backup)
    assert await names(url, keys) == ["someone who has left", BEN.name]


def test_nothing_is_restored_while_the_service_runs(database: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    back_up(database, backup)
    with claim_file(database), pytest.raises(StorageProblem, match="already running"):
        restore(database, backup)


@pytest.mark.parametrize("content", [b"", b"Dear diary, " * 1000])
def test_what_is_no_backup_is_not_restored(database: Path, tmp_path: Path, content: bytes) -> None:
    before = database.read_bytes()
    (tmp_path / "backup.db").write_bytes(content)
    with pytest.raises(StorageProblem, match="not a database"):
        restore(database, tmp_path / "backup.db")
    assert database.read_bytes() == before


def test_a_damaged_backup_is_not_restored(database: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    back_up(database, backup)
    whole = backup.read_bytes()
    backup.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(StorageProblem, match="damaged"):
        restore(database, backup)


def test_a_backup_that_is_not_there_is_said(database: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageProblem, match=r"no file gone\.db"):
        restore(database, tmp_path / "gone.db")


async def test_a_backup_can_be_restored_where_there_was_nothing(
    url: str, database: Path, keys: Keys, tmp_path: Path
) -> None:
    await add_people(url, keys)
    backup = tmp_path / "backup.db"
    back_up(database, backup)
    lose(database)
    assert restore(database, backup) is None
    assert await names(url, keys) == [AMINA.name, BEN.name]


def lose(database: Path) -> None:
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()


def test_only_one_process_runs_on_a_file_at_a_time(database: Path) -> None:
    with claim_file(database), pytest.raises(StorageProblem, match="already running"), claim_file(database):
        pytest.fail("two run at once")
    with claim_file(database):
        assert True


def test_a_lock_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageProblem, match="lock file"), claim_file(tmp_path / "nowhere" / "turnabout.db"):
        pytest.fail("it ran")
