"""A sheet: the cells of the columns that are read, row by row, and what became of every column.

The cells of every other column are left where they are: a sheet never holds them.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.programme.people_file.columns import (
    REQUIRED,
    Column,
    Field,
    Reading,
    column_letters,
    understand,
)
from bot.programme.people_file.shapes import PeopleFileError, Problem

MAX_ROWS = 5_000
MAX_COLUMNS = 200

_UNSEEN = "\ufeff\u200b\u200e\u200f\u2060"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell whose content cannot be taken as text; `reason` is the sentence for the person who mends it."""

    reason: str


Cell = str | Unreadable
NumberedRow = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row under its spreadsheet number, with the cells that are read and not empty.

    A row with `problems` slipped or could not be read; of its cells only what is certain is here.
    """

    number: int
    cells: dict[Field, str]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A people file as read: columns with their meaning, rows with the cells that are read."""

    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[SheetRow, ...]

    def header(self, field: Field) -> str:
        """Return the header under which the file gives this column, or its usual name."""
        return next((column.header for column in self.columns if column.meaning is field), field.value)

    def has(self, field: Field) -> bool:
        return any(column.meaning is field for column in self.columns)

    def headers_read_as(self, reading: Reading) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns if column.meaning is reading)

    @property
    def header_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the header row: a required column missing, or two for one meaning."""
        return (*self._missing_columns(), *self._doubled_columns())

    def _missing_columns(self) -> Iterator[Problem]:
        for field in REQUIRED:
            if not self.has(field):
                yield Problem(self.header_row, field, f"There is no column “{field}”. Please add one.")

    def _doubled_columns(self) -> Iterator[Problem]:
        for header in self.headers_read_as(Reading.DOUBLED):
            message = "Another column already has this meaning. Please keep one of the two."
            yield Problem(self.header_row, header, message)


def build_sheet(rows: Iterable[NumberedRow]) -> Sheet:
    """Make a sheet of numbered rows of cells; the first that is not blank is the header.

    Raises `PeopleFileError` when there is no row, when the first names no column that is known, or when
    there are more columns or rows than a people file has.
    """
    filled = (row for row in rows if not _is_blank(row[1]))
    header_row, headers = next(filled, (0, ()))
    if not headers:
        raise PeopleFileError("The file is empty. Its first row must name the columns: email, name, role.")
    columns = _understood(headers)
    return Sheet(header_row, columns, tuple(_read_rows(filled, columns)))


def _understood(headers: Sequence[Cell]) -> tuple[Column, ...]:
    columns = understand([header if isinstance(header, str) else "" for header in headers])
    if len(columns) > MAX_COLUMNS:
        raise PeopleFileError(f"The file has more than {MAX_COLUMNS} columns. Please keep those that matter.")
    if not any(isinstance(column.meaning, Field) for column in columns):
        raise PeopleFileError(
            "The first row names no column of a people file. It must name at least: email, name, role."
        )
    return columns


def _read_rows(rows: Iterable[NumberedRow], columns: tuple[Column, ...]) -> Iterator[SheetRow]:
    for count, (number, cells) in enumerate(rows, start=1):
        if count > MAX_ROWS:
            raise PeopleFileError(f"The file has more than {MAX_ROWS:,} rows. Please split it.")
        yield _read_row(number, cells, columns)


def _read_row(number: int, cells: Sequence[Cell], columns: tuple[Column, ...]) -> SheetRow:
    overhang = _first_filled(cells, start=len(columns))
    if overhang is not None:
        return SheetRow(number, {}, (_slipped(number, overhang),))
    kept: dict[Field, str] = {}
    problems: list[Problem] = []
    for column, cell in zip(columns, cells, strict=False):
        if not isinstance(column.meaning, Field):
            continue
        if isinstance(cell, Unreadable):
            problems.append(Problem(number, column.header, cell.reason))
        elif text := tidy(cell):
            kept[column.meaning] = text
    return SheetRow(number, kept, tuple(problems))


def _slipped(number: int, index: int) -> Problem:
    return Problem(
        number,
        column_letters(index),
        "This row has more cells than the header. A value with a comma or semicolon in it needs quotation "
        "marks around it, and every column a header.",
    )


def tidy(text: str) -> str:
    """Return text in one Unicode form, without spaces or invisible marks at its ends."""
    bare, before = unicodedata.normalize("NFC", text), ""
    while bare != before:
        before, bare = bare, bare.strip().strip(_UNSEEN)
    return bare


def _is_blank(cells: Sequence[Cell]) -> bool:
    return _first_filled(cells) is None


def _first_filled(cells: Sequence[Cell], start: int = 0) -> int | None:
    for index in range(start, len(cells)):
        cell = cells[index]
        if isinstance(cell, Unreadable) or tidy(cell):
            return index
    return None
