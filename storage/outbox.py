"""The outbox: letters from the transaction that caused them until the courier is done with each.

A letter is alive while it has a `next_at`. Letters of one lane leave in the order in which they were
written; one that failed three times lets the others pass.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import RowMapping, bindparam, case, delete, exists, func, or_, select, true, update

from bot.core.delivery import Delivery, Letter
from bot.core.events import Actor
from bot.core.messages import Message
from bot.core.post import Backlog
from bot.core.vault import BrokenSeal
from storage.access import Repository, one_of_these
from storage.columns import table
from storage.destinations import IS_FOR_ITS_PLATFORM, best_addresses, channel_address
from storage.problems import KeyProblem
from storage.statements import insert_or_change, insert_unless_there
from storage.tables import LetterState, OutboxRow, ThrottleRow
from storage.vault import HOUSE

STEPS_ASIDE = 3
"""How often a letter fails before it no longer holds up its lane."""

UNREADABLE = "unreadable"

_OUTBOX = table(OutboxRow)
_THROTTLE = table(ThrottleRow)
_OLDER = _OUTBOX.alias("older")

_WAITS_BEHIND = exists().where(
    _OLDER.c.lane == _OUTBOX.c.lane,
    _OLDER.c.id < _OUTBOX.c.id,
    _OLDER.c.next_at.is_not(None),
    (_OLDER.c.attempts < STEPS_ASIDE) | (_OLDER.c.state == LetterState.LEASED),
)
_BLOCKED = exists().where(_THROTTLE.c.blocked_until > bindparam("now"), IS_FOR_ITS_PLATFORM)
_READY = (
    select(_OUTBOX.c.id)
    .where(_OUTBOX.c.next_at <= bindparam("now"), ~_WAITS_BEHIND, ~_BLOCKED)
    .order_by(_OUTBOX.c.next_at, _OUTBOX.c.id)
    .limit(bindparam("limit"))
    .with_for_update(of=_OUTBOX, skip_locked=True)
)
_LEASE = (
    update(_OUTBOX)
    .where(one_of_these(_OUTBOX.c.id))
    .values(
        state=LetterState.LEASED,
        lease=bindparam("lease"),
        next_at=bindparam("until"),
        attempts=_OUTBOX.c.attempts + 1,
        maybe_sent=or_(_OUTBOX.c.maybe_sent, _OUTBOX.c.state == LetterState.LEASED),
    )
    .returning(_OUTBOX)
)
_MINE = update(_OUTBOX).where(_OUTBOX.c.id == bindparam("this"), _OUTBOX.c.lease == bindparam("held"))

_PARK_UNREADABLE = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("this"))
    .values(state=LetterState.PARKED, next_at=None, lease=None, parked_for=UNREADABLE)
)

_RELEASE = (
    update(_OUTBOX)
    .where(_OUTBOX.c.person_id == bindparam("this"), _OUTBOX.c.parked_for == bindparam("for"))
    .values(state=LetterState.READY, next_at=bindparam("now"), parked_for=None, attempts=0)
)

_RELEASE_MISSED = (
    update(_OUTBOX)
    .where(
        _OUTBOX.c.person_id == bindparam("this"),
        _OUTBOX.c.parked_for != UNREADABLE,
        _OUTBOX.c.kind.startswith("reply") | _OUTBOX.c.kind.startswith("service"),
        _OUTBOX.c.not_before >= bindparam("since"),
        _OUTBOX.c.not_after.is_(None) | (_OUTBOX.c.not_after > bindparam("now")),
    )
    .values(state=LetterState.READY, next_at=bindparam("now"), parked_for=None, attempts=0)
)

_BLOCKED_UNTIL = select(func.max(_THROTTLE.c.blocked_until)).where(IS_FOR_ITS_PLATFORM).scalar_subquery()
_NEXT = select(
    func.min(case((_OUTBOX.c.next_at < _BLOCKED_UNTIL, _BLOCKED_UNTIL), else_=_OUTBOX.c.next_at))
).where(_OUTBOX.c.next_at.is_not(None), ~_WAITS_BEHIND)

_NUDGES = (
    select(_OUTBOX.c.nudged_at)
    .where(_OUTBOX.c.person_id == bindparam("this"), _OUTBOX.c.nudged_at >= bindparam("since"))
    .order_by(_OUTBOX.c.nudged_at)
)
_WAITING = select(func.count()).where(_OUTBOX.c.next_at.is_not(None))
_PARKED = (
    select(_OUTBOX.c.parked_for, func.count())
    .where(_OUTBOX.c.parked_for.is_not(None))
    .group_by(_OUTBOX.c.parked_for)
    .order_by(_OUTBOX.c.parked_for)
)

_FORGET = delete(_OUTBOX).where(_OUTBOX.c.next_at.is_(None), _OUTBOX.c.not_before < bindparam("before"))


class SqlOutbox(Repository):
    """Letters on their way out. What becomes of one is only written down while its lease is held."""

    async def add(self, letter: Letter) -> None:
        text = letter.message.model_dump_json()
        body = await self._access.vault.hide(
            _owner(letter.person_id, letter.cohort_id), text, _place(letter.key)
        )
        if not body:
            return  # its reader was erased
        await self._access.connection.execute(
            insert_unless_there(self._access.dialect, _OUTBOX),
            {
                **letter.model_dump(exclude={"message"}),
                "lane": letter.lane,
                "kind": letter.message.kind,
                "body": body,
                "state": LetterState.READY,
                "next_at": letter.not_before,
                "attempts": 0,
                "maybe_sent": False,
                "nudged_at": letter.not_before if letter.message.is_nudge else None,
            },
        )

    async def nudges_since(self, person_id: str, since: datetime) -> Sequence[datetime]:
        return (await self._access.connection.scalars(_NUDGES, {"this": person_id, "since": since})).all()

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Delivery]:
        connection = self._access.connection
        ready = (await connection.scalars(_READY, {"now": now, "limit": limit})).all()
        if not ready:
            return []
        held = {"these": ready, "lease": token_hex(16), "until": now + lease}
        rows = {row["id"]: row for row in (await connection.execute(_LEASE, held)).mappings()}
        people = {row["person_id"] for row in rows.values() if row["person_id"]}
        await self._access.vault.fetch(_owner(row["person_id"], row["cohort_id"]) for row in rows.values())
        addresses = await best_addresses(self._access, people)
        deliveries = [await self._delivery(rows[number], addresses) for number in ready]
        return [delivery for delivery in deliveries if delivery is not None]

    async def sent(self, delivery: Delivery, name: str) -> None:
        await self._settle(delivery, state=LetterState.SENT, next_at=None, body=None, name=name)

    async def retry(self, delivery: Delivery, at: datetime, reason: str, *, uncertain: bool) -> None:
        doubt = true() if uncertain else _OUTBOX.c.maybe_sent
        await self._settle(delivery, state=LetterState.READY, next_at=at, error=reason, maybe_sent=doubt)

    async def hold(self, delivery: Delivery, until: datetime) -> None:
        tries = _OUTBOX.c.attempts - 1
        await self._settle(delivery, state=LetterState.READY, next_at=until, attempts=tries)

    async def park(self, delivery: Delivery, reason: str) -> None:
        await self._settle(delivery, state=LetterState.PARKED, next_at=None, parked_for=reason)

    async def release(self, person_id: str, reason: str, now: datetime) -> None:
        await self._access.connection.execute(_RELEASE, {"this": person_id, "for": reason, "now": now})

    async def release_missed(self, person_id: str, since: datetime, now: datetime) -> None:
        missed = {"this": person_id, "since": since, "now": now}
        await self._access.connection.execute(_RELEASE_MISSED, missed)

    async def cancel(self, delivery: Delivery, reason: str) -> None:
        await self._settle(
            delivery, state=LetterState.CANCELLED, next_at=None, body=None, nudged_at=None, error=reason
        )

    async def block(self, platform: str, until: datetime) -> None:
        blocking = insert_or_change(self._access.dialect, _THROTTLE)
        await self._access.connection.execute(blocking, {"key": platform, "blocked_until": until})

    async def next_due(self) -> datetime | None:
        at: datetime | None = await self._access.connection.scalar(_NEXT)
        return at

    async def backlog(self) -> Backlog:
        waiting = await self._access.connection.scalar(_WAITING)
        parked = await self._access.connection.execute(_PARKED)
        return Backlog(waiting or 0, dict(parked.all()))

    async def forget(self, before: datetime) -> None:
        await self._access.connection.execute(_FORGET, {"before": before})

    async def _settle(self, delivery: Delivery, **values: object) -> None:
        """Write down what became of a letter, unless the lease was lost: then it is somebody else's."""
        held = {"this": delivery.id, "held": delivery.lease}
        await self._access.connection.execute(_MINE.values(lease=None, **values), held)

    async def _message(self, row: RowMapping) -> Message | None:
        """Open a letter; one that doesn't open is parked, so that it can't hold up the others."""
        try:
            owner = _owner(row["person_id"], row["cohort_id"])
            text = await self._access.vault.reveal(owner, row["body"], _place(row["key"]))
        except (BrokenSeal, KeyProblem):
            text = None
        if text is None:
            await self._access.connection.execute(_PARK_UNREADABLE, {"this": row["id"]})
            return None
        return Message.model_validate_json(text)

    async def _delivery(self, row: RowMapping, addresses: dict[str, Actor]) -> Delivery | None:
        message = await self._message(row)
        if message is None:
            return None
        to = channel_address(row["channel"]) if row["channel"] else addresses.get(row["person_id"])
        letter = Letter(
            key=row["key"],
            cohort_id=row["cohort_id"],
            person_id=row["person_id"],
            channel=row["channel"],
            message=message,
            not_before=row["not_before"],
            not_after=row["not_after"],
        )
        return Delivery(
            id=row["id"],
            lease=row["lease"],
            letter=letter,
            to=to,
            attempts=row["attempts"],
            maybe_sent=row["maybe_sent"],
        )


def _owner(person_id: str | None, cohort_id: str | None) -> str:
    """Say whose key seals a letter: its reader's, or that of the cohort whose channel it goes to."""
    return person_id or (f"cohort:{cohort_id}" if cohort_id else HOUSE)


def _place(key: str) -> str:
    return f"outbox.body:{key}"
