"""What a people file must say of people and relationships, and what is refused with its row and column."""

from datetime import date
from pathlib import Path

import pytest

from bot.programme.people_file import (
    Field,
    PeopleReport,
    Person,
    Relationship,
    RelationshipKind,
    Role,
    check_people,
    read_people,
)

COLUMNS = list(Field)
EXAMPLE = Path(__file__).parents[3] / "examples" / "cohort.csv"


def row(email: str, role: str, relationship: str = "", **others: str) -> str:
    """Write a line of the file; the name is taken from the address when none is given."""
    cells = {
        "email": email,
        "role": role,
        "relationship": relationship,
        "name": email.partition("@")[0] or "Nobody",
    }
    cells |= others
    return ";".join(cells.get(column, "") for column in COLUMNS)


def report_of(*rows: str) -> PeopleReport:
    return check_people(read_people("\n".join([";".join(COLUMNS), *rows]).encode(), "people.csv"))


def places(report: PeopleReport) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in report.problems]


ANN = row("ann@x.example", "mentee", "R1")
BOB = row("bob@x.example", "mentor", "R1")
CAT = row("cat@x.example", "mentor", "R1")
DEE = row("dee@x.example", "mentor", "R1")


def test_a_person_has_every_fact_of_their_row() -> None:
    report = report_of(
        row(
            "Ann.Lee@Trust.Example",
            "Mentee",
            name="Ann Lee",
            timezone="Europe/Dublin",
            department="Estates",
            site="North",
            seniority="director",
            function="Front-line",
            manager_email="BOSS@trust.example",
            training_done_on="17/12/2026",
            platform="Teams",
            never_with="x@trust.example  Y@trust.example",
            assistant_email="pa@trust.example",
        )
    )
    assert report.problems == ()
    assert report.people == (
        Person(
            email="ann.lee@trust.example",
            name="Ann Lee",
            roles=(Role.MENTEE,),
            timezone="Europe/Dublin",
            department="Estates",
            site="North",
            seniority="director",
            function="frontline",
            manager_email="boss@trust.example",
            training_done_on=date(2026, 12, 17),
            platform="teams",
            never_with=("x@trust.example", "y@trust.example"),
            assistant_email="pa@trust.example",
        ),
    )


def test_what_is_left_empty_is_not_guessed() -> None:
    assert report_of(row("ann@x.example", "mentor")).people == (
        Person(email="ann@x.example", name="ann", roles=(Role.MENTOR,)),
    )


@pytest.mark.parametrize(
    "address",
    [
        "ann",
        "ann@",
        "@x.example",
        "ann@x",
        "a nn@x.example",
        "ann@x..example",
        "ann@@x.example",
        "ann.@x.example",
        ".ann@x.example",
        "ann@x.example.",
        "Ann <ann@x.example>",
        "mailto:ann@x.example",
        "ann@-x.example",
        "=ann@x.example",
        "+ann@x.example",
        "-ann@x.example",
        "ann@x-.example",
        "ann@x.1",
        "a\u200bnn@x.example",
        "a" * 65 + "@x.example",
        "ann@" + "x." * 125 + "example",
        "ann,bob@x.example",
        "ann@x_y.example",
    ],
)
def test_what_is_not_an_email_address_is_a_problem(address: str) -> None:
    assert places(report_of(row(address, "mentor", name="Ann"))) == [(2, "email")]


@pytest.mark.parametrize(
    "address",
    [
        "a@x.example",
        "o'brien@x.example",
        "ann+team@mail.x.example",
        "jörg@bücher.example",
        "a_b-c@x-y.example",
    ],
)
def test_a_plain_email_address_is_taken(address: str) -> None:
    assert report_of(row(address, "mentor")).people[0].email == address


