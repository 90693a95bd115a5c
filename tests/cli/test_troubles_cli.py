"""What stands in a command's way is said in one sentence, and nothing half done is left."""

import fcntl
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.keyfile import new_key
from tests.cli.conftest import Run

STATUS = ("cohort", "status", "Spring 2090", "--json")
VERBS = [
    ("cohort", "create", "cohort.toml"),
    ("cohort", "import", "Spring 2090", "people.csv"),
    ("cohort", "start", "Spring 2090"),
    STATUS,
    ("summary", "Spring 2090"),
    ("tick",),
]


def refused(run: Run, words: tuple[str, ...], sentence: str, status: int = 1) -> None:
    said = run(*words)
    assert (said.status, said.err) == (status, f"turnabout: {sentence}\n")
    assert "Imported" not in said.out


@pytest.mark.parametrize("words", VERBS)
def test_a_wrong_key_opens_nothing(
    started: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNABOUT_KEYS", new_key())

    refused(
        started,
        words,
        "The master key that this database was sealed with is missing. Add it to TURNABOUT_KEYS.",
    )


@pytest.mark.parametrize("words", VERBS)
def test_a_key_that_is_none_is_refused_without_repeating_it(
    started: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNABOUT_KEYS", "hunter2")

    refused(started, words, "A master key is 32 bytes in base64; `turnabout keys new` makes one.")


@pytest.mark.parametrize("words", VERBS)
def test_a_lost_key_file_is_not_replaced(started: Run, words: tuple[str, ...]) -> None:
    Path("turnabout.keys").unlink()

    refused(started, words, "The master key file turnabout.keys is missing. Put it back beside the database.")


@pytest.mark.parametrize("words", VERBS)
def test_a_database_of_a_newer_version_is_left_alone(started: Run, words: tuple[str, ...]) -> None:
    with closing(sqlite3.connect("turnabout.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")

    refused(
        started,
        words,
        "This database was made by a newer Turnabout. Use that one, or restore a backup from before.",
    )


@pytest.mark.parametrize("words", VERBS)
def test_a_file_that_is_no_database_is_refused(started: Run, words: tuple[str, ...]) -> None:
    Path("turnabout.db").write_text("Dear diary, " * 200, encoding="utf-8")

    refused(started, words, "The file is not a database that Turnabout can read.")


@pytest.mark.parametrize("words", VERBS)
def test_a_folder_is_no_database(
    started: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("folder").mkdir()
    monkeypatch.setenv("TURNABOUT_DATABASE_URL", "sqlite+aiosqlite:///folder")

    refused(started, words, "folder is a folder, not a database. Check TURNABOUT_DATABASE_URL.")


def test_a_database_in_a_folder_that_is_not_there_is_not_made(
    turnabout: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNABOUT_DATABASE_URL", "sqlite+aiosqlite:///nowhere/turnabout.db")

    said = turnabout("cohort", "create", "cohort.toml")

    assert (said.status, said.err.count("\n")) == (1, 1)
    assert not Path("nowhere").exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TURNABOUT_TIMEZONE", "Mars/North", "TURNABOUT_TIMEZONE: must be a time zone"),
        ("TURNABOUT_PORT", "many", "TURNABOUT_PORT: "),
        ("TURNABOUT_DATABASE_URL", "mysql://x:secret@y/z", "TURNABOUT_DATABASE_URL: must begin with"),
    ],
)
def test_a_wrong_setting_is_named_without_its_value(
    started: Run, name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    said = started(*STATUS)

    assert (said.status, said.out) == (2, "")
    assert sentence in said.err
    assert value not in said.err


@pytest.mark.parametrize("words", VERBS)
def test_postgresql_needs_its_keys_from_the_environment(
    turnabout: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNABOUT_DATABASE_URL", "postgresql+psycopg://turnabout@db.example/turnabout")

    said = turnabout(*words)

    assert (said.status, "TURNABOUT_KEYS" in said.err) == (1, True)


def test_a_database_that_somebody_else_holds_is_not_waited_for_for_ever(
    started: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine._PRAGMAS", {"busy_timeout": 10, "foreign_keys": "ON"})
    with closing(sqlite3.connect("turnabout.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        refused(
            started,
            ("cohort", "import", "Spring 2090", "people.csv"),
            "Something else is using the database. Wait a moment and try again.",
        )


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
@pytest.mark.parametrize("words", VERBS[1:3])
def test_a_database_that_can_only_be_read_is_not_written_to(started: Run, words: tuple[str, ...]) -> None:
    Path("turnabout.db").chmod(0o444)

    said = started(*words)

    assert (said.status, "can't be written to" in said.err) == (1, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
@pytest.mark.parametrize("words", [VERBS[0], VERBS[1]])
def test_a_file_that_is_not_ours_to_read_is_named(started: Run, words: tuple[str, ...]) -> None:
    Path(words[-1]).chmod(0)

    refused(started, words, f"{words[-1]} can't be read: it is not yours to read.")


def test_two_at_once_do_not_run_on_one_database(started: Run) -> None:
    with Path("turnabout.db.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        refused(started, ("tick",), "Turnabout is already running on this database. Stop it first.")


def test_the_other_verbs_work_beside_the_one_that_runs(started: Run) -> None:
    with Path("turnabout.db.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        assert json.loads(started(*STATUS).out)["people"] == 7
