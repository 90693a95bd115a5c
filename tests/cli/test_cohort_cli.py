"""A cohort set up on the command line."""

import json
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import COHORT, PEOPLE, Run


@pytest.fixture
def created(turnabout: Run) -> Run:
    assert turnabout("cohort", "create", "cohort.toml").status == 0
    return turnabout


def put(file: str, content: str | bytes) -> str:
    Path(file).write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def everybody(run: Run) -> int:
    people = json.loads(run("cohort", "status", "Spring 2090", "--json").out)["people"]
    assert isinstance(people, int)
    return people


def test_the_template_can_be_used_as_it_is(turnabout: Run) -> None:
    put("own.toml", turnabout("cohort", "template").out)

    assert turnabout("cohort", "create", "own.toml").status == 0


def test_the_template_as_json_is_the_same_text(turnabout: Run) -> None:
    text = json.loads(turnabout("cohort", "template", "--json").out)["template"]

    assert tomllib.loads(text)["name"] == "Spring 2027"
    assert turnabout("cohort", "template").out == text


def test_a_new_cohort_says_what_comes_next(turnabout: Run) -> None:
    said = turnabout("cohort", "create", "cohort.toml")

    assert said.out == 'Created Spring 2090. Next: turnabout cohort import "Spring 2090" PEOPLE.csv\n'


def test_a_new_cohort_as_json(turnabout: Run) -> None:
    said = turnabout("cohort", "create", "cohort.toml", "--json")

    assert json.loads(said.out) == {"name": "Spring 2090", "state": "draft", "start": "2090-01-02"}


def test_a_name_is_given_to_one_cohort_only(created: Run) -> None:
    again = created("cohort", "create", "cohort.toml")

    assert (again.status, again.out) == (1, "")
    assert again.err == "turnabout: There is a cohort called Spring 2090 already.\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('name = "x"', "start is missing"),
        (COHORT.replace("start", 'timezone = "Mars/North"\nstart'), "timezone must be a time zone"),
        (COHORT.replace("start", "months = 0\nstart"), "months must be a whole number from 1 to 24"),
        (COHORT.replace("start", "per_month = 1e99\nstart"), "per_month must be a whole number"),
        (COHORT.replace("2090-01-02", "2090-02-30"), "can't be used"),
        ("name: Spring", "Line 1 of the file cannot be read"),
        (b"name = \xff", "it is not text in UTF-8"),
        ("", "name is missing"),
    ],
)
def test_a_cohort_file_that_is_no_good_makes_nothing(
    turnabout: Run, content: str | bytes, sentence: str
) -> None:
    said = turnabout("cohort", "create", put("broken.toml", content))

    assert (said.status, said.out) == (1, "")
    assert sentence in said.err
    assert not Path("turnabout.db").exists()


@pytest.mark.parametrize(("name", "sentence"), [("nowhere.toml", "it is not there"), (".", "it is a folder")])
def test_a_cohort_file_that_is_not_one_is_refused(turnabout: Run, name: str, sentence: str) -> None:
    said = turnabout("cohort", "create", name)

    assert (said.status, said.err) == (1, f"turnabout: {name} can't be read: {sentence}.\n")


