"""Agreeing a time: answered by the others, moved or called off by anyone, without blame."""

from collections.abc import Mapping

from bot.core.circle import Circle
from bot.core.messages import Action, Message
from bot.core.records import Interaction, InteractionState
from bot.core.routes import Routes
from bot.core.turn import Refusal, Turn
from bot.core.words import _
from dialogs.calling_off import call_off
from dialogs.invitations import with_removal
from dialogs.meetings import again, changes, on_my_clock
from dialogs.proposing import open_booking
from dialogs.seats import planned_times, speaks_for
from dialogs.settling import agreed, in_place, settle

routes = Routes()


@routes.press("proposal.accept")
async def accept(turn: Turn, args: dict[str, str]) -> None:
    """Say yes; the time is agreed once the mentee and a mentor have."""
    circle, interaction = await proposed(turn, args)
    me = speaks_for(circle, turn.person)
    if me.id in interaction.agreed_by:
        turn.reply(_short(_("You have agreed to that time already.")))
        return
    stood_already = interaction.state is InteractionState.AGREED
    agreed_by = [*interaction.agreed_by, me.id]
    settled = _settles(circle, agreed_by)
    state = InteractionState.AGREED if settled else interaction.state
    interaction = interaction.model_copy(update={"agreed_by": agreed_by, "state": state})
    await turn.unit.interactions.put(interaction)
    if not settled:
        turn.reply(_short(_("Thank you. I'll tell you once everyone needed has agreed.")))
    elif stood_already:
        turn.reply(in_place(await agreed(turn, circle, interaction, turn.person)))
    else:
        await settle(turn, circle, interaction)


def _settles(circle: Circle, agreed_by: list[str]) -> bool:
    return circle.mentee.id in agreed_by and any(mentor.id in agreed_by for mentor in circle.mentors)


@routes.press("proposal.another")
async def another(turn: Turn, args: dict[str, str]) -> None:
    """Suggest another time instead."""
    circle, interaction = await planned_times(turn, args)
    await open_booking(turn, circle, moves=interaction.id)


@routes.press("proposal.decline")
async def decline(turn: Turn, args: dict[str, str]) -> None:
    """Not this month: the proposal is withdrawn, and its proposer hears that, and only that.

    A time that the others of a trio have agreed to stands; an absent third takes nothing away.
    """
    circle, interaction = await proposed(turn, args)
    if interaction.state is InteractionState.AGREED:
        await _stay_away(turn, circle, interaction)
        return
    await call_off(turn, circle, interaction)
    told = _short(_("That's fine. I have let the other side know that this time won't work."))
    turn.reply(with_removal(told, turn, circle, interaction, turn.person))


async def _stay_away(turn: Turn, circle: Circle, interaction: Interaction) -> None:
    text = _("{name} can't come on {time}. You two still meet.")
    for person in circle.others(turn.person.id):
        time = on_my_clock(circle, interaction, person)
        message = Message(
            kind="service.absent",
            preview=_("About your meeting"),
            text=text.format(name=turn.person.name, time=time),
            actions=changes(interaction),
        )
        await turn.tell(person, message, cohort=circle.cohort, not_after=interaction.at)
    turn.reply(_short(_("That's fine. I have told the others; they still meet, and it counts.")))


@routes.press("meeting.off")
async def off(turn: Turn, args: dict[str, str]) -> None:
    """Call a planned meeting off; the others are offered to find another time."""
    circle, interaction = await planned_times(turn, args)
    await call_off(turn, circle, interaction)
    told = _short(_("It's off, and I have told the others."), again(interaction.relationship_id))
    turn.reply(with_removal(told, turn, circle, interaction, turn.person))


async def proposed(turn: Turn, args: Mapping[str, str]) -> tuple[Circle, Interaction]:
    """Return a meeting that still waits for an answer, or say what became of it."""
    circle, interaction = await planned_times(turn, args)
    me = speaks_for(circle, turn.person)
    if interaction.state is InteractionState.AGREED and me.id not in interaction.agreed_by:
        return circle, interaction
    if interaction.state is not InteractionState.PROPOSED:
        raise Refusal(_("That time is agreed already. You can still move it or call it off."))
    return circle, interaction


def _short(text: str, *actions: Action) -> Message:
    return Message(kind="reply.booking", preview=_("About your meeting"), text=text, actions=actions)
