"""One unit is one transaction: all of it or nothing, and nobody's change is lost."""

import asyncio
import contextlib

import pytest
from sqlalchemy.exc import IntegrityError

from bot.core.ports import NotThere
from storage import SqlStore, StorageProblem
from tests.contract.store.examples import AMINA, BEN, COHORT, NOW, PAIR, add_a_pair

WRITERS, TURNS = 4, 50


class Interrupted(BaseException):
    """As a dialog stops at an open question: no ordinary error."""


async def test_a_unit_that_is_not_committed_leaves_nothing_behind(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.cohorts.add(COHORT)
    async with store.unit() as unit:
        assert await unit.cohorts.every() == []


async def test_a_unit_that_fails_leaves_nothing_behind(store: SqlStore) -> None:
    with contextlib.suppress(NotThere):
        async with store.unit() as unit:
            await unit.cohorts.add(COHORT)
            await unit.relationships.get("nobody")
    async with store.unit() as unit:
        assert await unit.cohorts.every() == []


async def test_a_unit_that_was_rolled_back_leaves_nothing_behind(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.cohorts.add(COHORT)
        await unit.rollback()
        assert await unit.cohorts.every() == []


async def test_what_was_committed_is_there_for_everybody(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.cohorts.add(COHORT)
        await unit.commit()
    async with store.reading() as unit:
        assert await unit.cohorts.every() == [COHORT]


async def test_a_savepoint_that_raises_undoes_its_own_part_only(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.people.add(AMINA)
        with contextlib.suppress(LookupError):
            async with unit.savepoint():
                await unit.people.add(BEN)
                raise LookupError
        await unit.commit()
    async with store.reading() as unit:
        assert await unit.people.some(["amina", "ben"]) == [AMINA]


async def test_a_savepoint_is_undone_by_an_interruption_too(store: SqlStore) -> None:
    async with store.unit() as unit:
        with contextlib.suppress(Interrupted):
            async with unit.savepoint():
                await unit.people.add(BEN)
                raise Interrupted
        assert await unit.people.some(["ben"]) == []


async def test_a_savepoint_that_ends_well_is_part_of_the_unit(store: SqlStore) -> None:
    async with store.unit() as unit:
        async with unit.savepoint():
            await unit.people.add(BEN)
        await unit.commit()
    async with store.reading() as unit:
        assert await unit.people.some(["ben"]) == [BEN]


async def test_no_update_is_lost_when_many_write_at_once(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.cohorts.add(COHORT)
        await unit.relationships.add(PAIR.model_copy(update={"code": "0"}))
        await unit.commit()

    async def count_up() -> None:
        for _ in range(TURNS):
            async with store.unit() as unit:
                pair = await unit.relationships.get(PAIR.id)
                await asyncio.sleep(0)
                await unit.relationships.put(pair.model_copy(update={"code": str(int(pair.code) + 1)}))
                await unit.commit()

    await asyncio.gather(*(count_up() for _ in range(WRITERS)))
    async with store.reading() as unit:
        assert (await unit.relationships.get(PAIR.id)).code == str(WRITERS * TURNS)


async def test_a_cancelled_writer_leaves_the_store_usable(store: SqlStore) -> None:
    writing = asyncio.Event()

    async def write_and_dawdle() -> None:
        async with store.unit() as unit:
            await unit.cohorts.add(COHORT)
            writing.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_dawdle())
    await writing.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with store.unit() as unit:
        assert await unit.cohorts.every() == []
        await unit.cohorts.add(COHORT)
        await unit.commit()


async def test_a_reader_sees_the_last_commit_while_somebody_writes(store: SqlStore) -> None:
    async with store.unit() as writing:
        await writing.cohorts.add(COHORT)
        async with store.reading() as unit:
            assert await unit.cohorts.every() == []


async def test_a_reader_sees_one_moment_however_long_it_reads(store: SqlStore) -> None:
    async with store.reading() as unit:
        assert await unit.people.some(["amina"]) == []
        async with store.unit() as writing:
            await writing.people.add(AMINA)
            await writing.commit()
        assert await unit.people.some(["amina"]) == []


async def test_a_reading_unit_cannot_write(store: SqlStore) -> None:
    with pytest.raises(StorageProblem):
        async with store.reading() as unit:
            await unit.cohorts.add(COHORT)


async def test_a_reading_unit_takes_a_relationship_without_locking_it(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.commit()
    async with store.unit() as writing:
        await writing.relationships.get(PAIR.id)
        async with store.reading() as unit:
            assert await unit.relationships.get(PAIR.id) == PAIR
            assert await unit.people.get("amina") == AMINA
            assert await unit.conversations.of("amina") == []


async def test_a_rule_of_the_data_cannot_be_broken(store: SqlStore) -> None:
    with pytest.raises(IntegrityError):
        async with store.unit() as unit:
            await unit.relationships.add(PAIR)


async def test_two_people_never_share_an_e_mail(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.people.add(AMINA)
        with pytest.raises(IntegrityError):
            await unit.people.add(BEN.model_copy(update={"email": AMINA.email.upper()}))


async def test_a_store_that_is_opened_again_has_what_it_had(store: SqlStore) -> None:
    async with store.unit() as unit:
        await add_a_pair(unit)
        await unit.commit()
    async with store.unit() as unit:
        assert await unit.inbox.first_time("event", NOW)
        assert await unit.people.with_email(BEN.email) == BEN
