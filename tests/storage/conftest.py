"""An embedded database, made once and copied for every test."""

import asyncio
import shutil
from pathlib import Path

import pytest

from storage import Keys, open_store
from storage.keyfile import new_key


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys.parse([new_key()])


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    folder = tmp_path_factory.mktemp("template")

    async def make() -> None:
        async with open_store(f"sqlite+aiosqlite:///{folder}/turnabout.db", keys):
            pass

    asyncio.run(make())
    return folder


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Path:
    """The file of a database that is up to date and has nobody in it."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return tmp_path / "turnabout.db"


@pytest.fixture
def url(database: Path) -> str:
    return f"sqlite+aiosqlite:///{database}"
