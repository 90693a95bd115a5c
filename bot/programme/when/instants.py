"""From a time on the wall to instants: none when summer time skips it, two when winter time repeats it."""

from datetime import UTC, date, datetime, timedelta, tzinfo


def wall_time(day: date, minutes: int) -> datetime:
    """Give the wall-clock time so many minutes into a day; beyond midnight it is the next day's."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001  # a wall has no zone


def instants(wall: datetime, clock: tzinfo) -> tuple[datetime, ...]:
    """Give every instant at which that clock shows the wall time, in order."""
    first, second = wall.replace(tzinfo=clock), wall.replace(tzinfo=clock, fold=1)
    real = [one for one in (first, second) if _exists(one)]
    return tuple(real[:1] if first.utcoffset() == second.utcoffset() else real)


def around_gap(wall: datetime, clock: tzinfo) -> tuple[datetime, datetime]:
    """Give what stands in for a skipped wall time: read with the offset after the change, and before it."""
    readings = (wall.replace(tzinfo=clock, fold=fold) for fold in (0, 1))
    earlier, later = sorted(one.astimezone(UTC) for one in readings)
    return earlier.astimezone(clock), later.astimezone(clock)


def _exists(moment: datetime) -> bool:
    there_and_back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return there_and_back.replace(tzinfo=None) == moment.replace(tzinfo=None)
