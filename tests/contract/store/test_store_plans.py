"""What is asked for every second is answered from an index that holds only what still waits."""

import pytest
from sqlalchemy import Connection, Select, text

from storage import SqlStore, timers
from storage import outbox as letters
from tests.contract.store.examples import NOW

AT_REST = 2000
FILL = {
    "timer": (
        "INSERT INTO timer (key, kind, due_at, payload, revision, attempts) "
        "VALUES (:key, 'reminder', NULL, '{}', 0, 0)"
    ),
    "outbox": (
        "INSERT INTO outbox (key, lane, kind, not_before, state, attempts, maybe_sent) "
        "VALUES (:key, 'channel:x', 'summary', '2027-01-04 09:00:00+00:00', 'sent', 1, false)"
    ),
}


@pytest.mark.parametrize(
    ("table", "statement", "index"),
    [
        ("timer", timers._DUE_KEYS, "ix_timer_due_at"),
        ("outbox", letters._READY, "ix_outbox_"),
        ("outbox", letters._WAITING, "ix_outbox_"),
        ("outbox", letters._NUDGES, "ix_outbox_person_id_nudged_at"),
        ("outbox", letters._PARKED, "ix_outbox_parked_for"),
    ],
)
async def test_what_is_finished_is_never_looked_at(
    store: SqlStore, table: str, statement: Select[tuple[object]], index: str
) -> None:
    async with store._engines.writer.connect() as connection:
        await connection.execute(text(FILL[table]), [{"key": f"old {number}"} for number in range(AT_REST)])
        await connection.execute(text("ANALYZE"))
        plan = await connection.run_sync(plan_of, statement)
        assert index in plan


def plan_of(connection: Connection, statement: Select[tuple[object]]) -> str:
    """How the database would go about a statement, its values bound as they always are."""
    compiled = statement.compile(dialect=connection.dialect)
    values = compiled.construct_params({"now": str(NOW), "limit": 10, "this": "amina", "since": str(NOW)})
    if connection.dialect.name == "sqlite":
        in_order = tuple(values[name] for name in compiled.positiontup or ())
        return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", in_order).all())
    return str(connection.exec_driver_sql(f"EXPLAIN {compiled}", values).all())
