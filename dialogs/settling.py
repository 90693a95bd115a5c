"""What follows once a time is agreed: the course of the meeting is set, and everybody is told."""

from bot.core.circle import Circle, tell_stories
from bot.core.messages import Action, Message
from bot.core.records import Interaction, Person
from bot.core.turn import Turn
from bot.core.words import _
from dialogs.around import follow, in_calendar
from dialogs.invitations import with_entry
from dialogs.meetings import about, changes, names_of, when
from dialogs.mentors_care import plan_story
from dialogs.seats import hears_times, speaks_for

AGREED = _("It's agreed with {names}: {time}.")


async def settle(turn: Turn, circle: Circle, interaction: Interaction, text: str = AGREED) -> None:
    """Set the course of an agreed meeting, and tell everybody: the visitor in place, the others by letter."""
    await follow(turn, circle, interaction)
    (story,) = await tell_stories(turn.unit, [circle])
    await plan_story(turn, story, interaction)
    for person in hears_times(circle):
        message = await news(turn, circle, interaction, person, text)
        if turn.visitor is not None and turn.visitor.id == person.id:
            turn.reply(in_place(message))
        else:
            await turn.tell(person, message, cohort=circle.cohort, not_after=interaction.at)


def in_place(message: Message) -> Message:
    """Return what would go by letter as the answer to a press."""
    return message.model_copy(update={"kind": message.kind.replace("service", "reply")})


async def news(turn: Turn, circle: Circle, interaction: Interaction, to: Person, text: str) -> Message:
    """Return what one of them hears of an agreed time: whose word is still to come is invited."""
    if speaks_for(circle, to).id in interaction.agreed_by:
        return await agreed(turn, circle, interaction, to, text)
    return invited(circle, interaction, to)


async def agreed(
    turn: Turn, circle: Circle, interaction: Interaction, to: Person, text: str = AGREED
) -> Message:
    """Return the news that a time is agreed, with the file for one's calendar."""
    names = names_of(circle.others(to.id))
    message = Message(
        kind="service.agreed",
        preview=_("A time is agreed"),
        text=text.format(time=when(circle, interaction, to), names=names),
        actions=(*changes(interaction), in_calendar(interaction)),
    )
    return await with_entry(message, turn, circle, interaction, to)


def invited(circle: Circle, interaction: Interaction, to: Person) -> Message:
    """Return the news to the third of a trio that the other two meet; coming along is one press."""
    text = _("{names} meet: {time}. Come along if it suits you; it counts either way.")
    meet = [person for person in circle.others(to.id) if person.id in interaction.agreed_by]
    mine = about(interaction)
    return Message(
        kind="service.invited",
        preview=_("A time is agreed"),
        text=text.format(names=names_of(meet), time=when(circle, interaction, to)),
        actions=(
            Action(label=_("I'll come"), route="proposal.accept", args=mine, look="main"),
            Action(label=_("I can't come"), route="proposal.decline", args=mine),
        ),
    )
