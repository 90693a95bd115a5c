"""Days and times as people say them in British English, in the reader's own zone."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.programme.zones import offset, shown_twice

A_MINUTE = timedelta(minutes=1)
MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 24 * MINUTES_AN_HOUR

Elsewhere = tuple[str, ZoneInfo]
"""Somebody else's name, and the zone their clock shows."""


def say_day(day: date, *, today: date | None = None) -> str:
    """Return "Tuesday 19 January", with the year where it is not the year of `today`."""
    year = "" if today is not None and today.year == day.year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{year}"


def say_moment(at: datetime, zone: ZoneInfo) -> str:
    """Return "Tuesday 19 January 2027, 15:00" as the clocks of `zone` show it."""
    return f"{say_day(at.astimezone(zone).date())}, {say_clock(at, zone)}"


def say_clock(at: datetime, zone: ZoneInfo) -> str:
    """Return "15:00"; of a time that the clocks show twice that day, also which of the two is meant."""
    local = at.astimezone(zone)
    which = " (after the clocks go back)" if local.fold else " (before the clocks go back)"
    return f"{local:%H:%M}{which if shown_twice(at, zone) else ''}"


def say_in_full(at: datetime, zone: ZoneInfo, others: Sequence[Elsewhere]) -> str:
    """Return a time on the reader's clock, and on that of everybody whose clock shows another just then.

    So it is "Tuesday 19 January 2027, 15:00" while all clocks agree, and otherwise "Tuesday 19 January
    2027, 15:00 your time, 16:00 for Sam", with the day where it is another one over there.
    """
    mine = say_moment(at, zone)
    elsewhere = list(_elsewhere(at, zone, others))
    return f"{mine} your time, {', '.join(elsewhere)}" if elsewhere else mine


def _elsewhere(at: datetime, zone: ZoneInfo, others: Sequence[Elsewhere]) -> Iterator[str]:
    """Yield "16:00 for Sam and Ali" for each other time that clocks show, from west to east."""
    ahead = sorted(((offset(at, there), there, name) for name, there in others), key=lambda one: one[0])
    for hours, alike in groupby(ahead, key=lambda one: one[0]):
        if hours != offset(at, zone):
            those = list(alike)
            there, names = those[0][1], [name for *__, name in those]
            yield f"{say_clock(at, there)}{_other_day(at, zone, there)} for {say_names(names)}"


def _other_day(at: datetime, zone: ZoneInfo, there: ZoneInfo) -> str:
    local = at.astimezone(there)
    return "" if local.date() == at.astimezone(zone).date() else f" on {local:%A}"


def say_length(length: timedelta) -> str:
    """Return "2 days", "an hour" or "20 minutes": the largest whole unit that fits, rounded down."""
    minutes = max(0, int(length / A_MINUTE))
    for one, many, size in (("a day", "days", MINUTES_A_DAY), ("an hour", "hours", MINUTES_AN_HOUR)):
        if minutes >= size:
            return one if minutes < 2 * size else f"{minutes // size} {many}"
    return "a minute" if minutes == 1 else f"{minutes} minutes"


def say_names(names: tuple[str, ...] | list[str]) -> str:
    """Return "Sam", "Sam and Ali" or "Sam, Ali and Jo"."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
