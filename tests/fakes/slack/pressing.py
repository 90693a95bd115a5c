"""Pressing buttons, choosing from menus, filling in forms."""

from collections.abc import Mapping
from typing import Any

from tests.fakes.slack import acting, carrier, reading
from tests.fakes.slack.carrier import Answer
from tests.fakes.slack.filling import KEPT_AS, filled, is_empty, option
from tests.fakes.slack.methods.views import values as values_of
from tests.fakes.slack.refusals import CannotDoError
from tests.fakes.slack.sights import Json, Post, View
from tests.fakes.slack.somebody import Somebody

Values = Mapping[str, Any]


class Pressing(Somebody):
    """What a person does with buttons and forms. Every deed returns the app's answer."""

    async def presses(self, where: Post | View, label: str, values: Values | None = None) -> Answer:
        """Press a button by its label or its action id, after typing `values` into the same view."""
        if isinstance(where, View):
            self._fill(self._before_me(where), values or {})
        button = _button(where.blocks, label)
        return await self._act(where, self._payloads.block_action(where, button))

    async def turns(self, view: View, label: str, values: Values | None = None) -> Answer:
        """Press a button inside a form, such as back, skip or later."""
        return await self.presses(view, label, values)

    async def chooses(self, where: Post | View, label: str, choice: str) -> Answer:
        """Choose an option of a menu that tells the app at once, by the menu's action id or placeholder."""
        menu = _menu(where.blocks, label)
        chosen = option(menu, choice)
        if isinstance(where, View) and menu["type"] in KEPT_AS:
            where.typed[menu["block_id"], menu["action_id"]] = filled(menu, choice)
        return await self._act(where, self._payloads.block_action(where, menu, chosen))

    async def submits(self, view: View, values: Values | None = None) -> Answer:
        """Fill in a form by the labels of its inputs and submit it."""
        mine = self._before_me(view)
        self._fill(view, values or {})
        _check_complete(view)
        answer = await self._send(carrier.interaction(self._payloads.submission(view)))
        mine.typed = view.typed
        acting.submitted(self._world, self.workspace, mine, answer)
        return answer

    async def closes(self, view: View, *, everything: bool = False) -> Answer | None:
        """Close a form, or all that are open; the app hears of it only if the view asks for that."""
        stack = self.workspace.stack(self.id)
        stack.remove(self._before_me(view))
        if everything:
            stack.clear()
        if not view.body.get("notify_on_close"):
            return None
        return await self._send(carrier.interaction(self._payloads.closing(view, cleared=everything)))

    def _before_me(self, view: View) -> View:
        """Return the view that is open under this name; what is closed cannot be used."""
        if view.kind == "home":
            return view
        for one in self.workspace.stack(self.id):
            if one.id == view.id:
                return one
        raise CannotDoError(f"{self.id} has no form {view.title!r} open")

    def _fill(self, view: View, values: Values) -> None:
        for label, value in values.items():
            block = _input(view, label)
            element = block["element"]
            try:
                view.typed[block["block_id"], element["action_id"]] = filled(element, value)
            except CannotDoError as cannot:
                raise CannotDoError(f"{label}: {cannot}") from cannot

    async def _act(self, where: Post | View, payload: Json) -> Answer:
        answer = await self._send(carrier.interaction(payload))
        if isinstance(where, View):
            where.trouble = "" if answer.fine else acting.TROUBLE
        return self._mistake("block_actions", answer)


def _button(blocks: list[Json], label: str) -> Json:
    found = [one for one in reading.elements(blocks) if one["type"] == "button"]
    for one in found:
        if reading.unescaped(one["text"]["text"]).casefold() == label.casefold() or one["action_id"] == label:
            return one
    raise CannotDoError(f"there is no button {label!r}; there are {reading.buttons(blocks)}")


def _menu(blocks: list[Json], label: str) -> Json:
    """Return a menu by its action id, its placeholder or the label of its input."""
    for block in blocks:
        for one in reading.elements([block]):
            names = {
                one["action_id"],
                *(_said(part) for part in (one.get("placeholder"), block.get("label"))),
            }
            if one["type"] != "button" and label in names:
                return one
    raise CannotDoError(f"there is no menu {label!r}")


def _input(view: View, label: str) -> Json:
    """Return an input block by its label, its block id or its action id."""
    blocks = reading.inputs(view.blocks)
    for block in blocks:
        if label in {_said(block["label"]), block["block_id"], block["element"]["action_id"]}:
            return block
    raise CannotDoError(f"nothing is asked as {label!r}; what is asked: {view.labels}")


def _check_complete(view: View) -> None:
    """Refuse to submit while something required is empty, as Slack's own form does."""
    if not view.body.get("submit"):
        raise CannotDoError(f"{view.title!r} has nothing to submit")
    state = values_of(view)
    for block in reading.inputs(view.blocks):
        value = state[block["block_id"]][block["element"]["action_id"]]
        if not block.get("optional") and is_empty(value):
            raise CannotDoError(f"{_said(block['label'])!r} must be filled in")


def _said(text: Json | None) -> str:
    return reading.unescaped(text["text"]) if text else ""
