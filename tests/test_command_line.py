"""The frame of the command line: one sentence and a status, and nothing heavy before it is needed."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import click
import pytest

from bot.cli import VERBS, main
from tests.cli.conftest import COHORT, PEOPLE

HEAVY = (
    "sqlalchemy", "sqlmodel", "aiosqlite", "alembic", "pydantic", "cryptography", "matplotlib", "openpyxl",
    "dateparser", "holidays", "slack_sdk", "botbuilder", "bot.core", "storage", "dialogs", "adapters",
)  # fmt: skip


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[object, str, str]]:
    def run(*words: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["turnabout", *words])
        with pytest.raises(SystemExit) as left:
            main()
        return left.value.code, *capsys.readouterr()

    return run


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Have a verb, `stumble`, that goes wrong in a way of the test's choosing."""

    def have(problem: BaseException) -> None:
        module = ModuleType("bot.cli.stumble")

        @click.command("stumble")
        def command() -> None:
            raise problem

        module.command = command  # type: ignore[attr-defined]  # a module made for the occasion
        monkeypatch.setitem(VERBS, "stumble", "go wrong")
        monkeypatch.setitem(sys.modules, "bot.cli.stumble", module)

    return have


def user(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Type words at a prompt in a folder."""
    script = Path(sys.executable).with_name("turnabout")
    return subprocess.run(
        [script, *words], cwd=folder, env={}, capture_output=True, text=True, check=False, timeout=60
    )


def test_help_reads_nothing_heavy() -> None:
    look = f"import sys, bot.cli\nprint([name for name in {HEAVY!r} if name in sys.modules])"

    said = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert said.stdout == "[]\n"


def test_help_names_every_verb(run: Callable[..., tuple[object, str, str]]) -> None:
    status, out, _ = run("--help")

    assert status == 0
    assert all(f"  {verb} " in out for verb in VERBS)


def test_no_words_at_all_are_answered_with_help(run: Callable[..., tuple[object, str, str]]) -> None:
    status, out, err = run()

    assert (status, out) == (2, "")
    assert err.startswith("Usage: turnabout")


@pytest.mark.parametrize("name", sorted(VERBS))
def test_every_verb_explains_itself(name: str, run: Callable[..., tuple[object, str, str]]) -> None:
    status, out, err = run(name, "--help")

    assert (status, err) == (0, "")
    assert out.startswith(f"Usage: turnabout {name}")


@pytest.mark.parametrize("words", [("dance",), ("--loud",), ("cohort", "dance"), ("summary",)])
def test_wrong_usage_is_one_sentence_and_status_two(
    words: tuple[str, ...], run: Callable[..., tuple[object, str, str]]
) -> None:
    status, out, err = run(*words)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("turnabout: ")


def test_what_nobody_foresaw_is_named_without_its_message(
    run: Callable[..., tuple[object, str, str]], verb: Callable[[BaseException], None]
) -> None:
    verb(ValueError("the private words of Ada"))

    status, out, err = run("stumble")

    assert (status, out) == (1, "")
    assert err.startswith("turnabout: Something inside went wrong (ValueError at ")
    assert "Ada" not in err
    assert "Traceback" not in err


def test_a_stop_by_the_user_is_no_fault(
    run: Callable[..., tuple[object, str, str]], verb: Callable[[BaseException], None]
) -> None:
    verb(KeyboardInterrupt())

    status, out, err = run("stumble")

    assert (status, out, err.strip()) == (1, "", "turnabout: Stopped.")


def test_a_reader_who_leaves_early_is_no_fault(
    run: Callable[..., tuple[object, str, str]], verb: Callable[[BaseException], None]
) -> None:
    verb(BrokenPipeError())

    assert run("stumble") == (0, "", "")


def test_a_user_sets_up_a_cohort_starts_it_and_looks_at_it(tmp_path: Path) -> None:
    (tmp_path / "cohort.toml").write_text(COHORT, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")

    steps = [
        user(tmp_path, "cohort", "create", "cohort.toml"),
        user(tmp_path, "cohort", "import", "Spring 2090", "people.csv"),
        user(tmp_path, "cohort", "start", "Spring 2090"),
        user(tmp_path, "summary", "Spring 2090", "--as-of", "2090-01-05", "--format", "json"),
    ]

    assert [(step.returncode, step.stderr) for step in steps] == [(0, "")] * 4
    assert json.loads(steps[-1].stdout)["relationships"] == {"active": 2, "paused": 0, "ended": 0}
    assert {file.name for file in tmp_path.iterdir()} == {
        "cohort.toml",
        "people.csv",
        "turnabout.db",
        "turnabout.keys",
        "turnabout.keys.db",
    }
    assert (tmp_path / "turnabout.keys").stat().st_mode & 0o777 == 0o600


def test_names_are_printed_in_utf8_whatever_the_terminal_speaks(tmp_path: Path) -> None:
    text = 'name = "Fr\u00fchling \u2713"\nstart = 2090-01-02\n'
    (tmp_path / "cohort.toml").write_text(text, encoding="utf-8")
    script = Path(sys.executable).with_name("turnabout")

    said = subprocess.run(
        [script, "cohort", "create", "cohort.toml", "--json"],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
        timeout=60,
    )

    assert json.loads(said.stdout.decode())["name"] == "Fr\u00fchling \u2713"
