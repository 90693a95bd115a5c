"""The statements that the databases spell differently: skip or change what is there, and take turns."""

from collections.abc import Callable
from enum import IntEnum
from functools import cache
from typing import Any

from sqlalchemy import Table, TextClause, text
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert

_TURNABOUT = 7081
"""Sets our locks apart from those of others in the same database."""

_INSERT: dict[str, Callable[[Table], Insert]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def insert_into(dialect: str, table: Table) -> Insert:
    """Return the insert of a database that may go on with `on_conflict_…`."""
    return _INSERT[dialect](table)


@cache
def insert_unless_there(dialect: str, table: Table) -> Insert:
    """Insert rows whose keys are new and leave the others as they are; the row count tells."""
    return insert_into(dialect, table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


@cache
def insert_or_change(dialect: str, table: Table) -> Insert:
    """Insert a row, or give the one with its primary key the new values of every other column."""
    insert = insert_into(dialect, table)
    others = (column for column in table.c if not column.primary_key)
    changed: dict[Any, Any] = {column: insert.excluded[column.name] for column in others}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)


class Turns(IntEnum):
    """What only one may do at a time on PostgreSQL, however many replicas there are."""

    MIGRATION = 0
    AUDIT = 1
    KEY_STORE = 2


def take_turns(turns: Turns) -> TextClause:
    """Wait until nobody else is at it, and keep others waiting until the transaction ends."""
    return text(f"SELECT pg_advisory_xact_lock({_TURNABOUT}, {turns.value})")
