"""Keeping a reflection: sealed note by note, told to its readers, and to nobody else."""

from bot.core.circle import Circle, load_circle
from bot.core.messages import Action, Message
from bot.core.nudging import drop_nudge
from bot.core.records import Note, Person
from bot.core.turn import NotYours, Turn
from bot.core.vault import mentors_circle, pair_circle, private_circle
from bot.core.words import _
from dialogs.commitments import OPEN, plan_commitment
from dialogs.pages import COMMITMENT, REFLECTION, WEIGHT, Page, is_shared, written
from dialogs.reflecting import Audience, Meeting, Reflection
from dialogs.retention import with_last_day


class SealedLog:
    """Writes what a look back ends with, through the vault."""

    def __init__(self, turn: Turn, meeting: Meeting) -> None:
        self._turn = turn
        self._meeting = meeting

    async def keep(self, interaction: str, reflection: Reflection) -> None:
        """Seal each part as a note of its own: words and plan for their readers, weight for none."""
        turn = self._turn
        circle = await _my_circle(turn, self._meeting.relationship)
        await drop_nudge(turn, turn.person, "reflection", interaction)
        parts = self._parts(interaction, reflection)
        kept = [await self._kept(circle, note, page) for note, page in parts]
        for note in kept:
            if note.kind == COMMITMENT:
                await plan_commitment(turn, circle, note)
        shared = [note for note in kept if is_shared(note)]
        if shared:
            await _tell_readers(turn, circle, reflection.audience, shared)
        turn.reply(_kept(shared=bool(shared)))

    def _parts(self, interaction: str, reflection: Reflection) -> list[tuple[Note, Page]]:
        readers = self._circle(reflection.audience)
        found = []
        if reflection.what or reflection.so_what:
            page = Page(what=reflection.what, so_what=reflection.so_what)
            found.append((self._note(REFLECTION, interaction, readers), page))
        if reflection.will:
            plan = self._note(COMMITMENT, interaction, readers)
            plan = plan.model_copy(update={"state": OPEN, "due_on": reflection.by})
            found.append((plan, Page(will=reflection.will)))
        if reflection.weight:
            alone = self._circle("private")
            found.append((self._note(WEIGHT, interaction, alone), Page(weight=reflection.weight)))
        return found

    def _circle(self, audience: Audience) -> str:
        match audience:
            case "private":
                return private_circle(self._turn.person.id)
            case "pair":
                return pair_circle(self._meeting.relationship)
            case "mentors":
                return mentors_circle(self._meeting.relationship)

    def _note(self, kind: str, interaction: str, readers: str) -> Note:
        turn = self._turn
        return Note(
            id=turn.new_id(),
            kind=kind,
            author_id=turn.person.id,
            relationship_id=self._meeting.relationship,
            interaction_id=interaction,
            circle=readers,
            body=b"",
            written_at=turn.now,
        )

    async def _kept(self, circle: Circle, note: Note, page: Page) -> Note:
        sealed = await written(self._turn, note, page)
        kept = await with_last_day(self._turn, circle, sealed)
        await self._turn.unit.notes.add(kept)
        return kept

    async def skip(self, interaction: str) -> None:
        await drop_nudge(self._turn, self._turn.person, "reflection", interaction)
        self._turn.reply(_said(_("That's fine. It counts all the same.")))

    async def discard(self) -> None:
        self._turn.reply(_said(_("Nothing was kept.")))


async def _my_circle(turn: Turn, relationship_id: str) -> Circle:
    circle = await load_circle(turn.unit, relationship_id)
    if circle.member(turn.person.id) is None:
        raise NotYours
    return circle


async def _tell_readers(turn: Turn, circle: Circle, audience: Audience, shared: list[Note]) -> None:
    people = circle.mentors if audience == "mentors" else circle.people
    for person in people:
        if person.id != turn.person.id:
            await turn.tell(person, shared_notice(turn.person, shared), cohort=circle.cohort)


def shared_notice(by: Person, shared: list[Note]) -> Message:
    """Return the notice to a reader: that there is something to read, and not a word of it."""
    labels = {REFLECTION: _("Read it"), COMMITMENT: _("Read what comes next")}
    actions = tuple(Action(label=labels[one.kind], route="note", args={"note": one.id}) for one in shared)
    return Message(
        kind="service.shared",
        preview=_("A note was shared with you"),
        text=_("{name} shared a note from your meeting.").format(name=by.name),
        actions=actions,
    )


def _kept(*, shared: bool) -> Message:
    text = _("It's kept, and for you alone.")
    if shared:
        text = _("It's kept. Those you chose will hear that there is something to read.")
    return _said(text, Action(label=_("My notes"), route="notes"))


def _said(text: str, *actions: Action) -> Message:
    return Message(kind="reply.reflection", preview=_("About your notes"), text=text, actions=actions)
