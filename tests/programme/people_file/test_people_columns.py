"""How headers are understood, and which columns are never read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.people_file import Field, PeopleReport, check_people, read_people


def report_of(header: str, *rows: str) -> PeopleReport:
    return check_people(read_people("\n".join([header, *rows]).encode(), "people.csv"))


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("E-mail", "email"),
        ("Email Address", "email"),
        ("EMAIL", "email"),
        ("Full name", "name"),
        ("Time zone", "timezone"),
        ("time-zone", "timezone"),
        ("Line manager email", "manager_email"),
        ("Line-Manager E-mail", "manager_email"),
        ("ManagerEmail", "manager_email"),
        ("manager_email", "manager_email"),
        ("RACE training date", "training_done_on"),
        ("race_training_date", "training_done_on"),
        ("Training date", "training_done_on"),
        ("Training done on", "training_done_on"),
        ("Never with", "never_with"),
        ("never-with", "never_with"),
        ("Assistant email", "assistant_email"),
        ("Relationship code", "relationship"),
        ("Race", "dropped"),
        ("Shoe size", "ignored"),
        ("Race training", "ignored"),
        ("Names", "ignored"),
        ("email sent", "ignored"),
    ],
)
def test_a_header_is_matched_whole_whatever_its_capitals_spaces_and_hyphens(
    header: str, meaning: str
) -> None:
    assert report_of(f"x,{header},role,name").read_as[header] == meaning


PROTECTED = [
    *("Ethnicity", "Ethnic group", "ethnic_origin", "Ethnic category code", "RACE", "race/ethnicity", "BAME"),
    *("Race & ethnic background", "Skin colour", "skin-color", "Nationality", "National origin", "Caste"),
    *("Religion", "Religion or belief", "religion/belief", "Faith", "Beliefs"),
    *("Disability", "disabled", "Disabled?", "Disability (yes/no)", "disability_status"),
    *("Sexual orientation", "sexualOrientation", "SEXUALITY", "LGBTQ+", "Sex", "Sex at birth", "Legal sex"),
    *("Gender", "gender identity", "Gender re-assignment", "Trans", "Pronouns", "Male/Female"),
    *("Date of birth", "DOB", "D.O.B.", "dateofbirth", "Birthday", "Year of birth", "Age", "Age band"),
    *("Pregnancy", "Pregnancy and maternity", "maternity leave", "Marital status", "Civil partnership"),
    *("Marriage & civil partnership", "Trade union", "trade-union membership", "Health", "Health condition"),
    *("Mentor's ethnicity", "mentee_gender", "Staff ethnicity (self-declared)", "ETHNICITY 2021"),
    "Do you have a disability or health condition (yes / no / prefer not to say)?",
]


@pytest.mark.parametrize("header", PROTECTED)
def test_a_protected_characteristic_is_never_read_and_always_named(header: str) -> None:
    report = report_of(f"email,name,role,{header}", "ann@trust.example,Ann Lee,mentee,Martian")
    assert len(report.dropped_columns) == 1
    assert report.problems == ()
    assert "Martian" not in repr(report)


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(["ethnicity", "date of birth", "sexual orientation", "religion or belief"]), st.data())
def test_no_spelling_of_a_protected_header_is_read(header: str, data: st.DataObject) -> None:
    gaps = st.sampled_from(["", " ", "_", "-", "  ", " - ", "/"])
    words = [data.draw(st.sampled_from([word, word.upper(), word.title()])) for word in header.split()]
    spelling = "".join(word + data.draw(gaps) for word in words)
    assert report_of(f"email,name,role,x,{spelling}").dropped_columns


@pytest.mark.parametrize(
    "header",
    [
        *("Message", "Storage", "Page", "Language", "Management", "Orientation date", "Origin", "Status"),
        *("Health centre", "Average", "Race training lead", "Group", "Agent", "Sextant", "Notes", "Title"),
    ],
)
def test_a_header_that_only_looks_like_a_protected_one_is_merely_ignored(header: str) -> None:
    report = report_of(f"email,name,role,{header}")
    assert (report.ignored_columns, report.dropped_columns) == ((header,), ())


def test_two_headers_of_one_meaning_are_a_problem_of_the_header_row() -> None:
    report = report_of("email,name,role,E-mail address", "ann@trust.example,Ann Lee,mentee,x")
    assert [(problem.row, problem.column) for problem in report.problems] == [(1, "E-mail address")]
    assert report.people == ()


@pytest.mark.parametrize("missing", ["email", "name", "role"])
def test_a_required_column_that_is_missing_is_one_problem_and_not_one_a_row(missing: str) -> None:
    columns = {"email": "ann@trust.example", "name": "Ann Lee", "role": "mentee"}
    del columns[missing]
    report = report_of(",".join(columns), ",".join(columns.values()), ",".join(columns.values()))
    assert (1, missing) in [(problem.row, problem.column) for problem in report.problems]
    assert "empty" not in " ".join(problem.message for problem in report.problems)


def test_a_column_without_a_header_is_ignored_and_called_by_its_letter() -> None:
    report = report_of(",email,name,role", "0,ann@trust.example,Ann Lee,mentee")
    assert report.ignored_columns == ("column A (no header)",)
    assert report.problems == ()


def test_a_long_header_is_shortened_where_it_is_named() -> None:
    assert report_of("email,name,role," + "x" * 100).ignored_columns == ("x" * 59 + "…",)


def test_a_slipped_row_tells_nothing_of_what_its_cells_hold() -> None:
    report = report_of(
        "email,name,role,timezone,ethnicity", "ann@trust.example,Lee, Ann,mentee,Martian,Europe/London"
    )
    assert [(problem.row, problem.column) for problem in report.problems] == [(2, "F")]
    assert "Martian" not in repr(report)


def test_every_column_of_the_people_file_is_read_under_its_own_name() -> None:
    report = report_of(",".join(Field))
    assert report.read_as == {field.value: field.value for field in Field}
    assert (report.ignored_columns, report.dropped_columns, report.problems) == ((), (), ())


def test_unknown_columns_leave_nothing_behind() -> None:
    report = report_of("email,name,role,notes", "ann@trust.example,Ann Lee,mentee,Martian")
    assert "Martian" not in repr(report)
