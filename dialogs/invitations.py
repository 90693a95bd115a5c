"""Invitations: the file for one's calendar that comes with a meeting, and the links that open a calendar."""

from dataclasses import replace

from bot.core.circle import Circle
from bot.core.hours import zone_of
from bot.core.messages import Document, Link, Message
from bot.core.records import Interaction, InteractionState, Person
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.invitation import Invite, Method, google_link, invitation, outlook_link, teams_link
from dialogs.whereabouts import place_for

FILE_NAME = "conversation.ics"
MEDIA_TYPE = "text/calendar"


def may_be_in_calendars(interaction: Interaction) -> bool:
    """Say whether a file for this meeting was handed out: it was agreed, now or before it was moved."""
    return interaction.state is InteractionState.AGREED or interaction.moves > 0


async def with_entry(
    message: Message, turn: Turn, circle: Circle, interaction: Interaction, to: Person
) -> Message:
    """Return the message with the file that puts the meeting into its reader's calendar, or moves it."""
    return _with_file(message, await _invite_with_place(turn, circle, interaction, to), "PUBLISH")


def with_removal(message: Message, turn: Turn, circle: Circle, was: Interaction, to: Person) -> Message:
    """Return the message with the file that takes the meeting out again, where one was handed out.

    `was` is the meeting before it was called off.
    """
    if not may_be_in_calendars(was):
        return message
    return _with_file(message, invite(turn, circle, was, to), "CANCEL")


async def links(turn: Turn, circle: Circle, interaction: Interaction) -> Message:
    """Return what opens the visitor's own calendar, or a new Teams meeting, with the time filled in."""
    mine = await _invite_with_place(turn, circle, interaction, turn.person)
    message = Message(
        kind="reply.calendar",
        preview=_("Your calendar"),
        text=_("The file is for any calendar. These open one with the time filled in:"),
        links=(
            Link(label=_("Outlook"), address=outlook_link(mine)),
            Link(label=_("Google Calendar"), address=google_link(mine)),
            Link(label=_("A meeting in Teams"), address=teams_link(mine)),
        ),
    )
    return _with_file(message, mine, "PUBLISH")


async def _invite_with_place(turn: Turn, circle: Circle, interaction: Interaction, to: Person) -> Invite:
    place = await place_for(turn, circle, interaction, to)
    return replace(invite(turn, circle, interaction, to), place=place)


def invite(turn: Turn, circle: Circle, interaction: Interaction, to: Person) -> Invite:
    """Return what somebody's calendar is told of a meeting, on their own clock."""
    return Invite(
        id=interaction.id,
        at=interaction.at or turn.now,
        zone=zone_of(to, circle.cohort),
        stamped=turn.now,
        moves=interaction.moves,
        tentative=interaction.state is InteractionState.PROPOSED,
    )


def _with_file(message: Message, mine: Invite, method: Method) -> Message:
    document = Document(name=FILE_NAME, media_type=MEDIA_TYPE, text=invitation(mine, method))
    return message.model_copy(update={"document": document})
