"""Who sees what, in plain words and by name, and when each kind of thing is deleted."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.messages import Action, Message
from bot.core.records import Cohort, CohortState, Person
from bot.core.routes import Routes
from bot.core.terms import terms
from bot.core.turn import Refusal, Turn
from bot.core.words import _, counted
from bot.programme.cohort_plan import CohortPlan
from dialogs.meetings import active_stories, names_of
from dialogs.summaries import coordinators

routes = Routes()

DAYS_A_YEAR = 365
_NEAREST_FIRST = (CohortState.RUNNING, CohortState.DRAFT, CohortState.CLOSED)


@dataclass(frozen=True, slots=True)
class Readers:
    """Whom the page names: the circles of this person's pairs and trios, and who coordinates.

    `booked_for` are those whose assistant deals with times.
    """

    circles: tuple[str, ...]
    coordinators: str
    in_a_trio: bool
    booked_for: tuple[str, ...] = ()


async def my_cohort(turn: Turn) -> Cohort:
    """Return the visitor's cohort: of several, one under way rather than one to come or one that is over."""
    memberships = await turn.unit.memberships.of_person(turn.person.id)
    ids = dict.fromkeys(membership.cohort_id for membership in memberships)
    ids |= dict.fromkeys(one.cohort_id for one in await turn.unit.relationships.assisted_by(turn.person.id))
    cohorts = [await turn.unit.cohorts.get(cohort_id) for cohort_id in ids]
    if not cohorts:
        raise Refusal(_("You are in no programme at the moment. Your coordinator can add you."))
    return min(cohorts, key=lambda cohort: _NEAREST_FIRST.index(cohort.state))


async def readers_for(turn: Turn, cohort: Cohort) -> Readers:
    """Return whom the page names for the visitor."""
    circles = [story.circle for story in await active_stories(turn)]
    return Readers(
        circles=tuple(names_of(circle.others(turn.person.id)) for circle in circles),
        coordinators=_names(await coordinators(turn, cohort)),
        in_a_trio=any(circle.is_trio for circle in circles),
        booked_for=tuple(circle.mentee.name for circle in circles if circle.assistant is not None),
    )


def _names(people: Sequence[Person]) -> str:
    return names_of(people) if people else _("your coordinators")


def who_sees_what(plan: CohortPlan, readers: Readers) -> str:
    """Return the page: one paragraph for each circle of readers, nearest first."""
    keep = plan.retention
    hours = counted("{n} hour", "{n} hours", keep.passing_hours_after_meeting)
    paragraphs = [
        _(
            "Only you: how you look back, how it sat with you, and what you note before a meeting. "
            "Notes from before a meeting go {hours} after it. "
            "The rest goes {days} after the programme closes."
        ).format(hours=hours, days=stretch(keep.private_after_close)),
        _(
            "You and {others}: your ground rules, the guide you use, where you meet, who moved a meeting, "
            "what you find, and whatever one of you chooses to share. "
            "That goes {days} after the programme closes."
        ).format(others=_whom(readers), days=stretch(keep.pair_after_close)),
        _(
            "Whoever coordinates ({names}): the dates of your meetings, whether you met, training days "
            "and breaks. They see no reason for a break and no word that you write. "
            "Dates go {days} after the programme closes, and then only totals stay."
        ).format(names=readers.coordinators, days=stretch(keep.cadence_after_close)),
        _("Everyone in the programme: a lesson with no names in it, if you choose to give one."),
        _("Anyone outside: figures alone, and small numbers are hidden."),
        _(
            "The people who run the computers: they may be able to reach what is stored, though it is not "
            "their job to read it. What you write is locked with a key of your own. "
            "A list of who did what, with no word of yours, is kept for {days}."
        ).format(days=stretch(keep.audit_after_close)),
    ]
    if readers.in_a_trio:
        paragraphs.insert(2, _("The two mentors alone: what one of them shares with the other only."))
    for name in readers.booked_for:
        text = _("Whoever books for {name}: the times of your meetings, and nothing else.")
        paragraphs.insert(2, text.format(name=name))
    return "\n\n".join([*paragraphs, *_whom_to_ask(plan)])


def stretch(days: int) -> str:
    """Return a stretch of time in words: "30 days", "1 year"."""
    if days % DAYS_A_YEAR == 0:
        return counted("{n} year", "{n} years", days // DAYS_A_YEAR)
    return counted("{n} day", "{n} days", days)


def data_protection(plan: CohortPlan) -> str:
    """Return who answers questions about data, with how to reach them; empty where none is named."""
    officers = [f"{one.name}, {one.reach}" for one in plan.contacts if one.role == "dpo"]
    return "; ".join(officers)


def _whom(readers: Readers) -> str:
    if not readers.circles:
        return _("whoever you are matched with")
    return _(", and you and ").join(readers.circles)


def _whom_to_ask(plan: CohortPlan) -> list[str]:
    officer = data_protection(plan)
    return [_("Questions about your data: {officer}.").format(officer=officer)] if officer else []


@routes.press("who-sees-what")
@routes.command("who sees what")
async def visibility(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # it is about the visitor
    """Show the visitor who sees what about them."""
    cohort = await my_cohort(turn)
    text = who_sees_what(terms(cohort), await readers_for(turn, cohort))
    turn.reply(
        Message(
            kind="reply.visibility",
            preview=_("Who sees what"),
            text=text,
            actions=(
                Action(label=_("My data"), route="my-data"),
                Action(label=_("Help now"), route="help"),
            ),
        )
    )
