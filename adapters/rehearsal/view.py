"""What one window of the page shows, worked out for its templates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from adapters.rehearsal.cast.ledger import Circle
from adapters.rehearsal.first_minute import Pointer
from adapters.rehearsal.markup import marked_up
from adapters.rehearsal.play import Play
from adapters.rehearsal.screens import CHANNEL, Entry
from bot.core.dialogs import Question
from bot.core.messages import Message
from bot.programme.people_file import PeopleReport, Person
from bot.programme.saying import say_day
from bot.programme.zones import zone

LATEST = 30
"""How much of a conversation a window shows at first."""


@dataclass(frozen=True, slots=True)
class Window:
    """What a window looks at: a pair or trio, the coordinator who reads the channel, and how far back."""

    circle: Circle
    coordinator: Person | None
    everything: bool = False

    @property
    def places(self) -> frozenset[str]:
        reader = {self.coordinator.email} if self.coordinator else set()
        return frozenset({*self.circle.members, CHANNEL, *reader})

    @property
    def query(self) -> dict[str, str]:
        """Return the part of an address by which this window is found again."""
        reader = {"as": self.coordinator.email} if self.coordinator else {}
        return {"show": self.circle.code, **reader, **({"all": "1"} if self.everything else {})}


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a message; `number` counts within it."""

    number: int
    label: str
    look: str
    pointed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a conversation: a day, a message, what somebody did, or a moment of their life."""

    name: str
    sort: str
    time: str
    words: Markup
    at: datetime | None = None
    entry: int = 0
    message: Message | None = None
    buttons: tuple[Button, ...] = ()
    private: bool = False


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone, or the coordinators' channel as one of them sees it."""

    slot: str
    holder: Person | None
    part: str
    held: bool
    rows: tuple[Row, ...]
    earlier: int
    question: Question | None
    pointed: bool


def window_of(play: Play, query: Mapping[str, str]) -> Window:
    """Return what an address asks to see; what it names and is not there gives way to the first."""
    circles = circles_of(play.people)
    circle = next((one for one in circles if one.code == query.get("show")), circles[0])
    readers = play.people.coordinators
    reader = next((one for one in readers if one.email == query.get("as")), None)
    return Window(circle, reader or next(iter(readers), None), everything=query.get("all") == "1")


def circles_of(people: PeopleReport) -> list[Circle]:
    names = {one.email: one.name for one in people.people}
    return [
        Circle(one.code, one.mentee, one.mentors, {who: names[who] for who in (one.mentee, *one.mentors)})
        for one in people.relationships
    ]


def phones(play: Play, window: Window, pointer: Pointer) -> Iterator[Phone]:
    """Yield the phones of a window, the mentee's first and the channel last."""
    by_email = {one.email: one for one in play.people.people}
    for number, email in enumerate(window.circle.members, 1):
        part = "Mentee" if email == window.circle.mentee else "Mentor"
        yield _phone(play, window, pointer, f"phone-{number}", by_email[email], part)
    yield _phone(play, window, pointer, CHANNEL, window.coordinator, "Coordinators' channel")


def _phone(
    play: Play, window: Window, pointer: Pointer, slot: str, holder: Person | None, part: str
) -> Phone:
    email = holder.email if holder else ""
    entries = list(play.screens.on(email)) if holder else []
    if slot == CHANNEL:
        entries = sorted([*entries, *play.screens.on(CHANNEL)], key=lambda one: one.number)
    hidden = 0 if window.everything else max(0, len(entries) - LATEST)
    held = email in play.held
    return Phone(
        slot=slot,
        holder=holder,
        part=part,
        held=held,
        rows=tuple(_rows(slot, entries[hidden:], _zone_of(play, holder), pointer)),
        earlier=hidden,
        question=play.screens.questions.get(email) if held else None,
        pointed=held and pointer.form_of == email,
    )


def _zone_of(play: Play, holder: Person | None) -> ZoneInfo:
    return zone((holder.timezone if holder else None) or play.plan.timezone)


def _rows(slot: str, entries: list[Entry], clock: ZoneInfo, pointer: Pointer) -> Iterator[Row]:
    today: date | None = None
    for entry in entries:
        at = entry.at.astimezone(clock)
        if at.date() != today:
            today = at.date()
            yield Row(f"{slot}-{today}", "day", "", Markup.escape(say_day(today)))
        yield _row(slot, entry, at, pointer)


def _row(slot: str, entry: Entry, at: datetime, pointer: Pointer) -> Row:
    name, clock = f"{slot}-e{entry.number}", f"{at:%H:%M}"
    if entry.message is None:
        words = Markup.escape(entry.scene or entry.did)
        return Row(name, "scene" if entry.scene else "did", clock, words, at, entry.number)
    buttons = tuple(
        Button(number, one.label, one.look, pointed=(pointer.entry, pointer.action) == (entry.number, number))
        for number, one in enumerate(entry.message.actions)
    )
    return Row(
        name=name,
        sort="bot",
        time=clock,
        words=marked_up(entry.message.text),
        at=at,
        entry=entry.number,
        message=entry.message,
        buttons=buttons,
        private=slot == CHANNEL and entry.place != CHANNEL,
    )
