"""The Home tab: what the core says of a programme, drawn anew when somebody looks or does something."""

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.acquaintances import Acquaintances
from adapters.slack.arrivals import Arrival, Notice
from adapters.slack.elements import DIVIDER, Part, compact
from adapters.slack.errands import Errands
from adapters.slack.installations import PLATFORM
from adapters.slack.limits import BLOCKS_IN_VIEW
from adapters.slack.render import blocks
from adapters.slack.shapes import key_of, text
from adapters.slack.web import TROUBLE, Webs, refusal_of
from bot.core.events import Actor, Answered, Asked, Pressed, Said, Turned
from bot.core.ground import Handle
from bot.core.messages import Message, Reply
from bot.core.words import _

log = structlog.get_logger()

COMMAND = "home"
REMEMBERED = 2000
"""People whose Home tab is kept up to date; whoever comes back later gets a fresh one by looking."""

CONFLICT = "hash_conflict"


class Home:
    """Draws Home tabs, beside whatever else goes on: a tab that can't be drawn holds nothing up."""

    def __init__(self, handle: Handle, acquaintances: Acquaintances, webs: Webs, errands: Errands) -> None:
        self._handle = handle
        self._acquaintances = acquaintances
        self._webs = webs
        self._errands = errands
        self._shown: OrderedDict[Actor, str] = OrderedDict()

    async def heed(self, notice: Notice) -> None:
        """Draw the tab of somebody who has just opened it."""
        if text(notice.event, "tab") != COMMAND or not notice.user:
            return
        actor = Actor(platform=PLATFORM, workspace=notice.workspace, user=notice.user)
        await self._acquaintances.meet(actor)
        self._remember(actor, text(notice.event, "view", "hash"))
        await self._draw(actor, notice.key)

    def follow(self, arrival: Arrival, reply: Reply) -> None:
        """Draw the tab anew after something was done, for whoever has looked at theirs.

        In the middle of a form nothing has changed yet.
        """
        event = arrival.event
        is_done = isinstance(event, Pressed | Answered | Turned | Asked | Said) and reply.question is None
        if is_done and event.actor in self._shown:
            key = key_of(f"{event.key}:{COMMAND}")
            self._errands.send((COMMAND, event.actor), partial(self._draw, event.actor, key))

    async def _draw(self, actor: Actor, key: str) -> None:
        """Draw the tab as things stand; what somebody else drew meanwhile is drawn over once."""
        web = await self._webs.of(actor.workspace)
        if web is None:
            return
        reply = await self._handle(Asked(key=key, actor=actor, command=COMMAND))
        view = tab(reply.messages)
        try:
            await self._publish(web, actor, view, self._shown.get(actor, ""))
        except TROUBLE as error:
            if refusal_of(error) == CONFLICT:
                await self._publish(web, actor, view, "")
                return
            log.warning("slack home not drawn", why=refusal_of(error), error=error)

    async def _publish(self, web: AsyncWebClient, actor: Actor, view: Part, seen: str) -> None:
        told = await web.views_publish(user_id=actor.user, view=view, hash=seen or None)
        self._remember(actor, text(told.data, "view", "hash"))

    def _remember(self, actor: Actor, seen: str) -> None:
        self._shown[actor] = seen
        self._shown.move_to_end(actor)
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)


def tab(messages: Sequence[Message]) -> Part:
    """Return the tab with these messages one below another; what there is no room for is told of."""
    shown: list[Part] = []
    pressed = 0
    for message in messages:
        more = [*([DIVIDER] if shown else []), *blocks(message, pressed)]
        together = compact([*shown, *more], BLOCKS_IN_VIEW - len(_THE_REST))
        if len(together) > BLOCKS_IN_VIEW - len(_THE_REST):
            shown = [*shown, *_THE_REST]
            break
        shown, pressed = together, pressed + len(message.actions)
    return {"type": "home", "callback_id": COMMAND, "blocks": shown}


_THE_REST = [
    DIVIDER,
    *blocks(Message(kind="reply.home", preview=_("More"), text=_("There is more. Say status in our chat."))),
]
