"""The command line as a user has it: words in; an exit status, and what was printed, out."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner

from bot.cli import main
from bot.cli import turnabout as group
from bot.core.clock import SystemClock

LATELY = (SystemClock().now() - timedelta(days=2)).date()
"""A day on which contacts may have been reviewed."""

COHORT = f"""\
name = "Spring 2090"
start = 2090-01-02

[[contacts]]
role = "support"
name = "Staff support"
reach = "0800 000 0000"
reviewed_on = {LATELY}

[[contacts]]
role = "concerns"
name = "The guardian"
reach = "guardian@trust.example"
reviewed_on = {LATELY}
"""
PEOPLE = """\
email,name,role,relationship,Race,Shoe size,RACE training date
ada@trust.example,Ada Ångström,mentee,R1,x,38,2026-12-01
bo@trust.example,Bo Quill,mentor,R1,x,41,
cy@trust.example,Cy Noor,mentee,R2,,,
di@trust.example,Di Okafor,mentor,R2,,,
ed@trust.example,Ed Voss,mentor,R2,,,
flo@trust.example,Flo Imber,mentor,,,,
gus@trust.example,Gus Zeller,coordinator,,,,
"""


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    status: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()


Run = Callable[..., Ran]


@pytest.fixture
def turnabout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Run]:
    """Run commands in an empty folder, with no setting but those a test makes."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("TURNABOUT_", "SLACK_", "MicrosoftApp"))]:
        monkeypatch.delenv(name)
    (tmp_path / "cohort.toml").write_text(COHORT, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")

    def run(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["turnabout", *words])
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsysbinary.readouterr()
        return Ran(int(str(left.value.code or 0)), out, err.decode())

    yield run
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the database of a cohort that was started."""
    folder = tmp_path_factory.mktemp("furnished")
    (folder / "cohort.toml").write_text(COHORT, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    database = {"TURNABOUT_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/turnabout.db"}
    for words in (
        ("create", f"{folder}/cohort.toml"),
        ("import", "Spring 2090", f"{folder}/people.csv"),
        ("start", "Spring 2090"),
    ):
        CliRunner().invoke(group, ["cohort", *words], env=database, catch_exceptions=False)
    structlog.reset_defaults()
    return folder


@pytest.fixture
def started(turnabout: Run, furnished: Path, tmp_path: Path) -> Run:
    """Run commands in a folder where the cohort was started."""
    for file in furnished.glob("turnabout.*"):
        shutil.copy(file, tmp_path)
    return turnabout
