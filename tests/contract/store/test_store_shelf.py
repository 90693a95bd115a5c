"""What must be remembered about a platform: sealed, found by whose it is, gone in its time."""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from bot.core.clock import VirtualClock
from bot.core.events import Actor
from storage import SqlStore
from tests.contract.store.examples import AMINA_ON_SLACK, MINUTE, NOW, add_a_pair

TRUST = Actor(platform="slack", workspace="T1", user="")
STATE = Actor(platform="slack", workspace="", user="a-state")


async def put(store: SqlStore, kind: str, of: Actor, value: dict[str, object], **details: object) -> None:
    async with store.unit() as unit:
        await unit.shelf.put(kind, of, value, **details)
        await unit.commit()


async def test_what_was_put_there_is_found_again(store: SqlStore) -> None:
    await put(store, "installation", TRUST, {"token": "xoxb-1", "scopes": ["chat:write"]})

    async with store.reading() as unit:
        assert await unit.shelf.get("installation", TRUST) == {"token": "xoxb-1", "scopes": ["chat:write"]}


async def test_putting_again_takes_the_place_of_what_was_there(store: SqlStore) -> None:
    await put(store, "installation", TRUST, {"token": "old"})
    await put(store, "installation", TRUST, {"token": "new"})

    async with store.reading() as unit:
        assert await unit.shelf.every("installation", "slack") == [(TRUST, {"token": "new"})]


async def test_things_of_another_kind_or_another_owner_are_not_found(store: SqlStore) -> None:
    await put(store, "installation", TRUST, {"token": "xoxb-1"})

    async with store.reading() as unit:
        assert await unit.shelf.get("place", TRUST) is None
        assert await unit.shelf.get("installation", Actor(platform="slack", workspace="T2", user="")) is None
        assert await unit.shelf.every("installation", "teams") == []


async def test_what_is_taken_is_there_only_once(store: SqlStore) -> None:
    await put(store, "state", STATE, {})

    async with store.unit() as unit:
        assert await unit.shelf.take("state", STATE) == {}
        assert await unit.shelf.take("state", STATE) is None


async def test_what_is_past_its_time_is_not_found(store: SqlStore, clock: VirtualClock) -> None:
    await put(store, "state", STATE, {}, until=NOW + 10 * MINUTE)
    clock.jump(NOW + timedelta(minutes=10))

    async with store.unit() as unit:
        assert await unit.shelf.get("state", STATE) is None
        assert await unit.shelf.take("state", STATE) is None


async def test_housekeeping_takes_away_what_is_past_its_time_and_nothing_else(store: SqlStore) -> None:
    await put(store, "state", STATE, {}, until=NOW + MINUTE)
    await put(store, "installation", TRUST, {"token": "xoxb-1"})

    async with store.unit() as unit:
        await unit.shelf.expire(NOW + 2 * MINUTE)
        assert not await unit.shelf.drop("state", STATE)
        assert await unit.shelf.drop("installation", TRUST)


@pytest.mark.parametrize("known_as", ["owner", "address"])
async def test_erasing_somebody_takes_along_what_was_theirs(store: SqlStore, known_as: str) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.people.give_address("amina", AMINA_ON_SLACK)
        if known_as == "owner":
            await unit.shelf.put("feed", STATE, {"n": 1}, person_id="amina")
        else:
            await unit.shelf.put("place", AMINA_ON_SLACK, {"n": 1})
        await unit.people.erase("amina", NOW)
        await unit.commit()

    async with store.unit() as unit:
        assert not await unit.shelf.drop("feed", STATE)
        assert not await unit.shelf.drop("place", AMINA_ON_SLACK)


async def test_nothing_on_the_shelf_can_be_read_in_the_database(store: SqlStore, url: str) -> None:
    await put(store, "place", AMINA_ON_SLACK, {"token": "xoxb-secret"})

    engine = create_engine(url.replace("+aiosqlite", ""))
    with engine.connect() as connection:
        rows = str(connection.execute(text("SELECT * FROM shelf")).all())
    engine.dispose()

    assert "xoxb-secret" not in rows
    assert "U-AMINA" not in rows
