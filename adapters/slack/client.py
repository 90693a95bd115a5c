"""The way out to Slack: the `Messenger` port."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.flow import Flow
from adapters.slack.outcomes import ENDED, refused
from adapters.slack.posting import Draft, Spot, post_first, post_rest
from adapters.slack.rooms import Room, Rooms
from adapters.slack.search import EVENT, Search, mark
from adapters.slack.uploads import handed_over
from adapters.slack.web import TROUBLE, refusal_of
from bot.core.delivery import Delivery, Failed, Gone, Outcome, Sent, Throttled, Uncertain
from bot.core.messages import Message

log = structlog.get_logger()

READY_BY, SAID_BY, DONE_BY = 7.0, 12.0, 14.0
"""Seconds until the files of a letter are handed over, until its first page stands, until all is done."""

Ended = Callable[[str], None]
"""Hears that the token of a workspace is dead."""


NotReady = Failed | Gone | Throttled


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter at its place: nothing of it was said so far."""

    room: Room
    draft: Draft


class SlackMessenger:
    """Sends letters, each once."""

    def __init__(self, rooms: Rooms, flow: Flow, search: Search, ended: Ended) -> None:
        self._rooms = rooms
        self._flow = flow
        self._search = search
        self._ended = ended

    async def send(self, delivery: Delivery) -> Outcome:
        """Send a letter once; its first page decides what became of it.

        Up to then nothing was said. What fails after it is noted, since the letter has arrived.
        """
        began = asyncio.get_running_loop().time()
        ready = await self._get_ready(delivery, began)
        outcome = await self._say(delivery, ready, began) if isinstance(ready, Ready) else ready
        if isinstance(outcome, Gone) and outcome.reason in ENDED and delivery.to is not None:
            self._ended(ready.room.workspace if isinstance(ready, Ready) else delivery.to.workspace)
        return outcome

    async def find(self, delivery: Delivery) -> Sent | Failed | Uncertain:
        return await self._search.find(delivery)

    async def _get_ready(self, delivery: Delivery, began: float) -> Ready | NotReady:
        try:
            async with asyncio.timeout_at(began + READY_BY):
                return await self._ready(delivery)
        except TimeoutError:
            return Failed(reason="not ready in time")

    async def _ready(self, delivery: Delivery) -> Ready | NotReady:
        """Find the place of a letter, wait for its turn, and hand its files over."""
        room = await self._rooms.of(delivery)
        if not isinstance(room, Room):
            return room
        seconds = self._flow.wait(room.workspace, room.name)
        if seconds:
            return Throttled(seconds=seconds, everywhere=False)
        message = delivery.letter.message
        try:
            return Ready(room, Draft.of(message, await handed_over(room.web, message)))
        except TROUBLE as error:
            return _without_files(room, message, error)

    async def _say(self, delivery: Delivery, ready: Ready, began: float) -> Outcome:
        room, draft = ready.room, ready.draft
        try:
            async with asyncio.timeout_at(began + SAID_BY):
                spot = await post_first(room.web, room.name, draft, metadata_of(delivery))
        except TROUBLE as error:
            outcome = refused(error)
            if isinstance(outcome, Uncertain):
                self._search.note(delivery)
            return outcome
        await self._say_rest(ready, spot, began)
        return Sent(name=f"{spot.channel}/{spot.ts}")

    async def _say_rest(self, ready: Ready, spot: Spot, began: float) -> None:
        try:
            async with asyncio.timeout_at(began + DONE_BY):
                await post_rest(ready.room.web, spot.channel, ready.draft)
        except TROUBLE as error:
            log.warning("slack letter incomplete", why=refusal_of(error), error=error)


def _without_files(room: Room, message: Message, error: Exception) -> Ready | NotReady:
    """Return the words alone where a workspace takes no files; any other trouble may pass."""
    outcome = refused(error)
    if isinstance(outcome, Throttled):
        return outcome
    if isinstance(outcome, Uncertain) or not isinstance(error, SlackApiError):
        return Failed(reason=outcome.reason)
    log.warning("slack took no file", why=outcome.reason)
    return Ready(room, Draft.of(message))


def metadata_of(delivery: Delivery) -> dict[str, Any]:
    """Return what travels with a letter unseen: a name that means nothing to anybody else."""
    return {"event_type": EVENT, "event_payload": {"k": mark(delivery.letter.key)}}
