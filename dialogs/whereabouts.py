"""Where they meet: a place or a link, sealed for the two or three of them and for nobody else.

It is one of the few words of people that the bot says back: in the reminder, and in the file for a calendar.
It is for the meeting alone, so it goes the day after.
"""

from datetime import timedelta

from bot.core.circle import Circle
from bot.core.records import Interaction, Note, Person
from bot.core.turn import Turn
from bot.core.vault import NotForYou, Viewer, pair_circle
from dialogs.sealed_notes import with_words, words_for

PLACE = "place"
KEPT_AFTER = timedelta(days=1)


async def keep_place(turn: Turn, circle: Circle, interaction: Interaction, words: str) -> None:
    """Keep where a meeting is to be, in the place of what was said before; no words say that it is open."""
    for note in await _notes(turn, interaction):
        await turn.unit.notes.drop(note.id)
    if not words:
        return
    note = Note(
        id=turn.new_id(),
        kind=PLACE,
        author_id=turn.person.id,
        relationship_id=circle.relationship.id,
        interaction_id=interaction.id,
        circle=pair_circle(circle.relationship.id),
        body=b"",
        written_at=turn.now,
        expires_at=(interaction.at or turn.now) + KEPT_AFTER,
    )
    await turn.unit.notes.add(await with_words(turn, note, words))


async def place_for(turn: Turn, circle: Circle, interaction: Interaction, reader: Person) -> str:
    """Return where a meeting is to be, as one of its people or its writer may read it; "" when it is open."""
    stands_in = {pair_circle(circle.relationship.id)} if circle.member(reader.id) else set[str]()
    for note in await _notes(turn, interaction):
        try:
            return await words_for(turn, note, Viewer(reader.id, frozenset(stands_in))) or ""
        except NotForYou:
            return ""
    return ""


async def _notes(turn: Turn, interaction: Interaction) -> list[Note]:
    notes = await turn.unit.notes.of_relationship(interaction.relationship_id)
    return [note for note in notes if note.kind == PLACE and note.interaction_id == interaction.id]
