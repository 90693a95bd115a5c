"""Timers: one row about each thing, taken once, tried again when it fails."""

from datetime import timedelta

from bot.core.records import Timer
from storage import SqlStore
from tests.contract.store.examples import MINUTE, NOW

REMINDER = Timer(key="pair:1:next", kind="reminder", due_at=NOW, payload={"pair": "1"})


def timer(key: str, **details: object) -> Timer:
    return REMINDER.model_copy(update={"key": key, **details})


async def test_a_due_timer_is_taken_once(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.timers.set(REMINDER)
        assert await unit.timers.take(REMINDER.key, NOW) == REMINDER
        assert await unit.timers.take(REMINDER.key, NOW) is None


async def test_a_timer_is_not_taken_before_its_moment(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.timers.set(timer("later", due_at=NOW + MINUTE))
        assert await unit.timers.take("later", NOW) is None
        assert await unit.timers.take("later", NOW + MINUTE) is not None


async def test_a_timer_that_is_not_there_is_not_taken(store: SqlStore) -> None:
    async with store.unit() as unit:
        assert await unit.timers.take("nothing", NOW) is None


async def test_a_taken_timer_is_due_again_when_its_unit_is_undone(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.timers.set(REMINDER)
        await unit.commit()
    async with store.unit() as unit:
        await unit.timers.take(REMINDER.key, NOW)
    async with store.unit() as unit:
        assert await unit.timers.due(NOW, 10) == [REMINDER.key]


async def test_due_timers_come_earliest_first_and_no_more_than_asked_for(store: SqlStore) -> None:
    async with store.unit() as unit:
        for minutes, key in ((0, "c"), (-2, "b"), (-1, "a"), (1, "later")):
            await unit.timers.set(timer(key, due_at=NOW + minutes * MINUTE))
        await unit.timers.set(timer("at rest", due_at=None))
        assert await unit.timers.due(NOW, 10) == ["b", "a", "c"]
        assert await unit.timers.due(NOW, 2) == ["b", "a"]


async def test_the_next_moment_is_the_earliest_one_set(store: SqlStore) -> None:
    async with store.unit() as unit:
        assert await unit.timers.next_due() is None
        await unit.timers.set(timer("later", due_at=NOW + MINUTE))
        await unit.timers.set(timer("at rest", due_at=None))
        assert await unit.timers.next_due() == NOW + MINUTE


async def test_setting_a_timer_again_moves_it_and_its_revision_grows(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.timers.set(REMINDER)
        await unit.timers.set(timer(REMINDER.key, kind="nudge", due_at=NOW + MINUTE, payload={"step": "2"}))
        assert await unit.timers.take(REMINDER.key, NOW) is None
        moved = await unit.timers.take(REMINDER.key, NOW + MINUTE)
    assert moved is not None
    assert (moved.kind, moved.payload, moved.revision) == ("nudge", {"step": "2"}, 1)


async def test_a_dropped_timer_never_comes_due_but_its_revision_still_grows(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.timers.set(REMINDER)
        await unit.timers.drop(REMINDER.key)
        assert await unit.timers.due(NOW, 10) == []
        await unit.timers.set(REMINDER)
        again = await unit.timers.take(REMINDER.key, NOW)
    assert again is not None
    assert again.revision == 1


async def test_a_failed_timer_comes_due_after_a_growing_while(store: SqlStore) -> None:
    waits = []
    async with store.unit() as unit:
        await unit.timers.set(REMINDER)
        for _ in range(7):
            await unit.timers.fail(REMINDER.key, NOW, "ValueError")
            again = await unit.timers.next_due()
            assert again is not None
            waits.append(again - NOW)
    assert waits == [timedelta(minutes=minutes) for minutes in (2, 4, 8, 16, 32, 60, 60)]


async def test_a_timer_that_failed_eight_times_is_at_rest_and_says_why(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.timers.set(REMINDER)
        for _ in range(8):
            await unit.timers.fail(REMINDER.key, NOW, "ValueError")
        assert await unit.timers.next_due() is None


async def test_setting_a_timer_forgets_its_failures(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.timers.set(REMINDER)
        for _ in range(8):
            await unit.timers.fail(REMINDER.key, NOW, "ValueError")
        await unit.timers.set(REMINDER)
        again = await unit.timers.take(REMINDER.key, NOW)
    assert again is not None
    assert (again.attempts, again.error) == (0, None)


async def test_the_failure_of_a_timer_that_is_not_there_changes_nothing(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.timers.fail("nothing", NOW, "ValueError")
        assert await unit.timers.next_due() is None


async def test_an_event_is_new_once_and_known_ever_after(store: SqlStore) -> None:
    async with store.unit() as unit:
        assert await unit.inbox.first_time("slack:E1", NOW)
        assert not await unit.inbox.first_time("slack:E1", NOW + MINUTE)
        assert await unit.inbox.first_time("slack:E2", NOW)
        await unit.commit()
    async with store.unit() as unit:
        assert not await unit.inbox.first_time("slack:E1", NOW)


async def test_an_old_event_is_forgotten_and_a_recent_one_is_not(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.inbox.first_time("old", NOW)
        await unit.inbox.first_time("recent", NOW + MINUTE)
        await unit.inbox.forget(NOW + MINUTE)
        assert not await unit.inbox.first_time("recent", NOW)
        assert await unit.inbox.first_time("old", NOW)


async def test_an_event_whose_unit_was_undone_is_new_again(store: SqlStore) -> None:
    async with store.unit() as unit:
        await unit.inbox.first_time("slack:E1", NOW)
    async with store.unit() as unit:
        assert await unit.inbox.first_time("slack:E1", NOW)
