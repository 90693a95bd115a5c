"""Opening the look back at a meeting, keeping what came of it, and the one reminder of it."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from pydantic import JsonValue

from bot.core.circle import Circle, Story, load_story
from bot.core.messages import Action, Message
from bot.core.nudging import drop_nudge, plan_nudge
from bot.core.records import Interaction, InteractionState, Note, Person
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import Refusal, Turn
from bot.core.words import _
from bot.programme.cadence import disputed, who_was_there
from dialogs.gate import something_comes_first
from dialogs.guides import Side
from dialogs.meetings import about, choose_relationship, day_of, find, names_of
from dialogs.pages import KINDS
from dialogs.reflecting import Meeting, reflect
from dialogs.reflection_log import SealedLog
from dialogs.support import offer_support

routes = Routes()

NUDGE = "reflection"
A_WHILE = timedelta(days=3)
"""How long after somebody said that they met the one reminder comes."""


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return {"log": SealedLog(turn, Meeting.model_validate(inputs["meeting"]))}


reflect_talk = Talk(reflect, _ports, about=("interaction",), heard=offer_support)


@routes.press("reflect")
@routes.command("reflect")
async def look_back(turn: Turn, args: dict[str, str]) -> None:
    """Open the look back at a meeting: the one the button is about, or else the latest without one."""
    story = await choose_relationship(turn, "reflect", args)
    if story is None or await something_comes_first(turn, story.circle.relationship):
        return
    mine = [note for note in await turn.unit.notes.of_author(turn.person.id) if note.kind in KINDS]
    interaction = _meant(turn, story, args, mine)
    there = next((note for note in mine if note.interaction_id == interaction.id), None)
    if there is not None:
        turn.reply(_there_already(there))
        return
    meeting = meeting_for(turn, story.circle, interaction)
    await open_talk(turn, reflect_talk, interaction=interaction.id, meeting=meeting)


def _meant(turn: Turn, story: Story, args: Mapping[str, str], mine: Collection[Note]) -> Interaction:
    today = story.circle.today(turn.now)
    if "interaction" in args:
        return _that_took_place(find(story, args["interaction"]), args.get("on", ""), today)
    written = {note.interaction_id for note in mine}
    open_ones = [
        one
        for one in story.interactions
        if one.id not in written and was_there(story, one, turn.person, today)
    ]
    if not open_ones:
        raise Refusal(_("There is no meeting to look back at just now. After the next one I'll offer it."))
    return max(open_ones, key=lambda one: (one.on, one.id))


def _that_took_place(interaction: Interaction, on: str, today: date) -> Interaction:
    if interaction.state not in (InteractionState.AGREED, InteractionState.LOGGED) or (
        on != interaction.on.isoformat()
    ):
        raise Refusal(_("That card is out of date: the meeting has changed since."))
    if interaction.on > today:
        raise Refusal(_("That meeting is still to come, so there is nothing to look back at yet."))
    return interaction


def was_there(story: Story, interaction: Interaction, person: Person, today: date) -> bool:
    """Tell whether a meeting was held with this person there, and nobody remembers it differently."""
    answers = story.standing(interaction, today)
    return person.id in who_was_there(answers) and not disputed(answers)


def meeting_for(turn: Turn, circle: Circle, interaction: Interaction) -> Meeting:
    """Return a meeting as the visitor looks back at it."""
    return Meeting(
        relationship=circle.relationship.id,
        on=interaction.on,
        today=circle.today(turn.now),
        side=Side.MENTEE if turn.person.id == circle.mentee.id else Side.MENTOR,
        others=tuple(person.name for person in circle.others(turn.person.id)),
        may_share=circle.relationship.rules_accepted_on is not None,
        guide=interaction.guide,
    )


def _there_already(note: Note) -> Message:
    text = _("You have looked back at that meeting. You can read it again, change it or delete it.")
    read = Action(label=_("Read it"), route="note", args={"note": note.id}, look="main")
    return Message(kind="reply.reflection", preview=_("About your notes"), text=text, actions=(read,))


async def plan_reflection(turn: Turn, circle: Circle, interaction: Interaction, person: Person) -> None:
    """Plan the one reminder to look back, three days after this person said that they met."""
    await plan_nudge(
        turn,
        person,
        circle.cohort,
        NUDGE,
        interaction.id,
        at=turn.now + A_WHILE,
        relationship=circle.relationship.id,
    )


@routes.press("reflect.skip")
async def skip(turn: Turn, args: dict[str, str]) -> None:
    """Not this one: it changes nothing else."""
    story = await turn.my_story(args["relationship"])
    interaction = find(story, args["interaction"])
    await drop_nudge(turn, turn.person, NUDGE, interaction.id)
    text = _("That's fine. It counts all the same.")
    turn.reply(Message(kind="reply.reflection", preview=_("Noted"), text=text))


@routes.nudge(NUDGE)
async def still_open(turn: Turn, payload: dict[str, str]) -> Message | None:
    """Return the reminder to look back, unless it was done or the meeting turned out not to be held."""
    story = await load_story(turn.unit, payload["relationship"])
    interaction = find(story, payload["about"])
    today = story.circle.today(turn.now)
    notes = await turn.unit.notes.of_author(turn.person.id)
    if any(note.interaction_id == interaction.id and note.kind in KINDS for note in notes):
        return None
    return (
        reminder(story.circle, interaction, turn.person)
        if was_there(story, interaction, turn.person, today)
        else None
    )


def reminder(circle: Circle, interaction: Interaction, to: Person) -> Message:
    text = _("You met {names} on {day}. Would you like to look back? One line is plenty.")
    mine = about(interaction)
    return Message(
        kind="nudge.reflection",
        preview=_("A moment to look back"),
        text=text.format(names=names_of(circle.others(to.id)), day=day_of(circle, interaction, to)),
        actions=(
            Action(label=_("Look back"), route="reflect", args=mine, look="main"),
            Action(label=_("Not this one"), route="reflect.skip", args=mine),
        ),
    )
