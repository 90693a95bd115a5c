"""Backups of an embedded database: copies of the data, which never hold a key."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path

from storage.engine import PATIENCE
from storage.lock import claim_file
from storage.problems import NOT_A_DATABASE, StorageProblem, in_plain_words
from storage.schema import refuse_newer

DAMAGED = "The database file is damaged. Restore an earlier backup."


def back_up(database: Path, target: Path) -> None:
    """Copy a database, while it is used, into a new file for its owner's eyes only.

    Raises `StorageProblem`, and leaves no half copy, when that can't be done or the file is already there.
    """
    with in_plain_words(), _reading(database) as connection, _new_file(target):
        connection.execute("VACUUM INTO ?", (str(target),))


def restore(database: Path, backup: Path) -> Path | None:
    """Put a backup in the place of a database, and return where the old one is kept if there was one.

    The service must not run meanwhile. Whoever was erased since the backup is erased again when the
    database is next opened. Raises `StorageProblem`, with nothing changed, when the backup is no good.
    """
    verify(backup)
    with claim_file(database):
        draft = database.with_name(f"{database.name}.restoring")
        draft.unlink(missing_ok=True)
        back_up(backup, draft)
        old = _keep(database) if database.exists() else None
        draft.replace(database)
        _reach_disk(database.parent)
    return old


def verify(database: Path) -> str:
    """Return the revision of a database file.

    Raises `StorageProblem` unless it is whole and of this release or an earlier one.
    """
    if not database.is_file():
        raise StorageProblem(f"There is no file {database.name}.")
    with in_plain_words(), _reading(database) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise StorageProblem(DAMAGED)
        try:
            (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except (sqlite3.OperationalError, TypeError):
            raise StorageProblem(NOT_A_DATABASE) from None
    refuse_newer(version)
    return str(version)


def _keep(database: Path) -> Path:
    """Give the old file a name of its own, with what was not yet written into it."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    names = (database.with_name(f"{database.name}.old-{number}") for number in count(1))
    old = next(name for name in names if not name.exists())
    os.link(database, old)
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            database.with_name(database.name + ending).rename(old.with_name(old.name + ending))
    return old


@contextmanager
def _reading(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(
        sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", timeout=PATIENCE, uri=True)
    ) as connection:
        yield connection


@contextmanager
def _new_file(path: Path) -> Iterator[None]:
    """Make an empty file that wasn't there before; what is in it at the end has reached the disk."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise StorageProblem(f"{path.name} is already there. Choose another name.") from None
    except OSError as problem:
        raise StorageProblem(f"{path.name} can't be made. Check its folder.") from problem
    try:
        yield
        os.fsync(handle)
    except BaseException:
        path.unlink()
        raise
    finally:
        os.close(handle)


def _reach_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
