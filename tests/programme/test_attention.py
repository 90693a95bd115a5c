from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.attention import (
    OPENING_LINES,
    Reason,
    StandingFacts,
    days_counted,
    needs_a_hand,
    two_empty_months,
)
from bot.programme.cadence import MonthStatus
from bot.programme.months import Pause

START = date(2027, 1, 4)
WELL = StandingFacts(
    started=START,
    months=(MonthStatus.MET, MonthStatus.CURRENT),
    last_on=date(2027, 2, 10),
    next_on=date(2027, 2, 24),
    ground_rules_accepted_on=START,
)
TODAY = date(2027, 2, 15)
NEW = StandingFacts(started=START, months=(MonthStatus.CURRENT,), ground_rules_accepted_on=START)

MET, PART, NONE, CURRENT = MonthStatus.MET, MonthStatus.PART, MonthStatus.NONE, MonthStatus.CURRENT


def test_a_relationship_that_goes_well_is_not_listed() -> None:
    assert needs_a_hand(WELL, TODAY) == ()


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ((), False),
        ((NONE,), False),
        ((NONE, NONE), True),
        ((NONE, NONE, CURRENT), True),
        ((MET, NONE, NONE, CURRENT), True),
        ((NONE, MET, NONE, CURRENT), False),
        ((NONE, CURRENT), False),
        ((PART, PART, CURRENT), False),
        ((NONE, NONE, PART, CURRENT), False),
    ],
)
def test_two_empty_months_are_the_two_completed_last(months: tuple[MonthStatus, ...], expected: bool) -> None:
    assert two_empty_months(months) is expected
    listed = Reason.TWO_EMPTY_MONTHS in needs_a_hand(replace(WELL, months=months), TODAY)
    assert listed is expected


@pytest.mark.parametrize(("days", "expected"), [(9, ()), (10, (Reason.FIRST_MEETING_UNBOOKED,))])
def test_a_first_meeting_may_take_ten_days_to_book(days: int, expected: tuple[Reason, ...]) -> None:
    assert needs_a_hand(NEW, START + timedelta(days)) == expected


def test_a_first_meeting_that_is_booked_is_not_asked_about() -> None:
    assert needs_a_hand(replace(NEW, next_on=START + timedelta(30)), START + timedelta(20)) == ()


@pytest.mark.parametrize(("days", "expected"), [(13, ()), (14, (Reason.NOTHING_BOOKED,))])
def test_the_next_meeting_may_take_fourteen_days_to_book(days: int, expected: tuple[Reason, ...]) -> None:
    facts = replace(WELL, next_on=None)
    assert needs_a_hand(facts, date(2027, 2, 10) + timedelta(days)) == expected


def test_a_meeting_today_is_booked_and_one_of_yesterday_no_longer() -> None:
    today = date(2027, 3, 1)
    assert needs_a_hand(replace(WELL, next_on=today), today) == ()
    assert needs_a_hand(replace(WELL, next_on=today - timedelta(1)), today) == (Reason.NOTHING_BOOKED,)


@pytest.mark.parametrize(("days", "expected"), [(6, ()), (7, (Reason.GROUND_RULES_NOT_ACCEPTED,))])
def test_ground_rules_may_take_seven_days_to_accept(days: int, expected: tuple[Reason, ...]) -> None:
    facts = replace(NEW, ground_rules_accepted_on=None, next_on=START + timedelta(8))
    assert needs_a_hand(facts, START + timedelta(days)) == expected


def test_an_unreachable_person_is_listed_from_that_day_on() -> None:
    facts = replace(WELL, unreachable_since=TODAY)
    assert needs_a_hand(facts, TODAY - timedelta(1)) == ()
    assert needs_a_hand(facts, TODAY) == (Reason.UNREACHABLE,)


def test_several_reasons_come_in_one_order_with_a_request_for_help_first() -> None:
    facts = StandingFacts(
        started=START, months=(NONE, NONE, CURRENT), unreachable_since=START, asked_for_help=True
    )
    assert needs_a_hand(facts, date(2027, 3, 10)) == (
        Reason.ASKED_FOR_HELP,
        Reason.UNREACHABLE,
        Reason.TWO_EMPTY_MONTHS,
        Reason.FIRST_MEETING_UNBOOKED,
        Reason.GROUND_RULES_NOT_ACCEPTED,
    )


@pytest.mark.parametrize("until", [None, date(2027, 4, 1)])
def test_during_a_pause_only_a_call_for_help_and_an_unreachable_person_are_listed(until: date | None) -> None:
    paused = StandingFacts(
        started=START,
        months=(NONE, NONE, CURRENT),
        pauses=(Pause(date(2027, 3, 8), until),),
        unreachable_since=START,
        asked_for_help=True,
    )
    assert needs_a_hand(paused, date(2027, 3, 8)) == (Reason.ASKED_FOR_HELP, Reason.UNREACHABLE)


def test_on_the_day_of_resuming_a_relationship_is_no_longer_paused() -> None:
    facts = replace(WELL, months=(NONE, NONE), pauses=(Pause(date(2027, 2, 1), TODAY),))
    assert needs_a_hand(facts, TODAY - timedelta(1)) == ()
    assert needs_a_hand(facts, TODAY) == (Reason.TWO_EMPTY_MONTHS,)


def test_days_of_a_pause_do_not_count_towards_the_ten_days() -> None:
    facts = replace(NEW, pauses=(Pause(START + timedelta(5), START + timedelta(12)),))
    assert needs_a_hand(facts, START + timedelta(16)) == ()
    assert needs_a_hand(facts, START + timedelta(17)) == (Reason.FIRST_MEETING_UNBOOKED,)


def test_a_relationship_that_ended_is_listed_for_nothing() -> None:
    facts = StandingFacts(
        started=START, ended_on=TODAY, months=(NONE, NONE), unreachable_since=START, asked_for_help=True
    )
    assert needs_a_hand(facts, TODAY) == ()
    assert needs_a_hand(facts, TODAY - timedelta(1)) != ()


def test_a_relationship_that_has_not_begun_is_not_listed() -> None:
    facts = StandingFacts(started=START, asked_for_help=True)
    assert needs_a_hand(facts, START - timedelta(1)) == ()
    assert needs_a_hand(facts, START) == (Reason.ASKED_FOR_HELP,)


@settings(max_examples=80, deadline=None)
@given(
    since=st.integers(-30, 60),
    ran=st.integers(0, 90),
    drawn=st.lists(st.tuples(st.integers(-60, 120), st.one_of(st.none(), st.integers(0, 40))), max_size=4),
)
def test_the_days_counted_are_those_nobody_paused(
    since: int, ran: int, drawn: list[tuple[int, int | None]]
) -> None:
    pauses = [Pause(START + timedelta(a), None if n is None else START + timedelta(a + n)) for a, n in drawn]
    first = START + timedelta(since)
    unpaused = [
        day
        for day in (first + timedelta(n) for n in range(ran))
        if not any(p.first <= day and (p.until is None or day < p.until) for p in pauses)
    ]
    assert days_counted(first, first + timedelta(ran), pauses) == len(unpaused)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_an_opening_line_that_asks_a_question(reason: Reason) -> None:
    assert "?" in OPENING_LINES[reason]


@pytest.mark.parametrize("reason", Reason)
def test_an_opening_line_names_nobody_counts_nothing_and_blames_nobody(reason: Reason) -> None:
    line = OPENING_LINES[reason].lower()
    assert not set(line) & set("{}0123456789%")
    blame = ("effort", "try harder", "fail", "late", "behind", "must", "should", "why", "missed", "only")
    assert not [word for word in blame if word in line]
