"""Replies shown in the chat: cards changed in place and written below, in order, as well as it goes.

What is shown here was decided and kept before. A call that fails is noted and not tried for ever: the next
thing that somebody does shows how things stand.
"""

import asyncio
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

from adapters.teams.bookmarks import Bookmarks
from adapters.teams.chat import Chat
from adapters.teams.elements import Part
from adapters.teams.places import Place
from adapters.teams.render import cards, summary
from adapters.teams.windows import PROGRAMME, Asking, Plan, Shown, doorway, has_words, is_long, question_card
from bot.core.events import Actor
from bot.core.messages import Message
from bot.core.words import _

Link = Callable[[Message, Actor], Awaitable[str | None]]
"""Gives the address under which somebody can fetch the file that comes with a message."""


class Replies:
    """Shows what a plan says, one chat at a time."""

    def __init__(self, chat: Chat, bookmarks: Bookmarks, link: Link) -> None:
        self._chat = chat
        self._bookmarks = bookmarks
        self._link = link
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def draw(self, shown: Shown, actor: Actor, card: str = "") -> list[Part]:
        """Return the cards that show it; `card` is the message whose place the first one takes."""
        if isinstance(shown, Asking):
            return [question_card(shown, card)]
        return cards(shown, await self._link(shown, actor) if shown.document else None)

    async def carry_out(
        self, actor: Actor, place: Place, plan: Plan, card: str = "", *, seen: bool = False
    ) -> bool:
        """Show everything, `instead` in the place of the message `card`; False when something failed.

        `seen` says that the client shows what stands instead already, so that it only has to be kept.
        """
        async with self._turns.setdefault(place.conversation_id, asyncio.Lock()):
            well = plan.instead is None or await self._instead(actor, place, plan.instead, card, seen=seen)
            for shown in plan.below:
                well = await self._below(actor, place, shown) and well
            return well

    async def _instead(self, actor: Actor, place: Place, shown: Shown, card: str, *, seen: bool) -> bool:
        """Put it in the place of a card, or below where that can't be.

        What somebody wrote is seen, but not kept there, as long as their client can do without.
        """
        if card and not _is_programme(shown):
            await self._bookmarks.let_go(actor, card)
        if seen and isinstance(shown, Asking) and has_words(shown):
            return True
        if not card:
            return seen or await self._below(actor, place, shown)
        first, *more = await self.draw(shown, actor, card)
        if not await self._chat.change(place, card, first, _preview(shown)):
            return seen or await self._below(actor, place, shown)
        await self._only_newest(actor, place, shown, card)
        return await self._post(place, more, _preview(shown))

    async def _below(self, actor: Actor, place: Place, shown: Shown) -> bool:
        if isinstance(shown, Asking) and has_words(shown):
            return await self._post(place, [doorway(shown.question)], _preview(shown))
        first, *more = await self.draw(shown, actor)
        name = await self._chat.post(place, first, _preview(shown))
        if not name:
            return False
        await self._remember(actor, place, shown, name)
        return await self._post(place, more, _preview(shown))

    async def _post(self, place: Place, drawn: list[Part], preview: str) -> bool:
        """Write cards one below the other."""
        return all([await self._chat.post(place, one, preview) for one in drawn])

    async def _remember(self, actor: Actor, place: Place, shown: Shown, name: str) -> None:
        """Keep the names of those messages that are found again."""
        if isinstance(shown, Asking) and is_long(shown.question):
            await self._bookmarks.note_form(actor, shown.question.token, name)
        await self._only_newest(actor, place, shown, name)

    async def _only_newest(self, actor: Actor, place: Place, shown: Shown, name: str) -> None:
        """Let a new programme stand alone: the one before is taken away."""
        if _is_programme(shown):
            before = await self._bookmarks.programme(actor, name)
            if before:
                await self._chat.delete(place, before)


def _is_programme(shown: Shown) -> bool:
    return isinstance(shown, Message) and shown.kind == PROGRAMME


def _preview(shown: Shown) -> str:
    """Return what a notification shows: of a form, nothing that its title might give away."""
    return _("About your form") if isinstance(shown, Asking) else summary(shown)
