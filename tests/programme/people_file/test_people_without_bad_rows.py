"""What is imported of a file with problems, when somebody asks to leave out its bad rows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.people_file import (
    PeopleFileError,
    PeopleReport,
    check_people,
    read_people,
    without_bad_rows,
)

HEADER = "email,name,role,relationship,manager_email,never_with"


def report_of(*rows: str, header: str = HEADER) -> PeopleReport:
    return check_people(read_people("\n".join([header, *rows]).encode(), "people.csv"))


def test_a_clean_file_loses_nothing() -> None:
    report = report_of("ann@x.example,Ann,mentee,R1", "bob@x.example,Bob,mentor,R1")
    assert without_bad_rows(report) == report


def test_bad_rows_are_left_out_and_named_while_the_rest_stays() -> None:
    kept = without_bad_rows(
        report_of(
            "ann@x.example,Ann,mentee,R1",
            "bob@x.example,Bob,mentor,R1",
            "nobody,Cat,mentor",
            "dee@x.example,,boss",
        )
    )
    assert [person.name for person in kept.people] == ["Ann", "Bob"]
    assert [relationship.code for relationship in kept.relationships] == ["R1"]
    assert [(left.row, left.column) for left in kept.left_out] == [(4, "email"), (5, "name"), (5, "role")]
    assert kept.problems == ()


def test_a_relationship_that_loses_a_row_is_left_out_and_its_other_people_stay_unpaired() -> None:
    kept = without_bad_rows(
        report_of("ann@x.example,Ann,mentee,R1", "bob@x.example,Bob,mentor,R1", "cat,Cat,mentor,R1")
    )
    assert [person.name for person in kept.people] == ["Ann", "Bob"]
    assert kept.relationships == ()
    assert [(left.row, left.column) for left in kept.left_out] == [
        (2, "relationship"),
        (3, "relationship"),
        (4, "email"),
    ]


def test_a_mentor_who_loses_one_of_two_relationships_keeps_the_other() -> None:
    kept = without_bad_rows(
        report_of(
            "ann@x.example,Ann,mentee,R1",
            "bob@x.example,Bob,mentor,R1",
            "cat,Cat,mentee,R2",
            "bob@x.example,Bob,mentor,R2",
        )
    )
    assert [person.name for person in kept.people] == ["Ann", "Bob"]
    assert [relationship.code for relationship in kept.relationships] == ["R1"]


def test_a_line_manager_named_only_in_a_bad_row_still_keeps_two_people_apart() -> None:
    kept = without_bad_rows(
        report_of(
            "ann@x.example,Ann,mentee,R1",
            "bob@x.example,Bob,mentor,R1",
            "bob@x.example,,coordinator,,ann@x.example",
        )
    )
    assert kept.relationships == ()


@pytest.mark.parametrize("header", ["email,name", "email,name,role,e-mail"])
def test_a_header_row_at_fault_cannot_be_skipped(header: str) -> None:
    with pytest.raises(PeopleFileError, match="header"):
        without_bad_rows(report_of("ann@x.example,Ann,mentor,x", header=header))


EMAILS = st.sampled_from([f"{name}@x.example" for name in "abcde"] + ["nobody", ""])
ROWS = st.tuples(
    EMAILS,
    st.sampled_from(["Sam", "Sam", "Alex", ""]),
    st.sampled_from(["mentor", "mentor", "mentee", "coordinator", "boss"]),
    st.sampled_from(["R1", "R2", "R3", ""]),
    EMAILS,
    EMAILS,
).map(",".join)


@settings(deadline=None, max_examples=150)
@given(st.lists(ROWS, max_size=9))
def test_whatever_was_wrong_what_is_kept_has_no_problem_and_what_is_not_is_named(rows: list[str]) -> None:
    report = report_of(*rows)
    kept = without_bad_rows(report)
    numbers = {row.number for row in kept.rows}
    named = {left.row for left in kept.left_out}
    assert check_people(kept.sheet).problems == kept.problems == ()
    assert {row.number for row in report.sheet.rows} == numbers | named
    assert set(kept.relationships) <= set(report.relationships)
    assert {problem.row for problem in report.problems}.isdisjoint(numbers)
