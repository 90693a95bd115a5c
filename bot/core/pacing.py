"""Pacing: how long a message has to wait so that a platform never needs to ask for patience."""


class Pace:
    """So many a second for each key, with a burst before that: the generic cell rate algorithm, in memory.

    Times are seconds on any clock that only goes forward.
    """

    def __init__(self, per_second: float, burst: int = 1) -> None:
        self._interval = 1 / per_second
        self._slack = self._interval * (burst - 1)
        self._next: dict[str, float] = {}

    def wait(self, key: str, now: float) -> float:
        """Return the seconds still to wait, or 0.0 when it may go now: then it is counted."""
        expected = max(self._next.get(key, now), now)
        early = expected - self._slack - now
        if early > 0:
            return early
        self._next[key] = expected + self._interval
        self._forget(now)
        return 0.0

    def _forget(self, now: float) -> None:
        """Forget whoever has been quiet long enough to begin afresh."""
        if len(self._next) > MOST:
            self._next = {key: at for key, at in self._next.items() if at > now}


MOST = 10_000
"""Keys that are remembered before those that are quiet are forgotten."""
