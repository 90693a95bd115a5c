"""Replies shown in the chat: cards changed in place and written below, in order, as well as it goes.

What is shown here was decided and kept before. A call that fails is noted and never done by the outbox: the
next thing that somebody does shows how things stand.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from weakref import WeakValueDictionary

import structlog
from pydantic import JsonValue

from adapters.teams import activities
from adapters.teams.elements import Part
from adapters.teams.inbound import PLATFORM
from adapters.teams.outcomes import NotDone
from adapters.teams.places import Place
from adapters.teams.render import cards, summary
from adapters.teams.sdk import Connectors
from adapters.teams.windows import LONG, PROGRAMME, Asking, Plan, Shown, question_card
from bot.core.conversations import conversation_of
from bot.core.delivery import Sent, Throttled
from bot.core.events import Actor
from bot.core.ground import Ground
from bot.core.messages import Message

log = structlog.get_logger()

PROGRAMME_CARD = "programme-card"
FORM_CARD = "form-card"
"""What the shelf calls the messages that are found again: the newest programme, and a form's card."""

KEPT = timedelta(days=7)
"""For how long the card of an open form is found again."""

PATIENCE = 5.0
"""Seconds that a reply waits when Teams asks for patience; what would take longer is given up."""

Link = Callable[[Message, Actor], Awaitable[str | None]]
"""Gives the address under which somebody can fetch the file that comes with a message."""

Call = Callable[[], Awaitable[Sent | NotDone]]


class Replies:
    """Shows what a plan says, one chat at a time."""

    def __init__(self, ground: Ground, connectors: Connectors, link: Link) -> None:
        self._ground = ground
        self._connectors = connectors
        self._link = link
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def draw(self, shown: Shown, actor: Actor, card: str = "") -> list[Part]:
        """Return the cards that show it; `card` is the message whose place the first one takes."""
        if isinstance(shown, Asking):
            return [question_card(shown, card)]
        return cards(shown, await self._link(shown, actor) if shown.document else None)

    async def carry_out(self, actor: Actor, place: Place, plan: Plan, card: str = "") -> bool:
        """Show everything, `instead` in the place of the message `card`; False when something failed."""
        turn = self._turns.setdefault(place.conversation_id, asyncio.Lock())
        async with turn:
            well = True
            if plan.instead is not None:
                well &= await self._show(actor, place, plan.instead, card)
            for shown in plan.below:
                well &= await self._show(actor, place, shown)
            return well

    async def say(self, place: Place, thread: str, sentence: str) -> None:
        """Write one sentence where somebody wrote, whoever reads it."""
        written = activities.with_words(sentence, place.tenant)
        await self._try(lambda: self._connectors.post(place.service_url, thread, written))

    async def form_card(self, actor: Actor, token: str) -> str:
        """Return the message on which a form stands, or nothing when it isn't known."""
        async with self._ground.store.reading() as unit:
            kept = await unit.shelf.get(FORM_CARD, _form(actor, token))
        return str(kept["message"]) if kept else ""

    async def _show(self, actor: Actor, place: Place, shown: Shown, card: str = "") -> bool:
        """Put it in the place of a card or, where that can't be, below; more than one card goes below too."""
        first, *more = await self.draw(shown, actor, card)
        preview = _preview(shown)
        name = await self._update(place, card, first, preview) if card else ""
        name = name or await self._post(place, first, preview)
        for drawn in more:
            await self._post(place, drawn, preview)
        if name:
            await self._remember(actor, place, shown, name)
        return bool(name)

    async def _post(self, place: Place, drawn: Part, preview: str) -> str:
        written = activities.with_card(drawn, preview, place.tenant)
        return await self._try(
            lambda: self._connectors.post(place.service_url, place.conversation_id, written)
        )

    async def _update(self, place: Place, card: str, drawn: Part, preview: str) -> str:
        written = activities.with_card(drawn, preview, place.tenant)
        return await self._try(
            lambda: self._connectors.update(place.service_url, place.conversation_id, card, written)
        )

    async def _try(self, call: Call) -> str:
        """Call, once more after a short wait when Teams asks for it; return the name of the message."""
        outcome = await call()
        if isinstance(outcome, Throttled) and outcome.seconds <= PATIENCE:
            await self._ground.clock.sleep(outcome.seconds)
            outcome = await call()
        if isinstance(outcome, Sent):
            return outcome.name
        log.warning("reply not shown", outcome=type(outcome).__name__)
        return ""

    async def _remember(self, actor: Actor, place: Place, shown: Shown, name: str) -> None:
        """Keep the names of those messages that are found again."""
        if isinstance(shown, Message):
            if shown.kind == PROGRAMME:
                await self._only_newest(actor, place, name)
        elif len(shown.question.fields) >= LONG:
            where = _form(actor, shown.question.token)
            await self._put(FORM_CARD, where, actor, {"message": name}, kept=KEPT)

    async def _only_newest(self, actor: Actor, place: Place, name: str) -> None:
        """Let the newest programme stand alone: the one before is taken away."""
        async with self._ground.store.reading() as unit:
            before = await unit.shelf.get(PROGRAMME_CARD, actor) or {}
        if before.get("message") == name:
            return
        value: dict[str, JsonValue] = {"conversation": place.conversation_id, "message": name}
        await self._put(PROGRAMME_CARD, actor, actor, value)
        if before:
            where, old = str(before["conversation"]), str(before["message"])
            await self._try(lambda: self._connectors.delete(place.service_url, where, old))

    async def _put(
        self,
        kind: str,
        where: Actor,
        actor: Actor,
        value: dict[str, JsonValue],
        kept: timedelta | None = None,
    ) -> None:
        until = self._ground.clock.now() + kept if kept else None
        async with self._ground.store.unit() as unit:
            person = await unit.people.at(actor)
            await unit.shelf.put(kind, where, value, person_id=person.id if person else None, until=until)
            await unit.commit()


def _preview(shown: Shown) -> str:
    return shown.question.title if isinstance(shown, Asking) else summary(shown)


def _form(actor: Actor, token: str) -> Actor:
    return Actor(platform=PLATFORM, workspace=actor.workspace, user=conversation_of(token))
