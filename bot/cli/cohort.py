"""`turnabout cohort`: setting up a cohort without the chat."""

from datetime import date
from pathlib import Path

import click

from bot.cli.desk import A_PLACE, CannotRead, json_option, order, reading, run, say, say_json, text_of
from bot.cli.people import Import, bring_in, look_through
from bot.core.enrolment import CohortStatus, cohort_named, cohort_status, create_cohort
from bot.core.problems import Problem
from bot.core.turn import Turn
from bot.programme.cohort_file import TEMPLATE, CohortFileError, read_cohort
from bot.programme.cohort_plan import CohortPlan
from bot.programme.summary_words import count_of, long_date
from bot.settings import read_settings
from dialogs.starting import start_cohort, what_is_missing


class NotStarted(Problem):
    """A cohort can't start while something it needs is missing."""


@click.group("cohort")
def command() -> None:
    """Set up a cohort: a file for its plan, a file for its people, then the start."""


@command.command("template")
@json_option
def template(*, machine: bool) -> None:
    """Print a cohort file with every setting explained, to be filled in."""
    if machine:
        say_json({"template": TEMPLATE})
    else:
        click.echo(TEMPLATE, nl=False)


@command.command("create")
@click.argument("file", type=A_PLACE, metavar="COHORT.toml")
@json_option
def create(file: Path, *, machine: bool) -> None:
    """Create a cohort from its file. Nobody belongs to it yet."""
    plan = plan_in(file)
    cohort = run(order(lambda turn: create_cohort(turn, plan), may_make=True))
    if machine:
        say_json({"name": cohort.name, "state": cohort.state.value, "start": cohort.start.isoformat()})
    else:
        say(f"Created {cohort.name}. Next: turnabout cohort import {_quoted(cohort.name)} PEOPLE.csv")


def plan_in(file: Path) -> CohortPlan:
    """Read a cohort file, with the house's zone and holidays where it names none. Raises `CannotRead`."""
    settings = read_settings()
    try:
        return read_cohort(text_of(file), timezone=settings.timezone, holidays=settings.holidays)
    except CohortFileError as problem:
        raise CannotRead(f"{file} can't be used. {problem}") from None


@command.command("import")
@click.argument("name")
@click.argument("file", type=A_PLACE)
@click.option("--skip-bad-rows", is_flag=True, help="Import the rest, and list what was left out.")
@json_option
def bring_people_in(name: str, file: Path, *, skip_bad_rows: bool, machine: bool) -> None:
    """Bring the people of FILE (CSV or XLSX) into the cohort NAME, once every row is in order."""
    found = look_through(file, skip_bad_rows=skip_bad_rows)
    if found.refusal is None and found.report is not None:
        report = found.report
        found = found.with_imported(run(order(lambda turn: bring_in(turn, name, report))))
    if machine:
        say_json(found.as_json())
    else:
        _show(found, name)
    if found.refusal is not None:
        raise CannotRead(f"{found.refusal} Nobody was imported.")


def _show(found: Import, name: str) -> None:
    for line in found.lines():
        say(line)
    if found.refusal is None and found.report is not None:
        relationships = count_of(len(found.report.relationships), "relationship")
        people = "1 person" if found.imported == 1 else f"{found.imported} people"
        say(f"Imported {people} in {relationships} into {name}.")


@command.command("start")
@click.argument("name")
@json_option
def start(name: str, *, machine: bool) -> None:
    """Start the cohort NAME: everyone is welcomed, and the calendar of each relationship begins."""
    begun, lacking = run(order(lambda turn: _start(turn, name)))
    if machine:
        say_json({"started": begun, "missing": lacking})
    if lacking:
        raise NotStarted("\n  - ".join([f"{name} can't start yet:", *lacking]))
    if not machine:
        say(f"{name} has started: {count_of(begun, 'relationship')} under way." if begun else _NOBODY_WAITED)


_NOBODY_WAITED = "Nobody was waiting to start, so nothing has changed."


async def _start(turn: Turn, name: str) -> tuple[int, tuple[str, ...]]:
    cohort = await cohort_named(turn, name)
    lacking = await what_is_missing(turn, cohort)
    return (0, lacking) if lacking else (await start_cohort(turn, cohort), ())


@command.command("status")
@click.argument("name")
@json_option
def status(name: str, *, machine: bool) -> None:
    """Say where the cohort NAME stands, and what it still needs before it can start."""
    standing, lacking = run(_status(name))
    if machine:
        say_json(_status_json(standing, lacking))
        return
    for line in _status_lines(standing, lacking):
        say(line)


async def _status(name: str) -> tuple[CohortStatus, tuple[str, ...]]:
    async with reading() as turn:
        cohort = await cohort_named(turn, name)
        return await cohort_status(turn, cohort), await what_is_missing(turn, cohort)


def _status_json(standing: CohortStatus, lacking: tuple[str, ...]) -> dict[str, object]:
    return {
        "name": standing.cohort.name,
        "state": standing.cohort.state.value,
        "start": standing.cohort.start.isoformat(),
        "people": standing.people,
        "relationships": standing.relationships,
        "coordinators": standing.coordinators,
        "unpaired": standing.unpaired,
        "missing": lacking,
    }


def _status_lines(standing: CohortStatus, lacking: tuple[str, ...]) -> list[str]:
    cohort = standing.cohort
    facts = [
        f"{cohort.name}: {cohort.state}, {_first_day(cohort.start)}",
        f"People: {standing.people}, of them {count_of(standing.coordinators, 'coordinator')}",
        f"Relationships: {standing.relationships}",
        f"Not paired yet: {standing.unpaired}",
    ]
    return [*facts, "Still missing:", *(f"  - {one}" for one in lacking)] if lacking else facts


def _first_day(day: date) -> str:
    return f"first day {long_date(day)}"


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
