"""Repositories of how times are arranged: what changed, times asked about at once, times that come round."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from bot.core.records import Change, Poll, StandingTime
from storage.access import Drawer, Repository, one_of_these
from storage.columns import table
from storage.tables import ChangeRow, InteractionRow, PollRow, StandingTimeRow

_INTERACTION = table(InteractionRow)

_changes = Drawer(Change, ChangeRow)
_polls = Drawer(Poll, PollRow)
_standing_times = Drawer(StandingTime, StandingTimeRow)

_CHANGES_OF = _changes.every.where(
    _changes.table.c.interaction_id.in_(
        select(_INTERACTION.c.id).where(one_of_these(_INTERACTION.c.relationship_id))
    )
).order_by(_changes.table.c["at"], _changes.table.c.id)
_POLLS_OF = _polls.among("relationship_id", "asked_at")
_STANDING_TIMES_OF = _standing_times.among("relationship_id", "asked_at")


class SqlChanges(Repository):
    """What became of agreed meetings, in the order in which it did."""

    async def add(self, change: Change) -> None:
        await _changes.add(self._access, change)

    async def of(self, relationship_ids: Collection[str]) -> Sequence[Change]:
        return await _changes.find(self._access, _CHANGES_OF, these=list(relationship_ids))


class SqlPolls(Repository):
    """Times asked about at once; `get` keeps everybody else from changing one until the unit ends."""

    async def add(self, poll: Poll) -> None:
        await _polls.add(self._access, poll)

    async def get(self, poll_id: str) -> Poll:
        return await _polls.get_locked(self._access, poll_id)

    async def of(self, relationship_ids: Collection[str]) -> Sequence[Poll]:
        return await _polls.find(self._access, _POLLS_OF, these=list(relationship_ids))

    async def put(self, poll: Poll) -> None:
        await _polls.put(self._access, poll)


class SqlStandingTimes(Repository):
    """Times that come round; `get` keeps everybody else from changing one until the unit ends."""

    async def add(self, standing: StandingTime) -> None:
        await _standing_times.add(self._access, standing)

    async def get(self, standing_id: str) -> StandingTime:
        return await _standing_times.get_locked(self._access, standing_id)

    async def of(self, relationship_ids: Collection[str]) -> Sequence[StandingTime]:
        return await _standing_times.find(self._access, _STANDING_TIMES_OF, these=list(relationship_ids))

    async def put(self, standing: StandingTime) -> None:
        await _standing_times.put(self._access, standing)
