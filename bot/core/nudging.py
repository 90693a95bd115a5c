"""The one gate for everything the bot starts by itself.

A nudge is planned as a timer, and whether it still holds is asked again at the moment it would leave:
may this person be nudged today, is it their working time, is there room in their budget, and is there
still a reason? What finds no room waits for their next free working day.
"""

from datetime import datetime

from bot.core.hours import A_WEEK, budget, working_time
from bot.core.records import Cohort, Person, Timer
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.programme.nudges import may_nudge, next_free
from bot.programme.working_time import NoWorkingTimeError, local_day

NUDGE = "nudge"


async def plan_nudge(
    turn: Turn,
    person: Person,
    cohort: Cohort,
    what: str,
    about: str,
    *,
    at: datetime | None = None,
    **payload: str,
) -> None:
    """Plan a nudge of one kind about one record; a newer one of the same kind takes its place."""
    moment = await _first_room(turn, person, cohort, at or turn.now)
    if moment is not None:
        key = _key(person, what, about)
        words = {**payload, "what": what, "person": person.id, "cohort": cohort.id, "about": about}
        await turn.set_timer(key, NUDGE, moment, **words)


async def drop_nudge(turn: Turn, person: Person, what: str, about: str) -> None:
    """Take back a nudge that has lost its reason."""
    await turn.unit.timers.drop(_key(person, what, about))


async def nudge_due(turn: Turn, timer: Timer, routes: Routes) -> None:
    """Send a planned nudge if everything allows it now, else let it wait or fall away."""
    person = await turn.unit.people.get(timer.payload["person"])
    cohort = await turn.unit.cohorts.get(timer.payload["cohort"])
    today = local_day(turn.now, working_time(person, cohort).zone)
    if not may_nudge(today, snoozed_until=person.snoozed_until, muted=person.muted):
        return
    moment = await _first_room(turn, person, cohort, turn.now)
    if moment is None:
        return
    turn.visitor = person
    message = await routes.nudges[timer.payload["what"]](turn, timer.payload)
    if message is None:
        return
    if moment > turn.now:
        await turn.set_timer(timer.key, NUDGE, moment, **timer.payload)
        return
    await turn.tell(person, message, cohort=cohort)


def _key(person: Person, what: str, about: str) -> str:
    return f"nudge:{what}:{about}:{person.id}"


async def _first_room(turn: Turn, person: Person, cohort: Cohort, at: datetime) -> datetime | None:
    """Return the first moment with room in this person's budget, None when they have no hours left."""
    sent = await turn.unit.outbox.nudges_since(person.id, at - A_WEEK)
    try:
        return next_free(at, sent, budget(cohort), working_time(person, cohort))
    except NoWorkingTimeError:
        return None
