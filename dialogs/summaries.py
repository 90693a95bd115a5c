"""What coordinators get by itself: the weekly and the monthly post, figures and codes without a name."""

from datetime import date, datetime, time, timedelta

from bot.core.circle import Story, load_cohort
from bot.core.hours import office_hours
from bot.core.messages import Heatmap, Message
from bot.core.records import Cohort, CohortState, Person
from bot.core.routes import Routes
from bot.core.terms import terms
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.cadence import Threshold
from bot.programme.cohort_plan import CohortPlan
from bot.programme.months import add_months
from bot.programme.summary import Outlook, Summary, summarise
from bot.programme.summary_channel import channel_text, wider_report
from bot.programme.working_time import at_wall_time, next_open, next_working_day
from bot.programme.zones import zone
from dialogs.care import who_could_use_a_hand

routes = Routes()

A_DAY = timedelta(days=1)
STALE = timedelta(days=3)
"""A summary that could not be posted for this long is not posted any more: the next one is near."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


async def figures(turn: Turn, cohort: Cohort, as_of: date) -> Summary:
    """Return the cadence-compliance summary of a cohort as of a day."""
    return summary_of(cohort, await load_cohort(turn.unit, cohort), as_of)


def summary_of(cohort: Cohort, stories: tuple[Story, ...], as_of: date) -> Summary:
    """Return the summary of stories that were read already."""
    threshold = Threshold(cohort.months, cohort.per_month)
    outlooks = {
        story.circle.relationship.code: Outlook(
            next_on=min(story.agreed_days(as_of), default=None),
            asked_for_help=story.circle.relationship.asked_for_help_on is not None,
        )
        for story in stories
    }
    histories = [story.history() for story in stories]
    return summarise(cohort.name, histories, threshold, as_of, zone(cohort.timezone), outlooks=outlooks)


async def plan_summaries(turn: Turn, cohort: Cohort) -> None:
    """Set the timers of the cohort's next weekly and monthly post."""
    today = turn.now.astimezone(zone(cohort.timezone)).date()
    plan = terms(cohort)
    if plan.summary.audience == "coordinators":
        await _set(turn, cohort, "weekly", next_weekly(plan, max(today, cohort.start)))
    await _set(turn, cohort, "monthly", next_monthly(cohort, max(today, cohort.start)))


async def _set(turn: Turn, cohort: Cohort, period: str, on: date) -> None:
    hours = office_hours(cohort)
    day = on if hours.works_on(on) else next_working_day(on, hours)
    await _ring(turn, cohort, period, at_wall_time(day, _hour(cohort), hours.zone))


async def _ring(turn: Turn, cohort: Cohort, period: str, at: datetime) -> None:
    await turn.set_timer(f"summary:{cohort.id}:{period}", f"summary.{period}", at, cohort=cohort.id)


def _hour(cohort: Cohort) -> time:
    return time(min(terms(cohort).summary.hour, 16))


def next_weekly(plan: CohortPlan, after: date) -> date:
    """Return the first of the cohort's summary weekdays later than `after`."""
    ahead = (WEEKDAYS.index(plan.summary.weekday) - after.weekday() - 1) % 7 + 1
    return after + timedelta(days=ahead)


def next_monthly(cohort: Cohort, after: date) -> date:
    """Return the first day of a month of the cohort, pauses left aside, that is later than `after`."""
    number = 1
    while (day := add_months(cohort.start, number)) <= after:
        number += 1
    return day


@routes.timer("summary.weekly")
async def weekly_due(turn: Turn, payload: dict[str, str]) -> None:
    """Post the week."""
    await _post(turn, payload["cohort"], "weekly")


@routes.timer("summary.monthly")
async def monthly_due(turn: Turn, payload: dict[str, str]) -> None:
    """Post the month, with the heatmap; as of today, so that the month that ended last night is complete."""
    await _post(turn, payload["cohort"], "monthly")


async def _post(turn: Turn, cohort_id: str, period: str) -> None:
    cohort = await turn.unit.cohorts.get(cohort_id)
    if cohort.state is not CohortState.RUNNING:
        return
    opening = next_open(turn.now, office_hours(cohort))
    if opening > turn.now:  # an outage ended at night or on a weekend
        await _ring(turn, cohort, period, opening)
        return
    today = turn.now.astimezone(zone(cohort.timezone)).date()
    stories = await load_cohort(turn.unit, cohort)
    as_of = today if period == "monthly" else today - A_DAY
    summary = summary_of(cohort, stories, as_of)
    await _deliver(turn, cohort, _message(cohort, summary, period))
    if all(story.is_over(today) for story in stories) and period == "monthly":
        await _close(turn, cohort)
        return
    after = next_weekly(terms(cohort), today) if period == "weekly" else next_monthly(cohort, today)
    await _set(turn, cohort, period, after)


async def _close(turn: Turn, cohort: Cohort) -> None:
    """Every relationship is over and the last month is posted: the cohort is closed."""
    await turn.unit.cohorts.put(cohort.model_copy(update={"state": CohortState.CLOSED}))
    await turn.unit.timers.drop(f"summary:{cohort.id}:weekly")
    await turn.note("closed", f"cohort:{cohort.id}")


def _message(cohort: Cohort, summary: Summary, period: str) -> Message:
    if terms(cohort).summary.audience == "wider":
        text = wider_report(summary).text
        return Message(kind="summary.monthly", preview=_("The month in figures"), text=text)
    preview = _("The week in figures") if period == "weekly" else _("The month in figures")
    text = channel_text(summary, "weekly" if period == "weekly" else "monthly")
    return Message(
        kind=f"summary.{period}",
        preview=preview,
        text=text,
        actions=(who_could_use_a_hand(cohort),),
        picture=Heatmap(summary=summary, alternative=text),
    )


async def _deliver(turn: Turn, cohort: Cohort, message: Message) -> None:
    """Post to the cohort's channel; without one, to each coordinator."""
    channel = terms(cohort).summary.channel
    stale = turn.now + STALE
    if channel:
        await turn.post(channel, message, cohort=cohort, not_after=stale)
        return
    for coordinator in await coordinators(turn, cohort):
        await turn.tell(coordinator, message, cohort=cohort, not_after=stale)


async def coordinators(turn: Turn, cohort: Cohort) -> tuple[Person, ...]:
    memberships = await turn.unit.memberships.coordinators_of(cohort.id)
    return tuple(await turn.unit.people.some([one.person_id for one in memberships]))
