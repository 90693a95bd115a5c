"""Time zones by name, read once each, and what their clocks show."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """Return the zone of this name; ValueError for a name that is none."""
    try:
        return ZoneInfo(name)
    except (OSError, LookupError, ValueError) as problem:
        raise ValueError(f"{name!r} is not a time zone; write one such as Europe/London") from problem


def is_zone(name: str) -> bool:
    try:
        zone(name)
    except ValueError:
        return False
    return True


def offset(at: datetime, zone: ZoneInfo) -> timedelta:
    """Return how far the clocks of `zone` are ahead of UTC at this instant."""
    return at.astimezone(zone).utcoffset() or timedelta()


def shown_twice(at: datetime, zone: ZoneInfo) -> bool:
    """Say whether the clocks of `zone` show the time of this instant twice that day."""
    local = at.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
