"""What the machinery needs from storage: what comes due, what was seen, what leaves, and what is remembered.

The rest of the ports, and the unit of work that holds them all, are in `bot.core.ports`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from pydantic import JsonValue

from bot.core.delivery import Delivery, Letter
from bot.core.events import Actor
from bot.core.records import Timer


class Timers(Protocol):
    """What is to be done next, one row about each thing."""

    async def set(self, timer: Timer) -> None:
        """Set or move the timer of this key; its revision grows, its failures are forgotten."""
        ...

    async def take(self, key: str, now: datetime) -> Timer | None:
        """Return the timer under lock if it is due, and put it to rest; None when it no longer is."""
        ...

    async def drop(self, key: str) -> None: ...

    async def due(self, now: datetime, limit: int) -> Sequence[str]:
        """Return the keys of due timers, earliest first."""
        ...

    async def next_due(self) -> datetime | None: ...

    async def fail(self, key: str, now: datetime, error: str) -> None:
        """Count a failure: tried again after a growing while, at rest for good after the last."""
        ...


class Inbox(Protocol):
    """The events that were seen."""

    async def first_time(self, key: str, now: datetime) -> bool:
        """Remember the event's key; False when it was seen before."""
        ...

    async def forget(self, before: datetime) -> None:
        """Forget the keys of events seen before then: nobody delivers them again."""
        ...


@dataclass(frozen=True, slots=True)
class Backlog:
    """What lies in the outbox: letters that wait, and letters that were parked, by reason."""

    waiting: int
    parked: dict[str, int]


class Outbox(Protocol):
    """Letters on their way out."""

    async def add(self, letter: Letter) -> None: ...

    async def nudges_since(self, person_id: str, since: datetime) -> Sequence[datetime]:
        """Return when this person was last nudged, oldest first; cancelled letters don't count."""
        ...

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Delivery]: ...
    async def sent(self, delivery: Delivery, name: str) -> None: ...
    async def retry(self, delivery: Delivery, at: datetime, reason: str, *, uncertain: bool) -> None: ...
    async def hold(self, delivery: Delivery, until: datetime) -> None:
        """Put it back for later without counting a try."""
        ...

    async def park(self, delivery: Delivery, reason: str) -> None: ...
    async def release(self, person_id: str, reason: str, now: datetime) -> None:
        """Let somebody's letters go that were parked for this reason."""
        ...

    async def release_missed(self, person_id: str, since: datetime, now: datetime) -> None:
        """Let go what was parked for somebody who could not be reached, from then on and not too late now.

        Answers and what is about agreed meetings, that is; nudges and summaries stay where they are.
        """
        ...

    async def cancel(self, delivery: Delivery, reason: str) -> None: ...
    async def block(self, platform: str, until: datetime) -> None:
        """Let nothing leave for this platform and workspace until then."""
        ...

    async def next_due(self) -> datetime | None: ...
    async def backlog(self) -> Backlog: ...

    async def forget(self, before: datetime) -> None:
        """Forget letters that were for a moment before then and are done with."""
        ...


class Shelf(Protocol):
    """What must be remembered about a platform: installations, places, feeds. Sealed, found by whose it is.

    The actor's `user` may be any name: a person, a channel, a token. What is past its `until` is not found.
    """

    async def get(self, kind: str, of: Actor) -> dict[str, JsonValue] | None: ...
    async def put(
        self,
        kind: str,
        of: Actor,
        value: Mapping[str, JsonValue],
        *,
        person_id: str | None = None,
        until: datetime | None = None,
    ) -> None:
        """Put something there, or in the place of what was; erasing the person takes it away."""
        ...

    async def take(self, kind: str, of: Actor) -> dict[str, JsonValue] | None:
        """Return what is there and take it away: of several who try, one has it."""
        ...

    async def drop(self, kind: str, of: Actor) -> bool: ...
    async def every(self, kind: str, platform: str) -> Sequence[tuple[Actor, dict[str, JsonValue]]]: ...
    async def expire(self, now: datetime) -> None: ...
