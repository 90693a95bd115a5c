"""Measuring side by side: ways of doing one thing take turns, so that a busy machine slows them alike.

Only ratios mean anything. Each round gives one, and their median is reported with how far they spread.
"""

import platform
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from os import cpu_count
from statistics import median
from time import perf_counter

Way = Callable[[], Awaitable[float]]
"""Does one round of work and returns what a piece of it cost, in seconds."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """How often one cost goes into another: the median of all rounds, the least and the greatest."""

    middle: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.least:.2f} to {self.most:.2f})"


async def taking_turns(rounds: int, ways: Mapping[str, Way]) -> dict[str, list[float]]:
    """Let every way do a round, again and again, each time in the opposite order; return the costs."""
    costs: dict[str, list[float]] = {name: [] for name in ways}
    order = list(ways)
    for _ in range(rounds):
        for name in order:
            costs[name].append(await ways[name]())
        order.reverse()
    return costs


def ratio(costs: Sequence[float], baseline: Sequence[float]) -> Ratio:
    """Compare costs with a baseline round by round."""
    each = [cost / base for cost, base in zip(costs, baseline, strict=True)]
    return Ratio(median(each), min(each), max(each))


def percentile(costs: Sequence[float], share: float) -> float:
    """Return the cost that this share of all costs (0 to 1) does not exceed."""
    ordered = sorted(costs)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def timed(work: Callable[[], Awaitable[object]], pieces: int = 1) -> float:
    """Return the seconds that a piece of some work takes."""
    began = perf_counter()
    await work()
    return (perf_counter() - began) / pieces


def title(words: str) -> None:
    """Say what is measured, and on what kind of machine."""
    print(f"\n{words}\n  Python {platform.python_version()}, {cpu_count()} cores, {platform.machine()}")


def verdict(what: str, value: Ratio | float, goal: float) -> None:
    """Print a figure beside its goal; missing it is no error, for only people can weigh a busy machine."""
    middle = value.middle if isinstance(value, Ratio) else value
    shown = str(value) if isinstance(value, Ratio) else f"{value:.2f}"
    print(f"  {what}: {shown}; goal at most {goal:g}: {'kept' if middle <= goal else 'MISSED'}")
