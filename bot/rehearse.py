"""A whole programme at one go: from its first day to the day after its last, with nobody looking on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from adapters.rehearsal.cast.ledger import Ledger
from adapters.rehearsal.client import Shown
from bot.core.clock import VirtualClock
from bot.performance import Performance, Script, on_stage
from bot.programme.summary import Summary
from dialogs.summaries import figures

__all__ = ["Rehearsal", "Script", "rehearse"]

MOST_ROUNDS = 5_000_000
"""A rehearsal that takes more steps than this has lost its way."""


@dataclass(slots=True)
class Rehearsal:
    """What a rehearsal leaves: the truth, every message, and the figures of the last day."""

    ledger: Ledger
    summary: Summary
    messages: list[Shown] = field(default_factory=list)


async def rehearse(script: Script, progress: Callable[[date], None] = lambda _day: None) -> Rehearsal:
    """Run the programme from its first day to the day after its last relationship was over."""
    messages: list[Shown] = []
    async with on_stage(script, VirtualClock(script.dawn), messages.append) as performance:
        last_day = await _play(performance, progress)
        summary = await performance.house.door.carry_out(
            "rehearsal:summary", lambda turn: figures(turn, performance.cohort, last_day)
        )
        return Rehearsal(performance.stage.ledger, summary, messages)


async def _play(performance: Performance, progress: Callable[[date], None]) -> date:
    """Go from moment to moment until the programme is over, and return its last day."""
    for _ in range(MOST_ROUNDS):
        if not await performance.step():
            return performance.last_day()
        progress(performance.today)
    raise RuntimeError("The rehearsal did not come to an end.")
