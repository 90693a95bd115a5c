import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.when import command

NOW = "2027-01-13T10:00"


def run(*words: str) -> Result:
    return CliRunner().invoke(command, words)


def test_a_phrase_is_answered_in_a_sentence() -> None:
    assert run("next Tuesday 3pm", "--now", NOW).output == "Tuesday 19 January 2027, 15:00\n"


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        ("tomorrow 2-3pm", "Thursday 14 January 2027, 14:00 to 15:00"),
        ("tomorrow", "Thursday 14 January 2027, no time given"),
        (
            "thursday 8",
            "Which is it: Thursday 14 January 2027, 08:00 or Thursday 14 January 2027, 20:00?",
        ),
        ("9am", "Is it Thursday 14 January 2027, 09:00?"),
        ("yesterday 3pm", "Tuesday 12 January 2027, 15:00 has already gone."),
        ("I can't do Tuesday", "That is a no."),
        ("soon", "There is no clear time in it."),
        (
            "28 March 2027 01:30",
            (
                "Sunday 28 March 2027, 01:30 does not exist: the clocks go forward then."
                " Is it Sunday 28 March 2027, 00:30 or Sunday 28 March 2027, 02:30?"
            ),
        ),
    ],
)
def test_every_kind_of_answer_has_its_sentence(phrase: str, sentence: str) -> None:
    assert run(phrase, "--now", NOW).output == f"{sentence}\n"


def test_a_machine_reads_one_object() -> None:
    said = run("next Tuesday 3pm", "--now", NOW, "--json").output

    assert json.loads(said) == {"status": "understood", "at": "2027-01-19T15:00:00+00:00"}


def test_now_is_local_to_the_zone() -> None:
    said = run("3pm", "--now", NOW, "--timezone", "Asia/Kolkata", "--json").output

    assert json.loads(said)["at"] == "2027-01-13T15:00:00+05:30"


def test_now_may_carry_its_own_offset() -> None:
    said = run("3pm", "--now", "2027-01-13T10:00+05:30", "--json").output

    assert json.loads(said)["at"] == "2027-01-13T15:00:00+00:00"


def test_without_now_the_clock_of_the_machine_is_used() -> None:
    assert json.loads(run("in an hour", "--json").output)["status"] == "understood"


def test_a_file_gives_one_object_a_line_in_its_order(tmp_path: Path) -> None:
    file = tmp_path / "phrases.csv"
    file.write_text(
        "now,timezone,text,remark\n"
        f"{NOW},Europe/London,tomorrow 3pm,first\n"
        f'{NOW},America/New_York,"tomorrow, 3pm",second\n'
        f"{NOW},Europe/London,,third\n",
        encoding="utf-8-sig",
    )

    result = run("--file", str(file), "--json")

    said = [json.loads(line) for line in result.output.splitlines()]
    assert [one["status"] for one in said] == ["understood", "understood", "unclear"]
    assert said[1]["at"] == "2027-01-14T15:00:00-05:00"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Give either a phrase or --file"),
        (("3pm", "--timezone", "Mars"), "'Mars' is not a time zone"),
        (("3pm", "--now", "teatime"), "is not a time such as 2027-01-13T10:00"),
        (("--file", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_two(words: tuple[str, ...], sentence: str) -> None:
    result = run(*words)

    assert result.exit_code == 2
    assert sentence in result.output


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"now,text\n2027-01-13T10:00,3pm\n", "The file has no column timezone."),
        (b"now,timezone,text\n2027-01-13T10:00,Europe/London,caf\xe9\n", "not a CSV file in UTF-8"),
        (b"", "The file has no column now, text, timezone."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "phrases.csv"
    file.write_bytes(content)

    result = run("--file", str(file), "--json")

    assert result.exit_code == 2
    assert sentence in result.output
