"""One round of planner and courier on the command line."""

import json
import sqlite3
from contextlib import closing

from tests.cli.conftest import Run


def timers() -> list[tuple[str, str | None]]:
    with closing(sqlite3.connect("turnabout.db")) as database:
        return database.execute("SELECT key, due_at FROM timer ORDER BY key").fetchall()


def make_everything_due() -> None:
    with closing(sqlite3.connect("turnabout.db")) as database, database:
        database.execute("UPDATE timer SET due_at = '2020-01-06 09:00:00.000000' WHERE due_at IS NOT NULL")


def letters() -> list[tuple[str, str]]:
    with closing(sqlite3.connect("turnabout.db")) as database:
        return database.execute("SELECT key, state FROM outbox ORDER BY key").fetchall()


def test_when_nothing_is_due_nothing_rings(started: Run) -> None:
    before = timers()

    said = started("tick", "--json")

    assert json.loads(said.out) == {"timers": 0, "letters": 0, "waiting": 0, "parked": {}}
    assert (said.status, timers()) == (0, before)


def test_everything_that_is_due_rings_once(started: Run) -> None:
    make_everything_due()
    due = sum(at is not None for _, at in timers())

    first = json.loads(started("tick", "--json").out)

    assert first["timers"] == due > 0
    assert json.loads(started("tick", "--json").out)["timers"] == 0


def test_more_than_one_batch_of_timers_rings_in_one_round(started: Run) -> None:
    with closing(sqlite3.connect("turnabout.db")) as database, database:
        database.execute("UPDATE timer SET due_at = NULL")
        database.executemany(
            "INSERT INTO timer (key, kind, due_at, payload, revision, attempts)"
            " VALUES (?, 'nudge', '2020-01-06 09:00:00.000000', '{}', 0, 0)",
            [(f"broken:{number}",) for number in range(250)],
        )

    assert json.loads(started("tick", "--json").out)["timers"] == 250


def test_letters_wait_untouched_while_there_is_no_platform(started: Run) -> None:
    _write_a_letter()

    said = started("tick")

    assert said.out.splitlines() == [
        "Timers that rang: 0",
        "Letters handled: 0; waiting: 1; parked: none",
        "No platform is set up, so letters wait.",
    ]
    assert letters() == [("a letter", "ready")]


def test_parked_letters_are_counted_by_their_reason(started: Run) -> None:
    _write_a_letter()
    with closing(sqlite3.connect("turnabout.db")) as database, database:
        database.execute("UPDATE outbox SET state = 'parked', next_at = NULL, parked_for = 'no address'")

    assert started("tick").out.endswith("Letters handled: 0; waiting: 0; parked: 1 for no address\n")


def _write_a_letter() -> None:
    with closing(sqlite3.connect("turnabout.db")) as database, database:
        database.execute(
            "INSERT INTO outbox (key, lane, channel, kind, body, state, not_before, next_at, attempts,"
            " maybe_sent) VALUES ('a letter', 'channel:slack:C1', 'slack:C1', 'summary.weekly', x'00',"
            " 'ready', '2020-01-06 09:00:00.000000', '2020-01-06 09:00:00.000000', 0, 0)"
        )
