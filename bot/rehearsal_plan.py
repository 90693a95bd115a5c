"""The plan of a rehearsal: from a cohort file, or a sensible one where there is none."""

from datetime import date

from bot.programme.cohort_plan import CohortPlan, Contact, SummarySettings

FIRST_DAY = date(2027, 1, 4)
"""When a rehearsal begins that nobody gave a date: a Monday without a holiday."""

_LONGEST_TITLE = 60

CONTACTS = (
    Contact(role="support", name="Staff support", reach="support@rehearsal.example"),
    Contact(role="concerns", name="Independent guardian", reach="guardian@rehearsal.example"),
)
"""Whom simulated people turn to where a cohort file names nobody."""


def plan_for(people_file: str) -> CohortPlan:
    """Return a plan for a people file, called after the file."""
    title = "".join(letter for letter in people_file if letter.isprintable()).strip()
    return CohortPlan(
        name=f"Rehearsal of {title[:_LONGEST_TITLE] or 'a cohort'}",
        start=FIRST_DAY,
        summary=SummarySettings(channel="slack:rehearsal"),
    )


def made_ready(plan: CohortPlan, start: date | None = None) -> CohortPlan:
    """Return a plan that can start on its first day, or on another one.

    Contacts that are required and missing are made up, and all count as reviewed on that day: in a
    rehearsal nobody real needs them. Raises pydantic's `ValidationError` for a day out of range.
    """
    first_day = start or plan.start
    named = {contact.role for contact in plan.contacts}
    contacts = (*plan.contacts, *(one for one in CONTACTS if one.role not in named))
    reviewed = tuple(one.model_copy(update={"reviewed_on": first_day}) for one in contacts)
    return CohortPlan.model_validate({**dict(plan), "start": first_day, "contacts": reviewed})
