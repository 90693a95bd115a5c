"""Days and times as people say them in British English, in the reader's own zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def say_day(day: date, *, today: date | None = None) -> str:
    """Return "Tuesday 19 January", with the year where it is not the year of `today`."""
    year = "" if today is not None and today.year == day.year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{year}"


def say_moment(at: datetime, zone: ZoneInfo) -> str:
    """Return "Tuesday 19 January 2027, 15:00" as the clocks of `zone` show it."""
    local = at.astimezone(zone)
    return f"{say_day(local.date())}, {local:%H:%M}"


def say_names(names: tuple[str, ...] | list[str]) -> str:
    """Return "Sam", "Sam and Ali" or "Sam, Ali and Jo"."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
