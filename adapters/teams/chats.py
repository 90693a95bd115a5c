"""Chats: the conversation that a letter goes to. With somebody who has none yet, it is opened first."""

import asyncio

from adapters.teams.activities import new_chat
from adapters.teams.advice import gone, nowhere
from adapters.teams.outcomes import NotDone
from adapters.teams.places import NEVER, Place, Places
from adapters.teams.sdk import Connectors
from bot.core.delivery import Failed, Gone, Sent
from bot.core.events import Actor

OPENING = 5.0
"""Seconds that opening a chat may take, so that there is time left to write."""

WORLDWIDE = "https://smba.trafficmanager.net/teams/"
"""Where the service answers for organisations that the bot has heard nothing of yet."""


class Chats:
    """Knows where to write. `beginning` is the place to reason from while nothing has been heard at all."""

    def __init__(self, connectors: Connectors, places: Places, beginning: Place | None) -> None:
        self._connectors = connectors
        self._places = places
        self._beginning = beginning

    async def with_person(self, actor: Actor) -> Place | NotDone:
        """Return the chat with somebody, by what Entra ID calls them."""
        known = await self._places.of(actor)
        if known is not None and not known.installed:
            return nowhere(in_channel=False)
        if known is not None and known.conversation_id:
            return known
        like = known or await self._places.newest(actor.workspace) or self._beginning
        return nowhere(in_channel=False) if like is None else await self._open(actor, known, like)

    async def of_channel(self, channel: Actor) -> Place | NotDone:
        """Return a channel to post in; whether the app is in its team, only the service can tell."""
        known = await self._places.of(channel)
        if known is not None:
            return known
        like = await self._places.newest() or self._beginning
        if like is None:
            return nowhere(in_channel=True)
        where = {"conversation_id": channel.user, "conversation_type": "channel", "team": ""}
        return like.model_copy(update=where | {"user_id": "", "object_id": ""})

    async def _open(self, actor: Actor, known: Place | None, like: Place) -> Place | NotDone:
        """Open a chat and keep it: by the name from a shared team, or else by what Entra ID calls them."""
        member = known.user_id if known is not None and known.user_id else actor.user
        about = new_chat(like.bot_id, member, actor.workspace)
        try:
            async with asyncio.timeout(OPENING):
                opened = await self._connectors.open_chat(like.service_url, about)
        except TimeoutError:
            return Failed(reason="no answer in time")
        if isinstance(opened, Sent):
            place = _own_chat(actor, known, like).model_copy(update={"conversation_id": opened.name})
            await self._places.keep(actor, place)
            return place
        return gone(opened.reason, in_channel=False) if isinstance(opened, Gone) else opened


def _own_chat(actor: Actor, known: Place | None, like: Place) -> Place:
    return known or Place(
        service_url=like.service_url,
        conversation_id="",
        conversation_type="personal",
        tenant=actor.workspace,
        bot_id=like.bot_id,
        object_id=actor.user,
        updated_at=NEVER,
    )


def beginning(app_id: str, tenant: str) -> Place:
    """Return what is known of an organisation before anything was heard from it."""
    return Place(
        service_url=WORLDWIDE,
        conversation_id="",
        conversation_type="personal",
        tenant=tenant,
        bot_id=f"28:{app_id}",
        updated_at=NEVER,
    )
