"""Somebody with Teams in their hands: they press what they see and fill in what they are asked."""

from collections.abc import Awaitable, Callable, Mapping

from tests.fakes.teams.people import Person
from tests.fakes.teams.screen import Answer, Seen


class Hands:
    """One person. After whatever they do, everything that follows from it has happened."""

    def __init__(self, person: Person, settled: Callable[[], Awaitable[None]]) -> None:
        self._settled = settled
        self.person = person
        self.answers: list[Answer] = []
        self._at = ""

    async def installs(self, *, backwards: bool = False) -> None:
        await self._done(self.person.installs(backwards=backwards))

    async def uninstalls(self) -> None:
        await self._done(self.person.uninstalls())

    async def types(self, text: str) -> None:
        self._at = ""
        await self._done(self.person.types(text))

    async def presses(self, label: str, where: Seen | None = None) -> None:
        """Press a button: on the newest message that has it, unless told where."""
        await self._done(self.person.presses(self._touched(where or self.with_button(label)), label))

    async def fills(
        self, values: Mapping[str, object] | None = None, where: Seen | None = None, label: str = "Send"
    ) -> None:
        """Fill in the form that was touched last, or the newest one, and send it."""
        seen = self._touched(where or self._form(label))
        await self._done(self.person.fills(seen, values or {}, label))

    async def submits(self, values: Mapping[str, object] | None = None, label: str = "Send") -> None:
        """Do the same with an old client."""
        seen = self._touched(self._form(label))
        await self._done(self.person.submits(seen, label, values or {}))

    async def opens_window(self) -> None:
        """Open the form in a window of its own."""
        label = "Open in a window"
        await self._done(self.person.opens_dialog(self._touched(self.with_button(label)), label))

    async def fills_window(self, values: Mapping[str, object] | None = None, label: str = "Send") -> None:
        await self._done(self.person.fills_dialog(values or {}, label))

    async def again(self) -> None:
        """Let Teams deliver once more what this person did last."""
        await self._done(self.person.again())

    async def _done(self, deed: Awaitable[Answer | list[Answer]]) -> None:
        answers = await deed
        self.answers = answers if isinstance(answers, list) else [answers]
        await self._settled()

    @property
    def answer(self) -> Answer:
        """What the last deed was answered."""
        return self.answers[-1]

    @property
    def shown(self) -> list[Seen]:
        """What the bot has in this person's chat, oldest first."""
        return [seen for seen in self.person.chat if seen.posted.by != self.person.account.key]

    @property
    def chat(self) -> list[str]:
        """What stands there, in words."""
        return [seen.words for seen in self.shown]

    @property
    def last(self) -> Seen:
        """The newest message."""
        return self.shown[-1]

    @property
    def card(self) -> Seen:
        """The message that was touched last, as it stands now; after typing, the newest one."""
        touched = [seen for seen in self.shown if seen.id == self._at]
        return touched[0] if touched else self.last

    @property
    def notices(self) -> list[str]:
        return self.person.notices

    def with_button(self, label: str) -> Seen:
        """Return the newest message that has this button."""
        found = [seen for seen in self.shown if label in seen.buttons]
        assert found, f"nothing to press says {label!r}; there is {[seen.buttons for seen in self.shown]}"
        return found[-1]

    def _form(self, label: str) -> Seen:
        return self.card if label in self.card.buttons else self.with_button(label)

    def _touched(self, seen: Seen) -> Seen:
        self._at = seen.id
        return seen

    def reloaded(self) -> list[str]:
        """Return what stands in the chat for a client that was opened just now."""
        for seen in self.shown:
            seen.posted.views.clear()
        return self.chat
