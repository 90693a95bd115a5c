"""Rows from the first sheet of an XLSX workbook, hidden rows included."""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Protocol
from zipfile import ZipFile

from openpyxl import load_workbook

from bot.programme.people_file.shapes import PeopleFileError
from bot.programme.people_file.sheet import MAX_COLUMNS, Cell, NumberedRow, Unreadable

_MAX_UNPACKED_BYTES = 50 * 1024 * 1024
_LAST_ROW_OF_EXCEL = 1_048_576


class _ExcelCell(Protocol):
    """What is looked at of a cell: its value, and whether that is a formula (`f`) or an error (`e`)."""

    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...


_FORMULA = Unreadable("This cell holds a formula. Please copy the column and paste it back as values.")
_ERROR = Unreadable("This cell shows an Excel error. Please write the value itself.")
_DAMAGED = "This is not an Excel workbook, or it is damaged. Please save it again as .xlsx or as CSV UTF-8."


def workbook_rows(data: bytes) -> list[NumberedRow]:
    """Return the rows of the first sheet with their numbers, without those that are blank.

    Dates come as ISO text and whole numbers without a decimal point. Raises `PeopleFileError` for a file
    that is no workbook, is damaged, or unpacks to far more than a list of people needs.
    """
    try:
        _refuse_bombs(data)
        return _first_sheet(data)
    except PeopleFileError:
        raise
    except Exception as damage:  # a damaged workbook fails in too many ways to name them
        raise PeopleFileError(_DAMAGED) from damage


def _refuse_bombs(data: bytes) -> None:
    """Refuse what would grow beyond measure when unpacked: huge parts, or XML with entities of its own."""
    with ZipFile(BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED_BYTES:
            raise PeopleFileError("The workbook unpacks to more than 50 MB. Please keep only the people.")
        if any(b"<!DOCTYPE" in archive.read(name) for name in archive.namelist() if _is_xml(name)):
            raise PeopleFileError(_DAMAGED)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _first_sheet(data: bytes) -> list[NumberedRow]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the library leaves out of a workbook is not about people
        book = load_workbook(BytesIO(data), read_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # the size a file claims may be wrong, and would cut rows off
        return list(_filled(sheet.iter_rows()))


def _filled(rows: Iterable[Sequence[_ExcelCell]]) -> Iterator[NumberedRow]:
    for number, row in enumerate(rows, start=1):
        if number > _LAST_ROW_OF_EXCEL:
            raise PeopleFileError(_DAMAGED)
        if any(cell.value is not None for cell in row[MAX_COLUMNS:]):
            raise PeopleFileError(
                f"The sheet is wider than {MAX_COLUMNS} columns. Please keep those that matter."
            )
        cells = [_cell(cell) for cell in row[:MAX_COLUMNS]]
        if any(cells):
            yield number, cells


def _cell(cell: _ExcelCell) -> Cell:
    if cell.data_type == "f":
        return _FORMULA
    return _ERROR if cell.data_type == "e" else _text(cell.value)


def _text(value: object) -> str:
    """Write a value as a person would type it: a day without its midnight, a whole number without `.0`."""
    match value:
        case None:
            return ""
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
