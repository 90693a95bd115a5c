"""Migrations: every change of the tables, applied or taken back as a whole.

Each runs in one transaction, on SQLite too. SQLite rebuilds a table to change it, which would take the
rows that point to it along, so its foreign keys rest meanwhile and are checked before the commit.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import IntegrityError

from storage.backup import back_up
from storage.driver import keep_private
from storage.engine import BEGIN, Address, prepare
from storage.problems import StorageProblem, in_plain_words
from storage.schema import refuse_newer, version_of
from storage.statements import Turns, take_turns

SCRIPTS = Path(__file__).with_name("migrations")

_ONE_AT_A_TIME = Lock()
"""Alembic keeps what it works on in the process: two threads at once would work on each other's database."""

_TORN = "Changing the tables would have torn rows apart, so nothing was changed."


def upgrade(url: str, revision: str = "head", scripts: Path = SCRIPTS) -> None:
    """Bring a database up to a revision, making it when it isn't there.

    An embedded one that holds data is copied first, to a file beside it named after its old revision.
    Raises `StorageProblem`.
    """
    _move(Address.parse(url), command.upgrade, revision, scripts)


def downgrade(url: str, revision: str, scripts: Path = SCRIPTS) -> None:
    """Take a database back to an earlier revision; `base` takes everything away. Raises `StorageProblem`."""
    _move(Address.parse(url), command.downgrade, revision, scripts)


def current(url: str) -> str | None:
    """Return the revision of a database, None when it is empty. Raises `StorageProblem`."""
    with _transaction(Address.parse(url)) as connection:
        return version_of(connection)


def head(scripts: Path = SCRIPTS) -> str:
    """Return the newest revision there is."""
    return str(ScriptDirectory.from_config(_config(scripts)).get_current_head())


def _move(address: Address, step: Callable[[Config, str], None], revision: str, scripts: Path) -> None:
    with _transaction(address) as connection:
        version = version_of(connection)
    refuse_newer(version, head(scripts))
    if address.embedded and version is not None:
        _copy(address, version)
    with _transaction(address) as connection:
        if not address.embedded:
            connection.execute(take_turns(Turns.MIGRATION))
        config = _config(scripts)
        config.attributes["connection"] = connection
        _step(step, config, revision)
        if address.embedded and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise StorageProblem(_TORN)


def _step(step: Callable[[Config, str], None], config: Config, revision: str) -> None:
    try:
        with _ONE_AT_A_TIME:
            step(config, revision)
    except IntegrityError as problem:
        raise StorageProblem(_TORN) from problem


def _copy(address: Address, version: str) -> None:
    copy = address.file.with_name(f"{address.file.name}.{version}")
    copy.unlink(missing_ok=True)
    back_up(address.file, copy)


@contextmanager
def _transaction(address: Address) -> Iterator[Connection]:
    with _connection(address) as connection, connection.begin():
        yield connection


@contextmanager
def _connection(address: Address) -> Iterator[Connection]:
    engine = _engine(address)
    try:
        with in_plain_words(), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _engine(address: Address) -> Engine:
    if not address.embedded:
        return create_engine(address.url)
    keep_private(address.file)
    engine = create_engine(address.url.set(drivername="sqlite"), connect_args={"isolation_level": None})
    prepare(engine, begin=BEGIN, foreign_keys="OFF", synchronous="FULL")
    return engine


def _config(scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config
