from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.months import (
    Month,
    Pause,
    Span,
    add_months,
    later,
    merge,
    programme_months,
    unpaused_day,
)

DAY = timedelta(days=1)
START = date(2027, 1, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def pause(first: str, until: str | None) -> Pause:
    return Pause(day(first), day(until) if until else None)


def span(first: str, until: str) -> Span:
    return Span(day(first), day(until))


def firsts(start: str, pauses: list[Pause]) -> list[str]:
    return [month.first.isoformat() for month in programme_months(day(start), 4, pauses)]


starts = st.dates(date(2024, 1, 1), date(2028, 12, 31)) | st.sampled_from(
    [date(2028, 2, 29), date(2027, 1, 29), date(2027, 1, 30), date(2027, 1, 31), date(2027, 12, 31)]
)
closed_pauses = st.lists(
    st.builds(
        lambda start, offset, days: Pause(start + offset * DAY, start + (offset + days) * DAY),
        st.just(START),
        st.integers(-40, 300),
        st.integers(0, 45),
    ),
    max_size=5,
)


def test_the_worked_example_has_the_months_it_says() -> None:
    months = programme_months(day("2027-01-29"), 8, [pause("2027-03-10", "2027-03-24")])
    assert months[:3] == (
        Month(1, day("2027-01-29"), day("2027-02-27")),
        Month(2, day("2027-02-28"), day("2027-04-11")),
        Month(3, day("2027-04-12"), day("2027-05-12")),
    )
    assert len(months) == 8


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2027-01-04", 1, "2027-02-04"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2027-01-31", 2, "2027-03-31"),
        ("2027-10-31", 4, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2027-12-15", 1, "2028-01-15"),
        ("2027-05-20", 0, "2027-05-20"),
        ("9999-12-01", 1, "9999-12-31"),
    ],
)
def test_months_are_added_to_the_original_day_and_clamped(start: str, n: int, expected: str) -> None:
    assert add_months(day(start), n) == day(expected)


def test_a_day_beyond_the_calendar_is_its_last_day() -> None:
    assert later(day("9999-12-30"), 5) == date.max


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ([("2027-02-01", "2027-02-08")], [("2027-02-01", "2027-02-08")]),
        ([("2027-02-08", "2027-02-10"), ("2027-02-01", "2027-02-08")], [("2027-02-01", "2027-02-10")]),
        ([("2027-02-01", "2027-02-08"), ("2027-02-05", "2027-02-12")], [("2027-02-01", "2027-02-12")]),
        ([("2027-02-01", "2027-02-28"), ("2027-02-05", "2027-02-12")], [("2027-02-01", "2027-02-28")]),
        (
            [("2027-02-01", "2027-02-08"), ("2027-02-09", "2027-02-12")],
            [("2027-02-01", "2027-02-08"), ("2027-02-09", "2027-02-12")],
        ),
        ([("2026-12-01", "2027-01-05")], [("2027-01-01", "2027-01-05")]),
        ([("2026-12-01", "2027-01-01")], []),
        ([("2027-02-01", "2027-02-01")], []),
        ([("2027-02-01", None)], [("2027-02-01", "9999-12-31")]),
        ([("2027-02-01", None), ("2027-03-01", "2027-03-09")], [("2027-02-01", "9999-12-31")]),
    ],
    ids=[
        "one alone",
        "touching are one",
        "overlapping are one",
        "one within another is nothing new",
        "a day between keeps them two",
        "days before the start do not count",
        "a pause before the start does not count",
        "a pause of no days is none",
        "nobody has ended it",
        "an endless one swallows what follows",
    ],
)
def test_pauses_are_merged(pauses: list[tuple[str, str | None]], expected: list[tuple[str, str]]) -> None:
    assert merge([pause(*each) for each in pauses], START) == tuple(span(*each) for each in expected)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2027-01-31", ()),
        ("2027-02-01", (span("2027-02-01", "2027-02-02"),)),
        ("2027-02-07", (span("2027-02-01", "2027-02-08"),)),
        ("2027-02-20", (span("2027-02-01", "2027-02-08"),)),
    ],
)
def test_as_of_a_day_a_pause_counts_up_to_and_including_it(as_of: str, expected: tuple[Span, ...]) -> None:
    assert merge([pause("2027-02-01", "2027-02-08")], START, day(as_of)) == expected


