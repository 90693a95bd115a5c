"""Calendar feeds over HTTP: whoever has the address sees when one person meets, and nothing else.

An address that opens nothing is answered like any other that never was, and no address is ever logged.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from aiohttp import ETag, web

from bot.core.calendars import whose_feed
from bot.core.clock import Clock
from bot.core.hours import zone_of
from bot.core.pacing import Pace
from bot.core.ports import NotThere, Store, Unit
from bot.core.records import ChangeKind, Interaction, InteractionState, Person, Role
from bot.programme.feed import Entry, feed
from bot.programme.invitation import Invite

ADDRESS = "/calendar/{name}"
TOKEN = re.compile(r"([A-Za-z0-9_-]{43})\.ics")
SHOWN_CANCELLED = timedelta(days=30)
"""How long a meeting that was called off stays in the feed as called off."""

ALL_FEEDS_A_SECOND = 40.0
HEADERS = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def routes(store: Store, clock: Clock) -> list[web.RouteDef]:
    """Return the one route of the feeds, for the service to serve."""
    return [web.get(ADDRESS, Feeds(store, clock).show)]


class Feeds:
    """Shows feeds, each so often and all of them together so often."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._all = Pace(per_second=ALL_FEEDS_A_SECOND, burst=2 * int(ALL_FEEDS_A_SECOND))
        self._each = Pace(per_second=0.2, burst=20)

    async def show(self, request: web.Request) -> web.Response:
        """Give the feed of this address; what opens none is not found, whatever it looks like."""
        self._not_too_often(self._all, "")
        token = TOKEN.fullmatch(request.match_info["name"])
        if token is None:
            raise _not_found()
        async with self._store.reading() as unit:
            person = await _person(unit, token[1])
            self._not_too_often(self._each, person.id)
            text = await _feed_of(unit, person, self._clock.now())
        return _answer(request, text)

    def _not_too_often(self, pace: Pace, key: str) -> None:
        wait = pace.wait(key, self._clock.now().timestamp())
        if wait > 0:
            raise web.HTTPTooManyRequests(headers={"Retry-After": str(int(wait) + 1)})


async def _person(unit: Unit, token: str) -> Person:
    person_id = await whose_feed(unit, token)
    if person_id is None:
        raise _not_found()
    try:
        return await unit.people.get(person_id)
    except NotThere:
        raise _not_found() from None


def _not_found() -> web.HTTPNotFound:
    return web.HTTPNotFound(text="There is nothing here.", headers=HEADERS)


async def _feed_of(unit: Unit, person: Person, now: datetime) -> str:
    """Return a person's agreed meetings, and those called off in the last month.

    It is stamped by the day, so that it only changes within a day when something has changed.
    """
    memberships = [
        one for one in await unit.memberships.of_person(person.id) if one.role is not Role.COORDINATOR
    ]
    ids = {one.relationship_id for one in memberships if one.relationship_id}
    cohort = await unit.cohorts.get(memberships[0].cohort_id) if memberships else None
    zone, today = zone_of(person, cohort), now.replace(hour=0, minute=0, second=0, microsecond=0)
    meetings = await unit.interactions.of(ids) if ids else ()
    lately = await _called_off_lately(unit, ids, now) if ids else frozenset()
    entries = [
        Entry(
            Invite(id=one.id, at=one.at, zone=zone, stamped=today, moves=one.moves),
            cancelled=one.state is InteractionState.CANCELLED,
        )
        for one in meetings
        if one.at is not None and _is_shown(one, lately)
    ]
    return feed(entries, zone, now.astimezone(zone).year)


async def _called_off_lately(unit: Unit, ids: set[str], now: datetime) -> frozenset[str]:
    return frozenset(
        change.interaction_id
        for change in await unit.changes.of(ids)
        if change.what is ChangeKind.CALLED_OFF and now - change.at <= SHOWN_CANCELLED
    )


def _is_shown(one: Interaction, called_off_lately: frozenset[str]) -> bool:
    cancelled = one.state is InteractionState.CANCELLED and one.id in called_off_lately
    return one.state is InteractionState.AGREED or cancelled


def _answer(request: web.Request, text: str) -> web.Response:
    """Answer with the text, or that nothing has changed since the calendar asked last."""
    tag = ETag(sha256(text.encode()).hexdigest()[:32])
    known: Sequence[ETag] = request.if_none_match or ()
    if any(one.value in (tag.value, "*") for one in known):
        response = web.Response(status=304, headers=HEADERS)
    else:
        response = web.Response(text=text, content_type="text/calendar", charset="utf-8", headers=HEADERS)
    response.etag = tag
    return response
