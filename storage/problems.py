"""What can go wrong with a database, each in one clear sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Error as SqliteError

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnectionInTime

from bot.core.problems import Problem


class StorageProblem(Problem):
    """The database can't be used as it is."""


class KeyProblem(Problem):
    """The keys don't fit what they should open."""


NOT_A_DATABASE = "The file is not a database that Turnabout can read."

_SQLITE = {
    "SQLITE_FULL": "The disk is full, so nothing more can be saved. Make room and try again.",
    "SQLITE_READONLY": "The database can't be written to. Check who may write the file and its folder.",
    "SQLITE_BUSY": "Something else is using the database. Wait a moment and try again.",
    "SQLITE_NOTADB": NOT_A_DATABASE,
    "SQLITE_CORRUPT": "The database file is damaged. Restore the latest backup.",
    "SQLITE_CANTOPEN": "The database file can't be opened. Check its folder and who may write there.",
    "SQLITE_IOERR": "The disk does not answer as it should, so nothing can be saved.",
    "SQLITE_ERROR": "The database does not look as it should. Run `turnabout db check`.",
}

_POSTGRESQL = {
    "08": "The connection to the database broke. It will be tried again.",
    "25": "The database only lets itself be read at the moment, so nothing can be saved.",
    "28": "The database does not let this user in. Check TURNABOUT_DATABASE_URL.",
    "3D": "There is no database of that name. Check TURNABOUT_DATABASE_URL.",
    "40": "Two changes got in each other's way and this one was undone. It can be tried again.",
    "42": "The database does not look as it should. Run `turnabout db check`.",
    "53": "The database has run out of room or connections, so nothing more can be saved.",
    "57": "The database is shutting down or starting up. Try again in a moment.",
}

_UNREACHABLE = "The database can't be reached. Check TURNABOUT_DATABASE_URL and that it is running."
_BUSY_WITHIN = "The database was busy for too long. Nothing was changed."


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Turn what a driver says into a `StorageProblem`; broken rules of the data stay what they are."""
    try:
        yield
    except IntegrityError:
        raise
    except NoConnectionInTime as problem:
        raise StorageProblem(_BUSY_WITHIN) from problem
    except DBAPIError as problem:
        raise StorageProblem(_sentence(problem.orig)) from problem
    except SqliteError as problem:
        raise StorageProblem(_sentence(problem)) from problem


def _sentence(problem: BaseException | None) -> str:
    if isinstance(problem, SqliteError):
        name = getattr(problem, "sqlite_errorname", "SQLITE_ERROR")
        return next(
            (told for known, told in _SQLITE.items() if name.startswith(known)), _SQLITE["SQLITE_ERROR"]
        )
    state = getattr(problem, "sqlstate", None)
    return _UNREACHABLE if state is None else _POSTGRESQL.get(state[:2], _POSTGRESQL["42"])