def test_a_cohort_file_without_a_zone_takes_that_of_the_settings(
    turnabout: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNABOUT_TIMEZONE", "America/New_York")

    turnabout("cohort", "create", "cohort.toml")

    with closing(sqlite3.connect("turnabout.db")) as database:
        assert database.execute("SELECT timezone FROM cohort").fetchall() == [("America/New_York",)]


def test_people_come_in_and_every_column_says_how_it_was_read(created: Run) -> None:
    said = created("cohort", "import", "Spring 2090", "people.csv")

    assert said.status == 0
    assert said.out.splitlines() == [
        "Columns:",
        "  email: read",
        "  name: read",
        "  role: read",
        "  relationship: read",
        "  Race: never read: it holds something private about people",
        "  Shoe size: ignored: it is not a column that Turnabout knows",
        "  RACE training date: read as training_done_on",
        "Imported 7 people in 2 relationships into Spring 2090.",
    ]


def test_people_come_in_as_json(created: Run) -> None:
    said = created("cohort", "import", "Spring 2090", "people.csv", "--json")

    assert json.loads(said.out) == {
        "imported": 7,
        "problems": [],
        "dropped_columns": ["Race"],
        "ignored_columns": ["Shoe size"],
    }


def test_the_same_file_again_doubles_nobody(created: Run) -> None:
    created("cohort", "import", "Spring 2090", "people.csv")
    created("cohort", "import", "Spring 2090", "people.csv")

    assert everybody(created) == 7


def test_nothing_comes_in_while_there_is_a_problem(created: Run) -> None:
    broken = PEOPLE.replace("bo@trust.example", "bo at trust").replace("coordinator", "captain")

    said = created("cohort", "import", "Spring 2090", put("broken.csv", broken))

    assert said.status == 1
    assert "  row 3, email: " in said.out
    assert "  row 8, role: " in said.out
    assert said.err.startswith("turnabout: broken.csv has ")
    assert said.err.endswith(" to mend. Nobody was imported.\n")
    assert everybody(created) == 0


def test_a_refusal_as_json_has_every_problem_by_row_and_column(created: Run) -> None:
    broken = PEOPLE.replace("flo@trust.example", "flo").replace("coordinator", "captain")

    said = created("cohort", "import", "Spring 2090", put("broken.csv", broken), "--json")

    told = json.loads(said.out)
    assert (said.status, told["imported"]) == (1, 0)
    assert [(one["row"], one["column"]) for one in told["problems"]] == [(7, "email"), (8, "role")]
    assert set(told) == {"imported", "problems", "dropped_columns", "ignored_columns"}


def test_bad_rows_can_be_left_out_and_are_named(created: Run) -> None:
    broken = put("broken.csv", PEOPLE.replace("flo@trust.example", "flo"))

    said = created("cohort", "import", "Spring 2090", broken, "--skip-bad-rows", "--json")

    told = json.loads(said.out)
    assert (said.status, told["imported"]) == (0, 6)
    assert [(one["row"], one["column"]) for one in told["problems"]] == [(7, "email")]
    assert everybody(created) == 6


def test_rows_left_out_are_shown_to_people_too(created: Run) -> None:
    broken = put("broken.csv", PEOPLE.replace("flo@trust.example", "flo"))

    said = created("cohort", "import", "Spring 2090", broken, "--skip-bad-rows")

    assert "Left out:\n  row 7, email: " in said.out
    assert said.out.endswith("Imported 6 people in 2 relationships into Spring 2090.\n")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"email,name,role\n\xff\xfe,x,mentor\n", "UTF-8"),
        (b"PK\x03\x04 not really a workbook", "damaged"),
        ("colour,shape\nred,round\n", "names no column of a people file"),
    ],
)
def test_a_people_file_that_cannot_be_read_is_refused_and_json_says_so_too(
    created: Run, content: str | bytes, sentence: str
) -> None:
    said = created("cohort", "import", "Spring 2090", put("people.dat", content), "--json")

    told = json.loads(said.out)
    assert (said.status, told["imported"], len(told["problems"])) == (1, 0, 1)
    assert sentence in said.err
    assert sentence in told["problems"][0]["message"]


def test_a_header_that_lacks_a_column_cannot_be_left_out(created: Run) -> None:
    file = put("headless.csv", "email,name\na@x.example,A\n")

    said = created("cohort", "import", "Spring 2090", file, "--skip-bad-rows")

    assert said.status == 1
    assert "No row can be read until the header is mended." in said.err


def test_a_people_file_that_is_not_there_is_refused(created: Run) -> None:
    said = created("cohort", "import", "Spring 2090", "nowhere.csv", "--json")

    assert (said.status, said.out) == (1, "")
    assert said.err == "turnabout: nowhere.csv can't be read: it is not there.\n"


def test_a_pairing_that_clashes_changes_nothing(created: Run) -> None:
    created("cohort", "import", "Spring 2090", "people.csv")
    other = PEOPLE.replace("bo@trust.example,Bo Quill", "hal@trust.example,Hal New")

    said = created("cohort", "import", "Spring 2090", put("other.csv", other))

    assert (said.status, everybody(created)) == (1, 7)
    assert said.err == ("turnabout: R1 is there already with other people. Nothing was imported.\n")


