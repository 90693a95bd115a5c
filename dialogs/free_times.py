"""Free times: somebody may give the address of their calendar, so that the times on offer suit them.

Nobody sees the address but its owner, and nobody at all what is in the calendar: only when it says busy is
read, and no time is offered then.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue, field_validator

from bot.core.busy import Looked, calendar_of, give_calendar, looked_at, take_calendar
from bot.core.calendars import is_served
from bot.core.dialogs import Ask
from bot.core.forms import Form, Text
from bot.core.hours import zone_of
from bot.core.messages import Action, Message
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.saying import say_moment
from bot.programme.web_address import LONGEST, calendar_address

routes = Routes()

TROUBLES: Mapping[str, str] = {
    "address": _("It leads to a place that I don't look at."),
    "unreachable": _("Nothing answered there."),
    "timeout": _("It took too long to answer."),
    "size": _("It is too big."),
    "no calendar": _("What is there isn't a calendar."),
    "unreadable": _("It is too long to be read."),
}
"""What went wrong, said to whoever gave the address."""

ANYTHING_ELSE = _("The calendar was not given out. Perhaps its address has changed.")


class CalendarAddress(Form):
    """Which calendar shall I look at?

    Paste the address of your own calendar in iCal form, from its sharing settings. I read when you are busy
    and nothing else, and keep that for a day. Nobody else sees the address.
    """

    address: Annotated[str, Text(label="Address, beginning with https://", max_length=LONGEST)]

    @field_validator("address")
    @classmethod
    def _can_be_read(cls, address: str) -> str:
        return calendar_address(address)


class Given(BaseModel):
    """The address that was given before, or none."""

    model_config = ConfigDict(frozen=True)

    address: str | None = None


class Calendars(Protocol):
    """Where the address is kept."""

    async def keep(self, address: str) -> None: ...


async def give_address(ask: Ask, given: Given, *, calendars: Calendars) -> None:
    """Ask for the address of a calendar; the one that holds is filled in."""
    told = await ask(CalendarAddress, defaults={"address": given.address} if given.address else {})
    await calendars.keep(told.address)


class OwnCalendar:
    """Keeps the visitor's address, sealed, for the next round of the calendars."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def keep(self, address: str) -> None:
        turn = self._turn
        await give_calendar(turn.unit, turn.person.id, address)
        await turn.note("gave a calendar", f"person:{turn.person.id}")
        text = _("Thank you. I look at it within a minute, and now and then from here on.")
        turn.reply(_card(text, *_what_next(given=True)))


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:  # noqa: ARG001
    return {"calendars": OwnCalendar(turn)}


free_times_talk = Talk(give_address, _ports, about=("given",), kept=timedelta(hours=1))


@routes.press("free-times")
async def free_times(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # it is about the visitor
    """Say whether a calendar of the visitor's is looked at, and how that went."""
    if not await is_served(turn.unit):
        turn.reply(_card(_("I can't look at calendars here, since this is only a rehearsal.")))
        return
    given = await calendar_of(turn.unit, turn.person.id) is not None
    looked = await looked_at(turn.unit, turn.person.id)
    turn.reply(_card(_standing(turn, looked, given=given), *_what_next(given=given)))


def _standing(turn: Turn, looked: Looked | None, *, given: bool) -> str:
    if not given:
        return _(
            "If you like, I look at your calendar before I offer times. I read when you are busy and nothing "
            "else: no titles, no places, no people. What I offer then keeps clear of it."
        )
    if looked is None:
        return _("I have the address of your calendar and look at it within a minute.")
    when = say_moment(looked.at, zone_of(turn.person, None))
    if looked.trouble:
        why = _(TROUBLES.get(looked.trouble, ANYTHING_ELSE))
        return _("I couldn't read your calendar on {when}. {why}").format(when=when, why=why)
    return _("I last read your calendar on {when}. Times I offer keep clear of it.").format(when=when)


def _what_next(*, given: bool) -> tuple[Action, ...]:
    if not given:
        return (Action(label=_("Give my calendar"), route="free-times.give", look="main"),)
    return (
        Action(label=_("See or change the address"), route="free-times.give"),
        Action(label=_("Stop looking at it"), route="free-times.stop"),
    )


@routes.press("free-times.give")
async def give(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001
    """Open the form for the address; its owner sees there what they gave."""
    given = Given(address=await calendar_of(turn.unit, turn.person.id))
    await open_talk(turn, free_times_talk, given=given)


@routes.press("free-times.stop")
async def stop(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001
    """Forget the address, and when its calendar says busy."""
    if await take_calendar(turn.unit, turn.person.id):
        await turn.note("took a calendar away", f"person:{turn.person.id}")
    turn.reply(_card(_("Forgotten: the address and everything I read there."), *_what_next(given=False)))


def _card(text: str, *actions: Action) -> Message:
    return Message(kind="reply.calendar", preview=_("Your calendar"), text=text, actions=actions)
