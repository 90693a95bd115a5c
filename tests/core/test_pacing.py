"""Pacing: so many a second for each key, after a burst, and never a moment too early."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.pacing import MOST, Pace


def test_the_first_may_go_at_once_and_the_next_waits_its_turn() -> None:
    pace = Pace(1)
    assert pace.wait("C1", 100.0) == 0.0
    assert pace.wait("C1", 100.25) == 0.75
    assert pace.wait("C1", 101.0) == 0.0


def test_every_key_has_a_pace_of_its_own() -> None:
    pace = Pace(1)
    assert pace.wait("C1", 100.0) == 0.0
    assert pace.wait("C2", 100.0) == 0.0


def test_a_burst_may_go_together_before_the_pace_sets_in() -> None:
    pace = Pace(2, burst=3)
    assert [pace.wait("C1", 100.0) for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]


@given(
    per_second=st.sampled_from([0.5, 1, 7]),
    burst=st.integers(1, 5),
    gaps=st.lists(st.floats(0, 3, allow_nan=False), max_size=40),
)
def test_never_more_go_than_the_pace_and_its_burst_allow(
    per_second: float, burst: int, gaps: list[float]
) -> None:
    pace, now, gone = Pace(per_second, burst), 1000.0, []
    for gap in gaps:
        now += gap
        if pace.wait("C1", now) == 0.0:
            gone.append(now)
    for first, begin in enumerate(gone):
        for last in range(first, len(gone)):
            assert last - first + 1 <= burst + (gone[last] - begin) * per_second + 1e-6


def test_whoever_has_been_quiet_is_forgotten_before_there_are_too_many() -> None:
    pace = Pace(1)
    for number in range(MOST + 2):
        pace.wait(f"C{number}", 100.0 + number)
    assert len(pace._next) <= MOST
