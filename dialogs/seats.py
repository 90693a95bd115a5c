"""Who deals with the times of a relationship: its own people, and the assistant of its mentee.

The assistant speaks in the mentee's name, about times and about nothing else. Whatever does not come through
here is not theirs: it is refused like anything that belongs to others.
"""

from collections.abc import Callable, Mapping

from bot.core.circle import Circle, load_circle
from bot.core.messages import Action, Message
from bot.core.ports import NotThere
from bot.core.records import Interaction, Person, Role
from bot.core.turn import NotYours, Refusal, Turn
from bot.core.words import _
from dialogs.meetings import names_of, still_planned

Fits = Callable[[Circle], bool]


async def my_times(turn: Turn, relationship_id: str) -> Circle:
    """Read a relationship whose times the visitor deals with; anybody else's is refused."""
    try:
        circle = await load_circle(turn.unit, relationship_id)
    except NotThere:
        raise NotYours from None
    if circle.member(turn.person.id) is None and not _assists(circle, turn.person):
        raise NotYours
    return circle


async def planned_times(turn: Turn, args: Mapping[str, str]) -> tuple[Circle, Interaction]:
    """Return a planned meeting whose time the visitor may answer, move or call off, or refuse kindly."""
    circle = await my_times(turn, args["relationship"])
    return circle, await still_planned(turn, circle, args)


def speaks_for(circle: Circle, person: Person) -> Person:
    """Return in whose name somebody deals with times: their own, or that of the mentee they assist."""
    return circle.mentee if _assists(circle, person) else person


def answers_for(circle: Circle, person: Person) -> Person:
    """Return who is asked about times in somebody's place: their assistant, while that can be reached."""
    assistant = circle.assistant
    if person.id != circle.mentee.id or assistant is None or assistant.unreachable_since is not None:
        return person
    return assistant


def hears_times(circle: Circle) -> tuple[Person, ...]:
    """Return everybody who hears of times that were agreed or called off."""
    return (*circle.people, circle.assistant) if circle.assistant else circle.people


def addressed(circle: Circle, to: Person, text: str) -> str:
    """Return what is asked of somebody; an assistant is told for whom it is."""
    if not _assists(circle, to):
        return text
    return f"{_('For {name}:').format(name=circle.mentee.name)} {text}"


def _assists(circle: Circle, person: Person) -> bool:
    return circle.assistant is not None and circle.assistant.id == person.id


def is_open(circle: Circle) -> bool:
    return circle.is_active


async def choose_circle(
    turn: Turn, route: str, args: Mapping[str, str], *, fits: Fits = is_open
) -> Circle | None:
    """Return the relationship meant; of several it is asked whose, and None says that it was."""
    if "relationship" in args:
        return await my_times(turn, args["relationship"])
    circles = [circle for circle in await _mine(turn) if fits(circle)]
    if not circles:
        raise Refusal(_("You are in no pair or trio at the moment, so there is nothing to do that for."))
    if len(circles) == 1:
        return circles[0]
    actions = tuple(
        Action(
            label=_called(circle, turn.person)[:75],
            route=route,
            args={"relationship": circle.relationship.id},
        )
        for circle in circles
    )
    turn.reply(
        Message(kind="reply.which", preview=_("Which one?"), text=_("Who is it with?"), actions=actions)
    )
    return None


def _called(circle: Circle, person: Person) -> str:
    me = speaks_for(circle, person)
    names = names_of(circle.others(me.id))
    if me.id == person.id:
        return _("With {names}").format(names=names)
    return _("For {name}, with {names}").format(name=me.name, names=names)


async def _mine(turn: Turn) -> list[Circle]:
    """Return the visitor's own circles, and those whose mentee they assist."""
    memberships = await turn.unit.memberships.of_person(turn.person.id)
    own = [one.relationship_id for one in memberships if one.role is not Role.COORDINATOR]
    return [await load_circle(turn.unit, one) for one in own if one] + await assisted(turn)


async def assisted(turn: Turn) -> list[Circle]:
    """Return the circles whose mentee the visitor assists."""
    asked = await turn.unit.relationships.assisted_by(turn.person.id)
    circles = [await load_circle(turn.unit, one.id) for one in asked]
    return [circle for circle in circles if _assists(circle, turn.person)]
