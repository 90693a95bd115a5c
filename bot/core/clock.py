"""The one place where the time of the machine is read."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What time it is, in UTC, and how to wait for a later one."""

    def now(self) -> datetime: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251  # this is the clock port

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class VirtualClock:
    """A clock that only moves when it is told to, so that months pass in seconds."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def jump(self, to: datetime) -> None:
        """Move forward to `to`; an earlier time leaves the clock where it is."""
        self._now = max(self._now, to.astimezone(UTC))

    async def sleep(self, seconds: float) -> None:
        self.jump(self._now + timedelta(seconds=seconds))
        await asyncio.sleep(0)
