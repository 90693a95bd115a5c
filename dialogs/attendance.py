"""Did you meet? What each of them says, who was there, and what happens when they remember it differently."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue

from bot.core.circle import Circle, Story
from bot.core.dialogs import Ask
from bot.core.forms import Choices, Form, Option
from bot.core.messages import Action, Message
from bot.core.records import Attestation, Interaction, InteractionState
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import Refusal, Turn
from bot.core.words import _
from bot.programme.cadence import DAYS_TO_ANSWER, Said, disputed
from dialogs.around import answers
from dialogs.looking_back import plan_reflection
from dialogs.meetings import about, day_of, find, names_of
from dialogs.proposing import open_booking

routes = Routes()

TO_CONFIRM = timedelta(days=7)
"""After this, asking again about a meeting that two people remember differently has lost its point."""


class WhoWasThere(Form):
    """Who was there?

    Tick everyone who came, for all of it or a part.
    """

    present: Annotated[tuple[str, ...], Choices(label="Who came", at_least=0)]


class Roll(BaseModel):
    """What the question who was there begins with: the meeting, and the others by identifier and name."""

    model_config = ConfigDict(frozen=True)

    relationship: str
    interaction: str
    others: dict[str, str]


class Register(Protocol):
    """Where attendance is written."""

    async def held(self, present: Collection[str]) -> None: ...


async def who_was_there(ask: Ask, roll: Roll, *, register: Register) -> None:
    """Ask a member of a trio who came."""
    options = [Option(person, name) for person, name in roll.others.items()]
    answer = await ask(WhoWasThere, choices={"present": options}, defaults={"present": list(roll.others)})
    await register.held(answer.present)


class MeetingRegister:
    """Writes that a meeting was held, as the visitor says, with those they name."""

    def __init__(self, turn: Turn, roll: Roll) -> None:
        self._turn = turn
        self._roll = roll

    async def held(self, present: Collection[str]) -> None:
        story = await self._turn.my_story(self._roll.relationship)
        interaction = find(story, self._roll.interaction)
        await answer_held(self._turn, story, interaction, present)


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return {"register": MeetingRegister(turn, Roll.model_validate(inputs["roll"]))}


attendance_talk = Talk(who_was_there, _ports, about=("roll",))


@routes.press("met.yes")
async def yes(turn: Turn, args: dict[str, str]) -> None:
    """Yes, we met. In a pair that says who was there; in a trio it is asked."""
    story, interaction = await _asked_about(turn, args)
    others = story.circle.others(turn.person.id)
    if not story.circle.is_trio:
        await answer_held(turn, story, interaction, [person.id for person in others])
        return
    roll = Roll(
        relationship=story.circle.relationship.id,
        interaction=interaction.id,
        others={person.id: person.name for person in others},
    )
    await open_talk(turn, attendance_talk, roll=roll)


@routes.press("met.no")
async def no(turn: Turn, args: dict[str, str]) -> None:
    """No, it did not take place."""
    story, interaction = await _asked_about(turn, args)
    await attest(turn, story, interaction, Said.NOT_HELD)
    text = _("Noted: it didn't take place. That happens. Shall we find another time?")
    here = {"relationship": story.circle.relationship.id}
    actions = (
        Action(label=_("Find another time"), route="book", args=here, look="main"),
        _change(interaction),
    )
    turn.reply(Message(kind="reply.attendance", preview=_("Noted"), text=text, actions=actions))


@routes.press("met.without-me")
async def without_me(turn: Turn, args: dict[str, str]) -> None:
    """The others met without me; that takes nothing away from it."""
    story, interaction = await _asked_about(turn, args)
    await attest(turn, story, interaction, Said.WITHOUT_ME)
    text = _("Noted: they met without you. It counts all the same.")
    turn.reply(
        Message(kind="reply.attendance", preview=_("Noted"), text=text, actions=(_change(interaction),))
    )


@routes.press("met.moved")
async def moved(turn: Turn, args: dict[str, str]) -> None:
    """It moved: so it was not held that day, and a new time is to be found while the programme runs."""
    story, interaction = await _asked_about(turn, args)
    await attest(turn, story, interaction, Said.NOT_HELD)
    if story.circle.is_active:
        await open_booking(turn, story.circle)
        return
    text = _("Noted: it didn't take place that day.")
    turn.reply(
        Message(kind="reply.attendance", preview=_("Noted"), text=text, actions=(_change(interaction),))
    )


@routes.press("met.change")
async def change(turn: Turn, args: dict[str, str]) -> None:
    """Show the question again; the last answer stands."""
    story, interaction = await _asked_about(turn, args)
    text = _("Did you meet {names} on {day}? Your last answer stands.")
    names = names_of(story.circle.others(turn.person.id))
    turn.reply(
        Message(
            kind="reply.attendance",
            preview=_("Change my answer"),
            text=text.format(names=names, day=day_of(story.circle, interaction, turn.person)),
            actions=answers(story.circle, interaction),
        )
    )


async def _asked_about(turn: Turn, args: Mapping[str, str]) -> tuple[Story, Interaction]:
    """Return the visitor's own meeting that is asked about, while it may still be answered."""
    story = await turn.my_story(args["relationship"])
    interaction = find(story, args["interaction"])
    if interaction.state not in (InteractionState.AGREED, InteractionState.LOGGED) or (
        args.get("on") != interaction.on.isoformat()
    ):
        raise Refusal(_("That card is out of date: the meeting has changed since."))
    days = (story.circle.today(turn.now) - interaction.on).days
    if days < 0:
        raise Refusal(_("That meeting is still to come. You can move it or call it off."))
    if days > DAYS_TO_ANSWER:
        raise Refusal(_("That was more than sixty days ago, so its record is closed."))
    return story, interaction


