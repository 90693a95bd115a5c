"""Looking after the database from the command line."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.unit import NO_KEY_STORE
from tests.cli.conftest import Run

TAMPER = "UPDATE audit SET actor = 'nobody' WHERE position = 1"
GARBLE = "UPDATE person SET identity = CAST(x'01' || randomblob(60) AS BLOB)"


def change(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(statement)


def test_a_sound_database_is_found_sound(started: Run) -> None:
    ran = started("db", "check")
    assert (ran.status, ran.out) == (0, "database: ok\npeople: ok\naudit trail: ok\n")


def test_the_findings_can_be_read_by_a_machine(started: Run) -> None:
    assert json.loads(started("db", "check", "--json").out) == {
        "database": "ok",
        "people": "ok",
        "audit trail": "ok",
    }


def test_a_changed_audit_trail_is_found(started: Run, tmp_path: Path) -> None:
    change(tmp_path / "turnabout.db", TAMPER)
    ran = started("db", "check")
    assert ran.status == 1
    assert "audit trail: Entry 1 was changed or taken out." in ran.out
    assert ran.err == "turnabout: The database is not as it should be; see above.\n"


def test_people_whose_names_do_not_open_are_counted(started: Run, tmp_path: Path) -> None:
    change(tmp_path / "turnabout.db", GARBLE)
    assert "people: 7 can't be read with these keys." in started("db", "check").out


def test_a_missing_key_store_is_found(started: Run, tmp_path: Path) -> None:
    for lost in tmp_path.glob("turnabout.keys.db*"):
        lost.unlink()
    ran = started("db", "check")
    assert (ran.status, ran.out) == (1, f"database: {NO_KEY_STORE}\n")


def test_a_database_that_is_not_there_is_found_missing(turnabout: Run) -> None:
    ran = turnabout("db", "check")
    assert (ran.status, ran.out) == (1, "database: There is no file turnabout.db.\n")


def test_a_database_is_made_and_brought_up_to_date(turnabout: Run, tmp_path: Path) -> None:
    for _ in range(2):
        assert turnabout("db", "upgrade").out == "The database is up to date.\n"
    assert (tmp_path / "turnabout.db").exists()
    assert turnabout("db", "check").status == 0


def test_a_backup_comes_back(started: Run, tmp_path: Path) -> None:
    assert started("db", "backup", "backup.db").status == 0
    change(tmp_path / "turnabout.db", TAMPER)
    ran = started("db", "restore", "backup.db")
    assert ran.out == "Restored backup.db. The database from before is now turnabout.db.old-1.\n"
    assert started("db", "check").status == 0


def test_a_backup_overwrites_nothing(started: Run, tmp_path: Path) -> None:
    ran = started("db", "backup", "people.csv")
    assert (ran.status, ran.err) == (1, "turnabout: people.csv is already there. Choose another name.\n")
    assert (tmp_path / "people.csv").read_text().startswith("email")


def test_what_is_no_backup_is_not_restored(started: Run) -> None:
    ran = started("db", "restore", "people.csv")
    assert (ran.status, ran.err) == (1, "turnabout: The file is not a database that Turnabout can read.\n")


def test_postgresql_is_backed_up_with_its_own_tools(turnabout: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURNABOUT_DATABASE_URL", "postgresql+psycopg://turnabout@db.example/turnabout")
    ran = turnabout("db", "backup", "backup.db")
    assert ran.status == 1
    assert "pg_dump --exclude-schema=turnabout_keys" in ran.err


def test_a_new_master_key_is_one_that_can_be_used(turnabout: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURNABOUT_KEYS", turnabout("keys", "new").out.strip())
    turnabout("db", "upgrade")
    assert turnabout("db", "check").status == 0


def test_keys_beside_the_database_are_changed(started: Run, tmp_path: Path) -> None:
    key_file = tmp_path / "turnabout.keys"
    old = key_file.read_text()
    ran = started("keys", "rotate")
    assert ran.status == 0
    assert ran.out.startswith("Wrapped 8 data keys anew.")
    newest, _, rest = key_file.read_text().partition("\n")
    assert rest == old
    key_file.write_text(newest)
    assert started("db", "check").status == 0


def test_keys_of_the_environment_are_changed(
    started: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = (tmp_path / "turnabout.keys").read_text().strip(), started("keys", "new").out.strip()
    monkeypatch.setenv("TURNABOUT_KEYS", f"{new},{old}")
    assert started("keys", "rotate").status == 0
    monkeypatch.setenv("TURNABOUT_KEYS", new)
    assert started("db", "check").status == 0
    monkeypatch.setenv("TURNABOUT_KEYS", old)
    assert "is missing. Add it to TURNABOUT_KEYS." in started("db", "check").out


def test_there_are_no_keys_to_change_without_a_database(turnabout: Run) -> None:
    ran = turnabout("keys", "rotate")
    assert (ran.status, ran.err) == (1, "turnabout: There is no key file turnabout.keys to change.\n")
