"""Timers and the inbox: what comes due, and what was seen before."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import bindparam, delete, func, select, update

from bot.core.records import Timer
from storage.access import Drawer, Repository
from storage.columns import table
from storage.statements import Insert, insert_into, insert_unless_there
from storage.tables import InboxRow, TimerRow

LAST_TRY = 8
LONGEST_WAIT = timedelta(hours=1)

_timers = Drawer(Timer, TimerRow, key="key")
_TIMER = _timers.table
_INBOX = table(InboxRow)

_THIS = _TIMER.c.key == bindparam("this")
_DUE = _TIMER.c.due_at <= bindparam("now")
_TAKE = _timers.every.where(_THIS, _DUE).with_for_update()
_FAILING = select(_TIMER.c.attempts).where(_THIS).with_for_update()
_REST = update(_TIMER).where(_THIS).values(due_at=None)
_FAIL = (
    update(_TIMER)
    .where(_THIS)
    .values(attempts=bindparam("attempts"), due_at=bindparam("due_at"), error=bindparam("error"))
)
_DUE_KEYS = select(_TIMER.c.key).where(_DUE).order_by(_TIMER.c.due_at, _TIMER.c.key).limit(bindparam("limit"))
_NEXT = select(func.min(_TIMER.c.due_at))

_FORGET = delete(_INBOX).where(_INBOX.c.seen_at < bindparam("before"))


class SqlTimers(Repository):
    """What comes due. A row is never deleted: its revision must go on growing, letters are named by it."""

    async def set(self, timer: Timer) -> None:
        fresh = {**dict(timer), "revision": 0, "attempts": 0, "error": None}
        await self._access.connection.execute(_set(self._access.dialect), fresh)

    async def take(self, key: str, now: datetime) -> Timer | None:
        timer = await _timers.first(self._access, _TAKE, this=key, now=now)
        if timer is not None:
            await self.drop(key)
        return timer

    async def drop(self, key: str) -> None:
        await self._access.connection.execute(_REST, {"this": key})

    async def due(self, now: datetime, limit: int) -> Sequence[str]:
        return (await self._access.connection.scalars(_DUE_KEYS, {"now": now, "limit": limit})).all()

    async def next_due(self) -> datetime | None:
        at: datetime | None = await self._access.connection.scalar(_NEXT)
        return at

    async def fail(self, key: str, now: datetime, error: str) -> None:
        failed = await self._access.connection.scalar(_FAILING, {"this": key})
        if failed is not None:
            attempts = failed + 1
            values = {"this": key, "attempts": attempts, "due_at": _again(attempts, now), "error": error}
            await self._access.connection.execute(_FAIL, values)


class SqlInbox(Repository):
    """Keys of the events that were seen."""

    async def first_time(self, key: str, now: datetime) -> bool:
        statement = insert_unless_there(self._access.dialect, _INBOX)
        seen = await self._access.connection.execute(statement, {"key": key, "seen_at": now})
        return seen.rowcount == 1

    async def forget(self, before: datetime) -> None:
        await self._access.connection.execute(_FORGET, {"before": before})


@cache
def _set(dialect: str) -> Insert:
    insert = insert_into(dialect, _TIMER)
    moved = {name: insert.excluded[name] for name in ("kind", "due_at", "payload", "attempts", "error")}
    return insert.on_conflict_do_update(
        index_elements=["key"], set_={**moved, "revision": _TIMER.c.revision + 1}
    )


def _again(attempts: int, now: datetime) -> datetime | None:
    """Return when to try once more: after 2, 4, 8 … minutes, at most an hour, and never after the last."""
    if attempts >= LAST_TRY:
        return None
    return now + min(LONGEST_WAIT, timedelta(minutes=2**attempts))
