"""The plan of a rehearsal, with and without a cohort file."""

from datetime import date

import pytest
from pydantic import ValidationError

from bot.programme.cohort_plan import CohortPlan, Contact
from bot.programme.cohort_readiness import missing
from bot.rehearsal_plan import made_ready, plan_for

GUARDIAN = Contact(role="concerns", name="The guardian", reach="555 0100", reviewed_on=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("people_file", "name"),
    [
        ("cohort-71", "Rehearsal of cohort-71"),
        ("Frühling ✓", "Rehearsal of Frühling ✓"),
        ("two\nlines\x1b[31m", "Rehearsal of twolines[31m"),
        (" \t", "Rehearsal of a cohort"),
        ("x" * 200, f"Rehearsal of {'x' * 60}"),
    ],
)
def test_a_rehearsal_is_called_after_its_people_file(people_file: str, name: str) -> None:
    assert plan_for(people_file).name == name


def test_a_plan_that_was_made_ready_lacks_nothing_on_its_first_day() -> None:
    plan = made_ready(CohortPlan(name="Bare", start=date(2027, 1, 4)))

    assert missing(plan, has_coordinator=True, today=date(2027, 1, 4)) == ()


def test_contacts_of_the_file_stay_and_count_as_reviewed() -> None:
    plan = made_ready(CohortPlan(name="Spring", start=date(2027, 1, 4), contacts=(GUARDIAN,)))

    named = {contact.role: contact for contact in plan.contacts}
    assert named["concerns"].name == "The guardian"
    assert {contact.reviewed_on for contact in plan.contacts} == {date(2027, 1, 4)}


def test_another_first_day_moves_the_start() -> None:
    assert made_ready(plan_for("x"), date(2030, 5, 6)).start == date(2030, 5, 6)


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2100, 1, 1)])
def test_a_first_day_out_of_range_is_refused(day: date) -> None:
    with pytest.raises(ValidationError):
        made_ready(plan_for("x"), day)
