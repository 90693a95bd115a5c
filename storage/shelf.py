"""The shelf: what must be remembered about platforms, sealed, and found by whose it is."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import RowMapping, bindparam, delete, or_, select

from bot.core.clock import Clock
from bot.core.events import Actor
from storage.access import Access, Repository
from storage.columns import table
from storage.people import user_hash
from storage.statements import insert_or_change
from storage.tables import ShelfRow
from storage.vault import HOUSE

_SHELF = table(ShelfRow)

_THIS = (
    _SHELF.c.platform == bindparam("of_platform"),
    _SHELF.c.workspace == bindparam("of_workspace"),
    _SHELF.c.kind == bindparam("of_kind"),
    _SHELF.c.name_hash == bindparam("of_name"),
)
_FRESH = or_(_SHELF.c.until.is_(None), _SHELF.c.until > bindparam("now"))
_ONE = select(_SHELF).where(*_THIS, _FRESH)
_ONE_LOCKED = _ONE.with_for_update()
_EVERY = (
    select(_SHELF)
    .where(_SHELF.c.platform == bindparam("of_platform"), _SHELF.c.kind == bindparam("of_kind"), _FRESH)
    .order_by(_SHELF.c.workspace, _SHELF.c.name_hash)
)
_DROP = delete(_SHELF).where(*_THIS)
_EXPIRE = delete(_SHELF).where(_SHELF.c.until <= bindparam("now"))


class SqlShelf(Repository):
    """Small sealed records. What is past its time is not found, and goes with the next housekeeping."""

    def __init__(self, access: Access, clock: Clock) -> None:
        super().__init__(access)
        self._clock = clock

    async def get(self, kind: str, of: Actor) -> dict[str, JsonValue] | None:
        statement = _ONE_LOCKED if self._access.writing else _ONE
        found = await self._access.connection.execute(statement, self._key(kind, of) | self._now())
        row = found.mappings().first()
        kept = await self._open(row) if row is not None else None
        return kept[1] if kept is not None else None

    async def put(
        self,
        kind: str,
        of: Actor,
        value: Mapping[str, JsonValue],
        *,
        person_id: str | None = None,
        until: datetime | None = None,
    ) -> None:
        name = user_hash(self._access, of)
        text = json.dumps({"name": of.user, "value": dict(value)}, ensure_ascii=False)
        body = await self._access.vault.hide(person_id or HOUSE, text, _place(kind, name))
        if not body:
            return  # whose it would be was erased
        await self._access.connection.execute(
            insert_or_change(self._access.dialect, _SHELF),
            {
                "platform": of.platform,
                "workspace": of.workspace,
                "kind": kind,
                "name_hash": name,
                "person_id": person_id,
                "until": until,
                "body": body,
            },
        )

    async def take(self, kind: str, of: Actor) -> dict[str, JsonValue] | None:
        found = await self.get(kind, of)
        dropped = await self.drop(kind, of)
        return found if dropped else None

    async def drop(self, kind: str, of: Actor) -> bool:
        dropped = await self._access.connection.execute(_DROP, self._key(kind, of))
        return dropped.rowcount > 0

    async def every(self, kind: str, platform: str) -> Sequence[tuple[Actor, dict[str, JsonValue]]]:
        where = {"of_kind": kind, "of_platform": platform} | self._now()
        rows = (await self._access.connection.execute(_EVERY, where)).mappings().all()
        opened = [await self._open(row) for row in rows]
        return [one for one in opened if one is not None]

    async def expire(self, now: datetime) -> None:
        await self._access.connection.execute(_EXPIRE, {"now": now})

    def _key(self, kind: str, of: Actor) -> dict[str, object]:
        name = user_hash(self._access, of)
        return {
            "of_kind": kind,
            "of_platform": of.platform,
            "of_workspace": of.workspace,
            "of_name": name,
        }

    def _now(self) -> dict[str, object]:
        return {"now": self._clock.now()}

    async def _open(self, row: RowMapping) -> tuple[Actor, dict[str, JsonValue]] | None:
        place = _place(row["kind"], row["name_hash"])
        text = await self._access.vault.reveal(row["person_id"] or HOUSE, row["body"], place)
        if text is None:
            return None
        kept = json.loads(text)
        return Actor(platform=row["platform"], workspace=row["workspace"], user=kept["name"]), kept["value"]


def _place(kind: str, name: str) -> str:
    return f"shelf.body:{kind}:{name}"
