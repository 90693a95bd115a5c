"""The course of a poll: it becomes a meeting, its silent ones are reminded, or it is let go without blame."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from bot.core.circle import Circle, load_circle
from bot.core.hours import working_time, zone_of
from bot.core.messages import Action, Message
from bot.core.nudging import plan_nudge
from bot.core.records import Interaction, InteractionState, Person, Poll, PollState
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.patience import let_go_at
from bot.programme.polling import Ballot, can_settle, settled, waited_for
from bot.programme.saying import say_in_full
from bot.programme.working_time import NoWorkingTimeError
from dialogs.meetings import again
from dialogs.patience import is_due, reminders
from dialogs.seats import addressed, answers_for, speaks_for
from dialogs.settling import settle

routes = Routes()

NUDGE = "poll"


def timer_key(poll: Poll) -> str:
    return f"poll:{poll.id}"


def times_of(poll: Poll) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(at) for at in poll.times)


def as_kept(at: datetime) -> str:
    """Return a time as polls keep it, the same whatever zone it was understood in."""
    return at.astimezone(UTC).isoformat()


def ballot_of(circle: Circle, poll: Poll) -> Ballot:
    answers = {
        who: frozenset(datetime.fromisoformat(at) for at in ticked) for who, ticked in poll.answers.items()
    }
    return Ballot(circle.mentee.id, tuple(one.id for one in circle.mentors), times_of(poll), answers)


async def weigh(turn: Turn, circle: Circle, poll: Poll) -> Poll:
    """Let a poll become a meeting, go on waiting, or end, by what was ticked so far; return what it is."""
    ballot, over = ballot_of(circle, poll), let_go_at(poll.asked_at, max(times_of(poll)))
    at = settled(ballot, turn.now, waited=_has_waited(circle, poll, turn.now))
    if at is not None:
        return await _become(turn, circle, poll, at)
    if turn.now >= over or not can_settle(ballot, turn.now):
        return await _let_go(turn, circle, poll)
    ahead = (moment for moment in (*_moments(circle, poll), over) if moment > turn.now)
    mine = {"relationship": circle.relationship.id, "poll": poll.id, "since": turn.now.isoformat()}
    await turn.set_timer(timer_key(poll), "poll", min(ahead), **mine)
    return poll


async def _become(turn: Turn, circle: Circle, poll: Poll, at: datetime) -> Poll:
    interaction = Interaction(
        id=turn.new_id(),
        relationship_id=circle.relationship.id,
        on=circle.today(at),
        at=at,
        state=InteractionState.AGREED,
        by=poll.by,
        agreed_by=list(ballot_of(circle, poll).suited(at)),
    )
    await turn.unit.interactions.add(interaction)
    done = await end_poll(turn, poll, PollState.SETTLED, interaction.id)
    await settle(turn, circle, interaction)
    return done


async def _let_go(turn: Turn, circle: Circle, poll: Poll) -> Poll:
    """Close a poll that came to nothing: its beginner alone hears of it, and of nobody's answer."""
    beginner = circle.member(poll.by)
    if beginner is not None:
        await turn.tell(answers_for(circle, beginner), let_go(circle), cohort=circle.cohort)
    return await end_poll(turn, poll, PollState.CLOSED)


async def end_poll(turn: Turn, poll: Poll, state: PollState, interaction_id: str | None = None) -> Poll:
    done = poll.model_copy(update={"state": state, "interaction_id": interaction_id})
    await turn.unit.polls.put(done)
    await turn.unit.timers.drop(timer_key(poll))
    return done


def _has_waited(circle: Circle, poll: Poll, now: datetime) -> bool:
    """Say whether everybody who is silent has had their two working days."""
    for person in _silent(circle, poll):
        with suppress(NoWorkingTimeError):
            if waited_for(poll.asked_at, working_time(person, circle.cohort)) > now:
                return False
    return True


def _silent(circle: Circle, poll: Poll) -> list[Person]:
    """Return whose answer is waited for: an assistant's in the place of the mentee's."""
    return [answers_for(circle, person) for person in circle.people if person.id not in poll.answers]


def _moments(circle: Circle, poll: Poll) -> Iterator[datetime]:
    """Yield when something may be due for somebody silent: a reminder, or the end of their two days."""
    for person in _silent(circle, poll):
        yield from reminders(circle, person, poll.asked_at)
        with suppress(NoWorkingTimeError):
            yield waited_for(poll.asked_at, working_time(person, circle.cohort))


@routes.timer("poll")
async def poll_due(turn: Turn, payload: dict[str, str]) -> None:
    """See what a poll has come to, and remind whoever is due to be."""
    circle = await load_circle(turn.unit, payload["relationship"])
    poll = await turn.unit.polls.get(payload["poll"])
    if poll.state is not PollState.OPEN:
        return
    if not circle.is_active:
        await end_poll(turn, poll, PollState.CLOSED)
        return
    if (await weigh(turn, circle, poll)).state is PollState.OPEN:
        since = datetime.fromisoformat(payload["since"])
        here = circle.relationship.id
        for person in _silent(circle, poll):
            if is_due(circle, person, poll.asked_at, since=since, now=turn.now):
                await plan_nudge(turn, person, circle.cohort, NUDGE, poll.id, relationship=here)


@routes.nudge(NUDGE)
async def still_silent(turn: Turn, payload: dict[str, str]) -> Message | None:
    """Return a reminder of a poll, while it is open and this person has not answered."""
    circle = await load_circle(turn.unit, payload["relationship"])
    poll = await turn.unit.polls.get(payload["about"])
    has_answered = speaks_for(circle, turn.person).id in poll.answers
    if poll.state is not PollState.OPEN or has_answered or not circle.is_active:
        return None
    asked = question(circle, poll, turn.person, turn.now)
    return asked.model_copy(update={"kind": "nudge.waiting", "preview": _("Waiting on you")})


def question(circle: Circle, poll: Poll, to: Person, now: datetime) -> Message:
    """Return the question to one of the others: which of these times suit?"""
    beginner = circle.member(poll.by)
    text = _("{name} asks which of these times suit you:")
    head = text.format(name=beginner.name if beginner else "")
    mine = {"relationship": circle.relationship.id, "poll": poll.id}
    lines = (f"• {_shown(circle, at, to)}" for at in times_of(poll) if at > now)
    return Message(
        kind="service.poll",
        preview=_("Times to choose from"),
        text="\n".join((addressed(circle, to, head), *lines)),
        actions=(
            Action(label=_("Tick what suits me"), route="poll.tick", args=mine, look="main"),
            Action(label=_("None of these"), route="poll.none", args=mine),
        ),
    )


def _shown(circle: Circle, at: datetime, to: Person) -> str:
    others = [(one.name, zone_of(one, circle.cohort)) for one in circle.others(to.id)]
    return say_in_full(at, zone_of(to, circle.cohort), others)


def let_go(circle: Circle) -> Message:
    """Return the news that no time came together; it says of nobody what they answered."""
    text = _("No time came together from those you asked about, so I have let them go. Shall we try others?")
    here = {"relationship": circle.relationship.id}
    return Message(
        kind="service.let-go",
        preview=_("A change of plan"),
        text=text,
        actions=(
            Action(label=_("Ask about other times"), route="poll", args=here),
            again(circle.relationship.id),
        ),
    )
