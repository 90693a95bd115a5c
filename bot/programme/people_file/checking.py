"""The whole check of a people file, and what is left of it without the rows that have a problem."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.programme.people_file.columns import Field
from bot.programme.people_file.persons import (
    check_how_many_relationships,
    check_people_agree,
    check_repeated_rows,
    merge_people,
)
from bot.programme.people_file.relationships import check_relationships, pair_up, rows_by_code
from bot.programme.people_file.report import PeopleReport
from bot.programme.people_file.rows import read_row
from bot.programme.people_file.shapes import PeopleFileError, PersonRow, Problem
from bot.programme.people_file.sheet import Sheet


def check_people(sheet: Sheet, *, known_platforms: Sequence[str] = ("slack", "teams")) -> PeopleReport:
    """Check every cell, person and relationship of a sheet and report all problems by row and column."""
    platforms = tuple(known_platforms)
    read = [read_row(row, sheet, platforms) for row in sheet.rows]
    rows = [row for row, _ in read]
    problems = list(sheet.header_problems)
    problems += (problem for _, found in read for problem in found)
    problems += check_people_agree(rows, sheet)
    problems += check_repeated_rows(_rows_sure_of_their_code(rows, problems, sheet), sheet)
    problems += check_how_many_relationships(rows, sheet)
    problems += check_relationships(rows, merge_people(rows), sheet)
    return _report(sheet, platforms, rows, tuple(sorted(set(problems))))


def _rows_sure_of_their_code(
    rows: Iterable[PersonRow], problems: Iterable[Problem], sheet: Sheet
) -> list[PersonRow]:
    """Return the rows without those whose code is there but could not be read."""
    unsure = {problem.row for problem in problems if problem.column == sheet.header(Field.RELATIONSHIP)}
    return [row for row in rows if row.number not in unsure]


def _report(
    sheet: Sheet, platforms: tuple[str, ...], rows: Sequence[PersonRow], problems: tuple[Problem, ...]
) -> PeopleReport:
    clean = [] if sheet.header_problems else _clean_rows(rows, {problem.row for problem in problems})
    broken = _broken_codes(rows, clean)
    return PeopleReport(
        sheet=sheet,
        platforms=platforms,
        rows=tuple(clean),
        people=tuple(merge_people(clean).values()),
        relationships=pair_up(row for row in clean if row.relationship not in broken),
        problems=problems,
    )


def _clean_rows(rows: Iterable[PersonRow], bad: set[int]) -> list[PersonRow]:
    return [row for row in rows if row.number not in bad]


def _broken_codes(rows: Iterable[PersonRow], clean: Iterable[PersonRow]) -> set[str]:
    """Return the codes of relationships that a row with a problem was in."""
    whole = rows_by_code(clean)
    return {code for code, together in rows_by_code(rows).items() if together != whole.get(code)}


def without_bad_rows(report: PeopleReport) -> PeopleReport:
    """Return a report without problems: of the rows that have none, and the relationships still whole.

    A relationship that loses a row is left out whole, and its other people stay in, not yet paired.
    `left_out` names each row that was left out and each that lost its relationship. Raises
    `PeopleFileError` when the header row is at fault, for then no row can be read with certainty.
    """
    left_out: list[Problem] = []
    while report.problems:
        if report.sheet.header_problems:
            first = report.sheet.header_problems[0]
            raise PeopleFileError(f"No row can be read until the header is mended. {first.message}")
        sheet, unpaired = _remaining(report)
        left_out += (*report.problems, *unpaired)
        report = check_people(sheet, known_platforms=report.platforms)
    return replace(report, left_out=tuple(sorted(left_out)))


def _remaining(report: PeopleReport) -> tuple[Sheet, list[Problem]]:
    """Return the sheet without rows that have a problem or codes they were in, and who lost a code."""
    whole = {relationship.code for relationship in report.relationships}
    unpaired = {row.number: row.relationship for row in report.rows if row.relationship not in {None, *whole}}
    clean = {row.number for row in report.rows}
    rows = tuple(
        replace(
            row, cells={field: cell for field, cell in row.cells.items() if field is not Field.RELATIONSHIP}
        )
        if row.number in unpaired
        else row
        for row in report.sheet.rows
        if row.number in clean
    )
    column = report.sheet.header(Field.RELATIONSHIP)
    message = "Another row of {} was left out, so this person is not paired yet."
    lost = [Problem(number, column, message.format(code)) for number, code in unpaired.items()]
    return replace(report.sheet, rows=rows), lost
