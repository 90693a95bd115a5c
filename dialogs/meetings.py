"""What every conversation about a meeting shares: finding it, naming it, and the buttons that go with it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, timedelta

from bot.core.circle import PLANNED, Circle, Story, load_story
from bot.core.hours import zone_of
from bot.core.messages import Action, Message
from bot.core.ports import NotThere
from bot.core.records import Interaction, Person, Role
from bot.core.turn import Refusal, Turn
from bot.core.words import _
from bot.programme.saying import say_day, say_in_full, say_moment, say_names
from bot.programme.working_time import local_day

NOT_FOUND = _("I can't find that meeting any more.")


def about(interaction: Interaction) -> dict[str, str]:
    """Return what a button about a meeting carries; one with an older time is out of date."""
    return {
        "relationship": interaction.relationship_id,
        "interaction": interaction.id,
        "on": interaction.on.isoformat(),
        "at": at_of(interaction),
    }


def at_of(interaction: Interaction) -> str:
    """Return the meeting's instant, written the same whatever zone it was understood in."""
    return interaction.at.astimezone(UTC).isoformat() if interaction.at else ""


def when(circle: Circle, interaction: Interaction, reader: Person) -> str:
    """Return the meeting's time on the reader's clock and, where they differ, on everybody else's.

    A meeting without a time has its day.
    """
    if interaction.at is None:
        return say_day(interaction.on)
    others = [(one.name, zone_of(one, circle.cohort)) for one in circle.others(reader.id)]
    return say_in_full(interaction.at, zone_of(reader, circle.cohort), others)


def on_my_clock(circle: Circle, interaction: Interaction, reader: Person) -> str:
    """Return the meeting's time on the reader's clock alone, as is enough once nobody has to come."""
    if interaction.at is None:
        return say_day(interaction.on)
    return say_moment(interaction.at, zone_of(reader, circle.cohort))


def day_of(circle: Circle, interaction: Interaction, reader: Person) -> str:
    """Return the day of a meeting on the reader's calendar: at night it can be another than the cohort's."""
    if interaction.at is None:
        return say_day(interaction.on)
    return say_day(local_day(interaction.at, zone_of(reader, circle.cohort)))


def names_of(people: Sequence[Person]) -> str:
    return say_names([person.name for person in people])


def timer_key(interaction_id: str) -> str:
    """Name the one timer of a meeting: the next thing to do about it."""
    return f"meeting:{interaction_id}"


async def one_of(turn: Turn, circle: Circle, interaction_id: str) -> Interaction:
    """Return one meeting of a circle; somebody else's is not found."""
    with suppress(NotThere):
        interaction = await turn.unit.interactions.get(interaction_id)
        if interaction.relationship_id == circle.relationship.id:
            return interaction
    raise Refusal(NOT_FOUND)


def find(story: Story, interaction_id: str) -> Interaction:
    found = next((one for one in story.interactions if one.id == interaction_id), None)
    if found is None:
        raise Refusal(NOT_FOUND)
    return found


async def planned(
    turn: Turn, args: Mapping[str, str], *, grace: timedelta = timedelta()
) -> tuple[Circle, Interaction]:
    """Return the visitor's own planned meeting that a button is about, or refuse kindly.

    `grace` is how long after its beginning a meeting still counts as planned.
    """
    circle = await turn.my_circle(args["relationship"])
    return circle, await still_planned(turn, circle, args, grace=grace)


async def still_planned(
    turn: Turn, circle: Circle, args: Mapping[str, str], *, grace: timedelta = timedelta()
) -> Interaction:
    """Return the meeting of a circle that a button is about while it is planned, or refuse kindly."""
    interaction = await one_of(turn, circle, args["interaction"])
    if args.get("at") != at_of(interaction):
        raise Refusal(_("That card is out of date: the meeting has changed since."))
    if interaction.state not in PLANNED:
        raise Refusal(_("That time was let go in the meantime. Say book, and we can find another."))
    if interaction.at is not None and interaction.at + grace <= turn.now:
        raise Refusal(_("That time has gone by. Tell me whether you met, and we can find another."))
    return interaction


def changes(interaction: Interaction) -> tuple[Action, ...]:
    """Return the buttons by which an agreed meeting is moved or called off."""
    mine = about(interaction)
    return (
        Action(label=_("Move it"), route="proposal.another", args=mine),
        Action(label=_("Call it off"), route="meeting.off", args=mine),
    )


def again(relationship_id: str) -> Action:
    """Return the button that finds another time."""
    return Action(
        label=_("Find another time"), route="book", args={"relationship": relationship_id}, look="main"
    )


def is_running(story: Story) -> bool:
    return story.circle.is_active


async def choose_relationship(
    turn: Turn, route: str, args: Mapping[str, str], *, fits: Callable[[Story], bool] = is_running
) -> Story | None:
    """Return the relationship meant; somebody in several is asked which, and None says that they were.

    `fits` tells which come into question when none is named.
    """
    if "relationship" in args:
        return await turn.my_story(args["relationship"])
    stories = [story for story in await my_stories(turn) if fits(story)]
    if not stories:
        raise Refusal(_("You are in no pair or trio at the moment, so there is nothing to do that for."))
    if len(stories) == 1:
        return stories[0]
    actions = tuple(
        Action(
            label=_("With {names}").format(names=names_of(story.circle.others(turn.person.id)))[:75],
            route=route,
            args={"relationship": story.circle.relationship.id},
        )
        for story in stories
    )
    turn.reply(
        Message(kind="reply.which", preview=_("Which one?"), text=_("Who is it with?"), actions=actions)
    )
    return None


async def active_stories(turn: Turn) -> list[Story]:
    """Return the visitor's running relationships, each with what happened in it."""
    return [story for story in await my_stories(turn) if is_running(story)]


async def my_stories(turn: Turn) -> list[Story]:
    """Return the visitor's relationships, also those that are over, each with what happened in it."""
    memberships = await turn.unit.memberships.of_person(turn.person.id)
    mine = [one.relationship_id for one in memberships if one.role is not Role.COORDINATOR]
    return [await load_story(turn.unit, one) for one in mine if one]
