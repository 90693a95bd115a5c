"""Killed at any point, it goes on where it was: nothing is half done, lost or done twice."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

import pytest
import structlog
from click.testing import CliRunner

from bot.cli import turnabout
from tests.cli.conftest import COHORT

pytestmark = pytest.mark.slow

TURNABOUT = Path(sys.executable).with_name("turnabout")
PEOPLE = 120
TIMERS = 120
PATIENCE = 60.0
"""Seconds after which a test that waits has failed."""


def command(folder: Path, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [TURNABOUT, *words], cwd=folder, env={}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(folder: Path, *words: str) -> str:
    """Carry a command out to its end."""
    here = {"TURNABOUT_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/turnabout.db"}
    said = CliRunner().invoke(turnabout, words, env=here, catch_exceptions=False)
    structlog.reset_defaults()
    assert said.exit_code == 0, said.stderr
    return said.stdout


def kill_when(process: "subprocess.Popen[str]", far_enough: Callable[[], bool]) -> None:
    """Kill a process once it has got far enough, or let it be when it is through already."""
    until = monotonic() + PATIENCE
    while process.poll() is None and not far_enough():
        assert monotonic() < until
        sleep(0.002)
    process.kill()
    process.communicate(timeout=PATIENCE)


def count(database: Path, what: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        number = connection.execute(f"SELECT {what}").fetchone()[0]
    assert isinstance(number, int)
    return number


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a cohort that nobody belongs to yet, and a file of many people."""
    folder = tmp_path_factory.mktemp("prepared")
    rows = [
        f"person{number}@trust.example,Person {number},{'mentor' if number % 2 else 'mentee'},R{number // 2}"
        for number in range(PEOPLE)
    ]
    lines = ["email,name,role,relationship", *rows, "gus@trust.example,Gus Zeller,coordinator,"]
    (folder / "people.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "cohort.toml").write_text(COHORT, encoding="utf-8")
    finish(folder, "cohort", "create", f"{folder}/cohort.toml")
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """Return a copy of it."""
    return Path(shutil.copytree(prepared, tmp_path, dirs_exist_ok=True))


def bringing_in(folder: Path) -> tuple[str, ...]:
    return ("cohort", "import", "Spring 2090", f"{folder}/people.csv", "--json")


def test_an_import_that_is_killed_is_there_whole_or_not_at_all(folder: Path) -> None:
    for keys in (5, PEOPLE):
        kill_when(
            command(folder, *bringing_in(folder)),
            lambda keys=keys: count(folder / "turnabout.keys.db", "count(*) FROM data_key") >= keys,
        )
        assert count(folder / "turnabout.db", "count(*) FROM person") in (0, PEOPLE + 1)

    assert json.loads(finish(folder, *bringing_in(folder)))["imported"] == PEOPLE + 1
    assert count(folder / "turnabout.db", "count(*) FROM person") == PEOPLE + 1
    assert count(folder / "turnabout.db", "count(*) FROM relationship") == PEOPLE // 2


def test_a_disk_that_fills_up_during_an_import_leaves_everything_as_it_was(folder: Path) -> None:
    blocks = (folder / "turnabout.db").stat().st_size // 1024
    limited = ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh", TURNABOUT, *bringing_in(folder)]

    process = subprocess.run(
        limited, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE
    )

    assert (process.returncode, process.stdout, process.stderr.count("\n")) == (1, "", 1)
    assert count(folder / "turnabout.db", "count(*) FROM person") == 0
    assert json.loads(finish(folder, *bringing_in(folder)))["imported"] == PEOPLE + 1


def test_a_tick_that_is_killed_rings_every_timer_once(folder: Path) -> None:
    people = (folder / "people.csv").read_text("utf-8").splitlines()
    (folder / "people.csv").write_text("\n".join([*people[:3], people[-1]]), encoding="utf-8")
    finish(folder, *bringing_in(folder))
    finish(folder, "cohort", "start", "Spring 2090")
    database = folder / "turnabout.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        cohort = connection.execute("SELECT id FROM cohort").fetchone()[0]
        connection.executemany(
            "INSERT INTO timer (key, kind, due_at, payload, revision, attempts)"
            " VALUES (?, 'summary.weekly', '2020-01-06 09:00:00.000000', ?, 0, 0)",
            [(f"week:{number}", json.dumps({"cohort": cohort})) for number in range(TIMERS)],
        )
    once_for_each = RINGS.format(cohort=cohort)
    before = count(database, once_for_each)

    for rung in (1, TIMERS // 2):
        kill_when(command(folder, "tick"), lambda rung=rung: count(database, RUNG) >= rung)
    finish(folder, "tick")

    assert count(database, RUNG) == TIMERS
    assert count(database, once_for_each) - before == TIMERS


RUNG = "count(*) FROM timer WHERE key LIKE 'week:%' AND due_at IS NULL"
RINGS = "revision FROM timer WHERE key = 'summary:{cohort}:weekly'"
"""Whoever rings for a week sets the timer of the next one, and every setting counts its revision up."""
