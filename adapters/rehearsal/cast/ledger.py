"""What the simulated people really did, kept apart from everything the bot believes.

The ledger is written by the people themselves: what they see on their buttons and what they decide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.programme.cadence import Answer, History
from bot.programme.months import Pause
from bot.programme.truth import answer_line, end_line, interaction_line, pause_line, relationship_line

Line = dict[str, object]


@dataclass(frozen=True, slots=True)
class Circle:
    """The two or three people of a relationship, by e-mail."""

    code: str
    mentee: str
    mentors: tuple[str, ...]
    names: Mapping[str, str]

    @property
    def members(self) -> tuple[str, ...]:
        return (self.mentee, *self.mentors)

    def called(self, label: str) -> str:
        """Return the e-mail of whoever has this name."""
        return next(email for email in self.members if self.names[email] == label)


@dataclass(slots=True)
class Occasion:
    """One meeting as people know it: `at` is None while no time stands, `present` once it was the time."""

    number: str
    circle: Circle
    on: date
    at: datetime | None
    kind: str = "one_to_one"
    present: tuple[str, ...] = ()
    over: bool = False


@dataclass(slots=True)
class Ledger:
    """Everything that happened, in the order in which it did."""

    circles: dict[str, Circle]
    started: dict[str, date] = field(default_factory=dict)
    occasions: dict[str, Occasion] = field(default_factory=dict)
    told: list[tuple[datetime, str, Line]] = field(default_factory=list)
    pauses: dict[str, list[Pause]] = field(default_factory=dict)
    ended: dict[str, date] = field(default_factory=dict)

    def occasion(self, interaction: str, circle: Circle, on: date, at: datetime | None) -> Occasion:
        """Return the meeting behind a button, met here for the first time or known with its newest time."""
        known = self.occasions.get(interaction)
        if known is None:
            known = Occasion(f"I{len(self.occasions) + 1:04d}", circle, on, at)
            self.occasions[interaction] = known
        known.on, known.at = on, at
        return known

    def answered(self, interaction: str, answer: Answer) -> None:
        number = self.occasions[interaction].number
        self.told.append((answer.at, number, answer_line(number, answer)))

    def rests(self, code: str) -> bool:
        return any(pause.until is None for pause in self.pauses.get(code, ()))

    def paused(self, code: str, first: date, until: date | None) -> None:
        self.pauses.setdefault(code, []).append(Pause(first, until))

    def cleared(self, code: str, now: datetime, first: date, until: date | None = None) -> None:
        """Let the times fall away that an ending, or a break on these days, has overtaken."""
        for one in self.occasions.values():
            overtaken = one.circle.code == code and first <= one.on and (until is None or one.on < until)
            if overtaken and one.at is not None and one.at > now:
                one.at = None

    def resumed(self, code: str, on: date) -> None:
        """End the breaks under way, and those to come, on a day."""
        self.pauses[code] = [
            one if one.until is not None and one.until <= on else Pause(one.first, max(on, one.first))
            for one in self.pauses.get(code, ())
        ]

    def history(self, code: str) -> History:
        """Return what the calendar of a relationship depends on: its start and its breaks."""
        circle = self.circles[code]
        rests = tuple(self.pauses.get(code, ()))
        return History(code, circle.mentee, circle.mentors, self.started[code], pauses=rests)

    def lines(self) -> Iterator[Line]:
        """Yield the whole truth: relationships first, then meetings, answers, breaks and endings."""
        for code, circle in self.circles.items():
            yield relationship_line(code, circle.mentee, circle.mentors, self.started[code])
        for one in sorted(self.occasions.values(), key=lambda one: one.number):
            yield interaction_line(one.number, one.circle.code, one.on, one.kind, one.present)
        for _at, _number, line in sorted(self.told, key=lambda told: told[:2]):
            yield line
        for code in self.circles:
            for pause in self.pauses.get(code, ()):
                yield pause_line(code, pause)
            if code in self.ended:
                yield end_line(code, self.ended[code])
