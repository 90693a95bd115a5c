"""What it costs to understand a phrase, against bare dateparser, and the worst a hostile one can do."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from time import perf_counter
from zoneinfo import ZoneInfo

import dateparser
from measuring import percentile, ratio, taking_turns, title, verdict

from bot.programme.when import understand

NOW = datetime(2027, 2, 17, 10, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
ROUNDS = 10

PHRASES = (
    "tomorrow at 3",
    "Tuesday 2pm",
    "next Thursday at half past ten",
    "3 March 14:00",
    "the 5th at noon",
    "in two weeks at 9",
    "Friday between 2 and 3",
    "a week on Monday, quarter to four",
    "2027-03-09 11:30",
    "I can't do Tuesday, Wednesday at 4 is fine",
    "any time on Friday morning",
    "lunchtime on Thursday",
)
HOSTILE = (
    "9" * 200,
    "1/" * 100,
    "at " * 66,
    "next " * 40,
    "Tuesday or Wednesday at 2 " * 7,
    "the day after " * 14,
    "12:00-" * 33,
    "in 1 week and 2 days " * 9,
    "\u0661\u0662:\u0663\u0660 " * 30,
    "half past quarter to " * 9,
    "mon tue wed thu fri " * 10,
    "a1b2c3d4e5f6g7 " * 13,
)


async def cost_of(read: Callable[[str], object], phrases: Sequence[str]) -> float:
    """Return the seconds that one of these phrases takes."""
    began = perf_counter()
    for phrase in phrases:
        read(phrase)
    return (perf_counter() - began) / len(phrases)


def ours(phrase: str) -> object:
    return understand(phrase, NOW, LONDON)


def bare(phrase: str) -> object:
    return dateparser.parse(phrase, languages=["en"], settings={"RELATIVE_BASE": NOW.replace(tzinfo=None)})


async def main() -> None:
    title("Understanding a phrase, against bare dateparser")
    ways = {"ours": partial(cost_of, ours, PHRASES), "bare": partial(cost_of, bare, PHRASES)}
    await taking_turns(1, ways)  # both load what they need
    costs = await taking_turns(ROUNDS, ways)
    print(f"  ours {percentile(costs['ours'], 0.5) * 1000:.2f} ms, ", end="")
    print(f"bare dateparser {percentile(costs['bare'], 0.5) * 1000:.2f} ms a phrase")
    verdict("a phrase", ratio(costs["ours"], costs["bare"]), 1)
    await worst()


async def worst() -> None:
    """Find the hostile phrase that takes longest; beyond 200 characters nothing is read at all."""
    found = {phrase: min([await cost_of(ours, [phrase]) for _ in range(3)]) for phrase in HOSTILE}
    slowest = max(found, key=lambda phrase: found[phrase])
    print(f"  the worst hostile phrase: {found[slowest] * 1000:.1f} ms, {slowest[:24]!r} again and again")


if __name__ == "__main__":
    asyncio.run(main())
