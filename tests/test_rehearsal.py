"""A rehearsal looked at from outside: its five files, and nothing of the program but the command line."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import structlog
from click.testing import CliRunner
from holidays import country_holidays

from bot.cli import turnabout
from tests.programme.independent_cadence import Row, figures, recompute

MONTHS, PER_MONTH, TIMEZONE = 3, 2, "Europe/London"
PEOPLE = """\
email,name,role,timezone,relationship
ada@trust.example,Adaline Quist,mentee,,R01
bo@trust.example,Bogdan Zubek,mentor,,R01
cy@trust.example,Cyprian Ngata,mentee,America/New_York,R02
di@trust.example,Dilnoza Okwu,mentor,,R02
ed@trust.example,Edmar Vossler,mentor,Asia/Kolkata,R02
flo@trust.example,Florentia Imbrie,mentee,,R03
bo@trust.example,Bogdan Zubek,mentor,,R03
gus@trust.example,Gustav Zellner,mentee,,R04
hye@trust.example,Hyejin Marlowe,mentor,,R04
ivo@trust.example,Ivonne Tasker,coordinator,,
"""
COHORT = f"""\
name = "Spring"
start = 2027-02-08
months = {MONTHS}
[summary]
channel = "slack:C0123456789"
"""
NAMES = ("truth.jsonl", "messages.jsonl", "summary.json", "cadence.csv", "heatmap.png")

REVEALING = re.compile(
    r"\b(rac(e|es|ial|is[mt]s?)|ethnic\w*|black|white|brown|asian|minorit\w+|divers\w+|inclusi\w+|equal\w*"
    r"|bias\w*|privilege\w*|merit|recruit\w*|mentor\w*|mentees?|senior\w*|junior\w*|reverse|boss"
    r"|individual|departmental|organisational)\b",
    re.IGNORECASE,
)

Message = dict[str, Any]
Files = dict[str, bytes]


@contextmanager
def _quiet() -> Iterator[None]:
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def rehearse(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Files]:
    def run(*words: str) -> Files:
        folder = tmp_path_factory.mktemp("rehearsal")
        (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
        (folder / "cohort.toml").write_text(COHORT, encoding="utf-8")
        plan = ("--cohort", str(folder / "cohort.toml"), "--out", str(folder / "out"))
        with _quiet():
            said = CliRunner().invoke(
                turnabout, ["rehearse", str(folder / "people.csv"), *plan, *words], catch_exceptions=False
            )
        assert said.exit_code == 0, said.output
        return {file.name: file.read_bytes() for file in (folder / "out").iterdir()}

    return run


@pytest.fixture(scope="session")
def files(rehearse: Callable[..., Files]) -> Files:
    return rehearse()


@pytest.fixture(scope="session")
def messages(files: Files) -> list[Message]:
    return [json.loads(line) for line in files["messages.jsonl"].decode().splitlines()]


@pytest.fixture(scope="session")
def summary(files: Files) -> dict[str, Any]:
    told = json.loads(files["summary.json"])
    assert isinstance(told, dict)
    return told


@pytest.fixture(scope="session")
def truth(files: Files) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files["truth.jsonl"].decode().splitlines()]


@pytest.fixture(scope="session")
def cadence(files: Files) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in csv.DictReader(StringIO(files["cadence.csv"].decode())):
        rows[row["relationship"]].append(
            (int(row["month"]), row["from"], row["to"], int(row["held"]), row["status"])
        )
    return rows


@pytest.fixture(scope="session")
def recomputed(truth: list[dict[str, Any]], summary: dict[str, Any]) -> dict[str, list[Row]]:
    return recompute(truth, date.fromisoformat(summary["as_of"]), MONTHS, PER_MONTH, TIMEZONE)


def _zones() -> dict[str, ZoneInfo]:
    rows = csv.DictReader(StringIO(PEOPLE))
    return {row["email"]: ZoneInfo(row["timezone"] or TIMEZONE) for row in rows}


ZONES = _zones()


def local(message: Message) -> datetime:
    """When a message came, on the clock of whoever got it; a channel has that of the cohort."""
    at = datetime.fromisoformat(message["at"])
    return at.astimezone(ZONES.get(message["to"], ZoneInfo(TIMEZONE)))


def of_kind(messages: Iterable[Message], *kinds: str) -> list[Message]:
    return [one for one in messages if one["kind"].split(".")[0] in kinds]


def test_it_leaves_its_five_files_and_no_other(files: Files) -> None:
    assert set(files) == set(NAMES)


def test_something_happened_in_it(messages: list[Message], summary: dict[str, Any]) -> None:
    kinds = {one["kind"].split(".")[0] for one in messages}

    assert kinds == {"reply", "service", "nudge", "summary"}
    assert summary["interactions"]["held"] > 0


def test_the_cadence_is_that_of_somebody_who_never_saw_the_program(
    cadence: dict[str, list[Row]], recomputed: dict[str, list[Row]]
) -> None:
    assert cadence == recomputed


def test_the_cadence_verb_finds_the_same_in_the_truth(
    files: Files, cadence: dict[str, list[Row]], tmp_path: Path
) -> None:
    (tmp_path / "truth.jsonl").write_bytes(files["truth.jsonl"])

    said = CliRunner().invoke(
        turnabout, ["cadence", str(tmp_path / "truth.jsonl"), "--json", "--months", str(MONTHS)]
    )

    told = [json.loads(line) for line in said.stdout.splitlines()]
    assert {one["relationship"]: [tuple(row.values()) for row in one["rows"]] for one in told} == cadence


def test_the_summary_agrees_with_the_truth(summary: dict[str, Any], recomputed: dict[str, list[Row]]) -> None:
    assert {
        one["code"]: (one["held"], one["dose"], one["rhythm"], one["months"])
        for one in summary["by_relationship"]
    } == {
        code: (*figures(rows, MONTHS, PER_MONTH)[:3], [row[4] for row in rows])
        for code, rows in recomputed.items()
    }


def test_the_totals_of_the_summary_are_those_of_its_relationships(
    summary: dict[str, Any], recomputed: dict[str, list[Row]]
) -> None:
    every_row = [row for rows in recomputed.values() for row in rows]
    complete = [row for row in every_row if row[4] in ("met", "part", "none")]

    assert summary["interactions"] == {
        "held": sum(row[3] for row in every_row),
        "expected": PER_MONTH * len(complete),
    }
    for tally in summary["months"]:
        words = [row[4] for row in every_row if row[0] == tally["month"]]
        assert {word: tally[word] for word in ("met", "part", "none", "ended", "current")} == {
            word: words.count(word) for word in ("met", "part", "none", "ended", "current")
        }


def test_the_summary_has_every_key_that_was_agreed(summary: dict[str, Any]) -> None:
    assert list(summary) == [
        "cohort", "as_of", "threshold", "relationships", "interactions", "months", "by_relationship",
    ]  # fmt: skip
    assert summary["threshold"] == {"months": MONTHS, "per_month": PER_MONTH}
    assert sum(summary["relationships"].values()) == 4
    for one in summary["by_relationship"]:
        assert list(one) == [
            "code", "kind", "state", "month", "months", "held", "dose", "rhythm", "next", "last",
            "paused_until", "asked_for_help",
        ]  # fmt: skip


def test_the_last_day_is_the_one_after_the_last_relationship_was_over(
    truth: list[dict[str, Any]], summary: dict[str, Any], recomputed: dict[str, list[Row]]
) -> None:
    ends = {line["relationship"]: line["on"] for line in truth if line["kind"] == "end"}
    over = [ends.get(code, rows[-1][2]) for code, rows in recomputed.items()]

    assert summary["as_of"] == (date.fromisoformat(max(over)) + timedelta(days=1)).isoformat()


def test_every_message_has_what_was_agreed_of_it(messages: list[Message]) -> None:
    for one in messages:
        assert list(one) == ["at", "to", "audience", "kind", "preview", "text", "actions"]
        assert one["audience"] in ("person", "channel")
        assert one["kind"].split(".")[0] in ("reply", "service", "nudge", "summary")
        assert datetime.fromisoformat(one["at"]).tzinfo is not None


def test_a_preview_is_short_and_gives_nothing_away(messages: list[Message]) -> None:
    for one in messages:
        assert 0 < len(one["preview"]) <= 90
        assert not REVEALING.search(one["preview"]), one["preview"]


def test_nobody_is_nudged_twice_in_a_day_or_three_times_in_seven(messages: list[Message]) -> None:
    days: dict[str, list[date]] = defaultdict(list)
    for one in of_kind(messages, "nudge"):
        days[one["to"]].append(local(one).date())

    for nudged in days.values():
        assert len(nudged) == len(set(nudged))
        for day in nudged:
            week = [other for other in nudged if timedelta() <= other - day < timedelta(days=7)]
            assert len(week) <= 2


def test_nudges_and_summaries_keep_to_office_hours(messages: list[Message]) -> None:
    free = country_holidays("GB", subdiv="ENG", years=range(2027, 2029))
    for one in of_kind(messages, "nudge", "summary"):
        at = local(one)
        assert at.weekday() < 5, one
        assert at.date() not in free, one
        assert time(9) <= at.time() < time(17), one


def test_what_was_agreed_to_is_spoken_of_between_eight_and_eight(messages: list[Message]) -> None:
    for one in of_kind(messages, "service"):
        assert time(8) <= local(one).time() < time(20), one


def test_no_name_stands_in_a_channel(messages: list[Message]) -> None:
    names = {word for row in csv.DictReader(StringIO(PEOPLE)) for word in row["name"].split()}
    names |= {row["email"] for row in csv.DictReader(StringIO(PEOPLE))}
    posts = [one for one in messages if one["audience"] == "channel"]

    assert posts
    for one in posts:
        said = " ".join((one["preview"], one["text"], *one["actions"]))
        assert not [name for name in names if name.lower() in said.lower()]


def test_the_same_seed_gives_the_same_bytes(files: Files, rehearse: Callable[..., Files]) -> None:
    again = rehearse("--random-seed", "1")

    assert {name: again[name] == files[name] for name in NAMES} == dict.fromkeys(NAMES, True)
