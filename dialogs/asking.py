"""Asking: a proposed time is put to the others, who are reminded of it twice; then it is let go."""

from datetime import datetime

from bot.core.circle import Circle, load_circle
from bot.core.hours import working_time
from bot.core.messages import Action, Message
from bot.core.nudging import plan_nudge
from bot.core.records import Interaction, InteractionState, Person
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.patience import REMINDED_AFTER, let_go_at, reminder_at
from bot.programme.working_time import NoWorkingTimeError
from dialogs.invitations import may_be_in_calendars, with_entry, with_removal
from dialogs.meetings import about, again, at_of, names_of, on_my_clock, one_of, timer_key, when
from dialogs.seats import addressed, answers_for, hears_times, speaks_for

routes = Routes()

LET_GO = len(REMINDED_AFTER)
"""The step after the last reminder."""


async def put_to_others(
    turn: Turn, circle: Circle, interaction: Interaction, *, was: Interaction | None
) -> None:
    """Tell the others about a proposed time, confirm it to the proposer, and remember to ask again.

    `was` is the meeting before it was moved. Where it stands in calendars already, it moves there too.
    """
    me, stands = speaks_for(circle, turn.person), was is not None and may_be_in_calendars(was)
    for person in circle.others(me.id):
        to = answers_for(circle, person)
        asked = proposal(circle, interaction, me, to, moved=was is not None)
        message = await with_entry(asked, turn, circle, interaction, to) if stands else asked
        await turn.tell(to, message, cohort=circle.cohort, not_after=interaction.at)
    told = waits_for(circle, interaction, turn.person)
    turn.reply(await with_entry(told, turn, circle, interaction, turn.person) if stands else told)
    await _wait(turn, circle, interaction, asked=turn.now, step=0)


def waits_for(circle: Circle, interaction: Interaction, to: Person) -> Message:
    """Return the news to its proposer that a time waits for the others."""
    text = _("I have asked {names}: {time}. I'll tell you when there is an answer.")
    names = names_of(circle.others(speaks_for(circle, to).id))
    return Message(
        kind="reply.proposed",
        preview=_("Asked"),
        text=text.format(names=names, time=when(circle, interaction, to)),
        actions=(Action(label=_("Call it off"), route="meeting.off", args=about(interaction)),),
    )


def proposal(circle: Circle, interaction: Interaction, by: Person, to: Person, *, moved: bool) -> Message:
    """Return the question to one of the others: does this time work?"""
    text = _("{name} would like to move your meeting to {time}.") if moved else _("{name} suggests {time}.")
    mine = about(interaction)
    return Message(
        kind="service.proposal",
        preview=_("A time to confirm"),
        text=addressed(circle, to, text.format(name=by.name, time=when(circle, interaction, to))),
        actions=(
            Action(label=_("That works"), route="proposal.accept", args=mine, look="main"),
            Action(label=_("Another time"), route="proposal.another", args=mine),
            Action(label=_("Not this month"), route="proposal.decline", args=mine),
        ),
    )


def unanswered(circle: Circle, interaction: Interaction) -> list[Person]:
    """Return those whose word about a proposed time is still to come."""
    return [person for person in circle.people if person.id not in interaction.agreed_by]


async def _wait(turn: Turn, circle: Circle, interaction: Interaction, *, asked: datetime, step: int) -> None:
    """Set the meeting's timer to the next reminder that falls in somebody's hours, or to the end of it."""
    over = let_go_at(asked, interaction.at or asked)
    moments = [_reminded(circle, person, asked, step) for person in unanswered(circle, interaction)]
    due = min((at for at in moments if at is not None), default=over)
    mine = {"interaction": interaction.id, "relationship": circle.relationship.id}
    if due >= over:
        due, step = over, LET_GO
    await turn.set_timer(
        timer_key(interaction.id), "proposal", due, step=str(step), asked=asked.isoformat(), **mine
    )


def _reminded(circle: Circle, person: Person, asked: datetime, step: int) -> datetime | None:
    """Return when somebody is reminded; None after the last time, and for those who have no hours left."""
    if step >= LET_GO:
        return None
    try:
        return reminder_at(asked, step, working_time(answers_for(circle, person), circle.cohort))
    except NoWorkingTimeError:
        return None


@routes.timer("proposal")
async def proposal_due(turn: Turn, payload: dict[str, str]) -> None:
    """Remind those who have not answered, or let the proposal go."""
    circle = await load_circle(turn.unit, payload["relationship"])
    interaction = await one_of(turn, circle, payload["interaction"])
    if interaction.state is not InteractionState.PROPOSED or interaction.at is None:
        return
    asked, step = datetime.fromisoformat(payload["asked"]), int(payload["step"])
    if turn.now >= let_go_at(asked, interaction.at):
        await _let_go(turn, circle, interaction)
        return
    for person in unanswered(circle, interaction):
        mine = {"relationship": circle.relationship.id, "time": at_of(interaction)}
        moment = max(turn.now, _reminded(circle, person, asked, step) or turn.now)
        to = answers_for(circle, person)
        await plan_nudge(turn, to, circle.cohort, "waiting", interaction.id, at=moment, **mine)
    await _wait(turn, circle, interaction, asked=asked, step=step + 1)


async def _let_go(turn: Turn, circle: Circle, interaction: Interaction) -> None:
    """Cancel what nobody confirmed: whoever proposed it hears that, or all who may have it in a calendar."""
    await turn.unit.interactions.put(interaction.model_copy(update={"state": InteractionState.CANCELLED}))
    in_calendars = may_be_in_calendars(interaction)
    for person in hears_times(circle):
        if in_calendars or speaks_for(circle, person).id == interaction.by:
            message = with_removal(let_go(circle, interaction, person), turn, circle, interaction, person)
            await turn.tell(person, message, cohort=circle.cohort)


def let_go(circle: Circle, interaction: Interaction, to: Person) -> Message:
    """Return the news that a proposed time was not confirmed; it says of nobody that they did not answer."""
    text = _("{time} was not confirmed, so I have let it go. Shall we find another time?")
    return Message(
        kind="service.let-go",
        preview=_("A change of plan"),
        text=text.format(time=on_my_clock(circle, interaction, to)),
        actions=(again(interaction.relationship_id),),
    )


@routes.nudge("waiting")
async def waiting(turn: Turn, payload: dict[str, str]) -> Message | None:
    """Return a reminder of a proposal, while it still waits for this person."""
    circle = await load_circle(turn.unit, payload["relationship"])
    interaction = await one_of(turn, circle, payload["about"])
    proposer = circle.member(interaction.by)
    stands = interaction.state is InteractionState.PROPOSED and payload["time"] == at_of(interaction)
    if not stands or speaks_for(circle, turn.person).id in interaction.agreed_by or proposer is None:
        return None
    if interaction.at is None or interaction.at <= turn.now:
        return None
    asked = proposal(circle, interaction, proposer, turn.person, moved=interaction.moves > 0)
    return asked.model_copy(update={"kind": "nudge.waiting", "preview": _("Waiting on you")})
