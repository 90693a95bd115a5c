"""The statements that every database spells with an insert of its own: skip what is there, or change it."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert

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