async def answer_held(turn: Turn, story: Story, interaction: Interaction, present: Collection[str]) -> None:
    """Write that it was held, and thank."""
    there = [turn.person.id, *(person for person in present if person != turn.person.id)]
    await attest(turn, story, interaction, Said.HELD, there)
    text = _("Good. It's in the log.")
    look_back = Action(label=_("Look back"), route="reflect", args=about(interaction), look="main")
    not_this_one = Action(label=_("Not this time"), route="reflect.skip", args=about(interaction))
    turn.reply(
        Message(
            kind="reply.attendance",
            preview=_("Noted"),
            text=text,
            actions=(look_back, not_this_one, _change(interaction)),
        )
    )
    await plan_reflection(turn, story.circle, interaction, turn.person)


async def attest(
    turn: Turn, story: Story, interaction: Interaction, said: Said, present: Collection[str] = ()
) -> None:
    """Keep what the visitor says; if two now remember it differently, ask both once more."""
    attestation = Attestation(
        id=turn.new_id(),
        interaction_id=interaction.id,
        person_id=turn.person.id,
        said=said,
        present=list(present),
        at=turn.now,
    )
    await turn.unit.attestations.add(attestation)
    now_known = Story(story.circle, story.interactions, (*story.attestations, attestation), story.pauses)
    standing = now_known.standing(interaction, story.circle.today(turn.now))
    if disputed(standing) and not interaction.asked_again:
        await turn.unit.interactions.put(interaction.model_copy(update={"asked_again": True}))
        await _ask_once_more(turn, story.circle, interaction, {one.by for one in standing})


async def _ask_once_more(turn: Turn, circle: Circle, interaction: Interaction, heard: set[str]) -> None:
    text = _(
        "You and {names} remember {day} differently. Did you meet? If it stays open, that's all right too."
    )
    for person in circle.people:
        if person.id in heard:
            message = Message(
                kind="service.to-be-confirmed",
                preview=_("To be confirmed"),
                text=text.format(
                    names=names_of(circle.others(person.id)), day=day_of(circle, interaction, person)
                ),
                actions=answers(circle, interaction),
            )
            await turn.tell(person, message, cohort=circle.cohort, not_after=turn.now + TO_CONFIRM)


def _change(interaction: Interaction) -> Action:
    return Action(label=_("Change my answer"), route="met.change", args=about(interaction))
