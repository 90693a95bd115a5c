"""The courier: claims letters, sends them, and writes down what became of each.

A letter that came too late is cancelled; one that was late into the night waits for the morning; one
whose fate is uncertain is looked up before anything is sent again. Nothing is lost without a reason.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.core.clock import Clock
from bot.core.delivery import (
    NO_ADDRESS,
    Delivery,
    Failed,
    Gone,
    Messenger,
    Outcome,
    Sent,
    Throttled,
    Uncertain,
)
from bot.core.entropy import Entropy
from bot.core.events import Departed, Event
from bot.core.hours import post_allowed, when_allowed
from bot.core.messages import Reply
from bot.core.ports import Store, Unit
from bot.core.records import Timer
from bot.programme.working_time import NoWorkingTimeError

log = structlog.get_logger()

AT_ONCE = 50
"""How many letters one pass takes."""

LEASE = timedelta(seconds=60)
TIME_LIMIT = 20.0
"""Seconds a messenger may take; well inside the lease, so that nobody else sends meanwhile."""

LATE = timedelta(minutes=5)
"""A letter later than this is asked again whether it may leave now."""

LONGEST_WAIT = timedelta(hours=1)
SETTLING = timedelta(seconds=60)
"""How long an uncertain letter rests before it is looked up: it may be under way, and histories lag."""

LAST_TRY = 20
"""Some seven hours of tries: a platform that is down for a morning loses nothing."""

TOO_LATE = "came too late"
UNCONFIRMED = "unconfirmed"

UNDELIVERED = "undelivered"
"""The kind of the timer by which coordinators hear that a post could not reach its channel."""


class Courier:
    """Takes letters from the outbox to the messenger, one pass at a time."""

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        clock: Clock,
        entropy: Entropy,
        handle: Callable[[Event], Awaitable[Reply]],
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._clock = clock
        self._entropy = entropy
        self._handle = handle

    async def deliver(self) -> int:
        """Make one pass and return how many letters it took in hand."""
        deliveries, outcomes = await self._take()
        if not deliveries:
            return 0
        ready = [delivery for delivery in deliveries if delivery.id not in outcomes]
        results = await asyncio.gather(*(self._send(delivery) for delivery in ready))
        async with self._store.unit() as unit:
            for delivery, outcome in zip(ready, results, strict=True):
                await self._settle(unit, delivery, outcome)
            await unit.commit()
        for delivery, outcome in zip(ready, results, strict=True):
            await self._tell_if_gone(delivery, outcome)
        return len(deliveries)

    async def _take(self) -> tuple[Sequence[Delivery], set[int]]:
        """Claim letters and set aside, in the same transaction, those that must not leave now."""
        async with self._store.unit() as unit:
            now = self._clock.now()
            deliveries = await unit.outbox.claim(now, AT_ONCE, LEASE)
            aside = {one.id for one in deliveries if await self._set_aside(unit, one, now)}
            if deliveries:
                await unit.commit()
        return deliveries, aside

    async def _set_aside(self, unit: Unit, delivery: Delivery, now: datetime) -> bool:
        letter = delivery.letter
        if letter.not_after is not None and now >= letter.not_after:
            await unit.outbox.cancel(delivery, TOO_LATE)
            return True
        if delivery.to is None:
            await unit.outbox.park(delivery, NO_ADDRESS)
            return True
        until = await self._allowed_from(unit, delivery, now)
        if until is None:
            await unit.outbox.cancel(delivery, TOO_LATE)
        elif until > now:
            await unit.outbox.hold(delivery, until)
        return until is None or until > now

    async def _allowed_from(self, unit: Unit, delivery: Delivery, now: datetime) -> datetime | None:
        """Return from when on a letter may leave; its first moment suited its kind, a late one may not."""
        letter = delivery.letter
        if now - letter.not_before < LATE:
            return now
        cohort = await unit.cohorts.get(letter.cohort_id) if letter.cohort_id else None
        try:
            if letter.person_id is not None:
                person = await unit.people.get(letter.person_id)
                return when_allowed(letter.message, now, person, cohort)
            return post_allowed(letter.message, now, cohort) if cohort else now
        except NoWorkingTimeError:
            return None

    async def _send(self, delivery: Delivery) -> Outcome:
        """Send once within the time limit; what was perhaps sent before is looked up first."""
        try:
            async with asyncio.timeout(TIME_LIMIT):
                if delivery.maybe_sent:
                    found = await self._messenger.find(delivery)
                    if isinstance(found, Sent) or (
                        isinstance(found, Uncertain) and not _worth_twice(delivery)
                    ):
                        return found
                return await self._messenger.send(delivery)
        except TimeoutError:
            return Uncertain(reason="no answer in time")
        except Exception as error:  # noqa: BLE001  # a messenger's fault must not stop the others' letters
            log.error("messenger failed", delivery=delivery.id, error=error)
            return Uncertain(reason=type(error).__name__)

    async def _settle(self, unit: Unit, delivery: Delivery, outcome: Outcome) -> None:
        now = self._clock.now()
        match outcome:
            case Sent(name=name):
                await unit.outbox.sent(delivery, name)
            case Throttled(seconds=seconds, everywhere=everywhere):
                until = now + timedelta(seconds=seconds)
                if everywhere and delivery.to is not None:
                    await unit.outbox.block(f"{delivery.to.platform}:{delivery.to.workspace}", until)
                await unit.outbox.hold(delivery, until)
            case Failed(reason=reason):
                await self._again(unit, delivery, reason, now, uncertain=False)
            case Uncertain(reason=reason):
                await self._again(unit, delivery, reason, now, uncertain=True)
            case Gone(reason=reason):
                await unit.outbox.park(delivery, reason)
                await self._report(unit, delivery, outcome, now)

    async def _report(self, unit: Unit, delivery: Delivery, gone: Gone, now: datetime) -> None:
        """See to it that coordinators hear of a post that could not reach its channel."""
        letter = delivery.letter
        if letter.channel is None or letter.cohort_id is None:
            return
        payload = {"cohort": letter.cohort_id, "advice": gone.advice}
        await unit.timers.set(
            Timer(key=f"undelivered:{letter.channel}", kind=UNDELIVERED, due_at=now, payload=payload)
        )

    async def _again(
        self, unit: Unit, delivery: Delivery, reason: str, now: datetime, *, uncertain: bool
    ) -> None:
        """Plan another try; after the last one, or a second doubt about a nudge, park it instead."""
        if delivery.attempts >= LAST_TRY:
            await unit.outbox.park(delivery, reason)
        elif uncertain and delivery.maybe_sent and not _worth_twice(delivery):
            await unit.outbox.park(delivery, UNCONFIRMED)
        else:
            wait = max(self._wait(delivery.attempts), SETTLING if uncertain else timedelta())
            await unit.outbox.retry(delivery, now + wait, reason, uncertain=uncertain)

    def _wait(self, attempts: int) -> timedelta:
        """Return a growing while, between half and all of 2, 4, 8 … seconds, at most an hour."""
        whole = min(LONGEST_WAIT, timedelta(seconds=2**attempts))
        return whole * (0.5 + self._entropy.bits(16) / 2**17)

    async def _tell_if_gone(self, delivery: Delivery, outcome: Outcome) -> None:
        if isinstance(outcome, Gone) and delivery.to is not None and delivery.letter.person_id is not None:
            await self._handle(Departed(key=f"gone:{delivery.letter.key}"[:200], actor=delivery.to))


def _worth_twice(delivery: Delivery) -> bool:
    """Say whether a message that may have arrived is better sent twice than not at all.

    The answer to what somebody did, and a meeting they agreed to, are; a nudge or a summary is not.
    """
    return delivery.letter.message.kind.startswith(("reply", "service"))