def test_as_of_a_day_a_pause_without_an_end_counts_up_to_and_including_it() -> None:
    spans = merge([pause("2027-02-01", None)], START, day("2027-02-10"))
    assert spans == (span("2027-02-01", "2027-02-11"),)


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ([], ["2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01"]),
        ([("2027-01-31", "2027-02-03")], ["2027-01-01", "2027-02-04", "2027-03-04", "2027-04-04"]),
        ([("2027-02-01", "2027-02-04")], ["2027-01-01", "2027-02-01", "2027-03-04", "2027-04-04"]),
        ([("2027-01-01", "2027-01-11")], ["2027-01-01", "2027-02-11", "2027-03-11", "2027-04-11"]),
        (
            [("2027-03-02", "2027-03-05"), ("2027-01-20", "2027-02-20")],
            ["2027-01-01", "2027-03-07", "2027-04-04", "2027-05-05"],
        ),
        ([("2027-05-01", "2027-06-01")], ["2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01"]),
    ],
    ids=[
        "no pause",
        "a pause the day before a boundary moves it",
        "a pause that begins on a boundary does not move it",
        "a pause on the first day does not move the start",
        "the second pause meets a boundary the first has moved",
        "a pause after the last month moves nothing",
    ],
)
def test_a_pause_moves_every_boundary_after_its_first_day(
    pauses: list[tuple[str, str | None]], expected: list[str]
) -> None:
    assert firsts("2027-01-01", [pause(*each) for each in pauses]) == expected


def test_boundaries_are_clamped_from_the_original_start_before_pauses_move_them() -> None:
    moved = firsts("2027-01-31", [pause("2027-02-10", "2027-02-12")])
    assert moved == ["2027-01-31", "2027-03-02", "2027-04-02", "2027-05-02"]


def test_while_a_pause_goes_on_its_month_does_not_end() -> None:
    months = programme_months(START, 4, [pause("2027-01-31", None)], day("2027-06-30"))
    assert months[0].last == day("2027-07-01")


def test_a_pause_that_nobody_ends_leaves_its_month_the_last() -> None:
    months = programme_months(START, 4, [pause("2027-02-20", None)])
    assert [month.number for month in months] == [1, 2]


def test_months_stop_where_the_calendar_does() -> None:
    assert [month.number for month in programme_months(day("9999-11-15"), 8, [])] == [1, 2]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-12-31", None),
        ("2027-01-01", 1),
        ("2027-01-09", 9),
        ("2027-01-10", None),
        ("2027-01-14", None),
        ("2027-01-15", 10),
        ("2027-02-05", 31),
        ("2027-02-06", None),
    ],
)
def test_the_ladder_counts_unpaused_days_of_the_month(today: str, expected: int | None) -> None:
    pauses = [pause("2027-01-10", "2027-01-13"), pause("2027-01-12", "2027-01-15")]
    month = programme_months(START, 1, pauses)[0]
    assert unpaused_day(month, pauses, day(today)) == expected


def test_a_pause_carried_over_from_the_month_before_does_not_count_twice() -> None:
    month = Month(2, day("2027-02-01"), day("2027-02-28"))
    assert unpaused_day(month, [pause("2027-01-20", "2027-02-03")], day("2027-02-03")) == 1


@settings(deadline=None, max_examples=60)
@given(starts, closed_pauses, st.integers(1, 12))
def test_months_follow_each_other_from_the_start_without_a_gap(
    start: date, pauses: list[Pause], months: int
) -> None:
    found = programme_months(start, months, pauses)
    assert [month.number for month in found] == list(range(1, months + 1))
    assert found[0].first == start
    assert all(after.first == before.last + DAY for before, after in pairwise(found))


@settings(deadline=None, max_examples=60)
@given(starts, closed_pauses)
def test_a_month_keeps_its_number_of_unpaused_days_whatever_the_pauses(
    start: date, pauses: list[Pause]
) -> None:
    spans = merge(pauses, start)
    plain = programme_months(start, 8, [])
    for month, calendar in zip(programme_months(start, 8, pauses), plain, strict=True):
        days = (month.first + n * DAY for n in range((month.last - month.first).days + 1))
        unpaused = sum(not any(each in paused for paused in spans) for each in days)
        assert unpaused == (calendar.last - calendar.first).days + 1


@settings(deadline=None, max_examples=60)
@given(starts, closed_pauses.flatmap(st.permutations))
def test_the_order_in_which_pauses_were_entered_does_not_matter(start: date, pauses: list[Pause]) -> None:
    in_order = sorted(pauses, key=lambda each: (each.first, each.until or date.max))
    assert programme_months(start, 8, pauses) == programme_months(start, 8, in_order)


@settings(deadline=None, max_examples=60)
@given(closed_pauses, st.integers(0, 30))
def test_unpaused_days_are_numbered_without_a_hole(pauses: list[Pause], length: int) -> None:
    month = Month(1, START, START + length * DAY)
    numbers = [unpaused_day(month, pauses, START + n * DAY) for n in range(length + 1)]
    counted = [number for number in numbers if number is not None]
    assert counted == list(range(1, len(counted) + 1))
