"""Waits and lengths: "in 90 minutes", "for half an hour"."""

from datetime import UTC, timedelta

from bot.programme.when.gaps import GAPS
from bot.programme.when.phrasebook import Phrasebook
from bot.programme.when.pieces import HALF_A_DAY, Length, Mark, Moment, Standpoint

LENGTHS = Phrasebook(GAPS)
_QUARTER, _HALF, _HOUR = 15, 30, 60
_FARTHEST = 100_000


@LENGTHS.says(
    "in [about|around|roughly] {count} {ticks} [time]", "{count} {ticks} from now", "in {count} more {ticks}"
)
def in_ticks(here: Standpoint, count: int, ticks: int) -> Moment | None:
    """Count real minutes, also across a change of summer time."""
    if count * ticks > _FARTHEST:
        return None
    at = here.now.astimezone(UTC) + timedelta(minutes=count * ticks)
    return Moment(at.replace(second=0, microsecond=0))


@LENGTHS.says(
    "in [about|around|roughly] [a] half an|a hour",
    "in half hour",
    "half an hour from now",
    "in half an hours time",
)
def in_half_an_hour(here: Standpoint) -> Moment | None:
    return in_ticks(here, _HALF, 1)


@LENGTHS.says("in three quarters of an hour")
def in_three_quarters(here: Standpoint) -> Moment | None:
    return in_ticks(here, _HOUR - _QUARTER, 1)


@LENGTHS.says("in [a] quarter of an hour")
def in_a_quarter(here: Standpoint) -> Moment | None:
    return in_ticks(here, _QUARTER, 1)


@LENGTHS.says("in {count} hour|hours and a quarter [time]")
def in_hours_and_a_quarter(here: Standpoint, count: int) -> Moment | None:
    return in_ticks(here, count * _HOUR + _QUARTER, 1)


@LENGTHS.says("in {count} hour|hours and a half [time]", "in {count} and a half hours [time]")
def in_hours_and_a_half(here: Standpoint, count: int) -> Moment | None:
    return in_ticks(here, count * _HOUR + _HALF, 1)


@LENGTHS.says("in a couple of {ticks} [time]")
def in_a_couple(here: Standpoint, ticks: int) -> Moment | None:
    return in_ticks(here, 2, ticks)


@LENGTHS.says("for [a|about|around] {count} {ticks}", "{count} {ticks:spelt}")
def length(_here: Standpoint, count: int, ticks: int) -> Length | None:
    minutes = count * ticks
    return Length(minutes) if 0 < minutes <= HALF_A_DAY else None


@LENGTHS.says("[for] [a] half an hour", "[for] half hour", "for a half hour")
def half_an_hour(_here: Standpoint) -> Length:
    return Length(_HALF)


@LENGTHS.says("[for] an hour and a half", "[for] one and a half hours")
def hour_and_a_half(_here: Standpoint) -> Length:
    return Length(_HOUR + _HALF)


@LENGTHS.says(
    "in {number}", "a few {ticks}", "in a few {ticks}", "in a bit", "in a moment|second|minute|sec|mo"
)
def loose_wait(_here: Standpoint, **_wait: object) -> Mark:
    return Mark.UNSURE
