"""`turnabout rehearse`: a whole programme with simulated people, on a virtual clock."""

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click
from pydantic import ValidationError

from bot import log
from bot.cli.desk import A_PLACE, CannotRead, run, say, text_of
from bot.cli.people import look_through
from bot.programme.cohort_file import CohortFileError, read_cohort
from bot.programme.cohort_plan import CohortPlan
from bot.programme.months import add_months
from bot.programme.people_file import PeopleReport
from bot.programme.summary import Summary
from bot.programme.summary_words import aim, interaction_figures, state_figures, title
from bot.rehearsal_outputs import outputs
from bot.rehearsal_plan import made_ready, plan_for
from bot.rehearse import Script, rehearse
from bot.whole_files import folder_to_write, write_together


def _a_share(_context: click.Context, _parameter: click.Parameter, share: float) -> float:
    if math.isnan(share):
        raise click.BadParameter("must be a number from 0 to 1.")
    return share


@click.command("rehearse")
@click.argument("file", type=A_PLACE)
@click.option("--out", type=A_PLACE, required=True, metavar="DIR", help="Where the five files go.")
@click.option("--cohort", type=A_PLACE, metavar="COHORT.toml", help="The plan to follow.")
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The first day, instead of the plan's; without either, 2027-01-04.",
)
@click.option("--random-seed", type=int, default=1, show_default=True, help="Another number, other events.")
@click.option(
    "--show-rate",
    type=click.FloatRange(0, 1),
    default=0.75,
    show_default=True,
    callback=_a_share,
    help="How often people come to what they agreed.",
)
def command(
    file: Path, out: Path, cohort: Path | None, start: datetime | None, random_seed: int, show_rate: float
) -> None:
    """Run a whole programme for the pairs and trios of FILE, with simulated people on a virtual clock.

    Nothing of yours is read or changed: no database, no keys, no settings.
    """
    log.set_up("error")
    plan = _ready(_plan(cohort) if cohort else plan_for(file.stem), start.date() if start else None)
    people = _paired(file)
    folder_to_write(out)
    with _bar(plan) as progress:
        rehearsal = run(rehearse(Script(plan, people, random_seed, show_rate), progress))
    files = outputs(rehearsal)
    write_together(out, files)
    say(f"{out} has {', '.join(files)}.")
    say(_in_short(rehearsal.summary))


def _plan(file: Path) -> CohortPlan:
    try:
        return read_cohort(text_of(file))
    except CohortFileError as problem:
        raise CannotRead(f"{file} can't be used. {problem}") from None


def _ready(plan: CohortPlan, start: date | None) -> CohortPlan:
    try:
        return made_ready(plan, start)
    except ValidationError:
        raise click.BadParameter("The first day must be from 2000 to 2099.", param_hint="--start") from None


def _paired(file: Path) -> PeopleReport:
    """Return the people of a file that has pairs or trios and nothing to mend."""
    found = look_through(file)
    if found.report is None or found.refusal is not None:
        for line in found.lines():
            say(line)
        raise CannotRead(f"{found.refusal} Nothing was rehearsed.")
    if not found.report.relationships:
        raise CannotRead(
            f"Nobody in {file} is paired yet: rows of one pair or trio share a relationship code."
        )
    return found.report


@contextmanager
def _bar(plan: CohortPlan) -> Iterator[Callable[[date], None]]:
    """Show on a terminal how far the programme is; elsewhere nothing."""
    days = (add_months(plan.start, plan.months) - plan.start).days
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=days, label=plan.name, file=sys.stderr, hidden=hidden) as bar:
        yield lambda day: bar.update(max(0, min((day - plan.start).days, days) - bar.pos))


def _in_short(summary: Summary) -> str:
    relationships, interactions = state_figures(summary), interaction_figures(summary)
    return f"{title(summary)}\n{aim(summary)}\nRelationships: {relationships}\nInteractions: {interactions}"
