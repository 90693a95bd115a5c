"""People with Slack or Teams in their hands, whichever it is: what they see, press, type and fill in.

Fields go by the names that the dialog gives them, since either platform has labels of its own.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from tests.fakes.slack import reading
from tests.fakes.slack.carrier import Answer as SlackAnswer
from tests.fakes.slack.filling import KEPT_AS
from tests.fakes.slack.person import Person as SlackPerson
from tests.fakes.slack.sights import Post, View
from tests.fakes.teams import cards
from tests.fakes.teams.people import Person as TeamsPerson
from tests.fakes.teams.screen import Answer as TeamsAnswer
from tests.fakes.teams.screen import Seen
from tests.flow.platforms.estate import SLACK, Estate

Json = dict[str, Any]
Answer = SlackAnswer | TeamsAnswer


@dataclass(frozen=True, slots=True)
class Blank:
    """A field as it stands in a form: for words or not, and what may be chosen where there is a list."""

    name: str
    is_text: bool
    is_required: bool
    is_given: bool
    choices: tuple[str, ...] = ()


class Staff(ABC):
    """Somebody, known by their first name in small letters."""

    def __init__(self, estate: Estate, who: str) -> None:
        self.estate = estate
        self.who = who
        self.shown: list[Json] = []
        """What their client drew for them alone: windows, and cards in the place of others."""
        self.answers: list[Answer] = []

    @abstractmethod
    async def arrives(self) -> None:
        """Meet the bot for the first time."""

    @abstractmethod
    async def types(self, text: str) -> None: ...

    @abstractmethod
    async def presses(self, label: str, which: int = -1) -> None:
        """Press a button: of those that say so in the chat or in front of them, the last unless told."""

    @abstractmethod
    async def fills(self, values: Mapping[str, object]) -> None:
        """Fill in the form in front of them, by the names of its fields, and send it."""

    @abstractmethod
    async def turns(self, label: str) -> None:
        """Press a button of the form in front of them: Skip, Later, Help now."""

    @abstractmethod
    def asks(self) -> list[Blank]:
        """Return what the form in front of them asks; nothing when there is none."""

    @abstractmethod
    def puts_away(self) -> None:
        """Close whatever is in front of them."""

    @property
    @abstractmethod
    def chat(self) -> list[str]:
        """What stands in their chat with the bot, oldest first."""

    @property
    @abstractmethod
    def in_front(self) -> str:
        """What they have before them, in words."""

    @property
    @abstractmethod
    def buttons(self) -> list[str]:
        """What can be pressed in the chat, and in front of them."""

    @abstractmethod
    async def again(self) -> None:
        """Let the platform deliver once more what they did last."""

    @property
    def answered(self) -> str:
        """What the bot answered to their last deed, to the letter."""
        return str(self.answers[-1].body)

    @property
    def was_refused(self) -> bool:
        """Whether the platform was told that their last deed went wrong inside."""
        return self.answers[-1].status == HTTPStatus.INTERNAL_SERVER_ERROR

    async def opens(self, command: str) -> None:
        """Type a command that leads to a form, and have the form before them."""
        self.puts_away()
        await self.types(command)
        if not self.asks():
            await self.presses("Continue")


class OnSlack(Staff):
    """Somebody with Slack."""

    def __init__(self, estate: Estate, who: str, person: SlackPerson) -> None:
        super().__init__(estate, who)
        self.person = person

    async def arrives(self) -> None:
        await self.types("help")

    async def types(self, text: str) -> None:
        await self._does(self.person.types(text))

    async def presses(self, label: str, which: int = -1) -> None:
        window = self._window
        where = window if window is not None and label in window.buttons else self._post(label, which)
        await self._does(self.person.presses(where, label))

    async def fills(self, values: Mapping[str, object]) -> None:
        window = self._window
        assert window is not None, "no window is open"
        await self._does(self.person.submits(window, values))

    async def turns(self, label: str) -> None:
        window = self._window
        assert window is not None, "no window is open"
        await self._does(self.person.turns(window, label))

    async def commands(self, text: str, channel: str = "") -> None:
        await self._does(self.person.commands("/turnabout", text, channel))

    async def again(self) -> None:
        last = self.answers[-1]
        assert isinstance(last, SlackAnswer)
        await self._does(self.estate.slack.again(last))

    def asks(self) -> list[Blank]:
        window = self._window
        if window is None or not window.body.get("submit"):
            return []
        return [_blank_of_slack(block) for block in reading.inputs(window.blocks)]

    def puts_away(self) -> None:
        self.person.workspace.stack(self.person.id).clear()

    @property
    def posts(self) -> list[Post]:
        return self.person.posts

    @property
    def chat(self) -> list[str]:
        return [post.words for post in self.posts if post.author != self.person.id]

    @property
    def in_front(self) -> str:
        window = self._window
        return "" if window is None else f"{window.title}\n{window.words}\n{window.blocks}"

    @property
    def buttons(self) -> list[str]:
        inside = self._window.buttons if self._window is not None else []
        return [*inside, *(label for post in self.posts for label in post.buttons)]

    @property
    def _window(self) -> View | None:
        return self.estate.slack.view_of(self.person.id)

    def _post(self, label: str, which: int) -> Post:
        found = [post for post in self.posts if label in post.buttons]
        assert found, f"nothing to press says {label!r}; there is {self.buttons}"
        return found[which]

    async def _does(self, deed: Awaitable[SlackAnswer]) -> None:
        """Do something, wait for what follows from it, and keep every window that came of it."""
        before = len(self.estate.slack.calls)
        answer = await deed
        if self.estate.twice:
            await self.estate.slack.again(answer)
        await self.estate.settled()
        self.answers.append(answer)
        calls = self.estate.slack.calls[before:]
        self.shown += [call.arguments for call in calls if call.method.startswith("views.")]
        self.shown += [answer.json] if answer.body else []


def _blank_of_slack(block: Json) -> Blank:
    element = block["element"]
    return Blank(
        name=element["action_id"],
        is_text=element["type"] == "plain_text_input",
        is_required=not block.get("optional"),
        is_given=bool(element.get(KEPT_AS[element["type"]][1])),
        choices=tuple(one["value"] for one in element.get("options", ())),
    )


class OnTeams(Staff):
    """Somebody with Teams."""

    def __init__(self, estate: Estate, who: str, person: TeamsPerson) -> None:
        super().__init__(estate, who)
        self.person = person
        self._at = ""

    async def arrives(self) -> None:
        await self.person.installs()
        await self.estate.settled()

    async def types(self, text: str) -> None:
        before = {seen.id for seen in self.seen}
        await self._does(self.person.types(text))
        self._at = next((seen.id for seen in reversed(self.seen) if seen.id not in before), "")

    async def presses(self, label: str, which: int = -1) -> None:
        found = [seen for seen in self.seen if label in seen.buttons]
        assert found, f"nothing to press says {label!r}; there is {self.buttons}"
        here = [seen for seen in found if seen.id == self._at]
        await self._press((here or found)[which], label, {})

    async def fills(self, values: Mapping[str, object]) -> None:
        seen = self._card
        assert seen is not None, "no card was touched"
        names = {_name(one): one["id"] for one in cards.inputs(seen.card)}
        given = {names[name]: _in_teams(value) for name, value in values.items()}
        await self._press(seen, "Send", given)

    async def turns(self, label: str) -> None:
        assert self._card is not None, "no card was touched"
        await self._press(self._card, label, {})

    async def again(self) -> None:
        self.answers += await self.person.again()
        await self.estate.settled()

    def asks(self) -> list[Blank]:
        seen = self._card
        if seen is None or "Send" not in seen.buttons:
            return []
        return [_blank_of_teams(one) for one in cards.inputs(seen.card)]

    def puts_away(self) -> None:
        self._at = ""

    @property
    def seen(self) -> list[Seen]:
        return [seen for seen in self.person.chat if seen.posted.by == self.person.world.bot]

    @property
    def chat(self) -> list[str]:
        return [seen.words for seen in self.seen]

    @property
    def in_front(self) -> str:
        return str(self._card.card) if self._card is not None and self._card.has_card else ""

    @property
    def buttons(self) -> list[str]:
        return [label for seen in self.seen for label in seen.buttons]

    @property
    def _card(self) -> Seen | None:
        return next((seen for seen in self.seen if seen.id == self._at), None)

    async def _press(self, seen: Seen, label: str, values: Mapping[str, object]) -> None:
        self._at = seen.id
        before = {one.id for one in self.seen}
        await self._does(self.person.presses(seen, label, values))
        new = [one.id for one in self.seen if one.id not in before]
        if new and "Send" in self.seen[-1].buttons and not self.asks():
            self._at = new[-1]

    async def _does(self, deed: Awaitable[TeamsAnswer]) -> None:
        """Do something, wait for what follows from it, and keep the card that came of it."""
        answer = await deed
        if self.estate.twice:
            await self.person.again()
        await self.estate.settled()
        self.answers.append(answer)
        self.shown += [answer.body] if isinstance(answer.body, dict) else []


def _blank_of_teams(one: Json) -> Blank:
    return Blank(
        name=_name(one),
        is_text=one["type"] == "Input.Text",
        is_required=bool(one.get("isRequired")),
        is_given=bool(one.get("value")),
        choices=tuple(choice["value"] for choice in one.get("choices", ())),
    )


def _name(one: Json) -> str:
    return str(one["id"]).split(".")[1]


def _in_teams(value: object) -> object:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else value


def hire(estate: Estate, platform: str, who: str, number: int) -> Staff:
    """Give somebody an account; nothing that a platform calls them by tells their name."""
    name, email = f"{who.title()} Quist", f"{who}@trust.example"
    if platform == SLACK:
        return OnSlack(estate, who, estate.slack.adds_person(f"U{number:04}", name, email))
    person = estate.teams.add_person(f"{number:04}", name, email)
    estate.team.members.append(person.account)
    return OnTeams(estate, who, person)
