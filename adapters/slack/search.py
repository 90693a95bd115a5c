"""Whether a letter of uncertain fate arrived: its chat tells, by what travels with each letter unseen."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.rooms import Room, Rooms
from adapters.slack.shapes import part, text
from adapters.slack.web import TROUBLE, refusal_of
from bot.core.clock import Clock
from bot.core.delivery import Delivery, Failed, Sent, Uncertain

EVENT = "turnabout_delivery"
"""What the metadata of a letter is called."""

EARLIER = timedelta(seconds=5)
"""How far Slack's clock may be behind ours."""

SETTLING = timedelta(seconds=30)
"""How long after a try the chat may still lack a message that was posted."""

A_PAGE, PAGES = 100, 3
REMEMBERED = 1000


class Search:
    """Looks through chats. Channels are never read, so what was posted there stays uncertain."""

    def __init__(self, rooms: Rooms, clock: Clock) -> None:
        self._rooms = rooms
        self._clock = clock
        self._tried: dict[str, datetime] = {}

    def note(self, delivery: Delivery) -> None:
        """Note that nobody knows whether a letter arrived that was sent just now."""
        if len(self._tried) >= REMEMBERED:
            self._tried.clear()
        self._tried[delivery.letter.key] = self._clock.now()

    async def find(self, delivery: Delivery) -> Sent | Failed | Uncertain:
        """Look for a letter: it arrived, or surely did not, or can't be told."""
        if delivery.to is None or delivery.letter.channel is not None:
            return Uncertain(reason="channels are not read")
        try:
            room = await self._rooms.chat_with(delivery.to)
            found = await self._look(room, delivery) if room else None
        except TROUBLE as error:
            return Uncertain(reason=refusal_of(error))
        if found is None:
            return Uncertain(reason="the chat can't be read")
        return found

    async def _look(self, room: Room, delivery: Delivery) -> Sent | Failed | None:
        wanted = mark(delivery.letter.key)
        oldest = (delivery.letter.not_before - EARLIER).timestamp()
        cursor = ""
        for _page in range(PAGES):
            told = await _page_of(room.web, room.name, oldest, cursor)
            for message in told.get("messages", ()):
                if _mark_on(message) == wanted:
                    return Sent(name=f"{room.name}/{text(message, 'ts')}")
            cursor = text(told, "response_metadata", "next_cursor")
            if not cursor:
                return Failed(reason="it did not arrive") if self._has_settled(delivery) else None
        return None

    def _has_settled(self, delivery: Delivery) -> bool:
        """Tell whether the chat has caught up; a try that nobody here remembers lies further back."""
        tried = self._tried.get(delivery.letter.key)
        return tried is None or self._clock.now() - tried >= SETTLING


def mark(key: str) -> str:
    """Return the name of a letter as it travels: nothing can be read from it."""
    return sha256(key.encode()).hexdigest()[:32]


async def _page_of(web: AsyncWebClient, channel: str, oldest: float, cursor: str) -> dict[str, Any]:
    told = await web.conversations_history(
        channel=channel,
        oldest=f"{oldest:.6f}",
        inclusive=True,
        include_all_metadata=True,
        limit=A_PAGE,
        cursor=cursor or None,
    )
    return dict(part(told.data))


def _mark_on(message: object) -> str:
    about = part(message, "metadata")
    return text(about, "event_payload", "k") if text(about, "event_type") == EVENT else ""
