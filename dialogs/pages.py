"""What stands in a note, and the one way to write and to read it: sealed for its author and its circle."""

from collections.abc import Collection, Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from bot.core.records import Membership, Note, Role
from bot.core.turn import NotYours, Refusal, Turn
from bot.core.vault import NotForYou, mentors_circle, pair_circle, private_circle
from bot.core.words import _
from dialogs.sealed_notes import with_words, words_of

REFLECTION, COMMITMENT, WEIGHT = "reflection", "commitment", "weight"
KINDS: Mapping[str, str] = {
    REFLECTION: _("looking back"),
    COMMITMENT: _("what comes next"),
    WEIGHT: _("how it sat with me"),
}
"""The kinds of notes that looking back leaves, as their author reads them in a list."""

WEIGHTS = {"light": _("light"), "fine": _("fine"), "heavy": _("heavy"), "too_much": _("too much")}
"""How a meeting can sit with somebody."""

HEAVY = frozenset({"heavy", "too_much"})
"""Answers after which the author, and nobody else, is shown where help can be found."""


class Page(BaseModel):
    """The words of one note; only the parts that its kind has are filled."""

    model_config = ConfigDict(frozen=True)

    what: str = Field(default="", repr=False)
    so_what: str = Field(default="", repr=False)
    will: str = Field(default="", repr=False)
    weight: str = Field(default="", repr=False)

    def as_text(self) -> str:
        """Return the page as its readers see it, inside a question and nowhere else."""
        weight = f"{_('It was')} {WEIGHTS[self.weight]}" if self.weight else ""
        return "\n\n".join(part for part in (self.what, self.so_what, self.will, weight) if part)


async def written(turn: Turn, note: Note, page: Page) -> Note:
    """Return the note with this page sealed into it; it is not stored yet."""
    return await with_words(turn, note, page.model_dump_json(exclude_defaults=True))


async def opened(turn: Turn, note: Note) -> Page | None:
    """Open a note for the visitor; None when its author was erased.

    Raises `NotYours` when it was written for others.
    """
    me = turn.person.id
    circles = () if note.author_id == me else circles_of(await turn.unit.memberships.of_person(me))
    try:
        words = await words_of(turn, note, *circles)
    except NotForYou:
        raise NotYours from None
    return None if words is None else Page.model_validate_json(words)


def circles_of(memberships: Sequence[Membership]) -> frozenset[str]:
    """Return the circles in which somebody stands; coordinators stand in none of a pair."""
    mine = [one for one in memberships if one.relationship_id and one.role is not Role.COORDINATOR]
    pairs = {pair_circle(one.relationship_id or "") for one in mine}
    return frozenset(
        pairs | {mentors_circle(one.relationship_id or "") for one in mine if one.role is Role.MENTOR}
    )


async def note_of(turn: Turn, note_id: str) -> Note:
    """Return a note, or say kindly that it is gone."""
    note = await turn.unit.notes.get(note_id)
    if note is None:
        raise Refusal(_("I can't find that note any more. It may have been deleted."))
    return note


async def my_note(turn: Turn, note_id: str, kinds: Collection[str] = tuple(KINDS)) -> Note:
    """Return one of the visitor's own notes; anybody else's is refused."""
    note = await note_of(turn, note_id)
    if note.author_id != turn.person.id or note.kind not in kinds:
        raise NotYours
    return note


def is_shared(note: Note) -> bool:
    return note.circle != private_circle(note.author_id)
