"""Which version of the tables a database has, told without loading the migrations."""

from sqlalchemy import Connection, inspect, text

from storage.problems import StorageProblem

HEAD = "0003"
"""The newest revision; a test keeps it true. Revisions are numbered, so that a newer one sorts last."""

BEHIND = "This database is not up to date. Run `turnabout db upgrade`."
NEWER = "This database was made by a newer Turnabout. Use that one, or restore a backup from before."
FOREIGN = "This database holds something else. Give Turnabout one of its own."

_READ = text("SELECT version_num FROM alembic_version")


def version_of(connection: Connection) -> str | None:
    """Return the revision of a database, None when it is empty.

    Raises `StorageProblem` when it has tables that are not Turnabout's.
    """
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        version: str | None = connection.scalar(_READ)
        return version
    if tables:
        raise StorageProblem(FOREIGN)
    return None


def refuse_newer(version: str | None, newest: str = HEAD) -> None:
    """Raise `StorageProblem` for a revision that only a later release knows."""
    if version is not None and version > newest:
        raise StorageProblem(NEWER)


def refuse_other(version: str | None) -> None:
    """Raise `StorageProblem` unless this is the newest revision."""
    refuse_newer(version)
    if version != HEAD:
        raise StorageProblem(BEHIND)
