"""Carrying out a plan: what is shown to somebody after Slack was answered."""

import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.anchors import Anchors, anchor
from adapters.slack.arrivals import Arrival, Notice, Window
from adapters.slack.decode import PLATFORM
from adapters.slack.posting import Spot, post, put_in_place
from adapters.slack.web import TROUBLE, Webs, refusal_of
from adapters.slack.windows import Keep, Messages, Open, Push, Redraw, Replace, Say, Settle, Step
from bot.core.conversations import conversation_of
from bot.core.events import Actor
from bot.core.messages import Message

log = structlog.get_logger()

GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found"})
"""Why a message can't be changed any more: another one takes over."""

MOVED_ON = "hash_conflict"
"""The window shows something newer already; that stays."""


class Replies:
    """Shows people the answers to what they did. What can't be shown is logged, and the rest goes on."""

    def __init__(self, webs: Webs, anchors: Anchors) -> None:
        self._webs = webs
        self._anchors = anchors

    async def carry_out(self, arrival: Arrival, steps: tuple[Step, ...]) -> None:
        """Carry out the steps of a plan, one after another."""
        web = await self._webs.of(arrival.event.actor.workspace)
        if web is None:
            log.warning("slack is not installed there any more")
            return
        showing = Showing(web, self._anchors, arrival)
        for step in steps:
            try:
                await showing.take(step)
            except TROUBLE as error:
                log.warning(
                    "slack did not show it", step=type(step).__name__, why=refusal_of(error), error=error
                )

    async def remind(self, notice: Notice) -> None:
        """Let the message of a closed form say where the form stands. Raises what the client raises."""
        actor = Actor(platform=PLATFORM, workspace=notice.workspace, user=notice.user)
        window, web = Window.read(notice.event), await self._webs.of(notice.workspace)
        spot = await self._anchors.find(actor, window.carry.conversation)
        if web is not None and spot is not None:
            await put_in_place(web, spot, anchor(window.title, window.carry.token))


class Showing:
    """The steps after one arrival, in one workspace."""

    def __init__(self, web: AsyncWebClient, anchors: Anchors, arrival: Arrival) -> None:
        self._web = web
        self._anchors = anchors
        self._arrival = arrival

    async def take(self, step: Step) -> None:
        """Take one step. Raises what the client raises."""
        match step:
            case Open() | Push() | Redraw():
                await self._show(step)
            case Say():
                await self._say(step.messages)
            case Replace():
                await self._replace(step)
            case Keep():
                await self._keep(step)
            case Settle():
                await self._settle(step)

    async def _show(self, step: Open | Push | Redraw) -> None:
        """Show a window; when that can't be had any more, its words are said in the chat."""
        try:
            await self._draw(step)
        except TROUBLE as error:
            why = refusal_of(error)
            if why == MOVED_ON:
                log.info("slack window has moved on")
                return
            log.info("slack window not shown", step=type(step).__name__, why=why, error=error)
            await self._say(step.otherwise)

    async def _draw(self, step: Open | Push | Redraw) -> None:
        trigger, window = self._arrival.trigger, self._arrival.window
        match step:
            case Open():
                await self._web.views_open(trigger_id=trigger, view=step.view)
            case Push():
                await self._web.views_push(trigger_id=trigger, view=step.view)
            case Redraw() if window is not None:
                await self._web.views_update(view_id=window.id, hash=window.hash, view=step.view)

    async def _say(self, messages: Messages) -> None:
        for message in messages:
            await post(self._web, self._whose.user, message)

    async def _replace(self, step: Replace) -> None:
        """Put a message where somebody pressed, or below if nothing can be put there."""
        spot = self._pressed
        if spot is None or not await self._put_in_place(spot, step.message):
            await self._say((step.message,))

    async def _keep(self, step: Keep) -> None:
        """Post the message by which the form is found again, unless there is one that will do."""
        conversation = conversation_of(step.question.token)
        before = await self._anchors.find(self._whose, conversation)
        if before is not None and not step.fresh:
            return
        spot = await post(self._web, self._whose.user, anchor(step.question.short_title, step.question.token))
        is_open = await self._anchors.put(self._whose, conversation, spot)
        outdated = before if is_open else spot
        if outdated is not None:
            await self._web.chat_delete(channel=outdated.channel, ts=outdated.ts)

    async def _settle(self, step: Settle) -> None:
        """Put the answer where the form was kept; whoever pressed there did so on that very message."""
        find = self._anchors.find if step.goes_on else self._anchors.take
        spot = await find(self._whose, step.conversation) or self._pressed
        first, *others = step.messages
        if spot is None or not await self._put_in_place(spot, first):
            spot = await post(self._web, self._whose.user, first)
            if step.goes_on:
                await self._anchors.put(self._whose, step.conversation, spot)
        await self._say(tuple(others))

    async def _put_in_place(self, spot: Spot, message: Message) -> bool:
        """Let a message take the place of another; False when that one can't be changed any more."""
        try:
            await put_in_place(self._web, spot, message)
        except SlackClientError as error:
            if refusal_of(error) not in GONE:
                raise
            return False
        return True

    @property
    def _pressed(self) -> Spot | None:
        """The message whose button was pressed, if it stands in the person's own chat."""
        arrival = self._arrival
        if arrival.window is None and arrival.channel and arrival.message:
            return Spot(channel=arrival.channel, ts=arrival.message)
        return None

    @property
    def _whose(self) -> Actor:
        return self._arrival.event.actor
