"""What the page needs of a play, and nothing more: the port that the composition fills."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from adapters.rehearsal.screens import Screens
from bot.core.events import Personal
from bot.core.problems import Problem
from bot.programme.cohort_plan import CohortPlan
from bot.programme.people_file import PeopleReport
from bot.programme.summary import Summary


class NotInHand(Problem):
    """That phone isn't in your hand: take it over first."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


class Stride(StrEnum):
    """How far the clock goes at one press."""

    NEXT = "next"
    DAY = "day"
    WEEK = "week"
    END = "end"


class Play(Protocol):
    """A programme that somebody lives through on the page.

    Whatever is done goes through one door, one after another, whoever presses first. `name` is another
    one after each beginning anew, and `revision` grows with everything that changes what can be seen.
    """

    @property
    def name(self) -> str: ...
    @property
    def revision(self) -> int: ...
    @property
    def plan(self) -> CohortPlan: ...
    @property
    def people(self) -> PeopleReport: ...
    @property
    def screens(self) -> Screens: ...
    @property
    def now(self) -> datetime: ...
    @property
    def last_day(self) -> date: ...
    @property
    def over(self) -> bool: ...
    @property
    def moving(self) -> Stride | None: ...
    @property
    def stumbled(self) -> bool:
        """Whether something inside went wrong when the clock moved last."""
        ...

    @property
    def held(self) -> frozenset[str]: ...
    @property
    def guided(self) -> bool: ...

    async def summary(self) -> Summary:
        """Return the figures of the cohort as coordinators would get them now."""
        ...

    async def act(self, event: Personal, what: str) -> None:
        """Let somebody held do something; `what` names it without a word they wrote."""
        ...

    async def take(self, email: str) -> None:
        """Take somebody's phone in hand: they wait."""
        ...

    async def give_back(self, *emails: str) -> None:
        """Let people act by themselves again."""
        ...

    async def go(self, stride: Stride, watched: Collection[str]) -> bool:
        """Move the clock, at most until something appears in a place watched; False when it moves already.

        Returns when it has arrived, or after a moment while it goes on by itself.
        """
        ...

    async def stop(self) -> None:
        """Let the clock stand."""
        ...

    async def files(self) -> Mapping[str, bytes]:
        """Return the outputs of a rehearsal for what has happened so far, by the names of their files."""
        ...

    async def begin_again(self, people: PeopleReport | None = None, title: str = "") -> None:
        """Begin anew, with the same people or with others under this title."""
        ...

    def dismiss_guide(self) -> None:
        """Show the first steps no more in this play."""
        ...

    async def changed_since(self, revision: int) -> int:
        """Wait until something has changed since then, and return the revision it is now."""
        ...
