"""How long notes are kept once a pair or trio has come to its end: nothing is kept for ever."""

from datetime import date, datetime, time, timedelta

from bot.core.circle import Circle, Story, load_story
from bot.core.records import Note, RelationshipState
from bot.core.terms import terms
from bot.core.turn import Turn
from bot.programme.cadence import completed_on
from bot.programme.working_time import at_wall_time
from dialogs.pages import is_shared

DAY_BEGINS = time(0)


async def set_retention(turn: Turn, circle: Circle, closed_on: date) -> None:
    """Give every note of a relationship that has closed its last day.

    What is private goes first, what the two or three of them share later, both by the cohort's own
    rules. A note with a clock of its own keeps it.
    """
    for note in await turn.unit.notes.of_relationship(circle.relationship.id):
        if note.expires_at is None:
            ending = note.model_copy(update={"expires_at": expires_at(circle, note, closed_on)})
            await turn.unit.notes.put(ending)


async def with_last_day(turn: Turn, circle: Circle, note: Note) -> Note:
    """Return a new note, with its last day if the relationship it belongs to has closed already."""
    if circle.is_active:
        return note
    story = await load_story(turn.unit, circle.relationship.id)
    today = circle.today(turn.now)
    closed = closed_on(story, today) or today
    return note.model_copy(update={"expires_at": expires_at(circle, note, closed)})


def expires_at(circle: Circle, note: Note, closed_on: date) -> datetime:
    """Return the instant at which a note of a closed relationship goes: the start of a local day."""
    kept = terms(circle.cohort).retention
    days = kept.pair_after_close if is_shared(note) else kept.private_after_close
    return at_wall_time(closed_on + timedelta(days=days), DAY_BEGINS, circle.zone)


def closed_on(story: Story, today: date) -> date | None:
    """Return the day on which a relationship ended or was completed; None while it runs."""
    if story.circle.is_active:
        return None
    if story.circle.relationship.state is RelationshipState.COMPLETED:
        return completed_on(story.history(), story.circle.threshold, today)
    return story.circle.relationship.ended
