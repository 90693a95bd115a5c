"""Logs as data: what happened and where, and never what an exception repeats of somebody's words."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.log import set_up

WORDS = "the quokka sings at noon"


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Give the next test the logging that it had."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def fall_over() -> None:
    raise ValueError(WORDS)


def written(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.splitlines()
    assert len(lines) == 1
    line: dict[str, Any] = json.loads(lines[0])
    return line


@pytest.mark.parametrize("name", ["error", "reason", "problem"])
def test_an_error_is_logged_by_kind_and_place_and_its_message_is_dropped(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    set_up(to_terminal=False)
    try:
        fall_over()
    except ValueError as error:
        structlog.get_logger().error("it fell over", timer="t", **{name: error})
    line = written(capsys)
    assert line[name] == "ValueError"
    assert line["where"].startswith("tests.test_log:")
    assert WORDS not in json.dumps(line)


@pytest.mark.parametrize("terminal", [True, False])
def test_a_traceback_is_never_shown(capsys: pytest.CaptureFixture[str], terminal: bool) -> None:
    set_up(to_terminal=terminal)
    try:
        fall_over()
    except ValueError:
        structlog.get_logger().exception("it fell over")
    shown = capsys.readouterr().err
    assert "it fell over" in shown
    assert WORDS not in shown
    assert "Traceback" not in shown


def test_an_error_that_was_never_raised_has_no_place(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(to_terminal=False)
    structlog.get_logger().error("odd", error=KeyError(WORDS))
    line = written(capsys)
    assert (line["error"], line["where"]) == ("KeyError", "?")


def test_elsewhere_than_on_a_terminal_each_line_is_one_json_object(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up(to_terminal=False)
    structlog.get_logger().info("started", port=3978)
    line = written(capsys)
    assert (line["event"], line["level"], line["port"]) == ("started", "info", 3978)
    assert line["timestamp"].endswith("Z")


def test_on_a_terminal_a_line_is_for_reading(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(to_terminal=True)
    structlog.get_logger().info("started", port=3978)
    shown = capsys.readouterr().err
    assert "started" in shown
    assert not shown.startswith("{")


@pytest.mark.parametrize(("level", "lines"), [("debug", 3), ("info", 2), ("warning", 1), ("error", 0)])
def test_what_is_below_the_level_is_not_logged(
    capsys: pytest.CaptureFixture[str], level: str, lines: int
) -> None:
    set_up(level, to_terminal=False)
    log = structlog.get_logger()
    log.debug("one")
    log.info("two")
    log.warning("three")
    assert len(capsys.readouterr().err.splitlines()) == lines


def test_without_being_told_it_looks_whether_there_is_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    set_up()
    structlog.get_logger().info("started")
    assert written(capsys)["event"] == "started"
