"""What the tables are made of: column types, naming, and the base they share."""

from enum import StrEnum
from typing import ClassVar

from sqlalchemy import BigInteger, Dialect, Index, Integer, MetaData, String, Table, TypeDecorator, text
from sqlmodel import SQLModel

ID = String(32)
KEY = String(255)
HASH = String(64)

NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only when the key is spelt INTEGER."""


class Word(TypeDecorator[StrEnum]):
    """One of a few words, kept as plain text: a new word needs no new type in the database."""

    impl = String(16)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # sqlalchemy's signature
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002  # likewise
        return None if value is None else self.words(value)


class Row(SQLModel):
    """The base of all tables: one metadata, with names for keys and indices that never surprise."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def table(row: type[SQLModel]) -> Table:
    """Return the table that a row class describes."""
    return Row.metadata.tables[str(row.__tablename__)]


def live_index(*columns: str, while_set: str) -> Index:
    """Index only rows whose `while_set` column has a value.

    What is finished or at rest has no time of its own any more, so it leaves the index. Both databases
    see that `column <= :now` implies the condition; a yes-or-no column is not matched as reliably.
    """
    condition = text(f"{while_set} IS NOT NULL")
    return Index(None, *columns, sqlite_where=condition, postgresql_where=condition)
