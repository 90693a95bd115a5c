"""Which guide a meeting has: the one somebody took for it, or the next in order."""

from collections.abc import Collection
from datetime import date

from bot.core.circle import Story
from bot.core.records import Interaction
from bot.programme.cadence import counts
from dialogs.guides import suggested


def guides_done(story: Story, today: date) -> frozenset[int]:
    """Return the guides of the meetings that were held; a plan of their own stands in for its guide."""
    people = story.circle
    mentors = [mentor.id for mentor in people.mentors]
    return frozenset(
        one.guide
        for one in story.interactions
        if one.guide is not None and counts(story.standing(one, today), people.mentee.id, mentors)
    )


def done_before(story: Story, interaction: Interaction | None, today: date) -> frozenset[int]:
    """Return the guides that will be done when this meeting comes, if all planned before it take place."""
    done = set(guides_done(story, today))
    for one in story.planned(today):
        if interaction is not None and one.id == interaction.id:
            break
        done.add(_guide_of(one, done))
    return frozenset(done)


def guide_for(story: Story, interaction: Interaction | None, today: date) -> int:
    """Return the number of a meeting's guide; without a meeting, of the next one that is not planned yet."""
    if interaction is not None and interaction.guide is not None:
        return interaction.guide
    return suggested(done_before(story, interaction, today))


def _guide_of(interaction: Interaction, done: Collection[int]) -> int:
    return suggested(done) if interaction.guide is None else interaction.guide
