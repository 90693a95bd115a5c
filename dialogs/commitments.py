"""What people mean to do: asked about when its day comes and before the next meeting, of its owner alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Literal, Protocol

from pydantic import JsonValue

from bot.core.circle import Circle, load_circle
from bot.core.dialogs import Ask
from bot.core.forms import Choice, Date, Form
from bot.core.hours import zone_of
from bot.core.messages import Action, Message
from bot.core.nudging import drop_nudge, plan_nudge
from bot.core.records import Note
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.working_time import at_wall_time
from dialogs.pages import COMMITMENT, my_note, opened

routes = Routes()

OPEN, DONE, DROPPED = "open", "done", "dropped"
NUDGE = "commitment"
A_YEAR = timedelta(days=365)


class HowIsIt(Form):
    """How is it with this?

    Done, still on, or dropped: each is a fine answer.
    """

    state: Annotated[Literal["done", "open", "dropped"], Choice("Done", "Still on", "Dropped", label="It is")]
    by: Annotated[date | None, Date(label="By when", hint="Only if it is still on.")] = None


class Plan(Protocol):
    """One thing somebody means to do, in their words, and where the answer goes."""

    @property
    def words(self) -> str: ...

    async def settle(self, note: str, state: str, by: date | None) -> None: ...


async def how_is_it(ask: Ask, note: str, today: date, *, plan: Plan) -> None:
    """Ask its owner about one thing they mean to do."""
    answer = await ask(HowIsIt, show=plan.words, limits={"by": (today, today + A_YEAR)})
    await plan.settle(note, answer.state, answer.by)


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """A commitment of the visitor, opened for them."""

    turn: Turn = field(repr=False)
    words: str = field(repr=False)

    async def settle(self, note: str, state: str, by: date | None) -> None:
        """Keep how it stands; one that is still on may get a new day, and is asked about on it."""
        turn = self.turn
        before = await my_note(turn, note, (COMMITMENT,))
        due_on = (by or before.due_on) if state == OPEN else before.due_on
        after = before.model_copy(update={"state": state, "due_on": due_on})
        await turn.unit.notes.put(after)
        await plan_commitment(turn, await load_circle(turn.unit, before.relationship_id or ""), after)
        turn.reply(_said(_("Thank you. It's noted, for you alone."), "reply.commitment"))


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    page = await opened(turn, await my_note(turn, str(inputs["note"]), (COMMITMENT,)))
    return {"plan": OwnPlan(turn, page.will if page else "")}


commitment_talk = Talk(how_is_it, _ports, about=("note",))


@routes.press("commitment")
async def look_at_it(turn: Turn, args: dict[str, str]) -> None:
    """Ask the owner how it is with something they mean to do."""
    note = await my_note(turn, args.get("note", ""), (COMMITMENT,))
    await open_talk(turn, commitment_talk, note=note.id, today=turn.now.date())


async def plan_commitment(turn: Turn, circle: Circle, note: Note) -> None:
    """Plan the one question about a commitment on the morning of its day; without a day there is none."""
    owner = turn.person
    await drop_nudge(turn, owner, NUDGE, note.id)
    if note.state == OPEN and note.due_on is not None:
        morning = at_wall_time(note.due_on, owner.opens, zone_of(owner, circle.cohort))
        at = max(turn.now, morning)
        await plan_nudge(turn, owner, circle.cohort, NUDGE, note.id, at=at, due=note.due_on.isoformat())


@routes.nudge(NUDGE)
async def due(turn: Turn, payload: dict[str, str]) -> Message | None:
    """Return the question about a commitment, while it is still on and for that day."""
    note = await turn.unit.notes.get(payload["about"])
    if note is None or note.state != OPEN or str(note.due_on) != payload["due"]:
        return None
    text = _("There is something you meant to do by now. How is it with that? Every answer is fine.")
    return _said(text, "nudge.commitment", _look(note))


async def before_meeting(turn: Turn, relationship_id: str) -> Action | None:
    """Return the button to what the visitor last meant to do with this pair or trio, if it is still on.

    It belongs beside the guide to their next meeting, and on nobody else's.
    """
    mine = await turn.unit.notes.of_author(turn.person.id)
    still_on = [
        note
        for note in mine
        if note.kind == COMMITMENT and note.state == OPEN and note.relationship_id == relationship_id
    ]
    return _look(still_on[-1]) if still_on else None


def _look(note: Note) -> Action:
    return Action(label=_("What I meant to do"), route="commitment", args={"note": note.id})


def _said(text: str, kind: str, *actions: Action) -> Message:
    return Message(kind=kind, preview=_("Something of your own"), text=text, actions=actions)
