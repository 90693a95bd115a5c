"""A coordinator's reach: the cohorts they look after, and in them every pair and trio but their own.

The only check of it stands here. What comes through is dates, states and names; what people write is
never opened for a coordinator, because none of these conversations opens anything.
"""

from collections.abc import Mapping
from datetime import date

from bot.core.circle import Story, load_cohort, load_story
from bot.core.messages import Action, Message
from bot.core.ports import NotThere
from bot.core.records import Cohort, Person, Role
from bot.core.turn import NotYours, Refusal, Turn
from bot.core.words import _
from bot.programme.truth import natural_order
from bot.programme.zones import zone
from dialogs.meetings import names_of


async def my_cohorts(turn: Turn) -> list[Cohort]:
    """Return the cohorts the visitor coordinates, by name; somebody who coordinates none is refused."""
    mine = await turn.unit.memberships.of_person(turn.person.id)
    ids = {one.cohort_id for one in mine if one.role is Role.COORDINATOR}
    if not ids:
        raise Refusal(_("That is for coordinators. Say status to see your own programme."))
    cohorts = [await turn.unit.cohorts.get(cohort_id) for cohort_id in ids]
    return sorted(cohorts, key=lambda cohort: (cohort.name, cohort.id))


async def my_cohort(turn: Turn, args: Mapping[str, str]) -> Cohort:
    """Return the cohort a button is about, if the visitor coordinates it; any other is refused."""
    mine = await turn.unit.memberships.of_person(turn.person.id)
    cohort_id = args.get("cohort", "")
    if not any(one.role is Role.COORDINATOR and one.cohort_id == cohort_id for one in mine):
        raise NotYours
    return await turn.unit.cohorts.get(cohort_id)


async def others_stories(turn: Turn, cohort: Cohort) -> list[Story]:
    """Return what happened in the pairs and trios of a cohort, by code, without those of the visitor."""
    stories = await load_cohort(turn.unit, cohort)
    others = (story for story in stories if story.circle.member(turn.person.id) is None)
    return sorted(others, key=lambda story: natural_order(story.circle.relationship.code))


async def looked_after(turn: Turn, relationship_id: str) -> Story:
    """Read a relationship the visitor coordinates and does not belong to; any other is refused unread."""
    try:
        relationship = await turn.unit.relationships.get(relationship_id)
    except NotThere:
        raise NotYours from None
    mine = await turn.unit.memberships.of_person(turn.person.id)
    coordinates = any(
        one.role is Role.COORDINATOR and one.cohort_id == relationship.cohort_id for one in mine
    )
    if not coordinates or any(one.relationship_id == relationship_id for one in mine):
        raise NotYours
    return await load_story(turn.unit, relationship_id)


async def under_way(turn: Turn, relationship_id: str) -> Story:
    """Read a relationship as `looked_after` does, while its programme still runs."""
    story = await looked_after(turn, relationship_id)
    if story.is_over(story.circle.today(turn.now)):
        raise Refusal(_("Their programme is not running, so I have left everything as it was."))
    return story


def today_in(turn: Turn, cohort: Cohort) -> date:
    """Return the cohort's own date."""
    return turn.now.astimezone(zone(cohort.timezone)).date()


def called(story: Story) -> str:
    """Return a relationship as its coordinator reads it in private: the code and the names."""
    return f"{story.circle.relationship.code}, {names_of(story.circle.people)}"


def who_could_use_a_hand(cohort: Cohort, after: str = "") -> Action:
    """Return the button that opens the private list, from its beginning or from after a code."""
    label = _("Show more") if after else _("Show who could use a hand")
    return Action(label=label, route="hands", args={"cohort": cohort.id, "after": after})


def out_of_reach(story: Story) -> str:
    """Say whom messages may not reach, or nothing when they reach everyone."""
    away: list[Person] = [one for one in story.circle.people if one.unreachable_since is not None]
    if not away:
        return ""
    return _("My messages do not reach {names} at the moment.").format(names=names_of(away))


def done(text: str, *actions: Action) -> Message:
    """Return the answer to what a coordinator did."""
    return Message(kind="reply.care", preview=_("For you alone"), text=text, actions=actions)
