"""The way out to Teams: the `Messenger` port."""

from adapters.teams.advice import Why, gone
from adapters.teams.chats import Chats
from adapters.teams.elements import Part
from adapters.teams.letters import letters
from adapters.teams.outcomes import NotDone
from adapters.teams.places import Place, Places
from adapters.teams.rates import Rates
from adapters.teams.recent import Recent
from adapters.teams.replies import Link
from adapters.teams.sdk import Connectors
from bot.core.clock import Clock
from bot.core.delivery import NO_ADDRESS, Delivery, Failed, Gone, Outcome, Sent, Throttled, Uncertain
from bot.core.events import Actor

REMEMBERED = 86_400.0
"""Seconds for which it is known how much of a long letter has left already."""


class TeamsMessenger:
    """Sends letters to people's chats and to channels, each within the pace that Teams allows."""

    def __init__(
        self, connectors: Connectors, places: Places, chats: Chats, link: Link, clock: Clock
    ) -> None:
        self._connectors = connectors
        self._places = places
        self._chats = chats
        self._link = link
        self._clock = clock
        self._rates = Rates()
        self._begun: Recent[str, list[str]] = Recent(REMEMBERED)

    async def send(self, delivery: Delivery) -> Outcome:
        """Send a letter once. One so long that it makes several messages goes on where it stopped."""
        to = delivery.to
        if to is None:
            return Failed(reason=NO_ADDRESS)
        in_channel = delivery.letter.channel is not None
        place = await (self._chats.of_channel(to) if in_channel else self._chats.with_person(to))
        if not isinstance(place, Place):
            return place
        begun = self._begun.get(delivery.letter.key) or []
        for written in (await self._written(delivery, to, place))[len(begun) :]:
            outcome = await self._post(place, written)
            if not isinstance(outcome, Sent):
                return await self._refused(outcome, to, in_channel=in_channel)
            begun = [*begun, outcome.name]
            self._begun.put(delivery.letter.key, begun)
        return Sent(name=begun[0])

    async def find(self, delivery: Delivery) -> Uncertain:  # noqa: ARG002  # Teams lists nothing that was sent
        """Say that it can't be known: Teams lets a bot look at nothing that it wrote."""
        return Uncertain(reason="Teams can't tell")

    async def _written(self, delivery: Delivery, to: Actor, place: Place) -> list[Part]:
        message, is_private = delivery.letter.message, delivery.letter.channel is None
        link = await self._link(message, to) if message.document and is_private else None
        return list(letters(message, place.tenant, link, rings=is_private))

    async def _post(self, place: Place, written: Part) -> Sent | NotDone:
        now = self._clock.now().timestamp()
        wait = self._rates.wait(place.tenant, place.conversation_id, now)
        if wait:
            return Throttled(seconds=wait, everywhere=False)
        return await self._connectors.post(place.service_url, place.conversation_id, written)

    async def _refused(self, outcome: NotDone, to: Actor, *, in_channel: bool) -> Outcome:
        """Say what a refusal means. A chat that is not there is opened anew with the next try."""
        if not isinstance(outcome, Gone):
            return outcome
        meaning = gone(outcome.reason, in_channel=in_channel)
        if in_channel:
            return meaning
        await self._places.lose_chat(to)
        return Failed(reason=meaning.reason) if meaning.reason == Why.NOT_FOUND else meaning
