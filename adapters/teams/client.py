"""The way out to Teams: the `Messenger` port."""

from adapters.teams import activities
from adapters.teams.elements import Part
from adapters.teams.places import Place, Places
from adapters.teams.render import cards, summary
from adapters.teams.replies import Link
from adapters.teams.sdk import Connectors
from bot.core.delivery import Delivery, Failed, Gone, Outcome, Sent, Uncertain

NO_PLACE = "no place"
NOT_INSTALLED = "not installed"


class TeamsMessenger:
    """Sends letters to people's chats and to channels."""

    def __init__(self, connectors: Connectors, places: Places, link: Link) -> None:
        self._connectors = connectors
        self._places = places
        self._link = link

    async def send(self, delivery: Delivery) -> Outcome:
        """Send a letter once; of several cards, the first one decides what became of it."""
        to, message = delivery.to, delivery.letter.message
        place = await self._places.of(to) if to is not None else None
        if to is None or place is None:
            return Failed(reason=NO_PLACE)
        if not place.installed:
            return Gone(reason=NOT_INSTALLED)
        link = await self._link(message, to) if message.document else None
        first, *more = cards(message, link)
        outcome = await self._post(place, first, summary(message))
        if isinstance(outcome, Sent):
            for drawn in more:
                await self._post(place, drawn, summary(message))
        return outcome

    async def find(self, delivery: Delivery) -> Uncertain:  # noqa: ARG002  # Teams lists nothing that was sent
        """Teams can't tell whether something was sent."""
        return Uncertain(reason="Teams can't tell")

    async def _post(self, place: Place, drawn: Part, preview: str) -> Outcome:
        written = activities.with_card(drawn, preview, place.tenant)
        return await self._connectors.post(place.service_url, place.conversation_id, written)
