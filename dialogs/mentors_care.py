"""Care for mentors around the meeting with a story: asked in good time, and not left alone afterwards."""

from datetime import date, datetime, time, timedelta

from bot.core.circle import Circle, Story, load_story
from bot.core.hours import working_time
from bot.core.messages import Action, Message
from bot.core.records import Interaction, InteractionState
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.saying import say_day
from bot.programme.working_time import WorkingTime, at_wall_time
from dialogs.guide_order import guide_for, guides_done
from dialogs.meetings import find
from dialogs.stories import STORY, private_actions

routes = Routes()

ASKED_DAYS_BEFORE = 3
"""Working days before the meeting on which a mentor is asked, so that two whole ones remain to choose."""

MORNING = time(9)
A_DAY = timedelta(days=1)


def ask_on(on: date, hours: WorkingTime) -> date:
    """Return the day on which a mentor is asked about a meeting on `on`."""
    day, left = on, ASKED_DAYS_BEFORE
    while left:
        day -= A_DAY
        left -= hours.works_on(day)
    return day


async def plan_story(turn: Turn, story: Story, interaction: Interaction) -> None:
    """Plan to ask the mentors about a story in time, while the guide with one is still to come."""
    today = story.circle.today(turn.now)
    if STORY in guides_done(story, today):
        return
    at = _asking_at(story.circle, interaction)
    if at >= turn.now:
        await _plan(turn, interaction, at, "ask")


def _asking_at(circle: Circle, interaction: Interaction) -> datetime:
    days = [ask_on(interaction.on, working_time(mentor, circle.cohort)) for mentor in circle.mentors]
    return at_wall_time(min(days), MORNING, circle.zone)


async def _plan(turn: Turn, interaction: Interaction, at: datetime, step: str) -> None:
    mine = {"relationship": interaction.relationship_id, "interaction": interaction.id}
    await turn.set_timer(f"story:{interaction.id}", "story", at, next=step, **mine)


@routes.timer("story")
async def story_due(turn: Turn, payload: dict[str, str]) -> None:
    """Ask the mentors before the meeting with a story, and look after them on the day after it."""
    story = await load_story(turn.unit, payload["relationship"])
    circle, interaction = story.circle, find(story, payload["interaction"])
    today = circle.today(turn.now)
    if interaction.state is not InteractionState.AGREED or guide_for(story, interaction, today) != STORY:
        return
    if payload["next"] == "after":
        for mentor in circle.mentors:
            await turn.tell(mentor, checking_in(), cohort=circle.cohort, not_after=turn.now + 2 * A_DAY)
        return
    if turn.now <= _asking_at(circle, interaction) + A_DAY:
        for mentor in circle.mentors:
            message = story_question(interaction)
            await turn.tell(mentor, message, cohort=circle.cohort, not_after=interaction.at)
    await _plan(turn, interaction, at_wall_time(interaction.on + A_DAY, MORNING, circle.zone), "after")


def story_question(interaction: Interaction) -> Message:
    """Return the question to a mentor; no answer is an answer too."""
    text = _(
        "Your guide for {day} works with a story. You choose which kind, or none, and each counts the same. "
        "Nobody else is told. No answer is fine too."
    )
    return Message(
        kind="service.story",
        preview=_("About your next meeting"),
        text=text.format(day=say_day(interaction.on)),
        actions=private_actions(STORY, interaction, is_mentor=True),
    )


def checking_in() -> Message:
    """Return the note of the day after, with the way to people who can help."""
    text = _("Yesterday's meeting may have asked more of you than others do. How you are matters here.")
    return Message(
        kind="service.checking-in",
        preview=_("Checking in"),
        text=text,
        actions=(
            Action(label=_("Where I can find help"), route="help"),
            Action(label=_("Take a break"), route="pause"),
        ),
    )
