"""`turnabout summary`: how well a cohort keeps its cadence, as of one day."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from bot.cli.desk import A_PLACE, reading, run
from bot.core.circle import load_cohort
from bot.core.enrolment import cohort_named
from bot.programme.summary import Summary
from bot.programme.zones import zone
from bot.summary_forms import FORMS, in_form
from bot.whole_files import write_whole
from dialogs.summaries import summary_of


@click.command("summary")
@click.argument("name")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="What was known at the end of this day; by default, today.",
)
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True, help="Its form."
)
@click.option(
    "-o",
    "--output",
    type=A_PLACE,
    metavar="FILE",
    help="Where to write it; by default, standard output.",
)
def command(name: str, as_of: datetime | None, form: str, output: Path | None) -> None:
    """Summarise how well the cohort NAME keeps its cadence: figures and codes, never a name."""
    file = None if output == Path("-") else output
    if form == "png" and file is None and sys.stdout.isatty():
        raise click.UsageError("A picture can't be shown in a terminal. Add -o and the name of a file.")
    content = in_form(run(_summary(name, as_of.date() if as_of else None)), form)
    if file is None:
        click.echo(content, nl=False)
    else:
        write_whole(file, content)


async def _summary(name: str, as_of: date | None) -> Summary:
    async with reading() as turn:
        cohort = await cohort_named(turn, name)
        day = as_of or turn.now.astimezone(zone(cohort.timezone)).date()
        return summary_of(cohort, await load_cohort(turn.unit, cohort), day)
