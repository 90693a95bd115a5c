"""The course of a standing time: waited for until all agree, then it fills the diary some weeks ahead.

What is in the diary is a meeting like any other: it is moved and called off by itself, and a date that was
dealt with once is never filled again.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from bot.core.circle import Circle, Story, load_story
from bot.core.hours import working_time, zone_of
from bot.core.messages import Action, Message
from bot.core.nudging import plan_nudge
from bot.core.records import Interaction, InteractionState, Person, StandingState, StandingTime
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.bank_holidays import bank_holidays
from bot.programme.months import DAY, Month, merge
from bot.programme.patience import LET_GO_AFTER
from bot.programme.saying import say_day, say_in_full
from bot.programme.standing import Rule, moment, read
from bot.programme.standing_dates import LeftOut, Placing, Rounds, lies_in_hours, placings
from bot.programme.working_time import at_wall_time
from bot.programme.zones import zone
from dialogs.meetings import again
from dialogs.patience import is_due, reminders
from dialogs.plan import EARLY, months_ahead
from dialogs.settling import settle

routes = Routes()

AHEAD = timedelta(days=35)
"""How far ahead the diary is filled: the month under way always stands in it as a whole."""

FAR_ENOUGH = timedelta(days=200)
NUDGE = "standing"
PLACED = _("Your standing time with {names}: {time}.")
REASONS = {
    LeftOut.HOLIDAY: _("a bank holiday"),
    LeftOut.AWAY: _("not everyone can"),
    LeftOut.FULL: _("the month has its meetings"),
}


def timer_key(standing: StandingTime) -> str:
    return f"standing:{standing.id}"


def about(standing: StandingTime) -> dict[str, str]:
    return {"relationship": standing.relationship_id, "standing": standing.id}


async def wait_for_answers(turn: Turn, circle: Circle, standing: StandingTime) -> None:
    """Set the timer to the next reminder of somebody silent, or to the end of waiting."""
    over = standing.asked_at + LET_GO_AFTER
    silent = (one for one in circle.people if one.id not in standing.agreed_by)
    moments = (at for person in silent for at in reminders(circle, person, standing.asked_at))
    due = min((at for at in (*moments, over) if at > turn.now), default=over)
    mine = {**about(standing), "since": turn.now.isoformat()}
    await turn.set_timer(timer_key(standing), "standing", due, **mine)


@routes.timer("standing")
async def standing_due(turn: Turn, payload: dict[str, str]) -> None:
    """Remind the silent or let a suggestion go; fill the diary with what was agreed."""
    story = await load_story(turn.unit, payload["relationship"])
    standing = await turn.unit.standing_times.get(payload["standing"])
    if not story.circle.is_active:
        await end_standing(turn, standing)
    elif standing.state is StandingState.AGREED:
        await fill(turn, story, standing)
    elif standing.state is StandingState.PROPOSED:
        await _still_waiting(turn, story.circle, standing, datetime.fromisoformat(payload["since"]))


async def _still_waiting(turn: Turn, circle: Circle, standing: StandingTime, since: datetime) -> None:
    if turn.now >= standing.asked_at + LET_GO_AFTER:
        await end_standing(turn, standing)
        suggested_by = circle.member(standing.by)
        if suggested_by is not None:
            await turn.tell(suggested_by, not_taken_up(circle), cohort=circle.cohort)
        return
    for person in circle.people:
        due = is_due(circle, person, standing.asked_at, since=since, now=turn.now)
        if due and person.id not in standing.agreed_by:
            here = circle.relationship.id
            await plan_nudge(turn, person, circle.cohort, NUDGE, standing.id, relationship=here)
    await wait_for_answers(turn, circle, standing)


async def end_standing(turn: Turn, standing: StandingTime) -> None:
    await turn.unit.standing_times.put(standing.model_copy(update={"state": StandingState.STOPPED}))
    await turn.unit.timers.drop(timer_key(standing))


def lies_in_everybodys_hours(circle: Circle, rule: Rule, timezone: str) -> bool:
    """Say whether an hour lies in everybody's usual working time, as it does for most."""
    day = next(rule.dates(rule.first, rule.first + FAR_ENOUGH))
    at = moment(rule, day, zone(timezone))
    return all(lies_in_hours(at, working_time(person, circle.cohort)) for person in circle.people)


async def fill(turn: Turn, story: Story, standing: StandingTime) -> None:
    """Put the dates of the coming weeks into the diary, and tell everyone of each, and of those left out."""
    today = story.circle.today(turn.now)
    since, until = max(today, (standing.filled_until or today) + DAY), today + AHEAD
    left_out = []
    for placing in placings(_rounds(turn, story, standing, today), since, until):
        if placing.left_out is None:
            await _place(turn, story.circle, standing, placing)
        else:
            left_out.append(placing)
    if left_out:
        await turn.tell_all(story.circle, left_out_notice(story.circle, left_out))
    filled = standing.model_copy(update={"filled_until": max(until, standing.filled_until or until)})
    await turn.unit.standing_times.put(filled)
    await _look_ahead(turn, story, filled)


