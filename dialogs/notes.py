"""One's own notes, and those shared with one: listed without a word of them."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.core.messages import Action, Message
from bot.core.records import Note
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _, counted
from bot.programme.saying import say_day
from dialogs.pages import KINDS, circles_of, is_shared

routes = Routes()

_ORDER = tuple(KINDS)

A_PAGE = 8
"""How many notes a list shows at once."""


@routes.press("notes")
@routes.command("notes")
async def notes(turn: Turn, args: dict[str, str]) -> None:
    """List the notes the visitor may read, newest first: the meeting's day and the kind, and not a word."""
    found = await readable(turn)
    start = _number(args.get("from", ""))
    shown = found[start : start + A_PAGE]
    days = await _meeting_days(turn, shown)
    names = await _authors(turn, shown)
    actions = [_entry(turn, note, days, names) for note in shown]
    if len(found) > start + A_PAGE:
        older = {"from": str(start + A_PAGE)}
        actions.append(Action(label=_("Older ones"), route="notes", args=older))
    turn.reply(_list(len(found), actions))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


async def readable(turn: Turn) -> list[Note]:
    """Return the visitor's own notes from looking back, and those shared with them, newest first."""
    me = turn.person.id
    memberships = await turn.unit.memberships.of_person(me)
    circles = circles_of(memberships)
    found = list(await turn.unit.notes.of_author(me))
    for relationship_id in sorted({one.relationship_id for one in memberships if one.relationship_id}):
        theirs = await turn.unit.notes.of_relationship(relationship_id)
        found += [note for note in theirs if note.author_id != me and note.circle in circles]
    listed = sorted((note for note in found if note.kind in KINDS), key=lambda note: _ORDER.index(note.kind))
    return sorted(listed, key=lambda note: note.written_at, reverse=True)


async def _meeting_days(turn: Turn, shown: Sequence[Note]) -> dict[str, date]:
    relationships = {note.relationship_id for note in shown if note.relationship_id}
    return {one.id: one.on for one in await turn.unit.interactions.of(relationships)}


async def _authors(turn: Turn, shown: Sequence[Note]) -> dict[str, str]:
    others = {note.author_id for note in shown} - {turn.person.id}
    people = await turn.unit.people.some(others) if others else ()
    return {person.id: person.name for person in people}


def _entry(turn: Turn, note: Note, days: Mapping[str, date], names: Mapping[str, str]) -> Action:
    day = say_day(days.get(note.interaction_id or "", note.written_at.date()))
    if note.author_id == turn.person.id:
        shared = f", {_('shared')}" if is_shared(note) else ""
        label = f"{day}: {KINDS[note.kind]}{shared}"
    else:
        name = names.get(note.author_id) or _("someone who has left")
        label = f"{day}: {_('by')} {name}"
    return Action(label=label[:75], route="note", args={"note": note.id})


def _list(number: int, actions: Sequence[Action]) -> Message:
    text = counted("There is one note you may read.", "There are {n} notes you may read.", number)
    if number == 0:
        text = _("There are no notes yet. After a meeting I offer to look back at it.")
    return Message(kind="reply.notes", preview=_("Your notes"), text=text, actions=tuple(actions))
