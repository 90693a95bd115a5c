import json
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.cadence import Threshold, cadence
from bot.programme.truth import read
from tests.programme.independent_cadence import Line, Row, figures, recompute

ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "UTC")
STARTS = (date(2027, 1, 4), date(2027, 1, 29), date(2027, 1, 31), date(2027, 8, 30), date(2028, 2, 29))
CODES = ("R2", "R10")
PEOPLE = ("mentee", "mentor", "second", "assistant")


def days_from(start: date, least: int, most: int) -> st.SearchStrategy[date]:
    return st.integers(least, most).map(lambda n: start + timedelta(days=n))


@st.composite
def answers(draw: st.DrawFn, name: str, on: date) -> Line:
    """What somebody says about an interaction, often near the end of the days in which it can be said."""
    day = on + timedelta(days=draw(st.integers(0, 3) | st.integers(58, 62)))
    clock = draw(st.sampled_from(["00:00", "00:30", "05:30", "12:00", "23:00", "23:30", "23:59"]))
    offset = draw(st.sampled_from(["+00:00", "+01:00", "-05:00", "+14:00"]))
    return {
        "kind": "answer",
        "id": name,
        "by": draw(st.sampled_from(PEOPLE)),
        "at": f"{day}T{clock}:00{offset}",
        "said": draw(st.sampled_from(["held", "held", "held", "without_me", "not_held"])),
        "present": draw(st.lists(st.sampled_from(PEOPLE), max_size=3)),
    }


@st.composite
def pauses(draw: st.DrawFn, code: str, start: date) -> Line:
    first = draw(days_from(start, -10, 130))
    until = draw(st.none() | days_from(first, 0, 25))
    return {"kind": "pause", "relationship": code, "from": str(first), "to": str(until) if until else None}


@st.composite
def relationships(draw: st.DrawFn, code: str, start: date) -> list[Line]:
    mentors = draw(st.sampled_from([["mentor"], ["mentor", "second"]]))
    lines: list[Line] = [
        {
            "kind": "relationship",
            "relationship": code,
            "type": "pair" if len(mentors) == 1 else "trio",
            "mentee": "mentee",
            "mentors": mentors,
            "started": str(start),
        }
    ]
    lines += draw(st.lists(pauses(code, start), max_size=3))
    for end in draw(st.lists(days_from(start, -2, 150), max_size=1)):
        lines.append({"kind": "end", "relationship": code, "on": str(end)})
    return lines


@st.composite
def truths(draw: st.DrawFn) -> list[Line]:
    """A story of two relationships, its lines in any order, with lines that replace others."""
    start = draw(st.sampled_from(STARTS))
    lines = [line for code in CODES for line in draw(relationships(code, start))]
    for number in range(draw(st.integers(0, 10))):
        on = draw(days_from(start, -2, 130))
        name = f"I{draw(st.integers(0, number))}"
        code = draw(st.sampled_from(CODES))
        lines.append({"kind": "interaction", "id": name, "relationship": code, "on": str(on)})
        lines += draw(st.lists(answers(name, on), max_size=4))
    draw(st.randoms(use_true_random=False)).shuffle(lines)
    return lines


def by_the_program(
    lines: list[Line], as_of: date, threshold: Threshold, timezone: str
) -> dict[str, tuple[list[Row], Any]]:
    found = {}
    for history in read(json.dumps(line) for line in lines):
        result = cadence(history, threshold, as_of, ZoneInfo(timezone))
        rows = [(row.month, str(row.first), str(row.last), row.held, row.status.value) for row in result.rows]
        found[history.code] = rows, (result.held, result.dose, result.rhythm, result.strict)
    return found


@settings(deadline=None, max_examples=150)
@given(truths(), st.integers(-1, 200), st.integers(1, 4), st.integers(1, 3), st.sampled_from(ZONES))
def test_a_second_reckoning_day_by_day_comes_to_the_same(
    lines: list[Line], days: int, months: int, per_month: int, timezone: str
) -> None:
    start = next(date.fromisoformat(line["started"]) for line in lines if line["kind"] == "relationship")
    as_of = start + timedelta(days=days)
    expected = recompute(lines, as_of, months, per_month, timezone)
    assert by_the_program(lines, as_of, Threshold(months, per_month), timezone) == {
        code: (rows, figures(rows, months, per_month)) for code, rows in expected.items()
    }


def test_the_second_reckoning_knows_the_worked_example() -> None:
    lines: list[Line] = [
        {
            "kind": "relationship",
            "relationship": "R1",
            "mentee": "a@x.example",
            "mentors": ["b@x.example"],
            "started": "2027-01-29",
        },
        {"kind": "pause", "relationship": "R1", "from": "2027-03-10", "to": "2027-03-24"},
        {"kind": "interaction", "id": "I1", "relationship": "R1", "on": "2027-04-11"},
        {
            "kind": "answer",
            "id": "I1",
            "by": "a@x.example",
            "at": "2027-04-11T22:00:00+00:00",
            "said": "held",
            "present": ["b@x.example"],
        },
    ]
    assert recompute(lines, date(2027, 5, 12), 8, 2, "Europe/London") == {
        "R1": [
            (1, "2027-01-29", "2027-02-27", 0, "none"),
            (2, "2027-02-28", "2027-04-11", 1, "part"),
            (3, "2027-04-12", "2027-05-12", 0, "current"),
        ]
    }
