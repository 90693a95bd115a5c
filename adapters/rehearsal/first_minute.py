"""The first minute: book a meeting, let it happen, look back. It points at the very button to press."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from adapters.rehearsal.cast.ledger import Circle
from adapters.rehearsal.screens import Entry, Screens

AGREED = frozenset({"reply.agreed", "service.agreed"})
ASKED = frozenset({"service.did-you-meet", "nudge.did-you-meet"})
LOOKED_BACK = frozenset({"reply.reflection"})


@dataclass(frozen=True, slots=True)
class Pointer:
    """What to press next: a button of a message, the form on somebody's phone, or the clock."""

    entry: int = 0
    action: int = -1
    form_of: str = ""
    clock: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One of the three steps; the first that is not done is the one that stands."""

    title: str
    words: str
    done: bool
    stands: bool


@dataclass(frozen=True, slots=True)
class FirstMinute:
    """Where somebody is in their first minute."""

    steps: tuple[Step, ...]
    pointer: Pointer

    @property
    def done(self) -> bool:
        return all(step.done for step in self.steps)


def first_minute(screens: Screens, circle: Circle, held: Collection[str]) -> FirstMinute:
    """Return the three steps for a pair or trio as far as they have come, and what to press next."""
    agreed = _has(screens, circle.members, AGREED)
    asked = _has(screens, circle.members, ASKED)
    looked_back = _has(screens, circle.members, LOOKED_BACK)
    mentee, mentor = (circle.names[email] for email in circle.members[:2])
    told = (
        ("Book a meeting", f"Suggest a time as {mentee}; accept it as {mentor}.", agreed),
        ("Let it happen", "Press “Next event” until the bot asks whether you met.", asked),
        ("Look back", "Say that you met, and look back in a few questions.", looked_back),
    )
    stands = next((number for number, (*_, done) in enumerate(told) if not done), len(told))
    steps = tuple(
        Step(title, words, done=number < stands, stands=number == stands)
        for number, (title, words, _) in enumerate(told)
    )
    pointing = (_to_book, _to_wait, _to_look_back, _nowhere)[stands]
    return FirstMinute(steps, pointing(screens, circle, held))


def _has(screens: Screens, places: Collection[str], kinds: Collection[str]) -> bool:
    return any(one.message and one.message.kind in kinds for place in places for one in screens.on(place))


def _to_book(screens: Screens, circle: Circle, held: Collection[str]) -> Pointer:
    for email in circle.members:
        if email in held and email in screens.questions:
            return Pointer(form_of=email)
    for email in circle.members:
        if email in held and (found := _latest(screens, email, "proposal.accept")):
            return found
    if circle.mentee not in held or _has(screens, [circle.mentee], {"reply.proposed"}):
        return Pointer(clock=True)
    return _latest(screens, circle.mentee, "book") or Pointer(clock=True)


def _to_wait(_screens: Screens, _circle: Circle, _held: Collection[str]) -> Pointer:
    return Pointer(clock=True)


def _to_look_back(screens: Screens, circle: Circle, held: Collection[str]) -> Pointer:
    mine = [email for email in circle.members if email in held]
    for email in mine:
        if email in screens.questions:
            return Pointer(form_of=email)
    found = (_latest(screens, email, "reflect", "met.yes") for email in mine)
    return next((one for one in found if one), Pointer(clock=True))


def _nowhere(_screens: Screens, _circle: Circle, _held: Collection[str]) -> Pointer:
    return Pointer()


def _latest(screens: Screens, email: str, *routes: str) -> Pointer | None:
    """Return the newest button on somebody's phone that leads to one of these routes."""
    return next(_buttons(reversed(screens.on(email)), routes), None)


def _buttons(entries: Iterator[Entry], routes: Collection[str]) -> Iterator[Pointer]:
    for entry in entries:
        for number, action in enumerate(entry.message.actions if entry.message else ()):
            if action.route in routes:
                yield Pointer(entry=entry.number, action=number)
