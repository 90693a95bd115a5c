"""Rows from CSV: UTF-8 with or without a mark at the beginning, with commas or semicolons."""

import csv
from collections.abc import Iterator
from io import StringIO

from bot.programme.people_file.columns import field_of
from bot.programme.people_file.shapes import PeopleFileError
from bot.programme.people_file.sheet import NumberedRow

_DELIMITERS = (",", ";")


def csv_rows(data: bytes) -> Iterator[NumberedRow]:
    """Yield every row with the number a spreadsheet shows, blank ones too.

    Raises `PeopleFileError` for what is not UTF-8 text or has a quotation mark that is never closed.
    """
    text = _text(data)
    yield from _rows(text, _delimiter(text))


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PeopleFileError(
            "The file is not UTF-8 text. In Excel, save it as “CSV UTF-8” or as .xlsx."
        ) from None
    if "\0" in text:
        raise PeopleFileError("The file is not text. Please save it as “CSV UTF-8” or as .xlsx.")
    return text


def _delimiter(text: str) -> str:
    """Return the delimiter under which the header names the most columns; a comma when in doubt."""
    return max(_DELIMITERS, key=lambda delimiter: _columns_known(text, delimiter))


def _columns_known(text: str, delimiter: str) -> int:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        header = next((row for row in reader if any(map(str.strip, row))), [])
    except csv.Error:
        return 0
    return sum(field_of(cell) is not None for cell in header)


def _rows(text: str, delimiter: str) -> Iterator[NumberedRow]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    reached = 0
    try:
        for row in reader:
            reached += 1
            yield reached, row
    except csv.Error:
        raise PeopleFileError(
            f"Row {reached + 1} cannot be read. A value in quotation marks must end with one, and a "
            "quotation mark inside it is written twice."
        ) from None
