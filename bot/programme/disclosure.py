"""Small-number protection: what may be shown of counts of people to readers outside the coordinators.

Counts of 1 to 7 are hidden and the others are rounded to five; a true zero may show. No hidden count may
be worked out from the total, from its neighbours or from an earlier report.
"""

from collections.abc import Mapping
from dataclasses import dataclass

FLOOR = 8
"""The smallest count that may be shown, and the smallest change between two reports that may be."""

LEAST_PARTICIPANTS = 11
"""A cohort of fewer people gets no statistics at all."""

TOTAL = "total"
"""The key under which a basis keeps the total of its breakdown."""

ROUNDED_TO = 5
_LEAST_HIDDEN = 2


@dataclass(frozen=True, slots=True)
class Protected:
    """One breakdown as it may be shown: rounded figures, None for what is hidden.

    `basis` holds the true count behind the figure last shown of each cell. It is for the next report to be
    measured against, and is never shown itself.
    """

    cells: Mapping[str, int | None]
    total: int | None
    basis: Mapping[str, int]


def enough_participants(participants: int) -> bool:
    """Say whether a cohort is large enough for statistics: at least eleven people."""
    return participants >= LEAST_PARTICIPANTS


def protect_count(count: int) -> int | None:
    """Return a simple count as it may be shown: hidden (None) from 1 to 7, otherwise rounded to five."""
    return None if is_small(count) else _rounded(count)


def protect_after(previous: int | None, now: int) -> int | None:
    """Return one count as it may be shown after `previous`, the true count behind the figure shown last."""
    return None if previous is not None and is_small(abs(now - previous)) else protect_count(now)


def protect(counts: Mapping[str, int]) -> Protected:
    """Protect one fixed breakdown, whose cells share out one total between them.

    The reader is taken to know the true total from elsewhere, so a small count is never hidden alone:
    its neighbours join it, the smallest first, until at least two are hidden and together they are no
    small number. A total that is itself small hides everything, zeros too.
    """
    return protect_change({}, counts)


def protect_change(previous: Mapping[str, int], now: Mapping[str, int]) -> Protected:
    """Protect a breakdown of which an earlier report was shown.

    `previous` is the `basis` of that report. A figure that differs from the one shown before by fewer
    people than the floor is withheld, so that nobody can tell who came or left in between.
    """
    total = sum(now.values())
    counts = {**now, TOTAL: total}
    alone = {name: protect_after(previous.get(name), count) for name, count in counts.items()}
    unsafe = {cell for cell in now if alone[cell] is None}
    hidden = set(now) if is_small(total) else _with_company(unsafe, now)
    shown = {name: figure for name, figure in alone.items() if figure is not None and name not in hidden}
    return Protected(
        cells={cell: shown.get(cell) for cell in now},
        total=shown.get(TOTAL),
        basis={**previous, **{name: counts[name] for name in shown}},
    )


def _rounded(count: int) -> int:
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def is_small(count: int) -> bool:
    """Say whether a count may point at people: anything from 1 to 7."""
    return 0 < count < FLOOR


def _with_company(unsafe: set[str], counts: Mapping[str, int]) -> set[str]:
    """The unsafe cells and those that must be hidden along with them, for none of them to be worked out."""

    def worked_out(hidden: set[str]) -> bool:
        return len(hidden) < _LEAST_HIDDEN or sum(counts[cell] for cell in hidden) < FLOOR

    hidden = set(unsafe)
    # By rounded size: an order by true counts would tell two neighbours of one rounded figure apart.
    open_to_all = (cell for cell in counts if counts[cell] and cell not in hidden)
    neighbours = sorted(open_to_all, key=lambda cell: _rounded(counts[cell]))
    while hidden and worked_out(hidden):
        if not neighbours:
            return set(counts)
        hidden.add(neighbours.pop(0))
    return hidden
