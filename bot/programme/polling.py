"""Polls: which of several times a trio meets at, from what each of the three ticked.

A time that suits all three is agreed at once. One that suits the mentee and a mentor is agreed when the
third has answered too, or was given two of their own working days to answer. Two mentors alone never
settle a time. What somebody did not tick is nobody's concern, so nothing here tells it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.programme.working_time import WorkingTime, working_days_on

MOST_TIMES = 5
FEWEST_TIMES = 2
"""With a single time there is nothing to choose: it is suggested as any other."""

THE_THIRDS_DAYS = 2
"""How many of their own working days somebody is given before the other two go on."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a trio was asked, and what those who answered ticked; the silent are not among `answers`."""

    mentee: str
    mentors: tuple[str, ...]
    times: tuple[datetime, ...]
    answers: Mapping[str, frozenset[datetime]]

    @property
    def members(self) -> tuple[str, ...]:
        return (self.mentee, *self.mentors)

    @property
    def silent(self) -> tuple[str, ...]:
        """Those who have not answered yet."""
        return tuple(one for one in self.members if one not in self.answers)

    def suits(self, person: str, at: datetime) -> bool:
        """Say whether somebody ticked a time."""
        return at in self.answers.get(person, frozenset())

    def suited(self, at: datetime) -> tuple[str, ...]:
        """Return those who ticked a time."""
        return tuple(one for one in self.members if self.suits(one, at))


def settled(ballot: Ballot, now: datetime, *, waited: bool) -> datetime | None:
    """Return the time that is agreed by now, the earliest of those that suit as many; None while none is.

    `waited` tells that everybody who is silent has had their two working days.
    """
    ahead = sorted(at for at in ballot.times if at > now)
    for at in ahead:
        if len(ballot.suited(at)) == len(ballot.members):
            return at
    if ballot.silent and not waited:
        return None
    return next((at for at in ahead if _suits_two_sides(ballot, at)), None)


def can_settle(ballot: Ballot, now: datetime) -> bool:
    """Say whether some time can still be agreed, should all who are silent tick everything."""
    silent = frozenset(ballot.silent)
    everything = frozenset(ballot.times)
    hoped = {**ballot.answers, **dict.fromkeys(silent, everything)}
    hopeful = Ballot(ballot.mentee, ballot.mentors, ballot.times, hoped)
    return any(_suits_two_sides(hopeful, at) for at in ballot.times if at > now)


def waited_for(asked: datetime, works: WorkingTime) -> datetime:
    """Return when somebody silent has had their two working days.

    Raises `NoWorkingTimeError` for somebody who has no working time to answer in.
    """
    return working_days_on(asked, THE_THIRDS_DAYS, works)


def _suits_two_sides(ballot: Ballot, at: datetime) -> bool:
    return ballot.suits(ballot.mentee, at) and any(ballot.suits(one, at) for one in ballot.mentors)
