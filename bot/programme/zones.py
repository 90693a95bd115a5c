"""Time zones by name, read once each."""

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