@pytest.mark.parametrize(
    "name",
    [
        "Siobhán O'Brien",
        "Nguyễn Thị Minh",
        "عائشة الفهد",
        "שרה לוי",
        "李 小龙",
        "Ann 🌻 Lee",
        "X Æ",
        "D'Arcy-Jones",
        "علی‌رضا",
        "N" * 120,
    ],
)
def test_names_of_any_script_survive(name: str) -> None:
    assert report_of(row("ann@x.example", "mentor", name=name)).people[0].name == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "=HYPERLINK(1)",
        "+441632",
        "-Ann",
        "@ann",
        "N" * 121,
        '"Ann\nLee"',
        "Ann\tLee",
        "Ann\u202eeeL",
    ],
)
def test_a_name_that_is_empty_or_unsafe_is_a_problem(name: str) -> None:
    assert places(report_of(row("ann@x.example", "mentor", name=name))) == [(2, "name")]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("role", "boss"),
        ("role", ""),
        ("timezone", "Mars/Olympus"),
        ("timezone", "Europe"),
        ("timezone", "../etc/passwd"),
        ("department", "=1+1"),
        ("site", "@home"),
        ("seniority", "x" * 121),
        ("function", "tactical"),
        ("manager_email", "the boss"),
        ("manager_email", "a@x.example b@x.example"),
        ("training_done_on", "yes"),
        ("training_done_on", "12/17/2026"),
        ("training_done_on", "2026-02-30"),
        ("training_done_on", "17/12/26"),
        ("training_done_on", "0026-12-17"),
        ("training_done_on", "46373"),
        ("platform", "zoom"),
        ("relationship", "=R1"),
        ("relationship", "-R1"),
        ("relationship", "+R1"),
        ("relationship", "@R1"),
        ("relationship", "R 1"),
        ("relationship", "R" * 21),
        ("never_with", "ann@x.example and bob"),
        ("assistant_email", "pa"),
    ],
)
def test_a_cell_that_cannot_be_understood_is_a_problem_of_its_row_and_column(column: str, cell: str) -> None:
    assert (4, column) in places(
        report_of(ANN, BOB, row("cat@x.example", **{"role": "mentor", column: cell}))
    )


@pytest.mark.parametrize("column", COLUMNS)
def test_no_message_repeats_what_a_cell_holds(column: str) -> None:
    cells = {"email": "cat@x.example", "name": "Cat", "role": "mentor", column: "=Qx?" * 31}
    problems = report_of(row(**cells)).problems
    assert [problem.column for problem in problems] == [column]
    assert "Qx" not in problems[0].message


@pytest.mark.parametrize(
    "cell",
    ["2026-12-17", "17/12/2026", "17.12.2026", "17-12-2026", "2026-12-17 00:00:00", "2026-12-17T00:00:00"],
)
def test_a_training_date_is_read_as_people_and_spreadsheets_write_it(cell: str) -> None:
    assert report_of(row("a@x.example", "mentor", training_done_on=cell)).people[0].training_done_on == date(
        2026, 12, 17
    )


def test_several_addresses_may_stand_between_spaces_or_commas() -> None:
    person = report_of(
        row("a@x.example", "mentor", never_with="b@x.example,  C@x.example b@x.example")
    ).people[0]
    assert person.never_with == ("b@x.example", "c@x.example")


def test_only_platforms_in_use_are_taken() -> None:
    sheet = read_people(b"email,name,role,platform\na@x.example,A,mentor,slack", "people.csv")
    assert places(check_people(sheet, known_platforms=("teams",))) == [(2, "platform")]


def test_all_problems_are_reported_at_once_by_row_and_column() -> None:
    report = report_of(row("nobody", "boss", name="", timezone="Mars"), ANN, row("x", "mentor", "R1"))
    assert places(report) == [(2, "email"), (2, "name"), (2, "role"), (2, "timezone"), (4, "email")]


def test_a_problem_names_the_column_as_the_file_does() -> None:
    sheet = read_people(b"E-Mail,Full Name,ROLE\nnobody,Ann,mentor", "people.csv")
    assert places(check_people(sheet)) == [(2, "E-Mail")]


def test_a_row_with_something_only_in_an_ignored_column_still_lacks_its_cells() -> None:
    sheet = read_people(b"email,name,role,notes\n,,,total", "people.csv")
    assert places(check_people(sheet)) == [(2, "email"), (2, "name"), (2, "role")]


