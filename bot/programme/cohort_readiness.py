"""What a cohort still needs before it may start, and what its coordinators should look at in time.

People must have somewhere to turn before they begin: a coordinator, staff support, and somebody independent
for concerns, with details that were looked at lately. A summary channel is not required, because summaries
go to the coordinators privately as well.
"""

from collections.abc import Iterator
from datetime import date

from bot.programme.cohort_plan import CohortPlan, Contact

WARN_AFTER_DAYS = 90
BLOCK_AFTER_DAYS = 180

_REQUIRED_CONTACTS = {
    "support": "There is no support contact: people must know where to turn when a talk was heavy.",
    "concerns": "There is no concerns contact: name somebody independent whom people can speak to.",
}


def missing(plan: CohortPlan, *, has_coordinator: bool, today: date) -> tuple[str, ...]:
    """Return a sentence for each thing without which the cohort may not start; none when it is ready.

    Contacts hold for 180 days after they were last reviewed; then nobody new may begin. One that was never
    reviewed, or is to be reviewed on a day to come, is no obstacle: `reviews_due` asks about it.
    """
    return tuple(_what_is_missing(plan, has_coordinator=has_coordinator, today=today))


def _what_is_missing(plan: CohortPlan, *, has_coordinator: bool, today: date) -> Iterator[str]:
    if not has_coordinator:
        yield "There is no coordinator: the people file must have one, with the role coordinator."
    roles = {contact.role for contact in plan.contacts}
    yield from (sentence for role, sentence in _REQUIRED_CONTACTS.items() if role not in roles)
    for contact in plan.contacts:
        yield from _review_needed(contact, today)


def _review_needed(contact: Contact, today: date) -> Iterator[str]:
    if contact.reviewed_on is not None and _age(contact.reviewed_on, today) > BLOCK_AFTER_DAYS:
        yield (
            f"{_called(contact)} was last reviewed more than {BLOCK_AFTER_DAYS} days ago: check the details "
            "and give the new reviewed_on."
        )


def reviews_due(plan: CohortPlan, today: date) -> tuple[str, ...]:
    """Return a reminder for each contact that holds and was not reviewed for more than 90 days, or ever."""
    return tuple(sentence for contact in plan.contacts for sentence in _review_due(contact, today))


def _review_due(contact: Contact, today: date) -> Iterator[str]:
    reviewed = contact.reviewed_on
    if reviewed is None:
        yield f"{_called(contact)} was never reviewed. Are the details right?"
    elif WARN_AFTER_DAYS < _age(reviewed, today) <= BLOCK_AFTER_DAYS:
        yield f"{_called(contact)} was last reviewed on {reviewed}. Are the details still right?"


def _age(reviewed: date, today: date) -> int:
    return (today - reviewed).days


def _called(contact: Contact) -> str:
    return f"The {contact.role} contact “{contact.name}”"
