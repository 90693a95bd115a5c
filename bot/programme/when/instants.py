"""From a time on the wall to instants: none when summer time skips it, two when winter time repeats it."""

from datetime import UTC, date, datetime, timedelta, tzinfo


def wall_time(day: date, minutes: int) -> datetime:
    """Give the wall-clock time so many minutes into a day; beyond midnight it is the next day's."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001  # a wall has no zone


def instants(wall: datetime, clock: tzinfo) -> tuple[datetime, ...]:
    """Give every instant, in UTC and in order, at which that clock shows the wall time."""
    read = {wall.replace(tzinfo=clock, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(one for one in read if one.astimezone(clock).replace(tzinfo=None) == wall))


def around_gap(wall: datetime, clock: tzinfo) -> tuple[datetime, datetime]:
    """Give what stands in for a skipped wall time: read by the offset after the change, and before it."""
    earlier, later = sorted(wall.replace(tzinfo=clock, fold=fold).astimezone(UTC) for fold in (0, 1))
    return earlier, later
