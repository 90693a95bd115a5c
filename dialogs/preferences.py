"""Preferences: when somebody works, by which clock, and where they like to hear from the bot."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationInfo, field_validator

from bot.core.dialogs import Ask
from bot.core.events import Personal
from bot.core.forms import Choice, Choices, Date, Form, Option, Text, Time
from bot.core.hours import zone_of
from bot.core.messages import Action, Message
from bot.core.records import Cohort, Person
from bot.core.routes import Routes
from bot.core.talking import Talk, open_talk
from bot.core.turn import Turn
from bot.core.words import _
from dialogs.places import zone_named
from dialogs.visibility import my_cohort

routes = Routes()

ELSEWHERE = "elsewhere"
NEARBY = ("Europe/London", "Europe/Dublin")
"""Clocks that are offered to everyone, beside their own and their cohort's."""

LONGEST_LEAVE = timedelta(days=366)
PLATFORMS = {"slack": "Slack", "teams": "Teams"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Hours(Form):
    """When do you work?

    I write to you in these hours only, except about meetings you have agreed to. For a night shift, let
    the end be earlier than the beginning.
    """

    opens: Annotated[time, Time(label="From")]
    closes: Annotated[time, Time(label="To")]
    days: Annotated[
        tuple[Literal["0", "1", "2", "3", "4", "5", "6"], ...], Choices(*WEEKDAYS, label="On these days")
    ]


class Clock(Form):
    """Which clock do you go by?"""

    timezone: Annotated[str, Choice(label="Time zone")]


class Town(Form):
    """Where are you?

    Name a capital or another big town in your time zone. Lagos, Paris or New York would do.
    """

    town: Annotated[str, Text(label="Town", max_length=60)]

    @field_validator("town")
    @classmethod
    def _on_the_map(cls, town: str) -> str:
        if zone_named(town) is None:
            raise ValueError("I don't know that place. Please name a big town in the same time zone.")
        return town


class Channel(Form):
    """Where do you like to hear from me?"""

    platform: Annotated[str, Choice(label="Write to me in")]


class Leave(Form):
    """Will you be away soon?

    Nothing that can wait comes while you are away. Skip this if you have no leave planned.
    """

    first: Annotated[date, Date(label="First day away")]
    until: Annotated[date, Date(label="First day back")]

    @field_validator("until")
    @classmethod
    def _comes_back_later(cls, until: date, info: ValidationInfo) -> date:
        first = info.data.get("first")
        if first is not None and until <= first:
            raise ValueError("Please choose a day after the first day away.")
        return until


class Preferences(BaseModel):
    """When and where somebody wants to hear from the bot. `days` count from Monday, 0."""

    model_config = ConfigDict(frozen=True)

    opens: time
    closes: time
    days: tuple[int, ...]
    timezone: str
    platform: str | None = None
    away: tuple[date, date] | None = None


class Standing(BaseModel):
    """What holds so far, the day it is, and the clocks and platforms there are to choose from."""

    model_config = ConfigDict(frozen=True)

    now: Preferences
    today: date
    clocks: tuple[str, ...]
    platforms: tuple[str, ...]


class Keeper(Protocol):
    """Where preferences are written."""

    async def keep(self, preferences: Preferences) -> None: ...


async def change_preferences(ask: Ask, standing: Standing, *, keeper: Keeper) -> None:
    """Go through everything that can be chosen; what holds already is filled in."""
    await keeper.keep(await ask_preferences(ask, standing))


async def ask_preferences(ask: Ask, standing: Standing) -> Preferences:
    """Ask for hours, clock, platform (when two are known) and leave."""
    now = standing.now
    hours = await ask(
        Hours,
        defaults={"opens": now.opens, "closes": now.closes, "days": [str(day) for day in now.days]},
    )
    timezone = await _clock(ask, standing)
    platform = now.platform
    if len(standing.platforms) > 1:
        offered = [Option(one, PLATFORMS.get(one, one)) for one in standing.platforms]
        chosen = await ask(Channel, choices={"platform": offered}, defaults={"platform": platform})
        platform = chosen.platform
    span = (standing.today, standing.today + LONGEST_LEAVE)
    leave = await ask(Leave, optional=True, limits={"first": span, "until": span})
    return Preferences(
        opens=hours.opens,
        closes=hours.closes,
        days=tuple(int(day) for day in hours.days),
        timezone=timezone,
        platform=platform,
        away=(leave.first, leave.until) if leave else None,
    )


async def _clock(ask: Ask, standing: Standing) -> str:
    options = [Option(name, name.replace("_", " ")) for name in standing.clocks]
    options.append(Option(ELSEWHERE, _("Somewhere else")))
    chosen = await ask(Clock, choices={"timezone": options}, defaults={"timezone": standing.now.timezone})
    if chosen.timezone != ELSEWHERE:
        return chosen.timezone
    return zone_named((await ask(Town)).town) or standing.now.timezone


def standing_of(turn: Turn, cohort: Cohort) -> Standing:
    """Return the visitor's preferences as they stand, with what there is to choose from."""
    person = turn.person
    timezone = str(zone_of(person, cohort))
    here = turn.event.actor.platform if isinstance(turn.event, Personal) else None
    platforms = dict.fromkeys(one for one in (person.platform, here) if one in PLATFORMS)
    return Standing(
        now=Preferences(
            opens=person.opens,
            closes=person.closes,
            days=tuple(person.days),
            timezone=timezone,
            platform=person.platform,
        ),
        today=turn.now.astimezone(zone_of(person, cohort)).date(),
        clocks=tuple(dict.fromkeys((timezone, cohort.timezone, *NEARBY))),
        platforms=tuple(platforms),
    )


async def write_preferences(turn: Turn, preferences: Preferences) -> Person:
    """Write what the visitor chose; leave that is over falls away."""
    person = await turn.unit.people.get(turn.person.id)
    chosen = preferences.model_dump(include={"opens", "closes", "timezone", "platform"})
    today = turn.now.date().isoformat()
    away = [span for span in person.away if span[1] > today]
    if preferences.away is not None:
        away.append([day.isoformat() for day in preferences.away])
    update = {**chosen, "days": list(preferences.days), "away": away}
    changed = person.model_copy(update=update)
    await turn.unit.people.put(changed)
    return changed


class PersonalKeeper:
    """Writes preferences and says what holds from now on."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def keep(self, preferences: Preferences) -> None:
        person = await write_preferences(self._turn, preferences)
        self._turn.reply(preferences_message(person))


def preferences_message(person: Person) -> Message:
    """Return what holds about when this person hears from the bot."""
    text = _(
        "Noted. I write between {opens} and {closes} by the clock of {zone}, on {days}. "
        "What is about a meeting you agreed to may come from 08:00 to 20:00."
    ).format(
        opens=f"{person.opens:%H:%M}",
        closes=f"{person.closes:%H:%M}",
        zone=(person.timezone or "").rpartition("/")[2].replace("_", " "),
        days=", ".join(_(WEEKDAYS[day]) for day in sorted(person.days)),
    )
    quiet = (
        Action(label=_("Turn nudges on"), route="quiet.unmute")
        if person.muted
        else Action(label=_("Turn nudges off"), route="quiet.mute")
    )
    change = Action(label=_("Change this"), route="preferences")
    return Message(
        kind="reply.preferences", preview=_("Your preferences"), text=text, actions=(change, quiet)
    )


async def _ports(turn: Turn, inputs: Mapping[str, JsonValue]) -> Mapping[str, object]:  # noqa: ARG001
    return {"keeper": PersonalKeeper(turn)}


preferences_talk = Talk(change_preferences, _ports, kept=timedelta(days=2))


@routes.press("preferences")
@routes.command("preferences")
async def preferences(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # it is about the visitor
    """Open the form for preferences."""
    await open_talk(turn, preferences_talk, standing=standing_of(turn, await my_cohort(turn)))
