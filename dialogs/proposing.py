"""Proposing a time: what a booking ends with is put to the others, new or moved."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from pydantic import JsonValue

from bot.core.circle import PLANNED, Circle
from bot.core.hours import zone_of
from bot.core.locales import day_first
from bot.core.messages import Message
from bot.core.records import ChangeKind, Interaction, InteractionState
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import Refusal, Turn
from bot.core.words import _
from bot.programme.proposing import THREE
from dialogs.asking import put_to_others
from dialogs.booking import Booking, Guest, Setting, book
from dialogs.calling_off import keep_change
from dialogs.meetings import one_of
from dialogs.seats import choose_circle, my_times, speaks_for
from dialogs.suggesting import suggestions
from dialogs.whereabouts import keep_place, place_for

routes = Routes()


class ProposingDiary:
    """Writes what a booking ends with: a proposal to everyone else, new or moved."""

    def __init__(self, turn: Turn, booking: Booking) -> None:
        self._turn = turn
        self._booking = booking

    async def propose(self, at: datetime, place: str) -> None:
        """Put the time to the others; one that no longer holds is answered with fresh ones."""
        at = at.astimezone(UTC)
        circle = await my_times(self._turn, self._booking.relationship)
        if at <= self._turn.now:
            await self._offer_again(circle, _("That time has gone by in the meantime. Please pick another."))
        elif at in self._booking.suggested and await self._is_taken(circle, at):
            await self._offer_again(
                circle, _("Something else is planned for that day by now. Let's find another.")
            )
        else:
            was = await self._to_be_moved(circle)
            interaction = await self._written(circle, at, was)
            await keep_place(self._turn, circle, interaction, place)
            await put_to_others(self._turn, circle, interaction, was=was)

    async def _is_taken(self, circle: Circle, at: datetime) -> bool:
        day = circle.today(at)
        meetings = await self._turn.unit.interactions.of([circle.relationship.id])
        others = (one for one in meetings if one.id != self._booking.moves)
        return any(one.on == day and one.state in PLANNED for one in others)

    async def _offer_again(self, circle: Circle, why: str) -> None:
        """Close the form that has grown old, and open it anew with times that suit now."""
        conversations = self._turn.unit.conversations
        for one in await conversations.of(self._turn.person.id):
            if (
                one.dialog == book_talk.name
                and Booking.model_validate(one.inputs["booking"]) == self._booking
            ):
                await conversations.drop(one.id)
        self._turn.reply(Message(kind="reply.booking", preview=_("About your meeting"), text=why))
        await open_booking(self._turn, circle, moves=self._booking.moves)

    async def _to_be_moved(self, circle: Circle) -> Interaction | None:
        """Return the meeting to be moved; one that was called off in the meantime is booked anew."""
        if not self._booking.moves:
            return None
        was = await one_of(self._turn, circle, self._booking.moves)
        return was if was.state in PLANNED else None

    async def _written(self, circle: Circle, at: datetime, was: Interaction | None) -> Interaction:
        turn, me = self._turn, speaks_for(circle, self._turn.person).id
        day = circle.today(at)
        if was is not None:
            await keep_change(turn, circle, was, ChangeKind.MOVED)
            moved = was.model_copy(
                update={
                    "on": day,
                    "at": at,
                    "by": me,
                    "agreed_by": [me],
                    "state": InteractionState.PROPOSED,
                    "moves": was.moves + 1,
                }
            )
            await turn.unit.interactions.put(moved)
            return moved
        booked = Interaction(
            id=turn.new_id(),
            relationship_id=circle.relationship.id,
            on=day,
            at=at,
            by=me,
            agreed_by=[me],
        )
        await turn.unit.interactions.add(booked)
        return booked


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:
    return {"diary": ProposingDiary(turn, Booking.model_validate(inputs["booking"]))}


book_talk = Talk(
    book,
    _ports,
    about=("booking.relationship", "booking.moves", "booking.meant"),
    kept=timedelta(hours=1),
)
"""Kept for an hour only: *tomorrow* is understood from the moment the form was opened."""


@routes.press("book")
async def book_by_press(turn: Turn, args: dict[str, str]) -> None:
    circle = await choose_circle(turn, "book", args)
    if circle is not None:
        await open_booking(turn, circle, moves=args.get("interaction", ""))


async def open_booking(
    turn: Turn, circle: Circle, *, moves: str = "", meant: Sequence[datetime | date] = ()
) -> None:
    """Open the booking form: for a new meeting, or for another time of one that is planned.

    With times or days that were `meant` already it goes on from there.
    """
    _check_open(circle)
    setting = await setting_for(turn, circle, moves=moves)
    booking = Booking(
        **dict(setting), moves=moves, meant=tuple(meant), place=await _place(turn, circle, moves)
    )
    await open_talk(turn, book_talk, booking=booking)


async def setting_for(turn: Turn, circle: Circle, *, moves: str = "", most: int = THREE) -> Setting:
    """Return what finding a time begins with for the visitor: the others' clocks, and a few good times."""
    guests = tuple(
        Guest(name=one.name, timezone=str(zone_of(one, circle.cohort)))
        for one in circle.others(turn.person.id)
    )
    here = zone_of(turn.person, circle.cohort)
    return Setting(
        relationship=circle.relationship.id,
        asked_at=turn.now,
        timezone=str(here),
        day_first=await day_first(turn, here),
        guests=guests,
        suggested=await suggestions(turn, circle, moves=moves, most=most) if most else (),
    )


async def _place(turn: Turn, circle: Circle, moves: str) -> str:
    """Return where the meeting that is moved was to be, for the form to show."""
    if not moves:
        return ""
    return await place_for(turn, circle, await one_of(turn, circle, moves), turn.person)


def _check_open(circle: Circle) -> None:
    if not circle.is_active:
        raise Refusal(_("This programme has come to its end, so there is nothing left to book here."))
