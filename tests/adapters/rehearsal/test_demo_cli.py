"""`turnabout demo` from the command line: what is in its way is told in a sentence."""

import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from bot.cli.demo import command
from bot.cli.desk import CannotRead
from bot.cli.listening import CannotListen


def test_a_busy_port_is_told_before_anything_is_begun() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]

        ran = CliRunner().invoke(command, ["--no-browser", "--port", str(port)])

    assert isinstance(ran.exception, CannotListen)
    assert str(ran.exception) == (
        f"Turnabout can't listen at port {port}: it is taken, perhaps by another Turnabout. "
        "Choose another one with --port."
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("email,name,role\nal@a.example,Al,mentee\n", "Nobody in this file is paired yet"),
        ("email,name,role,relationship\na@a.example,Al,mentee,R\nb@a.example,Bo,mentor,R\n", "coordinates"),
        ("email,name,role,relationship\nal@a.example,Al,mentee,R\n", "1 problem to mend"),
    ],
)
def test_a_people_file_that_is_no_good_is_told_in_a_sentence(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "people.csv").write_text(content, encoding="utf-8")

    ran = CliRunner().invoke(command, ["--no-browser", "--people", str(tmp_path / "people.csv")])

    assert isinstance(ran.exception, CannotRead)
    assert said in str(ran.exception)


def test_there_is_no_way_to_listen_to_others() -> None:
    assert "--host" not in CliRunner().invoke(command, ["--help"]).output
    assert CliRunner().invoke(command, ["--host", "0.0.0.0"]).exit_code == 2  # noqa: S104  # to see it refused


def test_it_prints_its_address_serves_the_page_and_ends_when_told() -> None:
    words = [sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        address = running.stdout.readline().split()[5]
        with urlopen(address) as answer:  # noqa: S310  # our own page
            assert b"Alison Hartley" in answer.read()
        running.terminate()

        assert "Nothing of it was kept." in running.stdout.read()
    assert running.returncode == 0
