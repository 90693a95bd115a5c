"""When a person may be written to, from what they and their cohort said about it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.messages import Message
from bot.core.records import Cohort, Person
from bot.core.terms import terms
from bot.programme.bank_holidays import bank_holidays
from bot.programme.months import Span
from bot.programme.nudges import Budget
from bot.programme.working_time import Shift, WorkingTime, next_open, next_service_time
from bot.programme.zones import zone

A_WEEK = timedelta(days=8)
"""How far back nudges are looked up for the budget: seven local days and one for the zones."""


def zone_of(person: Person, cohort: Cohort | None) -> ZoneInfo:
    """Return the person's own zone, or that of their cohort."""
    return zone(person.timezone or (cohort.timezone if cohort else "Europe/London"))


def working_time(person: Person, cohort: Cohort | None) -> WorkingTime:
    """Return the hours this person works: their own where they said so, without leave and bank holidays."""
    return WorkingTime(
        zone=zone_of(person, cohort),
        opens=person.opens,
        closes=person.closes,
        days=frozenset(person.days),
        holidays=bank_holidays(cohort.holidays if cohort else ""),
        away=tuple(_days(entry) for entry in person.away if not _other_hours(entry)),
        shifts=tuple(_shift(entry) for entry in person.away if _other_hours(entry)),
    )


def _other_hours(entry: Sequence[str]) -> list[str]:
    return list(entry[2:])


def _days(entry: Sequence[str]) -> Span:
    return Span(date.fromisoformat(entry[0]), date.fromisoformat(entry[1]))


def _shift(entry: Sequence[str]) -> Shift:
    opens, closes = (time.fromisoformat(one) for one in _other_hours(entry))
    return Shift(_days(entry), opens, closes)


def office_hours(cohort: Cohort) -> WorkingTime:
    """Return the hours of a channel: those of the cohort's own zone and holidays."""
    return WorkingTime(zone=zone(cohort.timezone), holidays=bank_holidays(cohort.holidays))


def budget(cohort: Cohort) -> Budget:
    """Return how many nudges a person of this cohort gets."""
    nudges = terms(cohort).nudges
    return Budget(nudges.a_day, nudges.a_week)


def when_allowed(message: Message, now: datetime, person: Person, cohort: Cohort | None) -> datetime:
    """Return the first moment from now on at which a message of this kind may reach this person.

    A reply may at once; what is about an agreed meeting between 08:00 and 20:00; everything that the
    bot starts by itself, and every summary, in the person's own working time.
    """
    kind = message.kind.partition(".")[0]
    if kind == "reply":
        return now
    if kind == "service":
        return next_service_time(now, zone_of(person, cohort))
    return next_open(now, working_time(person, cohort))


def post_allowed(message: Message, now: datetime, cohort: Cohort) -> datetime:
    """Return the first moment from now on at which a message of this kind may be posted to a channel."""
    return next_open(now, office_hours(cohort)) if message.kind.startswith("summary") else now
