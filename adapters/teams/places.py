"""Places: where the bot may write, as the last genuine activity from there told."""

from collections.abc import Sequence
from datetime import UTC, datetime

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

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When something was heard last from a chat that the bot opened by itself."""


class Place(BaseModel):
    """A conversation that the bot can write to, while it is `installed` there.

    A person's place is their chat with the bot; its `conversation_id` is empty while there is no chat yet.
    Everything else is a team's channel or a group chat.
    """

    model_config = ConfigDict(frozen=True)

    service_url: str
    conversation_id: str
    conversation_type: Surface
    tenant: str
    bot_id: str
    user_id: str = ""
    object_id: str = ""
    team: str = ""
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

    async def of(self, address: Actor) -> Place | None:
        """Return the place of a person, a channel or a group chat, or None when nothing is known of it."""
        seen = self._seen.get(address)
        if seen is not None:
            return seen
        async with self._store.reading() as unit:
            kept = await unit.shelf.get(PLACE, address)
        return Place.model_validate(kept) if kept else None

    async def every(self) -> Sequence[Place]:
        """Return all places where the app is, the one heard of last first."""
        async with self._store.reading() as unit:
            kept = await unit.shelf.every(PLACE, PLATFORM)
        places = [Place.model_validate(value) for __, value in kept]
        return sorted((one for one in places if one.installed), key=lambda one: one.updated_at, reverse=True)

    async def newest(self, tenant: str = "") -> Place | None:
        """Return the place of an organisation, or of any, that was heard of last."""
        return next((one for one in await self.every() if tenant in ("", one.tenant)), None)

    async def refresh(self, inbound: Inbound) -> bool:
        """Keep where this came from; False when it tells of a coming or going that is no longer true.

        What comes from a surface beside the chat changes nothing: the bot could not write there first.
        """
        if inbound.beside:
            return True
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

    async def lose_chat(self, address: Actor) -> None:
        """Forget which conversation somebody's chat is: the service refused it. Who they are stays known."""
        known = await self.of(address)
        if known is not None and known.conversation_id:
            await self.keep(address, known.model_copy(update={"conversation_id": ""}))

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
        team=inbound.team,
        installed=not goes(inbound),
        updated_at=at,
    )
