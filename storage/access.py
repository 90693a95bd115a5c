"""What every repository has in common: a transaction to work in, and plain records in and out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, Select, bindparam, insert, select, update
from sqlmodel import SQLModel

from bot.core.ports import NotThere
from storage.columns import table
from storage.engine import AnyConnection
from storage.vault import KeyedVault

R = TypeVar("R", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Access:
    """One transaction's way to the data.

    `writing` says whether it may lock what it reads, `erased` whose keys go when it commits.
    """

    connection: AnyConnection
    vault: KeyedVault
    writing: bool
    erased: list[str] = field(default_factory=list)

    @property
    def dialect(self) -> str:
        return self.connection.dialect.name


class Repository:
    """Works within one transaction."""

    def __init__(self, access: Access) -> None:
        self._access = access


class Drawer(Generic[R]):
    """The records of one kind, with the statements to reach them, built once.

    What comes out is a copy that was valid when it went in, so it isn't validated again.
    """

    def __init__(self, record: type[R], row: type[SQLModel], key: str = "id") -> None:
        self._record = record
        self._key = key
        self.table = table(row)
        self._names = list(record.model_fields)
        self.columns = tuple(self.table.c[name] for name in self._names)
        self.every = select(*self.columns)
        self._one = self.where(key)
        self._locked = self._one.with_for_update(key_share=True)
        self._insert = insert(self.table)
        changes: dict[str, Any] = {name: bindparam(name) for name in self._names if name != key}
        self._update = update(self.table).where(self.table.c[key] == bindparam("this")).values(changes)

    def where(self, column: str, *order: str) -> Select[Any]:
        """Select the records with one value, `this`, in a column."""
        return self._ordered(self.every.where(self.table.c[column] == bindparam("this")), order)

    def among(self, column: str, *order: str) -> Select[Any]:
        """Select the records with one of several values, `these`, in a column."""
        return self._ordered(self.every.where(one_of_these(self.table.c[column])), order)

    async def add(self, access: Access, record: R) -> None:
        await access.connection.execute(self._insert, dict(record))

    async def get(self, access: Access, this: str) -> R:
        """Return one record. Raises `NotThere`."""
        return _present(await self.first(access, self._one, this=this))

    async def get_locked(self, access: Access, this: str) -> R:
        """Return one record, kept from other writers if this unit may write. Raises `NotThere`."""
        statement = self._locked if access.writing else self._one
        return _present(await self.first(access, statement, this=this))

    async def find(self, access: Access, statement: Select[Any], **values: object) -> Sequence[R]:
        return [self.copy(row) for row in await access.connection.execute(statement, values)]

    async def first(self, access: Access, statement: Select[Any], **values: object) -> R | None:
        return next(iter(await self.find(access, statement, **values)), None)

    async def put(self, access: Access, record: R) -> None:
        """Give a record its new values. Raises `NotThere`."""
        values = dict(record)
        values["this"] = values.pop(self._key)
        changed = await access.connection.execute(self._update, values)
        if changed.rowcount == 0:
            raise NotThere

    def copy(self, row: Sequence[Any]) -> R:
        """Return a record from the values of a row, in the order of `columns`."""
        values = dict(zip(self._names, row, strict=True))
        return cast("R", self._record.model_construct(None, **values))

    def _ordered(self, statement: Select[Any], order: Sequence[str]) -> Select[Any]:
        return statement.order_by(*(self.table.c[name] for name in (*order, self._key)))


def one_of_these(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column.in_(bindparam("these", expanding=True))


def _present(record: R | None) -> R:
    if record is None:
        raise NotThere
    return record
