"""My assistant books: the mentee names somebody who deals with times for them, and hears of nothing else.

Nobody books for others without having said that they would. Until then, and whenever the assistant can't be
reached, times are the mentee's own. An assistant is in no pair or trio: no figure counts them.
"""

from collections.abc import Mapping
from datetime import timedelta

from pydantic import JsonValue

from bot.core.circle import ASSISTING, Circle, load_circle
from bot.core.messages import Action, Message
from bot.core.ports import NotThere
from bot.core.records import Acknowledgement, Person
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import NotYours, Refusal, Turn
from bot.core.words import _
from dialogs.meetings import names_of
from dialogs.naming import Naming, name_assistant
from dialogs.seats import my_times

routes = Routes()

VERSION = 1
"""Of what an assistant agrees to; a change of it would be asked about anew."""


class AssistantsDesk:
    """Writes who is asked to assist, and asks them."""

    def __init__(self, turn: Turn, relationship_id: str) -> None:
        self._turn = turn
        self._relationship_id = relationship_id

    async def name(self, email: str) -> None:
        turn = self._turn
        circle = await _led_by_me(turn, self._relationship_id)
        if _stands_too_near(circle, email):
            raise Refusal(_("That address can't book here. Please name somebody else, or book yourself."))
        assistant = await turn.unit.people.with_email(email)
        if assistant is None:
            assistant = Person(id=turn.new_id(), name="", email=email)
            await turn.unit.people.add(assistant)
        await turn.unit.people.put(turn.person.model_copy(update={"assistant_email": email}))
        asked = circle.relationship.model_copy(update={"assistant_id": assistant.id})
        await turn.unit.relationships.put(asked)
        await turn.note("named an assistant", f"relationship:{circle.relationship.id}")
        await turn.tell(assistant, invitation(circle), cohort=circle.cohort)
        turn.reply(_short(_("I'll ask them. Until they say yes, times are yours as before."), _end(circle)))


def _stands_too_near(circle: Circle, email: str) -> bool:
    """Say whether somebody is one of the circle, or must not hear of it: a mentor's line manager, for one."""
    people = {person.email.casefold() for person in circle.people}
    managers = {one.manager_email.casefold() for one in circle.mentors if one.manager_email}
    apart = {other.casefold() for one in circle.people for other in one.never_with}
    return email in people | managers | apart


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    naming = Naming.model_validate(inputs["naming"])
    return {"desk": AssistantsDesk(turn, naming.relationship)}


assistant_talk = Talk(name_assistant, _ports, about=("naming.relationship",), kept=timedelta(days=1))


@routes.press("assistant")
async def my_assistant(turn: Turn, args: dict[str, str]) -> None:
    """Show that somebody books, or open the form that names them."""
    circle = await _led_by_me(turn, args["relationship"])
    if circle.relationship.assistant_id is not None:
        books = circle.assistant is not None
        text = _("Your assistant books for you.") if books else _("I have asked them, and wait for a yes.")
        turn.reply(_short(text, _end(circle)))
        return
    naming = Naming(relationship=circle.relationship.id, known=turn.person.assistant_email or "")
    await open_talk(turn, assistant_talk, naming=naming)


def invitation(circle: Circle) -> Message:
    """Return the question to an assistant: whose times, and that it is about times alone."""
    text = _(
        "{name} asks whether you would deal with the times of meetings with {names}. You would suggest, "
        "agree, move and call off times for {name}. You hear times and nothing else, and they stay with you."
    )
    mentee = circle.mentee
    here = {"relationship": circle.relationship.id}
    return Message(
        kind="service.assisting",
        preview=_("A question for you"),
        text=text.format(name=mentee.name, names=names_of(circle.others(mentee.id))),
        actions=(
            Action(label=_("I'll do that"), route="assistant.accept", args=here, look="main"),
            Action(label=_("I'd rather not"), route="assistant.end", args=here),
        ),
    )


