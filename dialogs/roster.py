"""Days away and shifts on a record: what they are, what they do to the plan, and who hears of them."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from bot.core.circle import Circle, Story
from bot.core.messages import Action, Message
from bot.core.records import Interaction
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.saying import say_day
from dialogs.meetings import active_stories, changes, when

A_DAY = timedelta(days=1)
LONGEST = timedelta(days=366)
MOST_MEETINGS = 3


class Absence(BaseModel):
    """Days on which the usual hours don't hold: the first, the first after them, and a shift's hours."""

    model_config = ConfigDict(frozen=True)

    first: date
    until: date
    opens: time | None = None
    closes: time | None = None

    @model_validator(mode="after")
    def _days_and_hours_that_can_be(self) -> Self:
        if not A_DAY <= self.until - self.first <= LONGEST or (self.opens is None) != (self.closes is None):
            raise ValueError("these days can't be")
        return self

    @property
    def entry(self) -> list[str]:
        """Return it as a person's record keeps it."""
        hours = [f"{one:%H:%M}" for one in (self.opens, self.closes) if one is not None]
        return [self.first.isoformat(), self.until.isoformat(), *hours]

    @property
    def carried(self) -> dict[str, str]:
        return dict(zip(("first", "until", "opens", "closes"), self.entry, strict=False))

    def overlaps(self, entry: Sequence[str]) -> bool:
        """Say whether days of the same sort on a record are touched by these."""
        alike = len(entry) == len(self.entry)
        return alike and entry[0] < self.until.isoformat() and self.first.isoformat() < entry[1]


class PersonalRoster:
    """Writes the visitor's days, says what follows from them, and tells the others the days alone."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def note(self, absence: Absence) -> None:
        turn = self._turn
        if not await self._write([absence.entry], instead_of=absence.overlaps):
            turn.reply(absence_card(_("That's noted already.")))
            return
        turn.reply(_noted(absence))
        for story in await active_stories(turn):
            await _tell_the_others(turn, story, absence)
            for meeting in within(turn, story, absence):
                turn.reply(_falls_in(turn, story.circle, meeting))

    async def take_back(self, absence: Absence) -> None:
        turn = self._turn
        if not await self._write([], instead_of=lambda entry: list(entry) == absence.entry):
            turn.reply(absence_card(_("That isn't noted any more.")))
            return
        turn.reply(absence_card(_("That's taken back, and the others hear it too.")))
        text = _("{name} is there after all from {first} on.").format(
            name=turn.person.name, first=say_day(absence.first)
        )
        for story in await active_stories(turn):
            notice = Message(kind="service.absence", preview=_("About the days ahead"), text=text)
            await turn.tell_all(story.circle, notice, but=turn.person.id)

    async def _write(self, new: list[list[str]], *, instead_of: Callable[[Sequence[str]], bool]) -> bool:
        """Put the new entries in the place of others; False where that changes nothing."""
        person = await self._turn.unit.people.get(self._turn.person.id)
        kept = [entry for entry in person.away if not instead_of(entry)]
        if sorted([*kept, *new]) == sorted(person.away):
            return False
        await self._turn.unit.people.put(person.model_copy(update={"away": [*kept, *new]}))
        return True


def in_words(days: Absence) -> str:
    """Return the days in full."""
    first, last, until = say_day(days.first), say_day(days.until - A_DAY), say_day(days.until)
    if days.opens is None or days.closes is None:
        text = (
            _("Away on {first}, back on {until}.")
            if first == last
            else _("Away from {first}, back on {until}.")
        )
        return text.format(first=first, until=until)
    text = _("From {first} until {last} your hours are {opens} to {closes}. Then your usual ones hold again.")
    return text.format(opens=f"{days.opens:%H:%M}", closes=f"{days.closes:%H:%M}", first=first, last=last)


def effect(days: Absence) -> str:
    """Return what the days do to the plan."""
    if days.opens is None:
        return _(
            "I write only about meetings you have agreed to, and offer no time in these days. The programme "
            "goes on and ends on the same day; a break moves its end."
        )
    return _("I write in these hours, and offer only times within them. The programme goes on as it is.")


def within(turn: Turn, story: Story, days: Absence) -> Sequence[Interaction]:
    """Return the meetings that are planned in these days, the next ones first."""
    ahead = story.planned(story.circle.today(turn.now))
    return [one for one in ahead if one.at and days.first <= one.on < days.until][:MOST_MEETINGS]


async def _tell_the_others(turn: Turn, story: Story, days: Absence) -> None:
    """Tell the others the days, and which meeting falls into them."""
    text = (
        _("{name} is away from {first} and back on {until}. I offer no time in between.")
        if days.opens is None
        else _("Other hours hold for {name} from {first} until {last}. The times I offer go by them.")
    ).format(
        name=turn.person.name,
        first=say_day(days.first),
        last=say_day(days.until - A_DAY),
        until=say_day(days.until),
    )
    meetings = within(turn, story, days)
    for person in story.circle.others(turn.person.id):
        lines, actions = [text], tuple[Action, ...]()
        if meetings:
            time_of_it = when(story.circle, meetings[0], person)
            lines.append(_("Your meeting falls into these days: {time}.").format(time=time_of_it))
            actions = changes(meetings[0])
        message = Message(
            kind="service.absence",
            preview=_("About the days ahead"),
            text=" ".join(lines),
            actions=actions,
        )
        await turn.tell(person, message, cohort=story.circle.cohort)


def _noted(days: Absence) -> Message:
    undo_it = Action(label=_("Take it back"), route="absence.undo", args=days.carried)
    return absence_card(_("Noted. {days}").format(days=in_words(days)), undo_it)


def _falls_in(turn: Turn, circle: Circle, meeting: Interaction) -> Message:
    text = _("Your meeting falls into these days: {time}.")
    return absence_card(text.format(time=when(circle, meeting, turn.person)), *changes(meeting))


def absence_card(text: str, *actions: Action) -> Message:
    return Message(kind="reply.said", preview=_("About what you typed"), text=text, actions=actions)
