"""Sealed words: who may read what, as a type.

What people write is kept as `Sealed`. Holding one tells nothing: only a `Vault` opens it, for its
owner or for somebody who stands in the circle it was written for. There is no other way to the text,
and a coordinator stands in no circle of a pair.
"""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sealed:
    """Words that only a vault can open.

    `owner` is the identifier of the person whose key seals them, `circle` who else may read them.
    `place` says which field of which record they were sealed for, such as `reflection.what:0190…`:
    moved anywhere else they don't open. It isn't kept beside the words but worked out from where they lie.
    """

    owner: str
    circle: str
    data: bytes = field(repr=False)
    place: str = ""


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left of words whose owner's key was destroyed: nothing, for anybody, for good."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who wants to read, with the circles they stand in."""

    person: str
    circles: frozenset[str] = frozenset()

    def may_open(self, sealed: Sealed) -> bool:
        """The owner always may; others only within the circle the words were written for."""
        return sealed.owner == self.person or sealed.circle in self.circles


class NotForYou(PermissionError):  # noqa: N818  # named for what it says to the reader
    """These words were written for others to read."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


class BrokenSeal(ValueError):  # noqa: N818  # named for what was found
    """These words were changed or moved where they are kept, so they can't be read."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


class Vault(Protocol):
    """Seals and opens words with the data key of their owner."""

    async def seal(self, owner: str, circle: str, text: str, *, place: str = "") -> Sealed:
        """Seal words for their owner and circle. What is sealed for an erased owner is gone at once."""
        ...

    async def open(self, sealed: Sealed, viewer: Viewer) -> str | Erased:
        """Return the words, or `Erased` when their owner's key was destroyed.

        Raises `NotForYou` when this viewer may not read them, and `BrokenSeal` when they were changed
        or moved since they were sealed.
        """
        ...


def private_circle(person_id: str) -> str:
    """Nobody but the author."""
    return f"private:{person_id}"


def pair_circle(relationship_id: str) -> str:
    """The two or three people of a relationship."""
    return f"pair:{relationship_id}"


def mentors_circle(relationship_id: str) -> str:
    """In a trio, the two mentors alone."""
    return f"mentors:{relationship_id}"


def cohort_circle(cohort_id: str) -> str:
    """Everybody of a cohort, for what its author released to it."""
    return f"cohort:{cohort_id}"
