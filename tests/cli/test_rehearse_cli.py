"""Rehearsals on the command line: what is asked of them, and what stands in their way."""

import json
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from bot.cli import turnabout as group
from bot.whole_files import write_together
from tests.cli.conftest import Ran, Run

PAIRED = """\
email,name,role,relationship
ada@trust.example,Ada Quist,mentee,R1
bo@trust.example,Bo Zubek,mentor,R1
gus@trust.example,Gus Zeller,coordinator,
"""
MONTH = 'name = "One month"\nstart = 2027-01-04\nmonths = 1\n'
NAMES = {"truth.jsonl", "messages.jsonl", "summary.json", "cadence.csv", "heatmap.png"}


@pytest.fixture
def rehearse(turnabout: Run) -> Run:
    """Rehearse one month of one pair, unless other words say otherwise."""
    Path("pair.csv").write_text(PAIRED, encoding="utf-8")
    Path("month.toml").write_text(MONTH, encoding="utf-8")

    def run(*words: str) -> Ran:
        return turnabout("rehearse", "pair.csv", "--out", "out", "--cohort", "month.toml", *words)

    return run


@dataclass(frozen=True)
class Rehearsed:
    """One rehearsal of one month, for all that only look at it."""

    said: Result
    folder: Path

    def told(self, name: str) -> bytes:
        return (self.folder / "out" / name).read_bytes()


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    folder = tmp_path_factory.mktemp("rehearsed")
    with chdir(folder):
        Path("pair.csv").write_text(PAIRED, encoding="utf-8")
        Path("month.toml").write_text(MONTH, encoding="utf-8")
        said = CliRunner().invoke(group, ["rehearse", "pair.csv", "--out", "out", "--cohort", "month.toml"])
    structlog.reset_defaults()
    return Rehearsed(said, folder)


def names_in(folder: str | Path) -> set[str]:
    return {file.name for file in Path(folder).iterdir()}


def summary() -> dict[str, object]:
    told = json.loads(Path("out/summary.json").read_text("utf-8"))
    assert isinstance(told, dict)
    return told


def test_it_says_where_the_files_are_and_how_it_went(rehearsed: Rehearsed) -> None:
    said = rehearsed.said

    assert (said.exit_code, said.stderr) == (0, "")
    first, *rest = said.stdout.splitlines()
    assert first == "out has truth.jsonl, messages.jsonl, summary.json, cadence.csv, heatmap.png."
    assert rest[:2] == ["One month, 4 February 2027", "Aim: 2 interactions a month for 1 month"]


def test_another_first_day_moves_the_whole_plan(rehearse: Run) -> None:
    rehearse("--start", "2029-05-07")

    assert "R1,1,2029-05-07,2029-06-06," in Path("out/cadence.csv").read_text("utf-8")


def test_without_a_cohort_file_it_is_called_after_the_people_file(turnabout: Run) -> None:
    Path("cohort-71.csv").write_text(PAIRED.replace("coordinator", "mentor"), encoding="utf-8")

    turnabout("rehearse", "cohort-71.csv", "--out", "out")

    assert json.loads(Path("out/summary.json").read_text("utf-8"))["cohort"] == "Rehearsal of cohort-71"


def test_another_seed_is_another_story(rehearse: Run, rehearsed: Rehearsed) -> None:
    rehearse("--random-seed", "2")

    for name in ("truth.jsonl", "messages.jsonl"):
        assert Path("out", name).read_bytes() != rehearsed.told(name)


def test_when_nobody_ever_comes_little_is_held(rehearse: Run) -> None:
    assert rehearse("--show-rate", "0").status == 0
    assert "interaction" in Path("out/truth.jsonl").read_text("utf-8")


