"""What bringing a people file in comes to: how it was read, what is to mend, and who came."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from bot.cli.desk import content_of
from bot.core.enrolment import cohort_named, enrol
from bot.core.turn import Turn
from bot.programme.people_file import (
    Column,
    Field,
    PeopleFileError,
    PeopleReport,
    Problem,
    check_people,
    read_people,
    without_bad_rows,
)
from bot.programme.people_file.columns import Reading
from bot.programme.summary_words import count_of

_UNREAD = {
    Reading.DROPPED: "never read: it holds something private about people",
    Reading.IGNORED: "ignored: it is not a column that Turnabout knows",
    Reading.DOUBLED: "not read: another column has this meaning already",
}


@dataclass(frozen=True, slots=True)
class Import:
    """One look through a people file. Without a `report` it could not be read at all.

    `refusal` says in a sentence why it can't be used as it is; None when all is well.
    """

    report: PeopleReport | None
    problems: tuple[Problem, ...]
    refusal: str | None = None
    imported: int = 0

    def with_imported(self, people: int) -> Self:
        return replace(self, imported=people)

    def as_json(self) -> dict[str, object]:
        """Return the import as an object for machines, every key always there."""
        return {
            "imported": self.imported,
            "problems": [
                {"row": one.row, "column": one.column, "message": one.message} for one in self.problems
            ],
            "dropped_columns": self.report.dropped_columns if self.report else (),
            "ignored_columns": self.report.ignored_columns if self.report else (),
        }

    def lines(self) -> Iterator[str]:
        """Yield for people how each column was read, and what was wrong or left out, row by row."""
        if self.report is not None:
            yield "Columns:"
            yield from (f"  {column.header}: {_reading(column)}" for column in self.report.sheet.columns)
        if self.problems:
            yield "Left out:" if self.refusal is None else "To mend:"
            yield from (f"  {_place(one)}: {one.message}" for one in self.problems)


def look_through(file: Path, *, skip_bad_rows: bool = False) -> Import:
    """Read and check a people file; a file that can't even be opened raises `CannotRead`."""
    content = content_of(file)
    try:
        report = check_people(read_people(content, file.name))
    except PeopleFileError as problem:
        return Import(None, (Problem(1, "", str(problem)),), refusal=str(problem))
    return _without_bad_rows(report, file) if skip_bad_rows else _complete(report, file)


def _complete(report: PeopleReport, file: Path) -> Import:
    if not report.problems:
        return Import(report, ())
    refusal = f"{file.name} has {count_of(len(report.problems), 'problem')} to mend."
    return Import(report, report.problems, refusal)


def _without_bad_rows(report: PeopleReport, file: Path) -> Import:
    try:
        rest = without_bad_rows(report)
    except PeopleFileError as problem:
        return Import(report, report.problems, f"{file.name}: {problem}")
    return Import(rest, rest.left_out)


async def bring_in(turn: Turn, name: str, report: PeopleReport) -> int:
    """Enrol everybody of a clean report in a cohort, and return how many that were."""
    return await enrol(turn, await cohort_named(turn, name), report)


def _reading(column: Column) -> str:
    if isinstance(column.meaning, Field):
        return "read" if column.header == column.meaning else f"read as {column.meaning}"
    return _UNREAD[column.meaning]


def _place(problem: Problem) -> str:
    return f"row {problem.row}, {problem.column}" if problem.column else f"row {problem.row}"
