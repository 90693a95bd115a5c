"""The summary of a cohort on the command line."""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SPRING = ("summary", "Spring 2090")
AS_OF = ("--as-of", "2090-03-05")


def test_the_summary_as_json_has_the_agreed_shape(started: Run) -> None:
    told = json.loads(started(*SPRING, *AS_OF, "--format", "json").out)

    assert {key: told[key] for key in ("cohort", "as_of", "threshold", "relationships", "interactions")} == {
        "cohort": "Spring 2090",
        "as_of": "2090-03-05",
        "threshold": {"months": 8, "per_month": 2},
        "relationships": {"active": 2, "paused": 0, "ended": 0},
        "interactions": {"held": 0, "expected": 8},
    }
    assert told["months"] == [
        {"month": 1, "met": 0, "part": 0, "none": 2, "ended": 0, "current": 0},
        {"month": 2, "met": 0, "part": 0, "none": 2, "ended": 0, "current": 0},
        {"month": 3, "met": 0, "part": 0, "none": 0, "ended": 0, "current": 2},
    ]
    assert told["by_relationship"][1] == {
        "code": "R2",
        "kind": "trio",
        "state": "active",
        "month": 3,
        "months": ["none", "none", "current"],
        "held": 0,
        "dose": "0/16",
        "rhythm": "0/2",
        "next": None,
        "last": None,
        "paused_until": None,
        "asked_for_help": False,
    }


def test_the_summary_as_a_table(started: Run) -> None:
    assert started(*SPRING, "--as-of", "2090-01-05", "--format", "csv").out == (
        "relationship,month,from,to,held,status\n"
        "R1,1,2090-01-02,2090-02-01,0,current\n"
        "R2,1,2090-01-02,2090-02-01,0,current\n"
    )


def test_the_summary_is_words_by_default_and_names_nobody(started: Run) -> None:
    said = started(*SPRING, *AS_OF)

    assert said.out.startswith("Spring 2090, 5 March 2090\nAim: 2 interactions a month for 8 months\n")
    assert not any(name in said.out for name in ("Ada", "Quill", "trust.example"))


def test_the_summary_as_a_picture(started: Run) -> None:
    said = started(*SPRING, *AS_OF, "--format", "png")

    assert (said.status, said.raw[:8]) == (0, b"\x89PNG\r\n\x1a\n")


def test_a_picture_is_not_poured_into_a_terminal(started: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    said = started(*SPRING, "--format", "png")

    assert (said.status, said.raw) == (2, b"")
    assert said.err == ("turnabout: A picture can't be shown in a terminal. Add -o and the name of a file.\n")


def test_a_file_gets_what_standard_output_would(started: Run) -> None:
    told = started(*SPRING, *AS_OF, "--format", "json").raw

    said = started(*SPRING, *AS_OF, "--format", "json", "-o", "summary.json")

    assert (said.status, said.raw, Path("summary.json").read_bytes()) == (0, b"", told)


def test_a_dash_is_standard_output(started: Run) -> None:
    assert started(*SPRING, *AS_OF, "-o", "-").raw == started(*SPRING, *AS_OF).raw


def test_without_a_day_it_is_today(started: Run) -> None:
    told = json.loads(started(*SPRING, "--format", "json").out)

    assert (told["months"], told["interactions"]) == ([], {"held": 0, "expected": 0})


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_do_no_harm(started: Run, day: str) -> None:
    assert started(*SPRING, "--as-of", day, "--format", "csv").status == 0


def test_an_unknown_cohort_is_answered_with_those_that_are_known(started: Run) -> None:
    said = started("summary", "Autumn")

    assert (said.status, said.out) == (1, "")
    assert said.err == ("turnabout: There is no cohort called Autumn. The cohorts are: Spring 2090.\n")


@pytest.mark.parametrize(
    "words",
    [
        ("--as-of", "05/03/2090"),
        ("--as-of", "2090-02-30"),
        ("--format", "docx"),
        ("--loud",),
    ],
)
def test_wrong_usage_is_one_sentence(started: Run, words: tuple[str, ...]) -> None:
    said = started(*SPRING, *words)

    assert (said.status, said.out, said.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("nowhere/summary.txt", "its folder is not there"),
        (".", "a folder of that name is there"),
        ("people.csv/summary.txt", "a part of its path is a file"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_named(started: Run, place: str, sentence: str) -> None:
    said = started(*SPRING, "-o", place)

    assert (said.status, said.out) == (1, "")
    assert sentence in said.err


def test_looking_changes_nothing_in_the_data(started: Run) -> None:
    before = _dump()

    started(*SPRING, *AS_OF)
    started("cohort", "status", "Spring 2090")

    assert _dump() == before


def test_looking_needs_a_database(turnabout: Run) -> None:
    said = turnabout(*SPRING)

    assert said.status == 1
    assert "There is no database turnabout.db yet." in said.err
    assert not Path("turnabout.db").exists()


def _dump() -> list[str]:
    with closing(sqlite3.connect("turnabout.db")) as database:
        return list(database.iterdump())
