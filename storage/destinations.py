"""Where a letter goes: a person's best address, or the channel that it names."""

from collections.abc import Collection

from sqlalchemy import RowMapping, case, select

from bot.core.events import Actor
from storage.access import Access, one_of_these
from storage.columns import table
from storage.people import address_place
from storage.tables import AddressRow, OutboxRow, PersonRow, ThrottleRow

_OUTBOX = table(OutboxRow)
_PERSON = table(PersonRow)
_ADDRESS = table(AddressRow)
_THROTTLE = table(ThrottleRow)

_BEST_FIRST = (
    case((_ADDRESS.c.platform == _PERSON.c.platform, 0), else_=1),
    _ADDRESS.c.platform,
    _ADDRESS.c.workspace,
    _ADDRESS.c.user_hash,
)
_ADDRESSES = (
    select(_ADDRESS)
    .join(_PERSON, _PERSON.c.id == _ADDRESS.c.person_id)
    .where(one_of_these(_ADDRESS.c.person_id))
    .order_by(*_BEST_FIRST)
)
_PLATFORM_OF_PERSON = (
    select(_ADDRESS.c.platform + ":" + _ADDRESS.c.workspace)
    .join(_PERSON, _PERSON.c.id == _ADDRESS.c.person_id)
    .where(_ADDRESS.c.person_id == _OUTBOX.c.person_id)
    .order_by(*_BEST_FIRST)
    .limit(1)
    .correlate(_OUTBOX)
    .scalar_subquery()
)

IS_FOR_ITS_PLATFORM = (_THROTTLE.c.key == _PLATFORM_OF_PERSON) | _OUTBOX.c.channel.startswith(_THROTTLE.c.key)
"""Whether a row of `throttle` is about the platform and workspace that a letter would go to."""


async def best_addresses(access: Access, person_ids: Collection[str]) -> dict[str, Actor]:
    """Return each person's address on the platform they prefer, or else any they have."""
    rows = (await access.connection.execute(_ADDRESSES, {"these": list(person_ids)})).mappings().all()
    best: dict[str, Actor] = {}
    for row in rows:
        if row["person_id"] not in best and (address := await _revealed(access, row)) is not None:
            best[row["person_id"]] = address
    return best


def channel_address(channel: str) -> Actor:
    """Read a channel such as `slack:C0123456789`."""
    platform, _, name = channel.partition(":")
    return Actor(platform=platform, user=name)


async def _revealed(access: Access, row: RowMapping) -> Actor | None:
    user = await access.vault.reveal(row["person_id"], row["user"], address_place(row["user_hash"]))
    return None if user is None else Actor(platform=row["platform"], workspace=row["workspace"], user=user)
