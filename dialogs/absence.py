"""Days away and shifts: asked back in full, noted with one press, and told to the others as days alone.

Whoever is away hears only what is about meetings they agreed to, and no time is offered in those days. On
days of a shift both go by its hours. The programme runs on: a break is what moves its end.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Annotated, Protocol, Self

from pydantic import JsonValue, ValidationError, model_validator

from bot.core.circle import Story
from bot.core.dialogs import Ask
from bot.core.forms import Date, Form, Time
from bot.core.hours import zone_of
from bot.core.messages import Action, Message
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import NotYours, Refusal, Turn
from bot.core.words import _
from bot.programme.saying import say_day
from bot.programme.typed import Absent
from dialogs.meetings import names_of, when
from dialogs.roster import A_DAY, LONGEST, Absence, PersonalRoster, absence_card, effect, in_words, within

routes = Routes()

NIGHT = (time(20), time(8))
"""The usual hours of a night shift; whoever has others says so in the form."""


class AwayDays(Form):
    """Which days are you away?

    Nothing that can wait comes in these days, and no time in them is offered. No reason is asked.
    """

    first: Annotated[date, Date(label="First day away")]
    until: Annotated[date, Date(label="First day back")]

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        _in_order(self.first, self.until)
        return self


class ShiftDays(Form):
    """Which hours are they?

    I go by these hours on these days. For a night shift, let the end be earlier than the beginning.
    """

    first: Annotated[date, Date(label="First day")]
    until: Annotated[date, Date(label="First day with your usual hours again")]
    opens: Annotated[time, Time(label="From")]
    closes: Annotated[time, Time(label="To")]

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        _in_order(self.first, self.until)
        return self


def _in_order(first: date, until: date) -> None:
    if until <= first:
        raise ValueError(_("The last of these days comes after the first one."))


class Roster(Protocol):
    """Where days away and shifts are written."""

    async def note(self, absence: Absence) -> None: ...


async def tell_absence(ask: Ask, absence: Absence, today: date, *, roster: Roster) -> None:
    """Ask for other days, or for the hours of a shift; what was understood is filled in."""
    shown = absence.model_dump(mode="python", exclude_none=True)
    span = (today, today + LONGEST)
    form = AwayDays if absence.opens is None else ShiftDays
    told = await ask(form, defaults=shown, limits={"first": span, "until": span})
    await roster.note(Absence.model_validate(told.model_dump()))


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:  # noqa: ARG001
    return {"roster": PersonalRoster(turn)}


absence_talk = Talk(tell_absence, _ports, about=("absence",), kept=timedelta(days=1))


async def ask_about_absence(turn: Turn, line: Absent, stories: Sequence[Story]) -> None:
    """Ask back the days in full, with what they do to the plan; without a last day it is asked for."""
    today = _today(turn)
    until = line.away.until + A_DAY if line.away.until else None
    resting = [story for story in stories if story.paused(story.circle.today(turn.now))]
    if line.back and until is not None and resting:
        _ask_to_go_on(turn, resting, until)
        return
    opens, closes = NIGHT if line.away.kind == "nights" else (None, None)
    first = max(line.away.first, today)
    days = Absence(
        first=first, until=min(until or first + A_DAY, first + LONGEST), opens=opens, closes=closes
    )
    if until is None:
        await open_talk(turn, absence_talk, absence=days, today=today)
        return
    turn.reply(_question(turn, stories, days))


def _ask_to_go_on(turn: Turn, resting: Sequence[Story], on: date) -> None:
    """Offer to end a break on the day of return."""
    for story in resting:
        names = names_of(story.circle.others(turn.person.id))
        text = _("The break with {names} would end, and you go on from {day}.").format(
            names=names, day=say_day(on)
        )
        args = {"relationship": story.circle.relationship.id, "on": on.isoformat()}
        turn.reply(
            absence_card(text, Action(label=_("Go on then"), route="resume.on", args=args, look="main"))
        )


def _question(turn: Turn, stories: Sequence[Story], days: Absence) -> Message:
    """Return the card that asks whether these are the days, and says what follows from them."""
    lines = [in_words(days), effect(days)]
    if any(days.overlaps(entry) for entry in turn.person.away):
        lines.append(_("This takes the place of days you told me before."))
    for story in stories:
        lines += [
            _("Your meeting falls into these days: {time}.").format(time=when(story.circle, one, turn.person))
            for one in within(turn, story, days)
        ]
    if stories:
        lines.append(_("The others in your pair or trio hear the days, and no reason."))
    actions = [
        Action(label=_("Yes, note it"), route="absence.note", args=days.carried, look="main"),
        Action(label=_("Change"), route="absence.change", args=days.carried),
    ]
    if days.opens is None and len(stories) == 1:
        here = {**days.carried, "relationship": stories[0].circle.relationship.id}
        actions.append(Action(label=_("Take a break instead"), route="pause", args=here))
    return absence_card("\n".join(lines), *actions)


@routes.press("absence.note")
async def note(turn: Turn, args: dict[str, str]) -> None:
    """Note the days on the card."""
    await PersonalRoster(turn).note(_read_back(turn, args))


@routes.press("absence.change")
async def change(turn: Turn, args: dict[str, str]) -> None:
    """Open the form with the days on the card filled in."""
    await open_talk(turn, absence_talk, absence=_read_back(turn, args), today=_today(turn))


@routes.press("absence.undo")
async def undo(turn: Turn, args: dict[str, str]) -> None:
    """Take back days that were noted."""
    await PersonalRoster(turn).take_back(_read_back(turn, args))


def _read_back(turn: Turn, args: Mapping[str, str]) -> Absence:
    """Return the days a button carries; days that are over, or none at all, are none of ours."""
    try:
        days = Absence.model_validate(
            {name: args[name] for name in ("first", "until", "opens", "closes") if name in args}
        )
    except ValidationError:
        raise NotYours from None
    if days.until <= _today(turn):
        raise Refusal(_("Those days have gone by."))
    return days


def _today(turn: Turn) -> date:
    return turn.now.astimezone(zone_of(turn.person, None)).date()
