"""Calling off: a meeting is cancelled, leaves every calendar, and its own people can see who did it."""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.core.circle import PLANNED, Circle, Story
from bot.core.messages import Message
from bot.core.records import Change, ChangeKind, Interaction, InteractionState, Person
from bot.core.turn import Turn
from bot.core.words import _
from dialogs.invitations import may_be_in_calendars, with_removal
from dialogs.meetings import again, on_my_clock, timer_key
from dialogs.seats import hears_times, speaks_for


async def call_off(turn: Turn, circle: Circle, interaction: Interaction) -> None:
    """Cancel a meeting for the visitor and tell the others, with the file that takes it out of calendars."""
    await keep_change(turn, circle, interaction, ChangeKind.CALLED_OFF)
    await _cancel(turn, interaction)
    for person in hears_times(circle):
        if person.id == turn.person.id:
            continue
        text = _("The meeting on {time} won't take place. Shall we find another time?")
        message = Message(
            kind="service.off",
            preview=_("A change of plan"),
            text=text.format(time=on_my_clock(circle, interaction, person)),
            actions=(again(interaction.relationship_id),),
        )
        message = with_removal(message, turn, circle, interaction, person)
        await turn.tell(person, message, cohort=circle.cohort, not_after=interaction.at)


async def keep_change(turn: Turn, circle: Circle, was: Interaction, what: ChangeKind) -> None:
    """Keep that the visitor changed what was agreed; a time that nobody agreed to is changed freely.

    What an assistant does is done in the name of the mentee.
    """
    if was.state is not InteractionState.AGREED or was.at is None:
        return
    by = speaks_for(circle, turn.person).id
    change = Change(id=turn.new_id(), interaction_id=was.id, what=what, by=by, at=turn.now, was_at=was.at)
    await turn.unit.changes.add(change)


async def clear_diary(turn: Turn, story: Story, meetings: Iterable[Interaction]) -> None:
    """Cancel meetings that an ending or a break has overtaken; that is nobody's doing, so nobody is noted.

    Everybody hears of what may stand in their calendar, each with the file that takes it out.
    """
    for interaction in meetings:
        await _cancel(turn, interaction)
        if may_be_in_calendars(interaction):
            for person in hears_times(story.circle):
                await _take_out(turn, story.circle, interaction, person)


def ahead(turn: Turn, story: Story) -> Iterator[Interaction]:
    """Yield what is planned and still to come: what began earlier today may have been held, and counts."""
    today = story.circle.today(turn.now)
    for one in story.interactions:
        if one.state in PLANNED and (one.on >= today if one.at is None else one.at > turn.now):
            yield one


def within(meetings: Iterable[Interaction], first: date, until: date | None) -> Iterator[Interaction]:
    """Yield the meetings that fall into a break; one without an end goes on for ever."""
    return (one for one in meetings if first <= one.on and (until is None or one.on < until))


async def _cancel(turn: Turn, interaction: Interaction) -> None:
    await turn.unit.interactions.put(interaction.model_copy(update={"state": InteractionState.CANCELLED}))
    await turn.unit.timers.drop(timer_key(interaction.id))


async def _take_out(turn: Turn, circle: Circle, interaction: Interaction, person: Person) -> None:
    text = _("The meeting on {time} won't take place.").format(time=on_my_clock(circle, interaction, person))
    message = Message(kind="service.off", preview=_("A change of plan"), text=text)
    message = with_removal(message, turn, circle, interaction, person)
    if turn.visitor is not None and turn.visitor.id == person.id:
        turn.reply(message.model_copy(update={"kind": "reply.off"}))
    else:
        await turn.tell(person, message, cohort=circle.cohort, not_after=interaction.at)
