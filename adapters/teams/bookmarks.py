"""Messages that are found again: the newest programme of a person, and the card of an open form."""

from datetime import timedelta

from pydantic import JsonValue

from adapters.teams.inbound import PLATFORM
from bot.core.conversations import conversation_of
from bot.core.events import Actor
from bot.core.ground import Ground

PROGRAMME_CARD = "programme-card"
FORM_CARD = "form-card"
"""What the shelf calls them."""

KEPT = timedelta(days=7)
"""For how long the card of a form is found again; a form that lies longer is cleared anyway."""


class Bookmarks:
    """The names of those messages, on the shelf; they go when the person is erased."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def programme(self, actor: Actor, name: str) -> str:
        """Note the newest programme and return the one before, if it is another message."""
        before = await self._get(PROGRAMME_CARD, actor)
        if before == name:
            return ""
        await self._put(PROGRAMME_CARD, actor, actor, name)
        return before

    async def let_go(self, actor: Actor, name: str) -> None:
        """Forget that a message is the programme: something else has taken its place, and is to stay."""
        if await self._get(PROGRAMME_CARD, actor) == name:
            async with self._ground.store.unit() as unit:
                await unit.shelf.drop(PROGRAMME_CARD, actor)
                await unit.commit()

    async def form(self, actor: Actor, token: str) -> str:
        """Return the message on which a form stands, or nothing when it isn't known."""
        return await self._get(FORM_CARD, _form(actor, token))

    async def note_form(self, actor: Actor, token: str, name: str) -> None:
        await self._put(FORM_CARD, _form(actor, token), actor, name, KEPT)

    async def _get(self, kind: str, where: Actor) -> str:
        async with self._ground.store.reading() as unit:
            kept = await unit.shelf.get(kind, where)
        return str(kept["message"]) if kept else ""

    async def _put(
        self, kind: str, where: Actor, actor: Actor, name: str, kept: timedelta | None = None
    ) -> None:
        until = self._ground.clock.now() + kept if kept else None
        value: dict[str, JsonValue] = {"message": name}
        async with self._ground.store.unit() as unit:
            person = await unit.people.at(actor)
            await unit.shelf.put(kind, where, value, person_id=person.id if person else None, until=until)
            await unit.commit()


def _form(actor: Actor, token: str) -> Actor:
    return Actor(platform=PLATFORM, workspace=actor.workspace, user=conversation_of(token))
