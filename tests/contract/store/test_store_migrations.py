"""Every earlier database comes up to date with its data, and goes back."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text

from storage import Keys, StorageProblem, open_store
from storage.columns import Row
from storage.keystore import SCHEMA
from storage.migrate import SCRIPTS, current, downgrade, head, upgrade
from storage.schema import HEAD
from tests.contract.store.examples import BEN, COHORT, MEETING, PAIR, add_a_pair

RENAMING = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("cohort") as cohort:
        cohort.alter_column("holidays", new_column_name="calendar")
        cohort.add_column(sa.Column("language", sa.String(), nullable=False, server_default="en-GB"))


def downgrade() -> None:
    with op.batch_alter_table("cohort") as cohort:
        cohort.drop_column("language")
        cohort.alter_column("calendar", new_column_name="holidays")
"""
FAILING = """
from alembic import op

revision = "next"
down_revision = "{head}"


def upgrade() -> None:
    op.drop_table("conversation")
    op.execute("SELECT nothing FROM nowhere")
"""
TEARING = """
from alembic import op

revision = "next"
down_revision = "{head}"


def upgrade() -> None:
    op.execute("DELETE FROM cohort")
"""

NextRelease = Callable[[str], Path]


@pytest.fixture
def next_release(tmp_path: Path) -> NextRelease:
    """The migrations with one more at the end."""

    def with_one_more(script: str) -> Path:
        scripts = tmp_path / "scripts"
        shutil.copytree(SCRIPTS, scripts)
        (scripts / "versions" / "next.py").write_text(script.format(head=HEAD))
        return scripts

    return with_one_more


@contextmanager
def looking_into(url: str) -> Iterator[Connection]:
    engine = create_engine(url.replace("+aiosqlite", ""))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def tables_of(url: str) -> set[str]:
    with looking_into(url) as connection:
        return set(inspect(connection).get_table_names())


async def add_people(url: str, keys: Keys) -> None:
    async with open_store(url, keys) as store, store.unit() as unit:
        await add_a_pair(unit)
        await unit.interactions.add(MEETING)
        await unit.commit()


def test_the_newest_revision_is_known_without_loading_the_migrations() -> None:
    assert head() == HEAD


def test_an_empty_database_comes_up_to_date(bare_url: str) -> None:
    assert current(bare_url) is None
    upgrade(bare_url)
    assert current(bare_url) == HEAD


def test_the_migrations_make_the_tables_that_the_models_describe(bare_url: str) -> None:
    upgrade(bare_url)
    with looking_into(bare_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Row.metadata) == []


def test_going_all_the_way_back_leaves_no_table(bare_url: str) -> None:
    upgrade(bare_url)
    downgrade(bare_url, "base")
    assert tables_of(bare_url) == {"alembic_version"}


@pytest.mark.parametrize("earlier", [f"{number:04}" for number in range(1, int(HEAD))])
async def test_people_of_every_earlier_schema_come_along(bare_url: str, keys: Keys, earlier: str) -> None:
    upgrade(bare_url)
    await add_people(bare_url, keys)
    downgrade(bare_url, earlier)
    assert current(bare_url) == earlier

    upgrade(bare_url)

    async with open_store(bare_url, keys) as store, store.reading() as unit:
        assert await unit.people.get("ben") == BEN
        assert await unit.interactions.of([PAIR.id]) == [MEETING]


async def test_people_survive_a_change_of_the_tables_and_the_way_back(
    bare_url: str, keys: Keys, next_release: NextRelease
) -> None:
    upgrade(bare_url)
    await add_people(bare_url, keys)
    scripts = next_release(RENAMING)

    upgrade(bare_url, scripts=scripts)
    with looking_into(bare_url) as connection:
        cohort = connection.execute(text("SELECT calendar, language FROM cohort")).one()
        assert tuple(cohort) == ("GB-ENG", "en-GB")
        assert connection.scalar(text("SELECT count(*) FROM membership")) == 2

    downgrade(bare_url, HEAD, scripts=scripts)
    async with open_store(bare_url, keys) as store, store.reading() as unit:
        assert await unit.cohorts.every() == [COHORT]
        assert await unit.people.get("ben") == BEN


async def test_a_failing_change_changes_nothing(bare_url: str, keys: Keys, next_release: NextRelease) -> None:
    upgrade(bare_url)
    await add_people(bare_url, keys)
    with pytest.raises(StorageProblem):
        upgrade(bare_url, scripts=next_release(FAILING))
    assert "conversation" in tables_of(bare_url)
    async with open_store(bare_url, keys) as store, store.reading() as unit:
        assert await unit.people.get("ben") == BEN


async def test_a_change_that_tears_rows_apart_is_undone(
    bare_url: str, keys: Keys, next_release: NextRelease
) -> None:
    upgrade(bare_url)
    await add_people(bare_url, keys)
    with pytest.raises(StorageProblem, match="torn rows apart"):
        upgrade(bare_url, scripts=next_release(TEARING))
    async with open_store(bare_url, keys) as store, store.reading() as unit:
        assert await unit.cohorts.every() == [COHORT]


def test_a_database_of_a_newer_release_is_left_alone(bare_url: str, next_release: NextRelease) -> None:
    upgrade(bare_url, scripts=next_release(RENAMING))
    with pytest.raises(StorageProblem, match="newer Turnabout"):
        upgrade(bare_url)
    with pytest.raises(StorageProblem, match="newer Turnabout"):
        downgrade(bare_url, "base")


async def test_a_database_of_a_newer_release_does_not_open(
    bare_url: str, keys: Keys, next_release: NextRelease
) -> None:
    upgrade(bare_url, scripts=next_release(RENAMING))
    with pytest.raises(StorageProblem, match="newer Turnabout"):
        async with open_store(bare_url, keys):
            pytest.fail("it opened")


async def test_a_database_that_is_behind_does_not_open_unless_it_may_be_changed(
    bare_url: str, keys: Keys
) -> None:
    with pytest.raises(StorageProblem, match="turnabout db upgrade"):
        async with open_store(bare_url, keys, migrate=False):
            pytest.fail("it opened")


async def test_only_an_embedded_database_is_made_on_opening(bare_url: str, kind: str, keys: Keys) -> None:
    try:
        async with open_store(bare_url, keys):
            made = True
    except StorageProblem:
        made = False
    assert made == (kind == "sqlite")


def test_a_database_that_holds_something_else_is_left_alone(bare_url: str) -> None:
    with looking_into(bare_url) as connection:
        connection.execute(text("CREATE TABLE recipes (name TEXT)"))
        connection.commit()
    with pytest.raises(StorageProblem, match="something else"):
        upgrade(bare_url)
    assert tables_of(bare_url) == {"recipes"}


async def test_two_who_bring_a_database_up_to_date_at_once_do_not_collide(bare_url: str) -> None:
    await asyncio.gather(*(asyncio.to_thread(upgrade, bare_url) for _ in range(2)))
    assert current(bare_url) == HEAD


async def test_keys_lie_apart_from_the_data(bare_url: str, kind: str, keys: Keys) -> None:
    upgrade(bare_url)
    await add_people(bare_url, keys)
    assert tables_of(bare_url).isdisjoint({"data_key", "erasure"})
    if kind == "postgresql":
        with looking_into(bare_url) as connection:
            assert set(inspect(connection).get_table_names(SCHEMA)) == {"data_key", "erasure"}
