"""Notes in and out of the vault: words are sealed before they are kept, and opened for readers only."""

from bot.core.records import Note
from bot.core.turn import Turn
from bot.core.vault import Erased, Sealed, Viewer


def place_of(note_id: str) -> str:
    """Name the field that a note's words are bound to."""
    return f"note.body:{note_id}"


async def with_words(turn: Turn, note: Note, words: str) -> Note:
    """Return the note with its words sealed for its author and circle."""
    sealed = await turn.vault.seal(note.author_id, note.circle, words, place=place_of(note.id))
    return note.model_copy(update={"body": sealed.data})


async def words_of(turn: Turn, note: Note, *circles: str) -> str | None:
    """Return a note's words for the visitor, who stands in these circles; None once its author was erased.

    Raises `NotForYou` when the visitor may not read them.
    """
    return await words_for(turn, note, Viewer(turn.person.id, frozenset(circles)))


async def words_for(turn: Turn, note: Note, reader: Viewer) -> str | None:
    """Return a note's words for a reader. Raises `NotForYou` when they may not read them."""
    sealed = Sealed(note.author_id, note.circle, note.body, place_of(note.id))
    words = await turn.vault.open(sealed, reader)
    return None if isinstance(words, Erased) else words
