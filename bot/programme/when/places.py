"""Whose clock a time is said by: "3pm CET", "2pm Paris time", "15:00 UTC", "+01:00"."""

from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

from bot.programme.when.gaps import GAPS
from bot.programme.when.phrasebook import Meaning, Phrasebook
from bot.programme.when.pieces import Clock, Number, Standpoint, Zone

PLACES = Phrasebook(GAPS)

# The letters, their hours from UTC, and the place whose people use them, loosely, all the year round.
_LETTERS = {
    "gmt": (0, "Europe/London"),
    "bst": (1, "Europe/London"),
    "wet": (0, "Europe/Lisbon"),
    "west": (1, "Europe/Lisbon"),
    "cet": (1, "Europe/Paris"),
    "cest": (2, "Europe/Paris"),
    "eet": (2, "Europe/Athens"),
    "eest": (3, "Europe/Athens"),
    "est": (-5, "America/New_York"),
    "edt": (-4, "America/New_York"),
    "cdt": (-5, "America/Chicago"),
    "mst": (-7, "America/Denver"),
    "pst": (-8, "America/Los_Angeles"),
    "pdt": (-7, "America/Los_Angeles"),
    "aest": (10, "Australia/Sydney"),
    "aedt": (11, "Australia/Sydney"),
    "nzst": (12, "Pacific/Auckland"),
    "nzdt": (13, "Pacific/Auckland"),
}
_LOOSE_LETTERS = {
    "et": "America/New_York",
    "mdt": "America/Denver",
    "pt": "America/Los_Angeles",
    "ist": "Asia/Kolkata",
}
"""Letters that mean as much besides: a team that meets, a patient, another country's time."""

_TIMES = {
    "london": "Europe/London",
    "uk": "Europe/London",
    "british": "Europe/London",
    "english": "Europe/London",
    "edinburgh": "Europe/London",
    "dublin": "Europe/Dublin",
    "irish": "Europe/Dublin",
    "lisbon": "Europe/Lisbon",
    "paris": "Europe/Paris",
    "french": "Europe/Paris",
    "berlin": "Europe/Berlin",
    "german": "Europe/Berlin",
    "madrid": "Europe/Madrid",
    "rome": "Europe/Rome",
    "amsterdam": "Europe/Amsterdam",
    "brussels": "Europe/Brussels",
    "zurich": "Europe/Zurich",
    "vienna": "Europe/Vienna",
    "stockholm": "Europe/Stockholm",
    "warsaw": "Europe/Warsaw",
    "athens": "Europe/Athens",
    "central european": "Europe/Paris",
    "lagos": "Africa/Lagos",
    "nairobi": "Africa/Nairobi",
    "johannesburg": "Africa/Johannesburg",
    "dubai": "Asia/Dubai",
    "karachi": "Asia/Karachi",
    "delhi": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata",
    "indian": "Asia/Kolkata",
    "india": "Asia/Kolkata",
    "singapore": "Asia/Singapore",
    "manila": "Asia/Manila",
    "hong kong": "Asia/Hong_Kong",
    "tokyo": "Asia/Tokyo",
    "sydney": "Australia/Sydney",
    "melbourne": "Australia/Melbourne",
    "auckland": "Pacific/Auckland",
    "new york": "America/New_York",
    "eastern": "America/New_York",
    "toronto": "America/Toronto",
    "chicago": "America/Chicago",
    "denver": "America/Denver",
    "pacific": "America/Los_Angeles",
    "los angeles": "America/Los_Angeles",
}
_ADJECTIVES = {"british", "english", "irish", "french", "german", "central european", "indian"}
_FARTHEST = 14


def _offset(hours: int, minutes: int = 0) -> Zone | None:
    return Zone((timezone(timedelta(hours=hours, minutes=minutes)),)) if abs(hours) <= _FARTHEST else None


def _always(zone: Zone) -> Meaning:
    return lambda _here: zone


def _perhaps(place: str) -> Meaning:
    """Read a place that is named without "time" both ways: it may be the clock, or where people meet."""
    return lambda here: Zone((here.zone, ZoneInfo(place)))


def _taught() -> None:
    for letters, (hours, place) in _LETTERS.items():
        PLACES.learn(letters, _always(Zone((timezone(timedelta(hours=hours)), ZoneInfo(place)))))
    for name, place in _TIMES.items():
        PLACES.learn(f"{name} time", _always(Zone((ZoneInfo(place),))))
    for name, place in (_TIMES | _LOOSE_LETTERS).items():
        if name not in _ADJECTIVES:
            PLACES.learn(name, _perhaps(place))


_taught()


@PLACES.says("utc", "z", "zulu")
def utc(_here: Standpoint) -> Zone:
    return Zone((UTC,))


@PLACES.says("my|local|our time", "local")
def local(here: Standpoint) -> Zone:
    return Zone((here.zone,))


@PLACES.says("utc|gmt + {number}")
def ahead_of_utc(_here: Standpoint, number: Number) -> Zone | None:
    return _offset(number.value)


@PLACES.says("utc|gmt - {number}")
def behind_utc(_here: Standpoint, number: Number) -> Zone | None:
    return _offset(-number.value)


@PLACES.says("{time:clock} + {ahead:clock}")
def with_offset(_here: Standpoint, time: Clock, ahead: Clock) -> tuple[Clock, Zone] | None:
    zone = _offset(ahead.hour, ahead.minute)
    return (Clock(time.hour, time.minute), zone) if zone else None


@PLACES.says("{time:clock} minus {behind:clock}")
def with_offset_behind(_here: Standpoint, time: Clock, behind: Clock) -> tuple[Clock, Zone] | None:
    zone = _offset(-behind.hour, -behind.minute)
    return (Clock(time.hour, time.minute), zone) if zone else None
