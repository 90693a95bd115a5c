"""Around a meeting: the guide the day before, a reminder an hour before, and afterwards "did you meet?".

One timer per meeting stands at the next of these; a move or a cancellation moves or drops it.
"""

from datetime import datetime, time, timedelta

from bot.core.circle import Circle, load_circle, load_story
from bot.core.messages import Action, Message
from bot.core.nudging import plan_nudge
from bot.core.records import Interaction, InteractionState, Person
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.cadence import DAYS_TO_ANSWER
from bot.programme.working_time import at_wall_time, next_service_time
from dialogs.invitations import links
from dialogs.meetings import about, changes, day_of, find, names_of, one_of, planned, timer_key, when
from dialogs.seats import planned_times
from dialogs.whereabouts import place_for

routes = Routes()

A_DAY = timedelta(days=1)
MORNING = time(9)
"""When the guide comes, on the day before."""

A_BREATH = timedelta(minutes=30)
"""How long after the news that a time is agreed the guide follows, when the day before has begun."""

WORTH_A_GUIDE = timedelta(hours=2)
"""A meeting agreed at shorter notice than this gets no guide beforehand."""

BEFORE = timedelta(hours=1)
GRACE = timedelta(minutes=30)
"""How long after its beginning somebody may still say that they are running late."""

AFTER = timedelta(hours=2)
UNANSWERED = timedelta(days=3)
"""How long after "did you meet?" those who did not answer are reminded, once."""


async def follow(turn: Turn, circle: Circle, interaction: Interaction) -> None:
    """Set the meeting's timer to the first thing that still lies ahead."""
    await _set(turn, circle, interaction, after="")


async def _set(turn: Turn, circle: Circle, interaction: Interaction, *, after: str) -> None:
    steps = _steps(circle, interaction, turn.now)
    names = [name for name, _at in steps]
    ahead = steps[names.index(after) + 1 :] if after in names else steps
    for name, at in ahead:
        if at >= turn.now:
            mine = {"interaction": interaction.id, "relationship": circle.relationship.id}
            await turn.set_timer(timer_key(interaction.id), "meeting", at, next=name, **mine)
            return
    await turn.unit.timers.drop(timer_key(interaction.id))


def _steps(circle: Circle, interaction: Interaction, now: datetime) -> list[tuple[str, datetime]]:
    """Return what is to be done about a meeting and when, in order.

    "Did you meet?" is still asked when its moment was missed; after three days its one reminder asks.
    """
    at = interaction.at or now
    day_before = at_wall_time(interaction.on - A_DAY, MORNING, circle.zone)
    last_call = max(at + AFTER + UNANSWERED, now)
    ask = max(at + AFTER, now) if now < at + UNANSWERED else at + AFTER
    steps = [("reminder", at - BEFORE), ("ask", ask), ("unanswered", last_call)]
    if at - now > WORTH_A_GUIDE:
        steps.insert(0, ("guide", day_before if day_before > now else now + A_BREATH))
    return steps


@routes.timer("meeting")
async def meeting_due(turn: Turn, payload: dict[str, str]) -> None:
    """Do the next thing about an agreed meeting and look ahead to the one after."""
    circle = await load_circle(turn.unit, payload["relationship"])
    interaction = await one_of(turn, circle, payload["interaction"])
    if interaction.state is not InteractionState.AGREED or interaction.at is None:
        return
    step = payload["next"]
    if step == "unanswered":
        await _remind_the_silent(turn, interaction)
        return
    for person in circle.people:
        await _write(turn, circle, interaction, person, step)
    await _set(turn, circle, interaction, after=step)


async def _write(turn: Turn, circle: Circle, interaction: Interaction, person: Person, step: str) -> None:
    at = interaction.at or turn.now
    if step == "ask":
        message, not_after = did_you_meet(circle, interaction, person), at + UNANSWERED
    elif step == "guide":
        message, not_after = guide(circle, interaction, person), at
    else:
        place = await place_for(turn, circle, interaction, person)
        message, not_after = reminder(circle, interaction, person, place), at
    if next_service_time(turn.now, circle.zone) <= not_after:
        await turn.tell(person, message, cohort=circle.cohort, not_after=not_after)


