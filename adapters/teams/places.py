"""Places: where the bot may write, as the last genuine activity from there told."""

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict

from adapters.teams.decode import comes, goes
from adapters.teams.inbound import PLATFORM, Inbound, Surface
from adapters.teams.recent import Recent
from bot.core.clock import Clock
from bot.core.events import Actor
from bot.core.ports import Store

PLACE = "place"
"""What the shelf calls it."""

REMEMBERED = 600.0
"""Seconds for which a place is believed to be as it was, without looking."""


class Place(BaseModel):
    """A conversation that the bot can write to, while it is `installed` there.

    A person's place is their chat with the bot. Everything else is a team's channel or a group chat.
    """

    model_config = ConfigDict(frozen=True)

    service_url: str
    conversation_id: str
    conversation_type: Surface
    tenant: str
    bot_id: str
    user_id: str = ""
    object_id: str = ""
    installed: bool = True
    updated_at: AwareDatetime

    def is_as(self, other: "Place") -> bool:
        """Tell whether nothing but the moment differs."""
        return self.model_copy(update={"updated_at": other.updated_at}) == other


class Places:
    """Keeps places on the shelf, and writes only what has changed."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._seen: Recent[Actor, Place] = Recent(REMEMBERED)

    async def of(self, actor: Actor) -> Place | None:
        """Return the chat with somebody, or None when they never met the bot."""
        seen = self._seen.get(actor)
        if seen is not None:
            return seen
        async with self._store.reading() as unit:
            kept = await unit.shelf.get(PLACE, actor)
        return Place.model_validate(kept) if kept else None

    async def refresh(self, inbound: Inbound) -> bool:
        """Keep where this came from; False when it tells of a coming or going that is no longer true."""
        told = place_of(inbound, self._clock.now())
        seen = self._seen.get(address_of(inbound))
        if seen is not None and seen.is_as(told):
            return True
        return await self._look_and_keep(address_of(inbound), told, late=comes(inbound) or goes(inbound))

    async def keep(self, address: Actor, place: Place) -> None:
        """Keep a place, as belonging to whoever has this address."""
        async with self._store.unit() as unit:
            person = await unit.people.at(address)
            value = place.model_dump(mode="json")
            await unit.shelf.put(PLACE, address, value, person_id=person.id if person else None)
            await unit.commit()
        self._seen.put(address, place)

    def forget(self, address: Actor) -> None:
        """Look again next time."""
        self._seen.drop(address)

    async def _look_and_keep(self, address: Actor, told: Place, *, late: bool) -> bool:
        self._seen.drop(address)
        known = await self.of(address)
        if known is not None and late and told.updated_at < known.updated_at:
            return False
        if known is not None and known.is_as(told):
            self._seen.put(address, known)
        else:
            await self.keep(address, told)
        return True


def address_of(inbound: Inbound) -> Actor:
    """Return whose place it is: a person's own chat, or a conversation by its name."""
    return inbound.actor if inbound.is_personal else Actor(platform=PLATFORM, user=inbound.conversation)


def place_of(inbound: Inbound, now: datetime) -> Place:
    """Return the place that an activity tells of."""
    at = inbound.at if inbound.at is not None and inbound.at.tzinfo else now
    return Place(
        service_url=inbound.service_url,
        conversation_id=inbound.conversation,
        conversation_type=inbound.surface,
        tenant=inbound.tenant,
        bot_id=inbound.bot,
        user_id=inbound.user if inbound.is_personal else "",
        object_id=inbound.object_id if inbound.is_personal else "",
        installed=not goes(inbound),
        updated_at=at,
    )
