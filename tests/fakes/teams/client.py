"""Somebody's client: it sends what they press and fill in, and shows the answer as the real ones do."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tests.fakes.teams.screen import (
    CARD_ANSWER,
    ERROR_ANSWER,
    SOMETHING_WRONG,
    TEXT_ANSWER,
    UNABLE_TO_REACH,
    Answer,
    Dialog,
    NotThereError,
    Seen,
    Shown,
)
from tests.fakes.teams.shapes import Scene
from tests.fakes.teams.stamps import Flaw
from tests.fakes.teams.world import Account, Json, Place, World

Deliver = Callable[[Json, Flaw | None], Awaitable[Answer]]
OK = 200


class Client:
    """What one person has in front of them.

    `notices` are the sentences that the client showed; `dialog` is what is open. With a `flaw` set,
    everything that this person does comes to the bot with such a token.
    """

    def __init__(self, account: Account, world: World, address: Callable[[], str], deliver: Deliver) -> None:
        self.account = account
        self.world = world
        self.notices: list[str] = []
        self.dialog: Dialog | None = None
        self.flaw: Flaw | None = None
        self._address = address
        self._deliver = deliver
        self._latest: list[Json] = []

    @property
    def place(self) -> Place:
        """The personal chat between this person and the bot."""
        return self.world.chat(self.account)

    async def again(self) -> list[Answer]:
        """Let Teams deliver once more, to the letter, what this person did last; nothing is shown."""
        return [await self._deliver(activity, self.flaw) for activity in self._latest]

    # ------------------------------------------------------------ cards

    async def presses(self, seen: Seen, label: str, values: Mapping[str, object] | None = None) -> Answer:
        """Press a button, with what was filled in before by label or id; the card changes to the answer."""
        action = seen.button(label)
        if action["type"] == "Action.Submit":
            return await self._submits(seen, action, values or {})
        if action["type"] != "Action.Execute":
            raise NotThereError(f"{label!r} is an {action['type']}: it leads nowhere that the bot hears of.")
        data = seen.filled(action, values or {})
        if self._is_stopped(seen, action, data):
            return Answer(0, None, {})
        about = {name: action[name] for name in ("type", "title", "id", "verb") if name in action}
        value = {"action": about | {"data": data}, "trigger": "manual"}
        answer = await self._one(self._about(seen).invoked("adaptiveCard/action", value, seen.id))
        self._show(answer, seen)
        return answer

    async def fills(self, seen: Seen, values: Mapping[str, object], label: str) -> Answer:
        """Fill in a form, by labels or ids, and press a button of it."""
        return await self.presses(seen, label, values)

    async def submits(self, seen: Seen, label: str, values: Mapping[str, object] | None = None) -> Answer:
        """Press a button with an old client, which takes the fallback and sends a message with a value."""
        action = seen.button(label)
        if action["type"] != "Action.Submit":
            fallback = action.get("fallback")
            if not isinstance(fallback, dict) or fallback.get("type") != "Action.Submit":
                raise NotThereError(f"{label!r} has no fallback for an old client.")
            action = fallback
        return await self._submits(seen, action, values or {})

    async def _submits(self, seen: Seen, action: Json, values: Mapping[str, object]) -> Answer:
        data = seen.filled(action, values)
        if (data.get("msteams") or {}).get("type") == "task/fetch":
            return await self._fetches(seen, data)
        if self._is_stopped(seen, action, data):
            return Answer(0, None, {})
        return await self._one(self._about(seen).submitted(seen.id, data))

    # ------------------------------------------------------------ dialogs

    async def opens_dialog(self, seen: Seen, label: str) -> Answer:
        """Press a button that opens a dialog, whatever client one has."""
        action = seen.button(label)
        return await self._fetches(seen, action.get("data") or {})

    async def fills_dialog(self, values: Mapping[str, object], label: str) -> Answer:
        """Fill in the dialog that is open and press a button of it."""
        if self.dialog is None:
            raise NotThereError("No dialog is open.")
        dialog, action = self.dialog, self.dialog.button(label)
        data = dialog.filled(action, values)
        if self._is_stopped(dialog, action, data):
            return Answer(0, None, {})
        answer = await self._task("task/submit", dialog.opened_from, data)
        self._turn_dialog(answer, dialog.opened_from, closes=True)
        return answer

    def closes_dialog(self) -> None:
        """Close the dialog with the cross: the bot isn't told."""
        self.dialog = None

    async def _fetches(self, seen: Seen, data: Json) -> Answer:
        answer = await self._task("task/fetch", seen, data)
        self._turn_dialog(answer, seen, closes=False)
        return answer

    async def _task(self, name: str, seen: Seen, data: Json) -> Answer:
        value = {"data": data, "context": {"theme": "default"}}
        return await self._one(self._about(seen).invoked(name, value))

    def _turn_dialog(self, answer: Answer, seen: Seen, *, closes: bool) -> None:
        task = answer.body.get("task") if isinstance(answer.body, dict) else None
        match task:
            case {"type": "continue", "value": {"card": {"content": dict(card)}} as info}:
                if self.world.acceptable(card):
                    self.dialog = Dialog(info, seen)
                    return
            case {"type": "message", "value": str(text)}:
                self.dialog = None
                self.notices.append(text)
                return
            case None if answer.status == OK and closes and not answer.body:
                self.dialog = None
                return
        self.notices.append(UNABLE_TO_REACH)

    # ------------------------------------------------------------ the client

    def _show(self, answer: Answer, seen: Seen) -> None:
        """Show the answer to an Action.Execute: a card in place of the old one, a sentence, or an error."""
        body: dict[str, Any] = answer.body if isinstance(answer.body, dict) else {}
        kind, value = body.get("type"), body.get("value")
        if answer.status == OK and body.get("statusCode") == OK:
            if kind == CARD_ANSWER and isinstance(value, dict) and self.world.acceptable(value):
                seen.posted.views[self.account.key] = value
                return
            if kind == TEXT_ANSWER and isinstance(value, str):
                self.notices.append(value)
                return
        said = value.get("message") if kind == ERROR_ANSWER and isinstance(value, dict) else None
        self.notices.append(said or SOMETHING_WRONG)

    def _is_stopped(self, shown: Shown, action: Mapping[str, Any], data: Json) -> bool:
        """A client sends nothing while something required is empty, and says so."""
        if action.get("associatedInputs") == "none":
            return False
        empty = shown.left_empty(data)
        self.notices.extend(empty)
        return bool(empty)

    async def _one(self, activity: Json) -> Answer:
        return (await self._do(activity))[0]

    async def _do(self, *activities: Json) -> list[Answer]:
        self._latest = list(activities)
        return await self.again()

    def _about(self, seen: Seen) -> Scene:
        channel = seen.place.kind == "channel"
        return self._scene(seen.place, (seen.posted.thread or seen.id) if channel else "")

    def _scene(self, place: Place, thread: str = "") -> Scene:
        return Scene(self.world, self._address(), self.account, place, thread)