def test_rows_that_share_a_code_are_a_pair_or_a_trio() -> None:
    report = report_of(
        BOB, ANN, row("cat@x.example", "mentee", "R2"), row("eve@x.example", "mentor", "R2"), DEE
    )
    assert report.problems == ()
    assert report.relationships == (
        Relationship("R1", "ann@x.example", ("bob@x.example", "dee@x.example")),
        Relationship("R2", "cat@x.example", ("eve@x.example",)),
    )
    assert [relationship.kind for relationship in report.relationships] == [
        RelationshipKind.TRIO,
        RelationshipKind.PAIR,
    ]


def test_people_without_a_code_are_not_yet_paired() -> None:
    report = report_of(row("ann@x.example", "mentee"), row("bob@x.example", "mentor"))
    assert (len(report.people), report.relationships, report.problems) == (2, (), ())


def test_a_person_may_be_a_mentor_in_two_relationships() -> None:
    report = report_of(ANN, BOB, row("cat@x.example", "mentee", "R2"), row("bob@x.example", "mentor", "R2"))
    assert report.problems == ()
    assert [relationship.mentors for relationship in report.relationships] == [("bob@x.example",)] * 2
    assert len(report.people) == 3


def test_a_mentor_of_one_relationship_may_be_the_mentee_of_another() -> None:
    report = report_of(ANN, BOB, row("bob@x.example", "mentee", "R2"), row("cat@x.example", "mentor", "R2"))
    assert report.problems == ()
    assert report.people[1].roles == (Role.MENTOR, Role.MENTEE)


def test_a_coordinator_may_be_in_a_pair_by_a_row_of_its_own() -> None:
    report = report_of(ANN, BOB, row("bob@x.example", "coordinator"))
    assert report.problems == ()
    assert [person.email for person in report.coordinators] == ["bob@x.example"]


MENTEE, MENTOR = "mentee", "mentor"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([ANN], [2], id="a mentee alone"),
        pytest.param([BOB, CAT], [2], id="two mentors without a mentee"),
        pytest.param([ANN, BOB, CAT, DEE], [5], id="three mentors"),
        pytest.param([ANN, BOB, row("eve@x.example", MENTEE, "R1")], [4], id="two mentees"),
        pytest.param([ANN, BOB, BOB], [4], id="the same person twice as a mentor"),
        pytest.param([ANN, BOB, row("ANN@x.example", MENTOR, "R1")], [4], id="the same person on both sides"),
        pytest.param(
            [ANN, BOB, row("cat@x.example", "coordinator", "R1")], [4], id="a coordinator with a code"
        ),
        pytest.param(
            [ANN, BOB, row("ann@x.example", MENTEE, "R2"), row("cat@x.example", MENTOR, "R2")],
            [4],
            id="a mentee in two relationships",
        ),
        pytest.param(
            [ANN, BOB]
            + [row(f"{n}@x.example", MENTEE, f"S{n}") for n in (1, 2)]
            + [row("bob@x.example", MENTOR, f"S{n}") for n in (1, 2)],
            [7],
            id="a mentor in three relationships",
        ),
        pytest.param(
            [ANN, row("bob@x.example", MENTOR, "R1", manager_email="Ann@x.example")],
            [3],
            id="the mentee is the mentor's line manager",
        ),
        pytest.param(
            [row("ann@x.example", MENTEE, "R1", manager_email="bob@x.example"), BOB],
            [3],
            id="the mentor is the mentee's line manager",
        ),
        pytest.param(
            [ANN, BOB, row("cat@x.example", MENTOR, "R1", manager_email="bob@x.example")],
            [4],
            id="one mentor of a trio manages the other",
        ),
        pytest.param(
            [ANN, row("bob@x.example", MENTOR, "R1", never_with="z@x.example ANN@x.example")],
            [3],
            id="the mentor is never to be with the mentee",
        ),
        pytest.param(
            [
                row("ann@x.example", MENTEE, "R1", never_with="bob@x.example"),
                row("bob@x.example", MENTOR, "R1", never_with="ann@x.example"),
            ],
            [3],
            id="each is never to be with the other",
        ),
        pytest.param(
            [row("ann@x.example", MENTEE, "R1", never_with="bob@x.example"), BOB],
            [3],
            id="the mentee is never to be with the mentor",
        ),
    ],
)
def test_a_relationship_that_breaks_a_rule_is_refused(rows: list[str], expected: list[int]) -> None:
    report = report_of(*rows)
    assert places(report) == [(number, "relationship") for number in expected]
    refused = {rows[number - 2].split(";")[COLUMNS.index(Field.RELATIONSHIP)] for number in expected}
    assert refused.isdisjoint(relationship.code for relationship in report.relationships)


