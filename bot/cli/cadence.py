"""`turnabout cadence`: the cadence of a truth file of any origin, without a database."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import TextIO
from zoneinfo import ZoneInfo

import click

from bot.programme.cadence import Cadence, History, MonthRow, Threshold, cadence
from bot.programme.truth import TruthError, read, story_ends
from bot.programme.zones import zone


def _zone(_context: click.Context, _parameter: click.Parameter, name: str) -> ZoneInfo:
    try:
        return zone(name)
    except ValueError as problem:
        raise click.BadParameter(f"{problem}.") from problem


@click.command("cadence")
@click.argument("truth", type=click.File(encoding="utf-8-sig"), metavar="TRUTH.jsonl")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="What was known at the end of this day; by default the whole story.",
)
@click.option(
    "--months", type=click.IntRange(1), default=8, show_default=True, help="Months of the programme."
)
@click.option(
    "--per-month",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="Interactions wanted in a month.",
)
@click.option(
    "--timezone",
    default="Europe/London",
    show_default=True,
    callback=_zone,
    help="Where the dates of the file are local.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a relationship and line.")
def command(
    truth: TextIO, as_of: datetime | None, months: int, per_month: int, timezone: ZoneInfo, *, as_json: bool
) -> None:
    """Work out the cadence of every relationship in TRUTH.jsonl (- reads standard input)."""
    threshold = Threshold(months, per_month)
    histories = _read(truth)
    if not histories:
        return
    day = as_of.date() if as_of else story_ends(histories, threshold)
    show = _json if as_json else _table
    for history in histories:
        click.echo(show(history, cadence(history, threshold, day, timezone)))


def _read(lines: Iterable[str]) -> tuple[History, ...]:
    try:
        return read(lines)
    except UnicodeDecodeError as problem:
        raise click.ClickException("The file is not text in UTF-8.") from problem
    except TruthError as problem:
        raise click.ClickException(str(problem)) from problem


def _json(history: History, result: Cadence) -> str:
    return json.dumps(
        {
            "relationship": history.code,
            "rows": [_row(row) for row in result.rows],
            "held": result.held,
            "dose": result.dose,
            "rhythm": result.rhythm,
            "strict": result.strict,
        }
    )


def _row(row: MonthRow) -> dict[str, object]:
    return {
        "month": row.month,
        "from": row.first.isoformat(),
        "to": row.last.isoformat(),
        "held": row.held,
        "status": row.status.value,
    }


def _table(history: History, result: Cadence) -> str:
    title = f"{history.code}: {result.dose} interactions held, {result.rhythm} months met"
    rows = (f"{row.month:>7}  {row.first} to {row.last}  {row.held:>3}  {row.status}" for row in result.rows)
    return "\n".join((title, *rows, ""))