@pytest.mark.parametrize(
    "words", [("import", "Autumn", "people.csv"), ("start", "Autumn"), ("status", "Autumn")]
)
def test_a_cohort_that_nobody_knows_is_answered_with_those_that_are(
    created: Run, words: tuple[str, ...]
) -> None:
    said = created("cohort", *words)

    assert (said.status, said.out.count("Imported")) == (1, 0)
    assert said.err.endswith("There is no cohort called Autumn. The cohorts are: Spring 2090.\n")


@pytest.mark.parametrize(
    "words", [("import", "Spring 2090", "people.csv"), ("start", "Spring 2090"), ("status", "Spring 2090")]
)
def test_only_creating_a_cohort_makes_a_database(turnabout: Run, words: tuple[str, ...]) -> None:
    said = turnabout("cohort", *words)

    assert said.status == 1
    assert "There is no database turnabout.db yet." in said.err
    assert sorted(path.name for path in Path().iterdir()) == ["cohort.toml", "people.csv"]


def test_a_start_is_refused_with_the_whole_list(turnabout: Run) -> None:
    turnabout("cohort", "create", put("bare.toml", 'name = "Bare"\nstart = 2090-01-02\n'))

    said = turnabout("cohort", "start", "Bare")

    first, *listed = said.err.splitlines()
    assert (said.status, first) == (1, "turnabout: Bare can't start yet:")
    assert [line.split(":")[0] for line in listed] == [
        "  - There is no coordinator",
        "  - There is no support contact",
        "  - There is no concerns contact",
        "  - There is no pair or trio yet",
    ]


def test_a_refused_start_as_json_has_the_list_too(turnabout: Run) -> None:
    turnabout("cohort", "create", put("bare.toml", 'name = "Bare"\nstart = 2090-01-02\n'))

    said = turnabout("cohort", "start", "Bare", "--json")

    told = json.loads(said.out)
    assert (said.status, told["started"], len(told["missing"])) == (1, 0, 4)


def test_a_start_begins_every_relationship(created: Run) -> None:
    created("cohort", "import", "Spring 2090", "people.csv")

    assert created("cohort", "start", "Spring 2090").out == (
        "Spring 2090 has started: 2 relationships under way.\n"
    )
    assert json.loads(created("cohort", "status", "Spring 2090", "--json").out)["state"] == "running"


def test_a_second_start_changes_nothing(started: Run) -> None:
    said = started("cohort", "start", "Spring 2090", "--json")

    assert (said.status, json.loads(said.out)) == (0, {"started": 0, "missing": []})


def test_a_closed_cohort_does_not_start_again(started: Run) -> None:
    with closing(sqlite3.connect("turnabout.db")) as database, database:
        database.execute("UPDATE cohort SET state = 'closed'")

    said = started("cohort", "start", "Spring 2090")

    assert (said.status, said.err) == (1, "turnabout: Spring 2090 is closed and can't start again.\n")
    assert json.loads(started("cohort", "status", "Spring 2090", "--json").out)["state"] == "closed"


def test_the_status_as_json(created: Run) -> None:
    created("cohort", "import", "Spring 2090", "people.csv")

    assert json.loads(created("cohort", "status", "Spring 2090", "--json").out) == {
        "name": "Spring 2090",
        "state": "draft",
        "start": "2090-01-02",
        "people": 7,
        "relationships": 2,
        "coordinators": 1,
        "unpaired": 1,
        "missing": [],
    }


def test_the_status_in_words(created: Run) -> None:
    assert created("cohort", "status", "Spring 2090").out.splitlines() == [
        "Spring 2090: draft, first day 2 January 2090",
        "People: 0, of them 0 coordinators",
        "Relationships: 0",
        "Not paired yet: 0",
        "Still missing:",
        "  - There is no coordinator: the people file must have one, with the role coordinator.",
        "  - There is no pair or trio yet: give rows of the people file a relationship code.",
    ]
