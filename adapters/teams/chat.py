"""Writing into a chat right away: once, and once more after a short wait when Teams asks for one."""

from collections.abc import Awaitable, Callable

import structlog

from adapters.teams import activities
from adapters.teams.elements import Part
from adapters.teams.outcomes import NotDone
from adapters.teams.places import Place
from adapters.teams.sdk import Connectors
from bot.core.clock import Clock
from bot.core.delivery import Sent, Throttled

log = structlog.get_logger()

PATIENCE = 5.0
"""Seconds that a reply waits when Teams asks for patience; what would take longer is given up."""


class Chat:
    """Writes, changes and deletes messages; each deed returns the message's name, or nothing if it failed."""

    def __init__(self, connectors: Connectors, clock: Clock) -> None:
        self._connectors = connectors
        self._clock = clock

    async def post(self, place: Place, drawn: Part, preview: str) -> str:
        written = activities.with_card(drawn, preview, place.tenant)
        return await self._do(
            lambda: self._connectors.post(place.service_url, place.conversation_id, written)
        )

    async def say(self, place: Place, thread: str, sentence: str) -> str:
        """Write one sentence into a thread, whoever reads it."""
        written = activities.with_words(sentence, place.tenant)
        return await self._do(lambda: self._connectors.post(place.service_url, thread, written))

    async def change(self, place: Place, name: str, drawn: Part, preview: str) -> str:
        written = activities.with_card(drawn, preview, place.tenant)
        return await self._do(
            lambda: self._connectors.update(place.service_url, place.conversation_id, name, written)
        )

    async def delete(self, place: Place, name: str) -> str:
        return await self._do(lambda: self._connectors.delete(place.service_url, place.conversation_id, name))

    async def _do(self, call: Callable[[], Awaitable[Sent | NotDone]]) -> str:
        outcome = await call()
        if isinstance(outcome, Throttled) and outcome.seconds <= PATIENCE:
            await self._clock.sleep(outcome.seconds)
            outcome = await call()
        if isinstance(outcome, Sent):
            return outcome.name
        log.warning("reply not shown", outcome=type(outcome).__name__)
        return ""