def test_it_knows_no_setting_of_the_user(
    rehearse: Run, rehearsed: Rehearsed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNABOUT_KEYS", "no key at all")
    monkeypatch.setenv("TURNABOUT_DATABASE_URL", "mysql://nowhere")
    monkeypatch.setenv("TURNABOUT_TIMEZONE", "Mars/North")
    Path(".env").write_text("TURNABOUT_PORT=many\nTURNABOUT_LOG=shout\n", encoding="utf-8")

    assert rehearse().status == 0
    assert Path("out/messages.jsonl").read_bytes() == rehearsed.told("messages.jsonl")


def test_it_leaves_nothing_but_its_files(rehearsed: Rehearsed) -> None:
    assert names_in(rehearsed.folder) == {"pair.csv", "month.toml", "out"}
    assert names_in(rehearsed.folder / "out") == NAMES


def test_files_of_other_names_are_kept_and_its_own_are_made_anew(rehearse: Run) -> None:
    Path("out").mkdir()
    Path("out/diary.txt").write_text("mine", encoding="utf-8")
    Path("out/summary.json").write_text("old", encoding="utf-8")

    rehearse()

    assert Path("out/diary.txt").read_text("utf-8") == "mine"
    assert summary()["cohort"] == "One month"


@pytest.mark.parametrize(
    "words",
    [
        ("--show-rate", "1.01"),
        ("--show-rate", "-0.5"),
        ("--show-rate", "nan"),
        ("--show-rate", "often"),
        ("--random-seed", "one"),
        ("--random-seed", "1.5"),
        ("--start", "2027-02-30"),
        ("--start", "tomorrow"),
        ("--start", "1999-12-31"),
    ],
)
def test_impossible_numbers_and_days_are_wrong_usage(rehearse: Run, words: tuple[str, ...]) -> None:
    said = rehearse(*words)

    assert (said.status, said.out, said.err.count("\n")) == (2, "", 1)
    assert not Path("out").exists()


def test_a_place_for_the_files_must_be_named(turnabout: Run) -> None:
    said = turnabout("rehearse", "people.csv")

    assert (said.status, "--out" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (PAIRED.replace("R1", ""), "Nobody in pair.csv is paired yet"),
        (PAIRED.replace("bo@trust.example", "bo"), "pair.csv has "),
        (PAIRED.replace("mentee", "mentor"), "Nothing was rehearsed."),
        ("", "The file is empty."),
    ],
)
def test_people_who_cannot_rehearse_are_told_why(rehearse: Run, content: str, sentence: str) -> None:
    Path("pair.csv").write_text(content, encoding="utf-8")

    said = rehearse()

    assert (said.status, sentence in said.err) == (1, True), said
    assert not Path("out/truth.jsonl").exists()


def test_every_problem_of_a_people_file_is_listed(rehearse: Run) -> None:
    Path("pair.csv").write_text(
        PAIRED.replace("bo@trust.example", "bo").replace("coordinator", "captain"), encoding="utf-8"
    )

    said = rehearse()

    assert said.status == 1
    assert "  row 3, email: " in said.out
    assert "  row 4, role: " in said.out


@pytest.mark.parametrize(
    ("option", "name", "sentence"),
    [
        ("--cohort", "nowhere.toml", "nowhere.toml can't be read: it is not there."),
        ("--cohort", "pair.csv", "pair.csv can't be used."),
        ("--out", "pair.csv", "pair.csv can't be written: something of that name is there already."),
        ("--out", "pair.csv/out", "pair.csv/out can't be written: a part of its path is a file"),
    ],
)
def test_what_is_in_its_way_is_said_before_it_begins(
    rehearse: Run, option: str, name: str, sentence: str
) -> None:
    said = rehearse(option, name)

    assert (said.status, said.out, sentence in said.err) == (1, "", True), said


def test_when_one_file_cannot_be_written_none_is(rehearse: Run) -> None:
    Path("out/heatmap.png").mkdir(parents=True)

    said = rehearse()

    assert (said.status, said.err) == (
        1,
        "turnabout: out/heatmap.png can't be written: a folder of that name is there.\n",
    )
    assert names_in("out") == {"heatmap.png"}


def test_nothing_is_moved_into_place_before_everything_is_written(tmp_path: Path) -> None:
    (tmp_path / "first").write_bytes(b"old")

    with pytest.raises(TypeError):
        write_together(tmp_path, {"first": b"new", "second": "no bytes"})  # type: ignore[dict-item]  # a fault halfway

    assert [file.name for file in tmp_path.iterdir()] == ["first"]
    assert (tmp_path / "first").read_bytes() == b"old"
