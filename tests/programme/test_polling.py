"""Polls of a trio: which time is agreed, and when."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.bank_holidays import bank_holidays
from bot.programme.months import Span
from bot.programme.polling import Ballot, can_settle, settled, waited_for
from bot.programme.working_time import NoWorkingTimeError, WorkingTime

NOW = datetime(2027, 2, 17, 10, tzinfo=UTC)
TUESDAY, WEDNESDAY, THURSDAY = (datetime(2027, 2, day, 15, tzinfo=UTC) for day in (23, 24, 25))
TIMES = (TUESDAY, WEDNESDAY, THURSDAY)
LONDON = WorkingTime(ZoneInfo("Europe/London"), holidays=bank_holidays("GB-ENG"))


def ballot(**answers: list[datetime]) -> Ballot:
    """Edwin is mentored by Chidi and Delphine; who is not named has not answered."""
    return Ballot("edwin", ("chidi", "delphine"), TIMES, {who: frozenset(at) for who, at in answers.items()})


def test_a_time_that_suits_all_three_is_agreed_at_once() -> None:
    told = ballot(edwin=[*TIMES], chidi=[WEDNESDAY, THURSDAY], delphine=[THURSDAY])
    assert settled(told, NOW, waited=False) == THURSDAY


def test_of_several_that_suit_all_three_it_is_the_earliest() -> None:
    told = ballot(edwin=[*TIMES], chidi=[*TIMES], delphine=[THURSDAY, WEDNESDAY])
    assert settled(told, NOW, waited=False) == WEDNESDAY


def test_two_sides_wait_for_the_third_for_two_working_days() -> None:
    told = ballot(edwin=[*TIMES], chidi=[WEDNESDAY])
    assert settled(told, NOW, waited=False) is None
    assert settled(told, NOW, waited=True) == WEDNESDAY


def test_a_third_whom_nothing_suits_has_answered_so_the_other_two_meet() -> None:
    assert settled(ballot(edwin=[*TIMES], chidi=[WEDNESDAY], delphine=[]), NOW, waited=False) == WEDNESDAY


def test_a_later_time_for_all_three_goes_before_an_earlier_one_for_two() -> None:
    told = ballot(edwin=[*TIMES], chidi=[TUESDAY, THURSDAY], delphine=[THURSDAY])
    assert settled(told, NOW, waited=True) == THURSDAY


def test_two_mentors_without_the_mentee_settle_nothing() -> None:
    told = ballot(edwin=[], chidi=[*TIMES], delphine=[*TIMES])
    assert settled(told, NOW, waited=True) is None
    assert not can_settle(told, NOW)


def test_a_time_that_has_come_is_agreed_no_more() -> None:
    told = ballot(edwin=[TUESDAY], chidi=[TUESDAY], delphine=[TUESDAY])
    assert settled(told, TUESDAY, waited=True) is None
    assert not can_settle(told, TUESDAY)


def test_while_a_mentor_is_silent_a_time_of_the_mentee_can_still_be_agreed() -> None:
    assert can_settle(ballot(edwin=[TUESDAY], chidi=[]), NOW)
    assert not can_settle(ballot(edwin=[TUESDAY], chidi=[], delphine=[WEDNESDAY]), NOW)


@pytest.mark.parametrize(
    ("asked", "until"),
    [("2027-02-17T10:00", "2027-02-19T10:00"), ("2027-03-25T10:00", "2027-03-31T09:00")],
    ids=["midweek", "over Easter and the change of clocks"],
)
def test_the_third_is_given_two_of_their_own_working_days(asked: str, until: str) -> None:
    end = datetime.fromisoformat(until).replace(tzinfo=UTC)
    assert waited_for(datetime.fromisoformat(asked).replace(tzinfo=UTC), LONDON) == end


def test_somebody_without_working_time_is_not_waited_for() -> None:
    with pytest.raises(NoWorkingTimeError):
        waited_for(NOW, WorkingTime(LONDON.zone, away=(Span(date(2027, 1, 1), date(2040, 1, 1)),)))


# ---- for any answers


ticks = st.lists(st.sampled_from(TIMES), unique=True)
answers = st.fixed_dictionaries({}, optional=dict.fromkeys(("edwin", "chidi", "delphine"), ticks))
moments = st.integers(0, 10 * 24).map(lambda hours: NOW + timedelta(hours=hours))


@settings(max_examples=200, deadline=None)
@given(answers, moments, st.booleans())
def test_what_is_agreed_is_ahead_and_suits_the_mentee_and_a_mentor(
    said: dict[str, list[datetime]],
    now: datetime,
    waited: bool,  # drawn, not passed
) -> None:
    told = ballot(**said)
    at = settled(told, now, waited=waited)
    if at is None:
        return
    assert at > now
    assert at in said["edwin"]
    assert at in [*said.get("chidi", ()), *said.get("delphine", ())]
    assert can_settle(told, now)
    if told.silent:
        assert waited


@settings(max_examples=200, deadline=None)
@given(answers, moments, st.data())
def test_what_cannot_settle_any_more_is_settled_by_no_further_answer(
    said: dict[str, list[datetime]], now: datetime, data: st.DataObject
) -> None:
    if can_settle(ballot(**said), now):
        return
    more = {who: data.draw(ticks) for who in ballot(**said).silent}
    assert settled(ballot(**said, **more), now, waited=True) is None


@settings(max_examples=100, deadline=None)
@given(st.tuples(ticks, ticks, ticks), moments)
def test_once_all_have_answered_it_is_all_the_same_in_which_order(
    said: tuple[list[datetime], ...], now: datetime
) -> None:
    people = ("edwin", "chidi", "delphine")
    outcomes = {
        settled(ballot(**{people[one]: said[one] for one in order}), now, waited=waited)
        for order in permutations(range(3))
        for waited in (True, False)
    }
    assert len(outcomes) == 1
