"""The coordinator's private list: who might be glad of a hand, and how to open the conversation.

Nobody is ranked and nothing is counted against anyone. The list holds relationships, each with its
reasons, and every reason comes with words that ask what is in the way, never how hard somebody tries.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from bot.programme.cadence import MonthStatus
from bot.programme.months import DAY, Pause, merge

FIRST_MEETING_DAYS = 10
"""Days after the start by which a first meeting should be booked."""

NEXT_MEETING_DAYS = 14
"""Days after the last meeting by which another should be booked."""

GROUND_RULES_DAYS = 7
"""Days after the start by which the ground rules should be accepted."""

_COMPLETE = frozenset({MonthStatus.MET, MonthStatus.PART, MonthStatus.NONE})


class Reason(StrEnum):
    """Why a relationship is on the list, in the order in which the reasons are given."""

    ASKED_FOR_HELP = "asked_for_help"
    UNREACHABLE = "unreachable"
    TWO_EMPTY_MONTHS = "two_empty_months"
    FIRST_MEETING_UNBOOKED = "first_meeting_unbooked"
    NOTHING_BOOKED = "nothing_booked"
    GROUND_RULES_NOT_ACCEPTED = "ground_rules_not_accepted"


OPENING_LINES: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.ASKED_FOR_HELP: "Thank you for asking for a hand. What would make things easier just now?",
        Reason.UNREACHABLE: "My messages may not be reaching you. What is the best way to reach you?",
        Reason.TWO_EMPTY_MONTHS: (
            "It looks as if the last two months left little room to meet. What got in the way, "
            "and is there anything I could clear or change?"
        ),
        Reason.FIRST_MEETING_UNBOOKED: (
            "Finding a first date can be the hardest part. What is standing in the way, "
            "and would it help if I offered some times?"
        ),
        Reason.NOTHING_BOOKED: (
            "Diaries fill up fast. Is anything making the next date hard to find that I could help with?"
        ),
        Reason.GROUND_RULES_NOT_ACCEPTED: (
            "Is anything in the ground rules unclear, or not right for the two or three of you? "
            "We can go through them together."
        ),
    }
)
"""Words a coordinator can send as they stand: no names, no figures, a question about obstacles."""


@dataclass(frozen=True, slots=True)
class StandingFacts:
    """What the list needs to know about one relationship on one day.

    `months` are the statuses of its programme months, in order; `last_on` is its last interaction;
    `next_on` the next one agreed; `ended_on` the day it ended, early or with its last month.
    """

    started: date
    months: tuple[MonthStatus, ...] = ()
    pauses: tuple[Pause, ...] = ()
    ended_on: date | None = None
    last_on: date | None = None
    next_on: date | None = None
    ground_rules_accepted_on: date | None = None
    unreachable_since: date | None = None
    asked_for_help: bool = False


def needs_a_hand(facts: StandingFacts, today: date) -> tuple[Reason, ...]:
    """Return why a relationship is on the coordinator's private list today; empty when it is not.

    Not before it started and not from the day it ended on. During a pause nothing is expected of
    anyone, so only a request for help and an unreachable person count; days of pause do not count
    towards the ten, fourteen and seven days either.
    """
    if today < facts.started or (facts.ended_on is not None and facts.ended_on <= today):
        return ()
    cadence = () if _paused(facts.pauses, today) else _about_cadence(facts, today)
    return (*_about_people(facts, today), *cadence)


def _about_people(facts: StandingFacts, today: date) -> Iterator[Reason]:
    if facts.asked_for_help:
        yield Reason.ASKED_FOR_HELP
    if facts.unreachable_since is not None and facts.unreachable_since <= today:
        yield Reason.UNREACHABLE


def _about_cadence(facts: StandingFacts, today: date) -> Iterator[Reason]:
    since_start = days_counted(facts.started, today, facts.pauses)
    if two_empty_months(facts.months):
        yield Reason.TWO_EMPTY_MONTHS
    if facts.next_on is None or facts.next_on < today:
        if facts.last_on is None and since_start >= FIRST_MEETING_DAYS:
            yield Reason.FIRST_MEETING_UNBOOKED
        if facts.last_on and days_counted(facts.last_on, today, facts.pauses) >= NEXT_MEETING_DAYS:
            yield Reason.NOTHING_BOOKED
    if facts.ground_rules_accepted_on is None and since_start >= GROUND_RULES_DAYS:
        yield Reason.GROUND_RULES_NOT_ACCEPTED


def two_empty_months(months: Sequence[MonthStatus]) -> bool:
    """Say whether the two months completed last were both without an interaction."""
    complete = [status for status in months if status in _COMPLETE]
    return complete[-2:] == [MonthStatus.NONE] * 2


def days_counted(since: date, today: date, pauses: Sequence[Pause]) -> int:
    """Return how many days have gone by from `since` to the eve of `today`, those of a pause left out."""
    return (today - since).days - sum(span.days for span in merge(pauses, since, today - DAY))


def _paused(pauses: Sequence[Pause], today: date) -> bool:
    return bool(merge(pauses, today, today))
