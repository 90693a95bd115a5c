"""From what arrived to what Slack is answered: everything is written down before anybody is answered."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import structlog

from adapters.slack.acquaintances import Acquaintances
from adapters.slack.arrivals import Arrival, Notice
from adapters.slack.decode import decode
from adapters.slack.errands import Errands
from adapters.slack.replies import Replies
from adapters.slack.windows import plan
from bot.core.ground import Handle
from bot.core.messages import Reply

log = structlog.get_logger()

Heed = Callable[[Notice], Awaitable[None]]
"""Looks after one kind of notice."""

Follow = Callable[[Arrival, Reply], None]
"""Hears what somebody did and was answered, once everything else of it is on its way."""

REMEMBERED = 5000
"""Events whose answers are remembered as shown, so that one delivered again isn't answered twice."""


class Reception:
    """Takes in what Slack sends, over HTTP or the socket."""

    def __init__(
        self,
        handle: Handle,
        acquaintances: Acquaintances,
        replies: Replies,
        errands: Errands,
        heeds: Mapping[str, Heed],
        follow: Follow = lambda _arrival, _reply: None,
    ) -> None:
        self._handle = handle
        self._acquaintances = acquaintances
        self._replies = replies
        self._errands = errands
        self._heeds = heeds
        self._follow = follow
        self._shown: OrderedDict[str, None] = OrderedDict()

    async def take(self, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Take in one payload and return what Slack is answered, if it is to be answered anything.

        Whatever the core raises goes on to the caller, and so Slack will deliver the payload again.
        """
        arrived = decode(body)
        if isinstance(arrived, Arrival):
            return await self._welcome(arrived)
        if isinstance(arrived, Notice):
            self._heed(arrived)
        else:
            log.debug("slack ignored", reason=arrived.reason)
        return None

    async def _welcome(self, arrival: Arrival) -> Mapping[str, Any] | None:
        actor = arrival.event.actor
        await self._acquaintances.meet(actor)
        reply = await self._handle(arrival.event)
        planned = plan(arrival, reply)
        if self._is_new(arrival.event.key):
            if planned.steps:
                self._errands.send(actor, partial(self._replies.carry_out, arrival, planned.steps))
            self._follow(arrival, reply)
        return planned.answer

    def _heed(self, notice: Notice) -> None:
        heed = self._heeds.get(notice.kind)
        if heed is not None and self._is_new(notice.key):
            self._errands.send((notice.workspace, notice.user), partial(heed, notice))

    def _is_new(self, key: str) -> bool:
        """Tell whether this was not shown yet; a redelivery may come while the first is under way."""
        if key in self._shown:
            return False
        self._shown[key] = None
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)
        return True
