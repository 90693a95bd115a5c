from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.disclosure import (
    FLOOR,
    TOTAL,
    Protected,
    enough_participants,
    is_small,
    protect,
    protect_after,
    protect_change,
    protect_count,
)

Table = tuple[int, ...]
Shown = tuple[int | None, ...]


def counts(table: Iterable[int]) -> dict[str, int]:
    return dict(zip("abcdef", table, strict=False))


def shown(protected: Protected) -> Shown:
    return tuple(protected.cells.values())


def tables(cells: int, total: int) -> Iterator[Table]:
    for first in product(range(total + 1), repeat=cells - 1):
        if sum(first) <= total:
            yield (*first, total - sum(first))


@pytest.mark.parametrize(
    ("count", "figure"),
    [(0, 0), (1, None), (7, None), (8, 10), (10, 10), (11, 10), (12, 10), (13, 15), (97, 95), (98, 100)],
)
def test_a_small_count_is_hidden_and_others_are_rounded_to_five(count: int, figure: int | None) -> None:
    assert protect_count(count) == figure


@pytest.mark.parametrize(
    ("participants", "enough"), [(0, False), (8, False), (10, False), (11, True), (71, True)]
)
def test_statistics_need_eleven_participants(participants: int, enough: bool) -> None:
    assert enough_participants(participants) is enough


def test_a_table_without_small_counts_shows_rounded() -> None:
    assert shown(protect(counts((21, 14, 0)))) == (20, 15, 0)


def test_a_small_count_takes_its_smallest_neighbour_along() -> None:
    assert shown(protect(counts((20, 12, 3)))) == (20, None, None)


def test_small_counts_hide_each_other_when_together_they_are_no_small_number() -> None:
    assert shown(protect(counts((20, 5, 4, 0)))) == (20, None, None, 0)


def test_small_counts_that_are_few_even_together_take_a_neighbour_along() -> None:
    assert shown(protect(counts((20, 9, 3, 2)))) == (20, None, None, None)


def test_of_neighbours_with_one_rounded_figure_the_first_is_taken_whatever_their_true_counts() -> None:
    assert shown(protect(counts((12, 9, 3)))) == shown(protect(counts((9, 12, 3)))) == (None, 10, None)


def test_a_small_total_hides_everything() -> None:
    protected = protect(counts((6, 0, 1)))
    assert (shown(protected), protected.total) == ((None, None, None), None)


def test_an_empty_table_shows_its_zeros() -> None:
    protected = protect(counts((0, 0)))
    assert (shown(protected), protected.total) == ((0, 0), 0)


def test_the_total_is_rounded_too() -> None:
    assert protect(counts((20, 13, 0))).total == 35


def feasible(protected: Protected, total: int) -> list[range]:
    """Solve for what each cell can be, knowing the true total, the rounding and the floor."""
    least, most = [], []
    for figure in shown(protected):
        least.append(0 if not figure else max(FLOOR, figure - 2))
        most.append(total if figure is None else figure + 2 if figure else 0)
    return [
        range(
            max(low, total - sum(most) + high),
            min(high, total - sum(least) + low) + 1,
        )
        for low, high in zip(least, most, strict=True)
    ]


@pytest.mark.parametrize(("cells", "totals"), [(2, range(8, 41)), (3, range(8, 27)), (4, range(8, 15))])
def test_a_hidden_count_could_be_many_numbers_even_to_who_knows_the_total(cells: int, totals: range) -> None:
    for total in totals:
        for table in tables(cells, total):
            protected = protect(counts(table))
            for figure, possible in zip(shown(protected), feasible(protected, total), strict=True):
                assert figure is not None or len(possible) >= FLOOR


def test_a_hidden_count_is_not_determined_by_knowing_how_counts_are_protected() -> None:
    most = 34
    alike: dict[tuple[Shown, int | None], list[Table]] = defaultdict(list)
    for total in range(most + 1):
        for table in tables(3, total):
            protected = protect(counts(table))
            alike[shown(protected), protected.total].append(table)
    for (cells, total_shown), candidates in alike.items():
        if total_shown is None or total_shown <= most - 5:
            for cell, figure in enumerate(cells):
                assert figure is not None or len({table[cell] for table in candidates}) >= 3


def test_two_reports_together_determine_no_hidden_count() -> None:
    alike: dict[tuple[Shown, Shown], list[tuple[Table, Table]]] = defaultdict(list)
    every = list(tables(3, 16))
    for earlier in every:
        first = protect(counts(earlier))
        for now in every:
            second = protect_change(first.basis, counts(now))
            alike[shown(first), shown(second)].append((earlier, now))
    for reports, candidates in alike.items():
        for which, figures in enumerate(reports):
            for cell, figure in enumerate(figures):
                assert figure is not None or len({pair[which][cell] for pair in candidates}) > 1


@pytest.mark.parametrize(
    ("previous", "now", "figure"),
    [
        (None, 20, 20),
        (20, 20, 20),
        (20, 21, None),
        (20, 27, None),
        (20, 13, None),
        (20, 28, 30),
        (20, 12, 10),
    ],
)
def test_a_figure_that_differs_by_fewer_than_the_floor_is_withheld(
    previous: int | None, now: int, figure: int | None
) -> None:
    assert protect_after(previous, now) == figure


def test_a_withheld_figure_cannot_be_worked_out_from_its_neighbours() -> None:
    before = protect(counts((20, 30, 40)))
    assert shown(protect_change(before.basis, counts((24, 30, 40)))) == (None, None, 40)


def test_a_lone_withheld_figure_takes_the_zeros_along() -> None:
    before = protect(counts((20, 0)))
    assert shown(protect_change(before.basis, counts((24, 0)))) == (None, None)


def test_a_total_that_barely_changed_is_withheld() -> None:
    before = protect(counts((20, 20)))
    assert protect_change(before.basis, counts((20, 23))).total is None


def test_a_figure_is_measured_against_the_one_last_shown() -> None:
    first = protect(counts((20, 20)))
    second = protect_change(first.basis, counts((24, 16)))
    assert shown(second) == (None, None)
    assert second.basis == {"a": 20, "b": 20, TOTAL: 40}
    assert shown(protect_change(second.basis, counts((28, 12)))) == (30, 10)


@given(st.lists(st.lists(st.integers(0, 40), min_size=4, max_size=4), min_size=2, max_size=6))
@settings(max_examples=80, deadline=None)
def test_no_two_figures_of_a_cell_ever_shown_differ_by_fewer_than_the_floor(reports: list[list[int]]) -> None:
    basis: dict[str, int] = {}
    last: dict[str, int] = {}
    for report in reports:
        now = counts(report)
        protected = protect_change(basis, now)
        for cell, figure in protected.cells.items():
            if figure is not None:
                assert not is_small(now[cell])
                assert not is_small(abs(now[cell] - last.get(cell, now[cell])))
                last[cell] = now[cell]
        basis = dict(protected.basis)
