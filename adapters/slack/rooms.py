"""Where letters go: the chat with somebody, or a channel that was looked at before anything is said there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.installations import Installation
from adapters.slack.outcomes import CLOSED, ENDED, NOT_INSTALLED, NOT_PRIVATE, SHARED, gone, not_done
from adapters.slack.shapes import is_true, part, text
from adapters.slack.web import TROUBLE, Webs, refusal_of
from bot.core.clock import Clock
from bot.core.delivery import Delivery, Failed, Gone, Throttled
from bot.core.events import Actor
from bot.core.pacing import Pace
from bot.core.ports import Store
from bot.core.terms import terms

A_DAY = timedelta(days=1)
"""How long the name of a chat is believed; then it is asked again, and with it whether the account lives."""

LOOKS_A_SECOND, AT_FIRST = 0.7, 40
"""How often chats are asked for; Slack takes some fifty a minute, and a message finds its reader without."""

REMEMBERED = 10_000

UNKNOWN_THERE = "channel_not_found"


@dataclass(frozen=True, slots=True)
class Room:
    """A conversation that can be written to; `name` is what Slack calls it."""

    web: AsyncWebClient
    workspace: str
    name: str


class Rooms:
    """Finds the place of every letter."""

    def __init__(self, webs: Webs, store: Store, clock: Clock) -> None:
        self._webs = webs
        self._store = store
        self._clock = clock
        self._chats: dict[Actor, tuple[str, datetime]] = {}
        self._pace = Pace(LOOKS_A_SECOND, AT_FIRST)

    async def of(self, delivery: Delivery) -> Room | Gone | Throttled | Failed:
        """Return where a letter goes, or why it can't go there."""
        if delivery.to is None:
            return Failed(reason="no address")
        if delivery.letter.channel is None:
            return await self._chat(delivery.to)
        return await self._channel(delivery.to, delivery.letter.cohort_id)

    async def chat_with(self, to: Actor) -> Room | None:
        """Return the chat with somebody by its own name. Raises what the client raises."""
        web = await self._webs.of(to.workspace)
        if web is None:
            return None
        if not self._is_known(to):
            told = await web.conversations_open(users=to.user)
            self._remember(to, text(told.data, "channel", "id"))
        return Room(web, to.workspace, self._chats[to][0])

    async def fault_at(self, channel: Actor, cohort_id: str) -> str:
        """Return why a cohort's figures can't be posted in a channel, or nothing."""
        found = await self._channel(channel, cohort_id)
        if isinstance(found, Room):
            return ""
        return "ratelimited" if isinstance(found, Throttled) else found.reason

    async def _chat(self, to: Actor) -> Room | Gone:
        """Return the chat with somebody; only an account that is closed for good keeps a letter back.

        Posting to a closed account would succeed, and nobody would read it. Whatever else keeps Slack from
        naming the chat, a message finds it by the person.
        """
        web = await self._webs.of(to.workspace)
        if web is None:
            return gone(NOT_INSTALLED)
        by_person = Room(web, to.workspace, to.user)
        if not self._is_known(to) and self._pace.wait(to.workspace, self._clock.now().timestamp()):
            return by_person
        try:
            return await self.chat_with(to) or gone(NOT_INSTALLED)
        except TROUBLE as error:
            reason = refusal_of(error)
            return gone(reason) if reason in CLOSED | ENDED else by_person

    def _is_known(self, to: Actor) -> bool:
        known = self._chats.get(to)
        return known is not None and self._clock.now() - known[1] < A_DAY

    def _remember(self, to: Actor, name: str) -> None:
        if len(self._chats) >= REMEMBERED:
            self._chats.clear()
        self._chats[to] = (name, self._clock.now())

    async def _channel(self, to: Actor, cohort_id: str | None) -> Room | Gone | Throttled | Failed:
        """Return a channel in which this cohort's figures may be posted."""
        installed = await self._knows(to)
        if not isinstance(installed, Installation):
            return installed
        room = Room(self._webs.client(installed.token), installed.workspace, channel_in(to))
        if await self._is_for_all(cohort_id):
            return room
        try:
            fault = await fault_of(room.web, room.name)
        except TROUBLE as error:
            return not_done(error)
        return gone(fault) if fault else room

    async def _knows(self, to: Actor) -> Installation | Gone | Throttled | Failed:
        """Return the installation of a channel: that of its workspace, the only one, or one that knows it."""
        named = named_in(to)
        installed = await self._webs.every()
        meant = [one for one in installed if named in one.ids] or installed
        if not meant:
            return Failed(reason="workspace unknown") if self._webs.is_waiting else gone(NOT_INSTALLED)
        if len(meant) == 1:
            return meant[0]
        for one in meant:
            try:
                if await is_known(self._webs.client(one.token), channel_in(to)):
                    return one
            except TROUBLE as error:
                return not_done(error)
        return gone(UNKNOWN_THERE)

    async def _is_for_all(self, cohort_id: str | None) -> bool:
        """Tell whether a cohort's figures are for everybody: totals then, without a code."""
        if cohort_id is None:
            return False
        async with self._store.reading() as unit:
            return terms(await unit.cohorts.get(cohort_id)).summary.audience == "wider"


def named_in(to: Actor) -> str:
    """Return the workspace that stands before a channel's name, if one does."""
    return to.user.rpartition("/")[0] or to.workspace


def channel_in(to: Actor) -> str:
    return to.user.rpartition("/")[2]


async def fault_of(web: AsyncWebClient, channel: str) -> str:
    """Return why no codes can be posted in a channel, or nothing. Raises what the client raises.

    The bot has no right to look at public channels, and needs none: that it may not look tells enough.
    """
    try:
        told = await web.conversations_info(channel=channel)
    except SlackClientError as error:
        why = refusal_of(error)
        if why == "missing_scope":
            return NOT_PRIVATE
        if why == UNKNOWN_THERE:
            return why
        raise
    return _what_is_wrong(part(told.data, "channel"))


def _what_is_wrong(channel: object) -> str:
    if not is_true(channel, "is_private"):
        return NOT_PRIVATE
    if is_true(channel, "is_archived"):
        return "is_archived"
    if is_true(channel, "is_ext_shared") or is_true(channel, "is_pending_ext_shared"):
        return SHARED
    return "" if is_true(channel, "is_member") else "not_in_channel"


async def is_known(web: AsyncWebClient, channel: str) -> bool:
    """Tell whether a workspace has a channel. Raises what the client raises."""
    try:
        return await fault_of(web, channel) != UNKNOWN_THERE
    except SlackClientError as error:
        if refusal_of(error) in ENDED:
            return False
        raise
