"""The start of a cohort: relationships become active, calendars are set, and everyone is welcomed."""

from datetime import date

from bot.core.circle import Story, load_story
from bot.core.enrolment import cohort_status
from bot.core.hours import working_time
from bot.core.messages import Action, Message
from bot.core.nudging import plan_nudge
from bot.core.problems import Problem
from bot.core.records import Cohort, CohortState, Relationship, RelationshipState
from bot.core.routes import Routes
from bot.core.terms import terms
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.cohort_readiness import missing
from bot.programme.saying import say_day
from bot.programme.working_time import at_wall_time
from bot.programme.zones import zone
from dialogs.housekeeping import plan_housekeeping
from dialogs.meetings import names_of
from dialogs.plan import plan_ahead
from dialogs.summaries import plan_summaries
from dialogs.welcome import has_read_notice

routes = Routes()


class NotReady(Problem):
    """Something that a programme can't go without is still missing."""


async def what_is_missing(turn: Turn, cohort: Cohort) -> tuple[str, ...]:
    """Return, in sentences, what a cohort still lacks before it can start."""
    status = await cohort_status(turn, cohort)
    today = turn.now.astimezone(zone(cohort.timezone)).date()
    lacking = missing(terms(cohort), has_coordinator=status.coordinators > 0, today=today)
    if status.relationships == 0:
        return (*lacking, "There is no pair or trio yet: give rows of the people file a relationship code.")
    return lacking


async def start_cohort(turn: Turn, cohort: Cohort) -> int:
    """Start every relationship that waits and return how many began; what is missing is refused as a list."""
    if cohort.state is CohortState.CLOSED:
        raise NotReady(f"{cohort.name} is closed and can't start again.")
    lacking = await what_is_missing(turn, cohort)
    if lacking:
        raise NotReady(" ".join([f"{cohort.name} can't start yet.", *lacking]))
    return await begin_cohort(turn, cohort)


async def begin_cohort(turn: Turn, cohort: Cohort) -> int:
    """Start every relationship that waits, ready or not: a rehearsal needs nobody real behind it."""
    today = turn.now.astimezone(zone(cohort.timezone)).date()
    waiting = [
        one
        for one in await turn.unit.relationships.of_cohort(cohort.id)
        if one.state is RelationshipState.PROPOSED
    ]
    for relationship in waiting:
        await _begin(turn, relationship, max(today, cohort.start))
    await turn.unit.cohorts.put(cohort.model_copy(update={"state": CohortState.RUNNING}))
    if cohort.state is CohortState.DRAFT:
        await plan_summaries(turn, cohort)
        await plan_housekeeping(turn)
    await turn.note("started", f"cohort:{cohort.id}")
    return len(waiting)


async def _begin(turn: Turn, relationship: Relationship, on: date) -> None:
    update = {"state": RelationshipState.ACTIVE, "started": on}
    await turn.unit.relationships.put(relationship.model_copy(update=update))
    story = await load_story(turn.unit, relationship.id)
    await plan_ahead(turn, story)
    cohort = story.circle.cohort
    for person in story.circle.people:
        hours = working_time(person, cohort)
        first_morning = at_wall_time(on, person.opens, hours.zone)
        await plan_nudge(turn, person, cohort, "welcome", relationship.id, at=max(turn.now, first_morning))


@routes.nudge("welcome")
async def welcome(turn: Turn, payload: dict[str, str]) -> Message | None:
    """Return the first message: who meets whom, how often, and what to do first."""
    story = await load_story(turn.unit, payload["about"])
    if not story.circle.is_active:
        return None
    return welcome_message(turn, story, has_begun=await has_read_notice(turn))


def how_often(times: int) -> str:
    """Return "once", "twice" or "3 times"."""
    return {1: _("once"), 2: _("twice")}.get(times) or _("{n} times").format(n=times)


def welcome_message(turn: Turn, story: Story, *, has_begun: bool = False) -> Message:
    """Return who meets whom; whoever `has_begun`, and read what is kept, is not asked to begin again."""
    circle = story.circle
    text = _(
        "Welcome. From {start} you meet {names} {often} a month for {months} months. "
        "Calls, walk-rounds and events count too. I help with dates, send a guide the day before, and ask "
        "afterwards whether you met. Your coordinator sees dates and whether you met, and nothing you say."
    )
    start = circle.relationship.started or circle.cohort.start
    here = {"relationship": circle.relationship.id}
    return Message(
        kind="nudge.welcome",
        preview=_("Welcome to your programme"),
        text=text.format(
            start=say_day(start),
            names=names_of(circle.others(turn.person.id)),
            often=how_often(circle.cohort.per_month),
            months=circle.cohort.months,
        ),
        actions=(
            Action(label=_("Suggest a first time"), route="book", args=here, look="main"),
            Action(label=_("Ground rules"), route="rules", args=here),
        )
        if has_begun
        else (
            Action(label=_("Begin here"), route="welcome", args=here, look="main"),
            Action(label=_("Suggest a first time"), route="book", args=here),
        ),
    )
