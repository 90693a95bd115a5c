"""The reception: notes where things come from, introduces people, asks the door, and answers in place."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from adapters.teams import windows
from adapters.teams.activities import Answer
from adapters.teams.bookmarks import Bookmarks
from adapters.teams.chat import Chat
from adapters.teams.chats import Chats
from adapters.teams.decode import comes, event_in
from adapters.teams.errands import Errands
from adapters.teams.inbound import Inbound
from adapters.teams.people import People
from adapters.teams.places import Place, Places, place_of
from adapters.teams.recent import Recent
from adapters.teams.replies import Link, Replies
from adapters.teams.sdk import Connectors
from adapters.teams.windows import Asking, Plan
from bot.core.events import Departed, Event, Ignored, Joined, Pressed
from bot.core.ground import Ground
from bot.core.messages import Message
from bot.core.words import _

TIME_LIMIT = 2.5
"""Seconds after which an invoke is answered, ready or not: a client waits for three."""

ONCE = 60.0
"""Seconds for which the answer to an activity is given again when Teams delivers it again."""

MOST_ANSWERS = 500

DIALOGS = frozenset({"task/fetch", "task/submit"})

Meet = Callable[[Place], Coroutine[Any, Any, None]]
"""Gets to know the people of a team or group chat that the bot was just added to."""


class Reception:
    """Takes in one activity after the other."""

    def __init__(
        self,
        ground: Ground,
        connectors: Connectors,
        places: Places,
        chats: Chats,
        link: Link,
        *,
        meet: Meet,
    ) -> None:
        self._ground = ground
        self._meet = meet
        self._places = places
        self._chats = chats
        self._people = People(ground, connectors)
        self._chat = Chat(connectors, ground.clock)
        self._bookmarks = Bookmarks(ground)
        self._replies = Replies(self._chat, self._bookmarks, link)
        self._errands = Errands()
        self._answers: Recent[str, asyncio.Task[Answer | None]] = Recent(ONCE, most=MOST_ANSWERS)
        self._greeted: Recent[str, bool] = Recent(ONCE)

    async def take(self, inbound: Inbound) -> Answer | None:
        """Take in an activity; the same one, delivered again, gets the answer that it got.

        Whatever goes wrong before it is kept is raised, so that Teams delivers it again.
        """
        task = self._answers.get(inbound.key)
        if task is None:
            task = asyncio.create_task(self._handle(inbound))
            self._answers.put(inbound.key, task)
            task.add_done_callback(lambda done: self._over(inbound.key, done))
        if inbound.is_invoke:
            return await self._in_time(inbound, task)
        return await asyncio.shield(task)

    async def settle(self, seconds: float | None = None) -> None:
        """Wait for everything that is still to be shown."""
        await self._errands.settle(seconds)

    def _over(self, key: str, task: asyncio.Task[Answer | None]) -> None:
        if task.cancelled() or task.exception() is not None:
            self._answers.drop(key)

    async def _in_time(self, inbound: Inbound, task: asyncio.Task[Answer | None]) -> Answer:
        """Answer before the client gives up; what comes later changes the card by itself."""
        done, __ = await asyncio.wait({task}, timeout=TIME_LIMIT)
        if done:
            return task.result() or Answer(200, {})
        self._errands.start(self._see_to_the_end(inbound, task))
        sentence = _("That takes a moment. Please press it once more.")
        return windows.closing_answer(sentence) if _is_dialog(inbound) else windows.sentence_answer(sentence)

    async def _see_to_the_end(self, inbound: Inbound, task: asyncio.Task[Answer | None]) -> None:
        """Say so when what took its time went wrong in the end."""
        with suppress(Exception):
            await asyncio.shield(task)
            return
        sentence = _("That did not work just now. Please press it again.")
        if inbound.is_personal:
            await self._chat.say(self._place(inbound), inbound.thread, sentence)

    async def _handle(self, inbound: Inbound) -> Answer | None:
        event = event_in(inbound)
        is_true = await self._places.refresh(inbound)
        if is_true and comes(inbound) and not inbound.is_personal:
            self._errands.start(self._meet(self._place(inbound)))
        if isinstance(event, Ignored) or not is_true:
            return await self._leave(inbound, event)
        if await self._people.introduce(inbound) and inbound.is_personal and not inbound.beside:
            await self._places.keep(inbound.actor, self._place(inbound))
        reply = await self._ground.handle(event)
        plan = windows.plan(inbound, event, reply)
        if isinstance(event, Departed) or (isinstance(event, Joined) and self._was_greeted(inbound)):
            return None
        if not inbound.is_personal:
            return await self._answer_elsewhere(inbound, plan)
        return await self._answer_here(inbound, event, plan)

    async def _leave(self, inbound: Inbound, event: Event) -> Answer | None:
        """Answer what means nothing to the house, or came too late to be true."""
        if isinstance(event, Ignored):
            await self._ground.handle(event)
        if inbound.is_invoke:
            return windows.not_ours() if inbound.data is not None else Answer(200, {})
        if inbound.kind == "message" and not inbound.is_personal:
            sentence = _("Let us talk in our own chat, where only you read it. Open me there and say help.")
            self._errands.start(self._chat.say(self._place(inbound), inbound.thread, sentence))
        return None

    async def _answer_here(self, inbound: Inbound, event: Event, plan: Plan) -> Answer | None:
        """Answer in the chat: an invoke at once, and its message afterwards, so that it stays as it looks."""
        card = await self._card(inbound, event) if plan.instead is not None else ""
        self._errands.start(self._show(inbound, plan, card))
        if not inbound.is_invoke:
            return None
        if _is_dialog(inbound):
            return self._in_dialog(plan, card)
        if plan.instead is None:
            return windows.sentence_answer(_("You find it below.") if plan.below else _("Done."))
        return windows.card_answer((await self._replies.draw(plan.instead, inbound.actor, card))[0])

    def _in_dialog(self, plan: Plan, card: str) -> Answer:
        match plan.instead:
            case Asking() as asking:
                return windows.dialog_answer(windows.question_dialog(asking, card))
            case Message() as message:
                return windows.closing_answer(windows.brief(message))
            case None:
                return windows.closing_answer(_("You find it in our chat."))

    async def _answer_elsewhere(self, inbound: Inbound, plan: Plan) -> Answer | None:
        """Answer somebody who acted where others read: in their own chat, opened when there is none."""
        place = await self._chats.with_person(inbound.actor)
        if isinstance(place, Place) and await self._replies.carry_out(inbound.actor, place, plan):
            sentence = _("I have written to you in our chat.")
        else:
            sentence = _("I can't write to you yet. Please add Turnabout for yourself, then press it again.")
        return windows.sentence_answer(sentence) if inbound.is_invoke else None

    async def _show(self, inbound: Inbound, plan: Plan, card: str) -> None:
        place, seen = self._place(inbound), inbound.is_invoke
        await self._replies.carry_out(inbound.actor, place, plan, card, seen=seen)

    async def _card(self, inbound: Inbound, event: Event) -> str:
        """Return the message whose place the answer takes."""
        carried = (inbound.data or {}).get("m")
        if inbound.card or isinstance(carried, str):
            return inbound.card or str(carried)
        if isinstance(event, Pressed) or not _is_dialog(inbound):
            return ""
        return await self._bookmarks.form(inbound.actor, getattr(event, "token", ""))

    def _was_greeted(self, inbound: Inbound) -> bool:
        """Tell whether this chat was told just now: one coming is reported twice."""
        before = self._greeted.get(inbound.conversation)
        self._greeted.put(inbound.conversation, True)  # noqa: FBT003  # that it was
        return before is not None

    def _place(self, inbound: Inbound) -> Place:
        return place_of(inbound, self._ground.clock.now())


def _is_dialog(inbound: Inbound) -> bool:
    return inbound.invoke in DIALOGS
