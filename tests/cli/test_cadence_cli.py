import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.cadence import command

STORY = """\
{"kind": "relationship", "relationship": "R2", "type": "pair", "mentee": "a@x.example", \
"mentors": ["b@x.example"], "started": "2027-01-29"}
{"kind": "relationship", "relationship": "R10", "type": "trio", "mentee": "c@x.example", \
"mentors": ["d@x.example", "e@x.example"], "started": "2027-01-04"}
{"kind": "pause", "relationship": "R2", "from": "2027-03-10", "to": "2027-03-24"}
{"kind": "interaction", "id": "I1", "relationship": "R2", "on": "2027-02-10", "type": "one_to_one", \
"present": ["a@x.example", "b@x.example"]}
{"kind": "answer", "id": "I1", "by": "a@x.example", "at": "2027-02-10T17:00:00+00:00", "said": "held", \
"present": ["a@x.example", "b@x.example"]}
{"kind": "interaction", "id": "I2", "relationship": "R2", "on": "2027-02-17", "type": "walk_round", \
"present": []}
{"kind": "answer", "id": "I2", "by": "b@x.example", "at": "2027-02-17T17:00:00+00:00", "said": "held", \
"present": ["a@x.example", "b@x.example"]}
{"kind": "end", "relationship": "R10", "on": "2027-01-20"}
"""


@pytest.fixture
def truth(tmp_path: Path) -> str:
    path = tmp_path / "truth.jsonl"
    path.write_text(STORY, encoding="utf-8")
    return str(path)


def run(*words: str, told: str | bytes | None = None) -> Result:
    return CliRunner().invoke(command, words, input=told)


def objects(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_json_is_one_object_a_relationship_and_line(truth: str) -> None:
    first, second = run(truth, "--json", "--as-of", "2027-03-12").stdout.splitlines()
    assert first == (
        '{"relationship": "R2", "rows": ['
        '{"month": 1, "from": "2027-01-29", "to": "2027-02-27", "held": 2, "status": "met"}, '
        '{"month": 2, "from": "2027-02-28", "to": "2027-03-31", "held": 0, "status": "current"}'
        '], "held": 2, "dose": "2/16", "rhythm": "1/1", "strict": false}'
    )
    assert second == (
        '{"relationship": "R10", "rows": ['
        '{"month": 1, "from": "2027-01-04", "to": "2027-02-03", "held": 0, "status": "ended"}'
        '], "held": 0, "dose": "0/16", "rhythm": "0/0", "strict": false}'
    )


def test_without_a_day_the_whole_story_is_told(truth: str) -> None:
    first, _ = objects(run(truth, "--json"))
    assert isinstance(first["rows"], list)
    assert [row["status"] for row in first["rows"]] == ["met", *["none"] * 7]


def test_without_json_a_table_is_shown(truth: str) -> None:
    result = run(truth, "--as-of", "2027-03-12")
    assert "R2: 2/16 interactions held, 1/1 months met" in result.stdout
    assert "      1  2027-01-29 to 2027-02-27    2  met" in result.stdout


def test_the_threshold_can_be_another(truth: str) -> None:
    first, _ = objects(run(truth, "--json", "--months", "1", "--per-month", "1"))
    assert (first["dose"], first["rhythm"], first["strict"]) == ("2/1", "1/1", True)


def test_the_time_zone_decides_the_local_date() -> None:
    late = STORY.replace("2027-02-10T17:00", "2027-04-12T03:30")
    in_london, _ = objects(run("-", "--json", told=late))
    in_new_york, _ = objects(run("-", "--json", "--timezone", "America/New_York", told=late))
    assert (in_london["held"], in_new_york["held"]) == (1, 2)


def test_a_dash_reads_standard_input(truth: str) -> None:
    assert run("-", "--json", told=STORY).stdout == run(truth, "--json").stdout


def test_a_byte_order_mark_does_no_harm(truth: str) -> None:
    assert run("-", "--json", told=b"\xef\xbb\xbf" + STORY.encode()).stdout == run(truth, "--json").stdout


def test_a_file_without_a_relationship_gives_nothing() -> None:
    result = run("-", "--json", told="\n")
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (STORY + "{}", 'Line 9: there is no "kind".'),
        (b"\xff\xfe\x00", "The file is not text in UTF-8."),
    ],
)
def test_content_that_cannot_be_read_is_refused_in_a_sentence(told: str | bytes, sentence: str) -> None:
    result = run("-", "--json", told=told)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {sentence}\n")


@pytest.mark.parametrize(
    "words",
    [
        ("--months", "0"),
        ("--per-month", "-1"),
        ("--months", "eight"),
        ("--as-of", "12/03/2027"),
        ("--timezone", "Europe/Camelot"),
        ("--timezone", "../etc/passwd"),
        ("--loud",),
    ],
)
def test_wrong_usage_is_refused(truth: str, words: tuple[str, ...]) -> None:
    result = run(truth, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path, name: str) -> None:
    assert run(str(tmp_path / name)).exit_code == 2


def test_the_file_must_be_named() -> None:
    assert run("--json").exit_code == 2


def test_a_threshold_beyond_the_calendar_is_no_trouble(truth: str) -> None:
    first, _ = objects(run(truth, "--json", "--months", "999999999", "--as-of", "2027-03-01"))
    assert first["dose"] == "2/1999999998"
