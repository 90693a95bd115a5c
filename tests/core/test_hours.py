"""When a person may be written to, from what they and their cohort said about it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.hours import budget, office_hours, post_allowed, when_allowed, working_time, zone_of
from bot.core.records import Cohort, Person
from bot.programme.cohort_plan import CohortPlan, NudgeSettings
from bot.programme.nudges import Budget
from bot.programme.working_time import is_open
from tests.core.works import LONDON, at, message

PLAN = CohortPlan(name="Spring", start=date(2027, 2, 1), nudges=NudgeSettings(a_day=2, a_week=3))
COHORT = Cohort(
    id="spring",
    name="Spring",
    start=PLAN.start,
    timezone="Europe/London",
    holidays="GB-ENG",
    months=8,
    per_month=2,
    plan=PLAN.model_dump(mode="json"),
)
moments = st.integers(0, 365 * 24 * 60).map(lambda minutes: at("2027-01-01") + timedelta(minutes=minutes))


def person(**habits: object) -> Person:
    return Person.model_validate({"id": "a", "name": "A", "email": "a@trust.example", **habits})


@pytest.mark.parametrize(
    ("own", "cohort", "shown"),
    [("Asia/Tokyo", COHORT, "Asia/Tokyo"), (None, COHORT, "Europe/London"), (None, None, "Europe/London")],
)
def test_a_persons_zone_is_their_own_or_that_of_their_cohort(
    own: str | None, cohort: Cohort | None, shown: str
) -> None:
    assert zone_of(person(timezone=own), cohort) == ZoneInfo(shown)


def test_working_time_takes_a_persons_hours_days_and_leave_and_the_cohorts_holidays() -> None:
    hours = working_time(
        person(opens=time(22), closes=time(6), days=[0, 6], away=[["2027-03-01", "2027-03-08"]]), COHORT
    )
    assert (hours.opens, hours.closes, hours.days) == (time(22), time(6), frozenset({0, 6}))
    assert not hours.works_on(date(2027, 3, 1))
    assert hours.works_on(date(2027, 3, 8))
    assert not hours.works_on(date(2027, 3, 29))


def test_without_a_cohort_there_are_no_bank_holidays() -> None:
    assert working_time(person(), None).works_on(date(2027, 3, 29))


def test_a_channel_has_the_hours_of_its_cohort() -> None:
    assert office_hours(COHORT).zone == LONDON
    assert not office_hours(COHORT).works_on(date(2027, 3, 29))


def test_the_budget_is_the_cohorts() -> None:
    assert budget(COHORT) == Budget(2, 3)


@settings(max_examples=60, deadline=None)
@given(moments)
def test_a_reply_may_leave_at_any_time(now: datetime) -> None:
    assert when_allowed(message("reply.x"), now, person(), COHORT) == now


@settings(max_examples=60, deadline=None)
@given(moments)
def test_a_service_message_leaves_between_eight_and_eight_on_any_day(now: datetime) -> None:
    allowed = when_allowed(message("service.x"), now, person(), COHORT).astimezone(LONDON)
    assert time(8) <= allowed.time() < time(20)
    assert allowed >= now
    assert allowed - now <= timedelta(hours=13)


@settings(max_examples=60, deadline=None)
@given(moments, st.sampled_from(["nudge.x", "summary.x"]))
def test_a_nudge_or_summary_leaves_in_working_time_and_at_once_if_it_is(now: datetime, kind: str) -> None:
    allowed = when_allowed(message(kind), now, person(), COHORT)
    hours = working_time(person(), COHORT)
    assert is_open(allowed, hours)
    assert (allowed == now) == is_open(now, hours)


@pytest.mark.parametrize(
    ("kind", "leaves"), [("summary.weekly", at("2027-03-30", "09:00")), ("service.x", at("2027-03-26"))]
)
def test_a_summary_waits_for_office_hours_and_nothing_else_does(kind: str, leaves: datetime) -> None:
    assert post_allowed(message(kind), at("2027-03-26"), COHORT) == leaves
