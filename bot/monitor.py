"""What an operator's monitor may know of the service: counts, ages and parts that work; nobody's words."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.core.clock import Clock
from bot.core.events import Event
from bot.core.ground import Handle
from bot.core.messages import Reply
from bot.core.ports import Store

log = structlog.get_logger()

STALLED = timedelta(minutes=2)
"""A courier that made no round for this long is not running."""


class Monitor:
    """Counts what comes in and looks at what waits to go out."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._last_round: datetime | None = None
        self._registry = CollectorRegistry()
        self._events = Counter(
            "turnabout_events",
            "Events taken in, by kind and outcome.",
            ["kind", "outcome"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "turnabout_event_seconds", "How long an event took to decide.", registry=self._registry
        )
        self._waiting = Gauge("turnabout_letters_waiting", "Letters in the outbox.", registry=self._registry)
        self._parked = Gauge(
            "turnabout_letters_parked",
            "Letters that can't leave, by reason.",
            ["reason"],
            registry=self._registry,
        )
        self._late = Gauge(
            "turnabout_timer_late_seconds", "How overdue the next timer is.", registry=self._registry
        )

    def watching(self, handle: Handle) -> Handle:
        """Return the door, with everybody counted who goes through it."""

        async def watched(event: Event) -> Reply:
            kind = type(event).__name__.lower()
            with self._seconds.time():
                try:
                    reply = await handle(event)
                except BaseException:
                    self._events.labels(kind, "failed").inc()
                    raise
            self._events.labels(kind, "handled").inc()
            return reply

        return watched

    def round_made(self) -> None:
        """Note that planner and courier are at work."""
        self._last_round = self._clock.now()

    async def parts(self) -> Mapping[str, bool]:
        """Return which part of the service works; a database that is behind did not open at all."""
        return {"database": await self._database_answers(), "courier": self._is_running()}

    async def exposition(self) -> bytes:
        """Return the figures as Prometheus reads them."""
        await self._look()
        return generate_latest(self._registry)

    async def _look(self) -> None:
        async with self._store.reading() as unit:
            backlog = await unit.outbox.backlog()
            due = await unit.timers.next_due()
        self._waiting.set(backlog.waiting)
        self._parked.clear()
        for reason, count in backlog.parked.items():
            self._parked.labels(reason).set(count)
        late = (self._clock.now() - due).total_seconds() if due else 0.0
        self._late.set(max(late, 0.0))

    async def _database_answers(self) -> bool:
        try:
            async with self._store.reading() as unit:
                await unit.timers.next_due()
        except Exception as error:  # noqa: BLE001  # whatever it is, the database can't be reached
            log.error("database does not answer", error=error)
            return False
        return True

    def _is_running(self) -> bool:
        return self._last_round is not None and self._clock.now() - self._last_round < STALLED
