"""One process at a time runs planner and courier on a database file; the command line works beside it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.problems import StorageProblem

TAKEN = "Turnabout is already running on this database. Stop it first."
NO_LOCK = "The lock file beside the database can't be made. Check its folder and who may write there."


@contextmanager
def claim_file(database: Path) -> Iterator[None]:
    """Be the one process that runs on this file, until the end or the death of the process.

    Raises `StorageProblem` when another one is, or when no lock file can be made beside the database.
    """
    try:
        handle = os.open(database.with_name(f"{database.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as problem:
        raise StorageProblem(NO_LOCK) from problem
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StorageProblem(TAKEN) from None
