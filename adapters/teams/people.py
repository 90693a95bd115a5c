"""Who somebody is: looked up in the roster once, and introduced to the house by their e-mail."""

from collections.abc import Iterator

from adapters.teams.inbound import Inbound, key_of
from adapters.teams.recent import Recent
from adapters.teams.sdk import Connectors, Member
from bot.core.events import Actor, Introduced
from bot.core.ground import Ground

PATIENCE = 3600.0
"""Seconds until somebody who belongs to nobody here is looked up again."""

REMEMBERED = 600.0
"""Seconds for which somebody known is believed to be known, without looking."""

GUEST = "#EXT#"
"""What stands in the sign-in name of a guest, behind their own address."""

Profile = tuple[str, str | None, str]


class People:
    """Introduces people, and follows the name, zone and language that their clients tell."""

    def __init__(self, ground: Ground, connectors: Connectors) -> None:
        self._ground = ground
        self._connectors = connectors
        self._known: Recent[Actor, Profile] = Recent(REMEMBERED)
        self._asked: Recent[Actor, bool] = Recent(PATIENCE)

    async def introduce(self, inbound: Inbound) -> bool:
        """See to it that the house knows who this is; True when it has just learnt it."""
        actor, profile = inbound.actor, (inbound.name, inbound.timezone, inbound.locale)
        if self._known.get(actor) == profile or (not inbound.timezone and self._known.get(actor)):
            return False
        if await self._is_known(actor):
            if inbound.timezone:
                await self._ground.handle(_introduction(inbound, ""))
            self._known.put(actor, profile)
            return False
        return await self._look_up(inbound)

    async def _look_up(self, inbound: Inbound) -> bool:
        """Ask the roster for their e-mail, once an hour; the name they sign in with serves as well."""
        if self._asked.get(inbound.actor):
            return False
        member = await self._connectors.member(inbound.service_url, inbound.conversation, inbound.user)
        if not isinstance(member, Member):
            return False
        self._asked.put(inbound.actor, True)  # noqa: FBT003  # whether they were asked for
        for number, email in enumerate(addresses(member)):
            await self._ground.handle(_introduction(inbound, email, number))
            if await self._is_known(inbound.actor):
                return True
        return False

    async def _is_known(self, actor: Actor) -> bool:
        async with self._ground.store.reading() as unit:
            return await unit.people.at(actor) is not None


def addresses(member: Member) -> Iterator[str]:
    """Yield the e-mail addresses that somebody may have been invited by, the likeliest first."""
    principal = _home_address(member.principal)
    yield from dict.fromkeys(one for one in (member.email, principal) if "@" in one)


def _home_address(principal: str) -> str:
    """Return a sign-in name as an address; a guest's holds the one of their own organisation.

    Somebody who signs in elsewhere as ada@home.example is ada_home.example#EXT#@here.example among us.
    """
    own, is_guest, __ = principal.partition(GUEST)
    return "@".join(own.rsplit("_", 1)) if is_guest else principal


def _introduction(inbound: Inbound, email: str, number: int = 0) -> Introduced:
    return Introduced(
        key=key_of(inbound.tenant, inbound.key, "introduced", str(number)),
        actor=inbound.actor,
        email=email,
        name=inbound.name,
        timezone=inbound.timezone,
        locale=inbound.locale,
    )
