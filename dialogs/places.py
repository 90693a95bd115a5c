"""Time zones by the names people give them: a town, or the zone itself."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

PARTS_OF_THE_WORLD = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian",
    "Pacific",
)  # fmt: skip


def zone_named(place: str) -> str | None:
    """Return the time zone of a town, or the one with this name; None when the place is unknown."""
    return _gazetteer().get(_plain(place))


@cache
def _gazetteer() -> Mapping[str, str]:
    """Every zone by its full name and by its town; of two towns with one name the shorter zone stands."""
    known = sorted(available_timezones(), key=lambda name: (-len(name), name))
    zones = [name for name in known if name.partition("/")[0] in PARTS_OF_THE_WORLD]
    towns = {_plain(name.rpartition("/")[2]): name for name in zones}
    return towns | {_plain(name): name for name in zones} | {"utc": "UTC"}


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())
