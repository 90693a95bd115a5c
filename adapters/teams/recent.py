"""What was just seen: remembered for a while, and never more than so many."""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by their keys, each for so many seconds; beyond the `most`, the oldest is forgotten."""

    def __init__(self, seconds: float, *, most: int = 5000, now: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._most = most
        self._now = now
        self._kept: dict[K, tuple[float, V]] = {}

    def get(self, key: K) -> V | None:
        """Return what is remembered, unless it is too old."""
        until, value = self._kept.get(key, (0.0, None))
        return value if self._now() < until else None

    def put(self, key: K, value: V) -> None:
        self._kept.pop(key, None)
        self._kept[key] = (self._now() + self._seconds, value)
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]

    def drop(self, key: K) -> None:
        self._kept.pop(key, None)