def test_a_line_manager_given_in_another_row_of_the_person_counts_too() -> None:
    report = report_of(
        ANN,
        BOB,
        row("bob@x.example", MENTOR, "R2", manager_email="cat@x.example"),
        row("dee@x.example", MENTEE, "R2"),
        row("bob@x.example", MENTOR, "R3"),
    )
    assert (6, "relationship") in places(report)
    paired = report_of(ANN, BOB, row("bob@x.example", "coordinator", manager_email="ann@x.example"))
    assert places(paired) == [(3, "relationship")]


def test_somebody_may_name_their_own_address_as_their_manager() -> None:
    alone = row("ann@x.example", MENTEE, "R1", manager_email="ann@x.example", never_with="ann@x.example")
    assert report_of(alone, BOB).problems == ()


def test_a_row_that_cannot_be_read_does_not_make_its_relationship_look_incomplete() -> None:
    assert places(report_of(ANN, row("bob", MENTOR, "R1"))) == [(3, "email")]
    assert places(report_of(ANN, row("bob@x.example", "boss", "R1"))) == [(3, "role")]


@pytest.mark.parametrize(
    ("column", "first", "later"),
    [
        ("name", "Bob", "Robert"),
        ("timezone", "Europe/London", "Europe/Paris"),
        ("department", "Estates", "Finance"),
        ("function", "clinical", "frontline"),
        ("manager_email", "x@x.example", "y@x.example"),
        ("training_done_on", "2026-12-01", "2026-12-02"),
        ("platform", "slack", "teams"),
        ("never_with", "x@x.example", "x@x.example y@x.example"),
        ("assistant_email", "x@x.example", "y@x.example"),
    ],
)
def test_rows_of_one_person_that_disagree_are_a_problem_of_the_later_row(
    column: str, first: str, later: str
) -> None:
    report = report_of(
        ANN,
        row("bob@x.example", MENTOR, "R1", **{column: first}),
        row("cat@x.example", MENTEE, "R2"),
        row("bob@x.example", MENTOR, "R2", **{column: later}),
    )
    assert places(report) == [(5, column)]


def test_rows_of_one_person_may_leave_facts_to_each_other() -> None:
    report = report_of(
        row("bob@x.example", MENTOR, site="north", name="Bob Ray"),
        row("bob@x.example", "coordinator", site="North", department="Estates", name="BOB  RAY"),
    )
    assert report.problems == ()
    assert [(person.name, person.site, person.department) for person in report.people] == [
        ("Bob Ray", "north", "Estates")
    ]


@pytest.mark.parametrize(
    "rows", [[row("bob@x.example", MENTOR)] * 2, [row("bob@x.example", "coordinator")] * 2]
)
def test_a_further_row_that_adds_neither_role_nor_relationship_is_a_problem(rows: list[str]) -> None:
    assert places(report_of(*rows)) == [(3, "email")]


def test_a_row_whose_code_cannot_be_read_is_not_taken_for_a_repeated_one() -> None:
    assert places(report_of(ANN, BOB, row("bob@x.example", MENTOR, "R 2"))) == [(4, "relationship")]


def test_of_a_paired_row_and_one_without_a_code_the_second_kind_is_the_repeated_one() -> None:
    assert places(report_of(row("bob@x.example", MENTOR), ANN, BOB)) == [(2, "email")]


def test_the_example_cohort_reads_clean() -> None:
    report = check_people(read_people(EXAMPLE.read_bytes(), EXAMPLE.name))
    kinds = [relationship.kind for relationship in report.relationships]
    assert report.problems == ()
    assert (len(report.people), len(report.coordinators)) == (32, 2)
    assert (kinds.count(RelationshipKind.PAIR), kinds.count(RelationshipKind.TRIO)) == (12, 2)
