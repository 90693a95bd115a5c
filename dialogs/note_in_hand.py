"""Opening one note from a list or a notice, and carrying out what its author decides about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from bot.core.messages import Message
from bot.core.nudging import drop_nudge
from bot.core.records import Note
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import NotYours, Refusal, Turn
from bot.core.vault import private_circle
from bot.core.words import _
from bot.programme.saying import say_day
from dialogs.leaf import leaf
from dialogs.pages import COMMITMENT, KINDS, Page, is_shared, my_note, note_of, opened, written
from dialogs.support import offer_support

routes = Routes()


@routes.press("note")
async def look_at_note(turn: Turn, args: dict[str, str]) -> None:
    """Open a note for somebody who may read it; that a reader has opened it is kept with it."""
    note = await note_of(turn, args.get("note", ""))
    if note.kind not in KINDS:
        raise NotYours
    await opened(turn, note)
    if note.author_id != turn.person.id and note.opened_at is None:
        await turn.unit.notes.put(note.model_copy(update={"opened_at": turn.now}))
    await open_talk(turn, leaf_talk, note=note.id)


@dataclass(frozen=True, slots=True)
class NoteInHand:
    """A note as it lies before the visitor; what changes it is checked against its author once more."""

    turn: Turn = field(repr=False)
    kind: str
    heading: str
    words: str = field(repr=False)
    page: Page
    may: tuple[str, ...]

    async def rewrite(self, note: str, page: Page) -> None:
        before = await my_note(self.turn, note)
        after = await written(self.turn, before.model_copy(update={"version": before.version + 1}), page)
        await self.turn.unit.notes.put(after)
        self._say(_("It's changed."))

    async def unshare(self, note: str) -> None:
        """Seal the words anew for their author alone, which is possible until somebody has opened them."""
        before = await my_note(self.turn, note)
        if before.opened_at is not None:
            raise Refusal(_("It was opened in the meantime, so sharing it can't be taken back."))
        alone = before.model_copy(update={"circle": private_circle(before.author_id)})
        await self.turn.unit.notes.put(await written(self.turn, alone, self.page))
        self._say(_("It's for you alone again. It had not been opened."))

    async def delete(self, note: str) -> None:
        await my_note(self.turn, note)
        await self.turn.unit.notes.drop(note)
        await drop_nudge(self.turn, self.turn.person, COMMITMENT, note)
        self._say(_("It's deleted."))

    async def close(self) -> None:
        self._say(_("All right. It stays as it is."))

    def _say(self, text: str) -> None:
        self.turn.reply(Message(kind="reply.note", preview=_("About your notes"), text=text))


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    note = await note_of(turn, str(inputs["note"]))
    page = await opened(turn, note)
    heading = await _heading(turn, note)
    if page is None:
        gone = _("These words are gone for good.")
        return {"hand": NoteInHand(turn, note.kind, heading, gone, Page(), ("close",))}
    words = _as_text(note, page)
    return {"hand": NoteInHand(turn, note.kind, heading, words, page, _what_next(turn, note))}


leaf_talk = Talk(leaf, _ports, about=("note",), heard=offer_support)


async def _heading(turn: Turn, note: Note) -> str:
    """Return whose note it is, or who may read one's own."""
    if note.author_id != turn.person.id:
        authors = await turn.unit.people.some([note.author_id])
        return _("By {name}.").format(name=authors[0].name if authors else _("someone who has left"))
    if not is_shared(note):
        return _("For you alone.")
    if note.opened_at is None:
        return _("Shared, and not opened yet. You can still stop sharing it.")
    return _("Shared. It has been opened, so sharing it can't be taken back.")


def _as_text(note: Note, page: Page) -> str:
    if note.kind != COMMITMENT:
        return page.as_text()
    states = {"open": _("still on"), "done": _("done"), "dropped": _("dropped")}
    day = f"{_('by')} {say_day(note.due_on)}, " if note.due_on else ""
    return f"{page.as_text()}\n\n({day}{states[note.state]})"


def _what_next(turn: Turn, note: Note) -> tuple[str, ...]:
    if note.author_id != turn.person.id:
        return ("close",)
    if is_shared(note) and note.opened_at is None:
        return ("close", "change", "unshare", "delete")
    return ("close", "change", "delete")