@routes.press("assistant.accept")
async def accept(turn: Turn, args: dict[str, str]) -> None:
    """Say that one would assist; from now on questions about times come here."""
    circle = await _named_me(turn, args["relationship"])
    if circle.assistant is not None:
        raise Refusal(_("You said so already. Say book whenever a time is to be found."))
    await turn.unit.acknowledgements.add(
        Acknowledgement(
            id=turn.new_id(),
            person_id=turn.person.id,
            what=ASSISTING,
            version=VERSION,
            relationship_id=circle.relationship.id,
            at=turn.now,
        )
    )
    await turn.note("assists", f"relationship:{circle.relationship.id}")
    text = _("The assistant of {name} deals with times from now on. They hear times and nothing else.")
    message = _news(text.format(name=circle.mentee.name))
    await turn.tell_all(circle, message)
    thanks = _("Thank you. Questions about times for {name} come to you from now on.")
    turn.reply(_short(thanks.format(name=circle.mentee.name), *finding(circle), _end(circle)))


def finding(circle: Circle) -> tuple[Action, ...]:
    """Return the buttons by which a time is found."""
    here = {"relationship": circle.relationship.id}
    one = Action(label=_("Suggest a time"), route="book", args=here, look="main")
    several = Action(label=_("Ask about several times"), route="poll", args=here)
    return (one, several) if circle.is_trio else (one,)


@routes.press("assistant.ask")
async def ask_mine(turn: Turn, args: dict[str, str]) -> None:
    """Ask one's assistant to find a time."""
    circle = await _led_by_me(turn, args["relationship"])
    if circle.assistant is None:
        raise Refusal(_("Nobody books for you at the moment. You can suggest a time yourself."))
    text = _("{name} asks you to find a time with {names}.")
    names = names_of(circle.others(turn.person.id))
    message = Message(
        kind="service.assisting",
        preview=_("A time to find"),
        text=text.format(name=turn.person.name, names=names),
        actions=finding(circle),
    )
    await turn.tell(circle.assistant, message, cohort=circle.cohort)
    turn.reply(_short(_("I have asked your assistant to find a time.")))


@routes.press("assistant.end")
async def end(turn: Turn, args: dict[str, str]) -> None:
    """End it, from either side at any time; times are the mentee's own again."""
    circle = await load_named(turn, args["relationship"])
    mine = circle.mentee.id == turn.person.id
    if not mine and circle.relationship.assistant_id != turn.person.id:
        raise NotYours
    if circle.relationship.assistant_id is None:
        raise Refusal(_("Nobody books for you at the moment. You can suggest a time yourself."))
    other = await turn.unit.people.get(circle.relationship.assistant_id) if mine else circle.mentee
    ended = circle.relationship.model_copy(update={"assistant_id": None})
    await turn.unit.relationships.put(ended)
    await turn.note("assists no longer", f"relationship:{circle.relationship.id}")
    to_assistant = _("You need not deal with times for {name} any more. Thank you.")
    to_mentee = _("Your assistant no longer books for you, so times are yours again.")
    text = to_assistant if mine else to_mentee
    if other.email:
        await turn.tell(other, _news(text.format(name=circle.mentee.name)), cohort=circle.cohort)
    told = to_mentee if mine else to_assistant
    turn.reply(_short(told.format(name=circle.mentee.name)))


async def load_named(turn: Turn, relationship_id: str) -> Circle:
    """Read a relationship for whoever is its mentee, or was named there; anybody else's is refused later."""
    try:
        return await load_circle(turn.unit, relationship_id)
    except NotThere:
        raise NotYours from None


async def _named_me(turn: Turn, relationship_id: str) -> Circle:
    """Return the circle whose mentee has named the visitor; nobody assists where they were not asked to."""
    circle = await load_named(turn, relationship_id)
    if circle.relationship.assistant_id != turn.person.id or not circle.is_active:
        raise NotYours
    return circle


async def _led_by_me(turn: Turn, relationship_id: str) -> Circle:
    """Return the circle that the visitor leads as its mentee; nobody else names who books."""
    circle = await my_times(turn, relationship_id)
    if circle.mentee.id != turn.person.id:
        raise NotYours
    if not circle.is_active:
        raise Refusal(_("This programme has come to its end, so there is nothing left to book here."))
    return circle


def _end(circle: Circle) -> Action:
    here = {"relationship": circle.relationship.id}
    return Action(label=_("End this"), route="assistant.end", args=here, look="careful")


def _news(text: str) -> Message:
    return Message(kind="service.assisting", preview=_("About your meetings"), text=text)


def _short(text: str, *actions: Action) -> Message:
    return Message(kind="reply.assisting", preview=_("About your meetings"), text=text, actions=actions)
