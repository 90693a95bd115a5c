"""One note in the hand: read it, and if it is one's own, change it, take it back or delete it."""

from typing import Annotated, Literal, Protocol, Self

from pydantic import model_validator

from bot.core.dialogs import Ask
from bot.core.forms import Choice, Form, Option, Text, YesNo
from bot.core.words import _
from dialogs.free_text import NO_PATIENTS, REMINDER, own_words
from dialogs.pages import COMMITMENT, REFLECTION, Page


class Leaf(Form):
    """A note"""

    then: Annotated[
        Literal["close", "change", "unshare", "delete"],
        Choice("Close it", "Change it", "Stop sharing it", "Delete it", label="What next?"),
    ] = "close"


class Rewrite(Form):
    """Change the note"""

    what: Annotated[str | None, NO_PATIENTS, Text(label="What happened", hint=REMINDER, multiline=True)] = (
        None
    )
    so_what: Annotated[
        str | None, NO_PATIENTS, Text(label="What it tells you", hint=REMINDER, multiline=True)
    ] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.what is None and self.so_what is None:
            raise ValueError(_("There would be nothing left of it. To take it away, delete the note."))
        return self


class Replan(Form):
    """Change what comes next"""

    will: Annotated[str, NO_PATIENTS, Text(label="One thing you will do", hint=REMINDER, max_length=300)]


class Reweigh(Form):
    """How does it sit with you now?"""

    weight: Annotated[
        Literal["light", "fine", "heavy", "too_much"],
        Choice("Light", "Fine", "Heavy", "Too much", label="It is"),
    ]


class Sure(Form):
    """Delete it for good?

    It can't be brought back, and those it was shared with can't read it any more.
    """

    sure: Annotated[bool, YesNo(label="Delete this note", yes="Delete it", no="Keep it")]


class Hand(Protocol):
    """The note that is held, opened for whoever holds it, and what they may do with it."""

    @property
    def heading(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def page(self) -> Page: ...
    @property
    def kind(self) -> str: ...
    @property
    def may(self) -> tuple[str, ...]: ...

    async def rewrite(self, note: str, page: Page) -> None: ...
    async def unshare(self, note: str) -> None: ...
    async def delete(self, note: str) -> None: ...
    async def close(self) -> None: ...


async def leaf(ask: Ask, note: str, *, hand: Hand) -> None:
    """Show one note to somebody who may read it; its author may change, take back or delete it."""
    options = [Option(one, _LABELS[one]) for one in hand.may]
    answer = await ask(Leaf, hand.heading, show=hand.words, choices={"then": options})
    match answer.then:
        case "change":
            page = await _changed(ask, hand)
            await (hand.rewrite(note, page) if page else hand.close())
        case "unshare":
            await hand.unshare(note)
        case "delete":
            sure = (await ask(Sure)).sure
            await (hand.delete(note) if sure else hand.close())
        case "close":
            await hand.close()


_LABELS = {
    "close": _("Close it"),
    "change": _("Change it"),
    "unshare": _("Stop sharing it"),
    "delete": _("Delete it"),
}


async def _changed(ask: Ask, hand: Hand) -> Page | None:
    """Ask for the new words, with the old ones to begin with; None when the question is left out."""
    before = hand.page.model_dump()
    if hand.kind == REFLECTION:
        words = {name: before[name] for name in ("what", "so_what")}
        rewritten = await own_words(ask, Rewrite, defaults=words)
        return Page(what=rewritten.what or "", so_what=rewritten.so_what or "") if rewritten else None
    if hand.kind == COMMITMENT:
        planned = await own_words(ask, Replan, defaults={"will": before["will"]})
        return Page(will=planned.will) if planned else None
    weighed = await ask(Reweigh, optional=True, defaults={"weight": before["weight"]})
    return Page(weight=weighed.weight) if weighed else None
