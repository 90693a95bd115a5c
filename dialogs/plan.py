"""The calendar of a relationship: one timer that always stands at the next thing its programme holds.

Ladder steps, the way back from a pause, the offer to go on before the last month, and the day after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.core.circle import Story, load_story
from bot.core.nudging import plan_nudge
from bot.core.records import RelationshipState
from bot.core.routes import Routes
from bot.core.terms import terms
from bot.core.turn import Turn
from bot.programme.months import Month, programme_months
from bot.programme.nudges import Audience, ladder_due, who_is_nudged
from bot.programme.working_time import at_wall_time
from dialogs.retention import set_retention

routes = Routes()

EARLY = time(5)
"""The hour of the cohort's day at which its calendar is read; people hear of it in their own hours."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the calendar holds: what, on which day, and for a ladder step its month and index."""

    on: date
    what: str
    month: int = 0
    step: int = 0


def timer_key(relationship_id: str) -> str:
    return f"calendar:{relationship_id}"


def months_ahead(story: Story) -> tuple[Month, ...]:
    """Return the programme months with every pause in full, also the part of it that is still to come."""
    history = story.history()
    return programme_months(history.started, story.circle.cohort.months, story.rests)


def entries(story: Story) -> Iterator[Entry]:
    """Yield what a relationship's calendar holds in the order of its days, up to a break without an end."""
    months = months_ahead(story)
    ladder = terms(story.circle.cohort).nudges.ladder
    found = [Entry(pause.until, "back") for pause in story.pauses if pause.until is not None]
    found += [
        Entry(step.on, "ladder", step.month, step.index)
        for month in months
        for step in ladder_due(month, story.rests, ladder)
    ]
    if len(months) == story.circle.cohort.months:  # a break without an end hides the months after it
        found.append(Entry(months[-1].last + timedelta(days=1), "complete"))
        if len(months) > 1:
            found.append(Entry(months[-1].first, "offer"))
    rests_from = min((pause.first for pause in story.pauses if pause.until is None), default=date.max)
    found = [entry for entry in found if entry.on < rests_from]
    yield from sorted(found, key=lambda entry: (entry.on, entry.what, entry.step))


async def plan_ahead(turn: Turn, story: Story, *, after: date | None = None) -> None:
    """Set the timer to the first entry later than `after`, or than today; without one it rests."""
    circle = story.circle
    key = timer_key(circle.relationship.id)
    since = circle.today(turn.now) if after is None else after
    ahead = next((entry for entry in entries(story) if entry.on > since), None)
    if ahead is None or not circle.is_active:
        await turn.unit.timers.drop(key)
        return
    due_at = at_wall_time(ahead.on, EARLY, circle.zone)
    await turn.set_timer(
        key, "calendar", due_at, relationship=circle.relationship.id, on=ahead.on.isoformat()
    )


@routes.timer("calendar")
async def calendar_due(turn: Turn, payload: dict[str, str]) -> None:
    """Do what the calendar holds for today; after an outage, only what still has a meaning today."""
    story = await load_story(turn.unit, payload["relationship"])
    if not story.circle.is_active:
        return
    since, today = date.fromisoformat(payload["on"]), story.circle.today(turn.now)
    for entry in entries(story):
        if since <= entry.on <= today:
            await _do(turn, story, entry)
    if not any(entry.what == "complete" and entry.on <= today for entry in entries(story)):
        await plan_ahead(turn, story)


async def _do(turn: Turn, story: Story, entry: Entry) -> None:
    circle = story.circle
    relationship = circle.relationship
    if entry.what == "complete":
        done = relationship.model_copy(update={"state": RelationshipState.COMPLETED})
        await turn.unit.relationships.put(done)
        await set_retention(turn, circle, entry.on)
        await turn.note("completed", f"relationship:{relationship.id}")
    people = circle.people
    if entry.what == "ladder":
        people = people if who_is_nudged(entry.step) is Audience.EVERYBODY else (circle.mentee,)
    for person in people:
        await plan_nudge(
            turn,
            person,
            circle.cohort,
            entry.what,
            relationship.id,
            month=str(entry.month),
            step=str(entry.step),
        )
