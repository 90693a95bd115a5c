"""Passing notes: what somebody puts down before a meeting for themselves alone, gone a day after it."""

from datetime import datetime, time, timedelta

from bot.core.circle import Circle, Story
from bot.core.records import Interaction, Note
from bot.core.terms import terms
from bot.core.turn import Turn
from bot.core.vault import private_circle
from bot.programme.working_time import at_wall_time
from dialogs.sealed_notes import with_words, words_of

BRACKETING, STORY_CHOICE = "bracketing", "story_choice"
END_OF_DAY = time(23, 59)


def goes_at(circle: Circle, interaction: Interaction) -> datetime:
    """Return the instant at which passing notes about a meeting go: a day after it, unless set otherwise."""
    met = interaction.at or at_wall_time(interaction.on, END_OF_DAY, circle.zone)
    return met + timedelta(hours=terms(circle.cohort).retention.passing_hours_after_meeting)


async def passing_words(turn: Turn, interaction: Interaction, kind: str) -> str:
    """Return what the visitor put down about a meeting; empty when there is nothing."""
    note = await _mine(turn, interaction, kind)
    return (await words_of(turn, note) or "") if note else ""


async def put_down(turn: Turn, story: Story, interaction: Interaction, kind: str, words: str) -> None:
    """Keep the visitor's passing note of one kind about a meeting, in the place of an earlier one."""
    old = await _mine(turn, interaction, kind)
    if old is not None:
        await turn.unit.notes.drop(old.id)
    note = Note(
        id=turn.new_id(),
        kind=kind,
        author_id=turn.person.id,
        relationship_id=interaction.relationship_id,
        interaction_id=interaction.id,
        circle=private_circle(turn.person.id),
        body=b"",
        written_at=turn.now,
        expires_at=goes_at(story.circle, interaction),
    )
    await turn.unit.notes.add(await with_words(turn, note, words))


async def _mine(turn: Turn, interaction: Interaction, kind: str) -> Note | None:
    notes = await turn.unit.notes.of_author(turn.person.id)
    return next((one for one in notes if one.kind == kind and one.interaction_id == interaction.id), None)
