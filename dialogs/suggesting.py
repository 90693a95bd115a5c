"""Suggesting: what is known of everybody's days, put together as a wish for three good times."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.core.busy import busy_of
from bot.core.circle import PLANNED, Circle, Story, tell_stories
from bot.core.hours import working_time
from bot.core.records import Person
from bot.core.turn import Turn
from bot.programme.months import DAY, Month, Span, merge
from bot.programme.proposing import THREE, Availability, Wish, good_times
from dialogs.plan import months_ahead


async def suggestions(
    turn: Turn, circle: Circle, *, moves: str = "", most: int = THREE
) -> tuple[datetime, ...]:
    """Return a few good times for these people; `moves` names the meeting that is to be moved."""
    (story,) = await tell_stories(turn.unit, [circle])
    today = circle.today(turn.now)
    months = [month for month in months_ahead(story) if month.last >= today]
    if not months:
        return ()
    meetings = _meetings(story, today, but=moves)
    wish = Wish(
        now=turn.now,
        zone=circle.zone,
        mentee=await _availability(turn, circle, circle.mentee),
        mentors=tuple([await _availability(turn, circle, mentor) for mentor in circle.mentors]),
        month_ends=_wanting(months, meetings, circle.cohort.per_month).last,
        programme_ends=months[-1].last,
        meetings=meetings,
        closed=(*merge(story.rests, today), *_moved_from(story, moves)),
        worked=_worked(story, today),
    )
    return good_times(wish, most)


def _meetings(story: Story, today: date, *, but: str) -> frozenset[date]:
    """Return the days on which they met or are to meet, without the meeting that is to be moved."""
    return story.held_on(today) | {one.on for one in story.planned(today) if one.id != but}


def _wanting(months: Sequence[Month], meetings: frozenset[date], per_month: int) -> Month:
    """Return the first month that still lacks a meeting, or the last when none does."""
    lacking = (month for month in months if sum(day in month for day in meetings) < per_month)
    return next(lacking, months[-1])


def _moved_from(story: Story, moves: str) -> tuple[Span, ...]:
    """Return the day that is moved away from: it is not offered again."""
    return tuple(Span(one.on, one.on + DAY) for one in story.interactions if one.id == moves)


def _worked(story: Story, today: date) -> tuple[datetime, ...]:
    held = story.held_on(today)
    return tuple(one.at for one in story.interactions if one.on in held and one.at is not None)


async def _availability(turn: Turn, circle: Circle, person: Person) -> Availability:
    """Return when a person could come; of the meetings they have with others, only the time is looked at."""
    memberships = await turn.unit.memberships.of_person(person.id)
    elsewhere = {one.relationship_id for one in memberships if one.relationship_id} - {circle.relationship.id}
    meetings = await turn.unit.interactions.of(elsewhere) if elsewhere else ()
    engaged = [one.at for one in meetings if one.state in PLANNED and one.at is not None]
    busy = await busy_of(turn.unit, person.id)
    return Availability(working_time(person, circle.cohort), tuple(engaged), busy)