def guide(circle: Circle, interaction: Interaction, to: Person) -> Message:
    """Return the card of the day before."""
    text = _("You meet {names} on {time}. Two questions are plenty; leave out any that don't suit.")
    return Message(
        kind="service.guide",
        preview=_("Your guide for the next meeting"),
        text=text.format(names=names_of(circle.others(to.id)), time=when(circle, interaction, to)),
        actions=(
            Action(label=_("Show the guide"), route="guide", args=about(interaction), look="main"),
            *changes(interaction),
        ),
    )


def reminder(circle: Circle, interaction: Interaction, to: Person, place: str = "") -> Message:
    """Return the card of the hour before; the preview names nobody, and no place either."""
    text = _("Coming up with {names}: {time}.")
    coming = text.format(names=names_of(circle.others(to.id)), time=when(circle, interaction, to))
    return Message(
        kind="service.reminder",
        preview=_("Coming up"),
        text=f"{coming}\n{_('Where:')} {place}" if place else coming,
        actions=(
            Action(label=_("Running late"), route="meeting.late", args=about(interaction)),
            Action(label=_("Can't make it"), route="meeting.off", args=about(interaction)),
        ),
    )


def in_calendar(interaction: Interaction) -> Action:
    """Return the button that shows ways into one's calendar."""
    return Action(label=_("Open in a calendar"), route="meeting.calendar", args=about(interaction))


@routes.press("meeting.calendar")
async def calendar(turn: Turn, args: dict[str, str]) -> None:
    """Show ways into one's calendar: the file once more, and links."""
    circle, interaction = await planned_times(turn, args)
    turn.reply(await links(turn, circle, interaction))


@routes.press("meeting.late")
async def late(turn: Turn, args: dict[str, str]) -> None:
    """Tell the others that somebody is running late, in one press."""
    circle, _meeting = await planned(turn, args, grace=GRACE)
    text = _("{name} is running a few minutes late.").format(name=turn.person.name)
    message = Message(kind="service.late", preview=_("A few minutes late"), text=text)
    await turn.tell_all(circle, message, but=turn.person.id, not_after=turn.now + GRACE)
    told = _("I have told {names}. Take your time.").format(names=names_of(circle.others(turn.person.id)))
    turn.reply(Message(kind="reply.late", preview=_("Told"), text=told))


def did_you_meet(
    circle: Circle, interaction: Interaction, to: Person, kind: str = "service.did-you-meet"
) -> Message:
    """Return the question after the meeting: one press answers it."""
    text = _("Did you meet {names} on {day}?")
    return Message(
        kind=kind,
        preview=_("How did it go?"),
        text=text.format(names=names_of(circle.others(to.id)), day=day_of(circle, interaction, to)),
        actions=answers(circle, interaction),
    )


def answers(circle: Circle, interaction: Interaction) -> tuple[Action, ...]:
    """Return the buttons that answer "did you meet?"; a trio may also have met without one of them."""
    mine = about(interaction)
    yes = Action(label=_("Yes, we met"), route="met.yes", args=mine, look="main")
    without_me = Action(label=_("They met without me"), route="met.without-me", args=mine)
    moved = Action(label=_("It moved"), route="met.moved", args=mine)
    no = Action(label=_("No"), route="met.no", args=mine)
    return (yes, without_me, moved, no) if circle.is_trio else (yes, moved, no)


async def _remind_the_silent(turn: Turn, interaction: Interaction) -> None:
    story = await load_story(turn.unit, interaction.relationship_id)
    heard = {answer.by for answer in story.standing(interaction, story.circle.today(turn.now))}
    for person in story.circle.people:
        if person.id not in heard:
            await plan_nudge(
                turn,
                person,
                story.circle.cohort,
                "did-you-meet",
                interaction.id,
                relationship=story.circle.relationship.id,
            )


@routes.nudge("did-you-meet")
async def still_silent(turn: Turn, payload: dict[str, str]) -> Message | None:
    """Return the one reminder of "did you meet?", while this person has not answered."""
    story = await load_story(turn.unit, payload["relationship"])
    interaction = find(story, payload["about"])
    today = story.circle.today(turn.now)
    heard = {answer.by for answer in story.standing(interaction, today)}
    if turn.person.id in heard or interaction.state is not InteractionState.AGREED:
        return None
    if (today - interaction.on).days > DAYS_TO_ANSWER:
        return None
    return did_you_meet(story.circle, interaction, turn.person, kind="nudge.did-you-meet")
