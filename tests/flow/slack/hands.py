"""Somebody with Slack in their hands: they press what they see and fill in what they are asked."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.fakes.slack.carrier import Answer
from tests.fakes.slack.fake import FakeSlack
from tests.fakes.slack.person import Person
from tests.fakes.slack.records import Post, View


class Hands:
    """One person. After whatever they do, everything that follows from it has happened."""

    def __init__(self, slack: FakeSlack, person: Person, settled: Callable[[], Awaitable[None]]) -> None:
        self._slack = slack
        self._settled = settled
        self.person = person
        self.answer = Answer(0, "")

    async def presses(self, label: str, where: Post | View | None = None) -> None:
        """Press a button: in the window that is open, else on the newest message that has it."""
        await self._done(self.person.presses(where or self._with(label), label))

    async def fills(self, values: dict[str, Any] | None = None, view: View | None = None) -> None:
        """Fill in the window and send it."""
        await self._done(self.person.submits(view or self.window, values or {}))

    async def closes(self) -> None:
        """Close the window, as one does before going back to the chat."""
        await self.person.closes(self.window, everything=True)
        await self._settled()

    async def types(self, text: str) -> None:
        await self._done(self.person.types(text))

    async def commands(self, text: str = "", channel: str = "") -> None:
        await self._done(self.person.commands("/turnabout", text, channel))

    async def shortcut(self, name: str) -> None:
        await self._done(self.person.shortcut(name))

    async def opens_chat(self) -> None:
        await self._done(self.person.opens_home(tab="messages"))

    async def _done(self, deed: Awaitable[Answer]) -> None:
        self.answer = await deed
        await self._settled()

    @property
    def window(self) -> View:
        """The window in front of them."""
        view = self._slack.view_of(self.person.id)
        assert view is not None, f"no window is open; in the chat: {self.chat[-3:]}"
        return view

    @property
    def has_window(self) -> bool:
        return self._slack.view_of(self.person.id) is not None

    @property
    def posts(self) -> list[Post]:
        return self._slack.dm_of(self.person.id)

    @property
    def chat(self) -> list[str]:
        """What stands in their chat with the bot, oldest first."""
        return [post.words for post in self.posts]

    @property
    def last(self) -> Post:
        return self.posts[-1]

    def _with(self, label: str) -> Post | View:
        view = self._slack.view_of(self.person.id)
        if view is not None:
            return view
        found = [post for post in self.posts if label in post.buttons]
        assert found, f"nothing to press says {label!r}; there is {[post.buttons for post in self.posts]}"
        return found[-1]
