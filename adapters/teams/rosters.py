"""Rosters: who is in the teams that have the app. Whoever was invited is met there by their e-mail."""

from collections.abc import Mapping

import structlog

from adapters.teams.inbound import PLATFORM, key_of
from adapters.teams.people import addresses
from adapters.teams.places import NEVER, Place, Places
from adapters.teams.recent import Recent
from adapters.teams.sdk import Connectors, Member, Page
from bot.core.events import Actor, Introduced
from bot.core.ground import Ground

log = structlog.get_logger()

LASTS = 3600.0
"""Seconds until a roster is asked for again: Teams allows 3,600 such calls an hour for each team."""

MOST_PAGES = 25
"""Pages of one roster that are read: five thousand people."""

MOST_TEAMS = 20
"""Teams whose rosters are read, those heard of last first."""

Roster = Mapping[str, Member]
"""The members of a team by each of their e-mail addresses, in small letters."""


class Rosters:
    """Finds people by e-mail among the members of the teams that have the app."""

    def __init__(self, ground: Ground, connectors: Connectors, places: Places) -> None:
        self._ground = ground
        self._connectors = connectors
        self._places = places
        self._read: Recent[str, Roster] = Recent(LASTS)

    async def find(self, email: str) -> Introduced | None:
        """Return who has this e-mail, and keep how to reach them; None when they are in none of the teams."""
        for team in await self._teams():
            member = (await self._roster(team)).get(email.lower())
            if member is not None:
                return await self._met(member, email, team)
        return None

    async def meet(self, team: Place) -> None:
        """Introduce everybody of a team who was invited and has no address yet."""
        self._read.drop(_name(team))
        async with self._ground.store.reading() as unit:
            missing = await unit.people.unaddressed()
        roster = await self._roster(team)
        for person in missing:
            member = roster.get(person.email.lower())
            if member is not None:
                await self._ground.handle(await self._met(member, person.email, team))

    async def _teams(self) -> list[Place]:
        """Return the teams and group chats, each by one of its places."""
        teams: dict[str, Place] = {}
        for place in await self._places.every():
            if place.conversation_type != "personal":
                teams.setdefault(_name(place), place)
        return list(teams.values())[:MOST_TEAMS]

    async def _roster(self, team: Place) -> Roster:
        known = self._read.get(_name(team))
        if known is None:
            known = await self._ask(team)
            self._read.put(_name(team), known)
        return known

    async def _ask(self, team: Place) -> Roster:
        """Read a roster page by page; what can't be read now is asked for again in an hour."""
        found: dict[str, Member] = {}
        more = ""
        for __ in range(MOST_PAGES):
            page = await self._connectors.members(team.service_url, _name(team), more)
            if not isinstance(page, Page):
                log.warning("roster not read", outcome=type(page).__name__)
                break
            known = [member for member in page.members if member.object_id]
            found |= {email.lower(): member for member in known for email in addresses(member)}
            more = page.more
            if not more:
                break
        return found

    async def _met(self, member: Member, email: str, team: Place) -> Introduced:
        """Keep by what name the bot can open a chat with somebody, and return their introduction."""
        tenant = member.tenant or team.tenant
        actor = Actor(platform=PLATFORM, workspace=tenant, user=member.object_id)
        if await self._places.of(actor) is None:
            await self._places.keep(actor, _chat_to_come(member, team, tenant))
        key = key_of(tenant, member.object_id, "met", f"{self._ground.clock.now():%Y%m%dT%H%M%S}")
        return Introduced(key=key, actor=actor, email=email, name=member.name)


def _name(team: Place) -> str:
    """Return by what the service calls a team; a group chat is called by its conversation."""
    return team.team or team.conversation_id


def _chat_to_come(member: Member, team: Place, tenant: str) -> Place:
    return Place(
        service_url=team.service_url,
        conversation_id="",
        conversation_type="personal",
        tenant=tenant,
        bot_id=team.bot_id,
        user_id=member.user,
        object_id=member.object_id,
        updated_at=NEVER,
    )
