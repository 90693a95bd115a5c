"""A stranger's calendar is read in a process of its own, which may take so much time and memory and no more.

Calendars can be made to repeat a billion times. Whatever is wrong with one ends with this process.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from bot.programme.freebusy import Interval, NotACalendar, busy_times
from bot.programme.zones import zone

SECONDS = 15.0
"""How long one calendar may take, starting the process included."""

SECONDS_AT_WORK = 10
BYTES_OF_MEMORY = 768 * 1024 * 1024
NO_CALENDAR = 3
"""The status with which the process says that what it was given is no calendar."""


class Unreadable(Exception):  # noqa: N818  # named for what was found
    """The calendar couldn't be read within its limits."""


async def read_apart(text: bytes, first: datetime, last: datetime, zone_name: str) -> Sequence[Interval]:
    """Return when a calendar says busy. Raises `NotACalendar` and `Unreadable`."""
    asked = json.dumps([first.isoformat(), last.isoformat(), zone_name]).encode()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.busy_reader",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(SECONDS):
            answer, __ = await process.communicate(asked + b"\n" + text)
    except TimeoutError:
        raise Unreadable from None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode == NO_CALENDAR:
        raise NotACalendar
    if process.returncode != 0:
        raise Unreadable
    return [_interval(one) for one in json.loads(answer)]


def _interval(pair: Sequence[str]) -> Interval:
    begins, ends = pair
    return datetime.fromisoformat(begins), datetime.fromisoformat(ends)


def main() -> int:
    """Read a calendar from standard input and print when it says busy."""
    _limit()
    first, last, zone_name = json.loads(sys.stdin.buffer.readline())
    text = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")
    try:
        found = busy_times(text, datetime.fromisoformat(first), datetime.fromisoformat(last), zone(zone_name))
    except NotACalendar:
        return NO_CALENDAR
    sys.stdout.write(json.dumps([[one.isoformat() for one in interval] for interval in found]))
    return 0


def _limit() -> None:
    """Ask the system to end this process when it asks for too much; where it can't, time alone is limited."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  # there is none on Windows

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_AT_WORK, SECONDS_AT_WORK))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES_OF_MEMORY, BYTES_OF_MEMORY))


if __name__ == "__main__":
    sys.exit(main())