async def _place(turn: Turn, circle: Circle, standing: StandingTime, placing: Placing) -> None:
    interaction = Interaction(
        id=turn.new_id(),
        relationship_id=circle.relationship.id,
        on=placing.day,
        at=placing.at,
        state=InteractionState.AGREED,
        by=standing.by,
        agreed_by=[person.id for person in circle.people],
    )
    await turn.unit.interactions.add(interaction)
    await settle(turn, circle, interaction, PLACED)


async def _look_ahead(turn: Turn, story: Story, standing: StandingTime) -> None:
    """Set the timer to the day from which the next date is near enough; after the last there is none."""
    after = (standing.filled_until or date.max) + DAY
    upcoming = next(read(standing.rule).dates(after, after + FAR_ENOUGH), None)
    months = months_ahead(story)
    if upcoming is None or upcoming > _last_day(months) + DAY:
        await turn.unit.timers.drop(timer_key(standing))
        return
    due = at_wall_time(upcoming - AHEAD, EARLY, story.circle.zone)
    mine = {**about(standing), "since": turn.now.isoformat()}
    await turn.set_timer(timer_key(standing), "standing", max(due, turn.now), **mine)


def _last_day(months: Sequence[Month]) -> date:
    last = months[-1].last
    return min(last, date.max - DAY)


def _rounds(turn: Turn, story: Story, standing: StandingTime, today: date) -> Rounds:
    circle = story.circle
    return Rounds(
        rule=read(standing.rule),
        zone=zone(standing.timezone),
        cohort_zone=circle.zone,
        now=turn.now,
        mentee=working_time(circle.mentee, circle.cohort),
        mentors=tuple(working_time(mentor, circle.cohort) for mentor in circle.mentors),
        months=months_ahead(story),
        per_month=circle.cohort.per_month,
        booked=story.held_on(today) | {one.on for one in story.planned(today)},
        breaks=merge(story.rests, today),
        holidays=bank_holidays(circle.cohort.holidays),
        in_hours=standing.in_hours,
    )


def left_out_notice(circle: Circle, left_out: Sequence[Placing]) -> Message:
    """Return in one line which dates are left out; it says of nobody that it is for them."""
    days = ", ".join(f"{say_day(one.day)} ({REASONS[one.left_out]})" for one in left_out if one.left_out)
    text = _("Left out of your standing time: {days}.")
    return Message(
        kind="service.standing",
        preview=_("About your meetings"),
        text=text.format(days=days),
        actions=(again(circle.relationship.id),),
    )


@routes.nudge(NUDGE)
async def still_silent(turn: Turn, payload: dict[str, str]) -> Message | None:
    """Return a reminder of a suggested standing time, while this person has not answered."""
    story = await load_story(turn.unit, payload["relationship"])
    standing = await turn.unit.standing_times.get(payload["about"])
    open_still = standing.state is StandingState.PROPOSED and story.circle.is_active
    if not open_still or turn.person.id in standing.agreed_by:
        return None
    asked = question(story.circle, standing, turn.person, story.circle.today(turn.now))
    return asked.model_copy(update={"kind": "nudge.waiting", "preview": _("Waiting on you")})


def question(circle: Circle, standing: StandingTime, to: Person, today: date) -> Message:
    """Return the question to one of the others: does this time suit, again and again?"""
    suggested_by = circle.member(standing.by)
    text = _(
        "{name} suggests a standing time, {rule}. Each meeting then stands in the diary by itself, and can "
        "be moved or called off like any other. The next would be:"
    )
    said = text.format(name=suggested_by.name if suggested_by else "", rule=read(standing.rule))
    return Message(
        kind="service.standing-asked",
        preview=_("A time to confirm"),
        text="\n".join((said, *next_dates(circle, standing, to, today))),
        actions=(
            Action(label=_("That works"), route="standing.accept", args=about(standing), look="main"),
            Action(label=_("Rather not"), route="standing.decline", args=about(standing)),
        ),
    )


def next_dates(circle: Circle, standing: StandingTime, to: Person, today: date) -> Iterator[str]:
    """Yield the next three dates in full, on the reader's clock and everybody else's."""
    rule, others = (
        read(standing.rule),
        [(one.name, zone_of(one, circle.cohort)) for one in circle.others(to.id)],
    )
    days = list(rule.dates(today + DAY, today + FAR_ENOUGH))[:3]
    for day in days:
        at = moment(rule, day, zone(standing.timezone))
        yield f"• {say_in_full(at, zone_of(to, circle.cohort), others)}"


def not_taken_up(circle: Circle) -> Message:
    """Return the news that a standing time was not taken up; it says of nobody that they did not want it."""
    text = _("The standing time was not taken up, so I have let it go. Single times work as ever.")
    return Message(
        kind="service.let-go",
        preview=_("A change of plan"),
        text=text,
        actions=(again(circle.relationship.id),),
    )
