"""The audit trail: only ever added to, and every entry vouches for the one before it."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, insert, select

from bot.core.records import AuditEntry
from storage.access import Access, Repository
from storage.columns import table
from storage.statements import Turns, take_turns
from storage.tables import AuditRow
from storage.vault import KeyedVault

_AUDIT = table(AuditRow)
_BEGINNING = "0" * 64
_LAST = select(_AUDIT.c.position, _AUDIT.c.hash).order_by(_AUDIT.c.position.desc()).limit(1)
_ALL = select(_AUDIT).order_by(_AUDIT.c.position)
_ADD = insert(_AUDIT)
_ONE_BY_ONE = take_turns(Turns.AUDIT)


class SqlAudit(Repository):
    """Adds to the trail and checks it."""

    async def note(self, entry: AuditEntry) -> None:
        if self._access.dialect == "postgresql":
            await self._access.connection.execute(_ONE_BY_ONE)
        last = (await self._access.connection.execute(_LAST)).one_or_none()
        position, previous = (last.position + 1, last.hash) if last else (1, _BEGINNING)
        row = {**dict(entry), "position": position, "previous": previous}
        await self._access.connection.execute(_ADD, row | {"hash": _hash(self._access.vault, row)})


async def first_broken(access: Access) -> int | None:
    """Return the position of the first entry that was changed or taken out, None when all are as written."""
    expected, previous = 1, _BEGINNING
    for row in (await access.connection.execute(_ALL)).mappings():
        whole = row["position"] == expected and row["previous"] == previous
        if not whole or row["hash"] != _hash(access.vault, row):
            return expected
        expected, previous = expected + 1, row["hash"]
    return None


def _hash(vault: KeyedVault, row: Mapping[str, Any] | RowMapping) -> str:
    """Fingerprint an entry with the house's key, so that whoever only has the file can't mend the chain."""
    told = [row[name] for name in ("position", "previous", "actor", "action", "object")]
    return vault.fingerprint("audit", json.dumps([*told, row["at"].timestamp()]))
