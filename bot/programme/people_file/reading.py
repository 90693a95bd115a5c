"""From the bytes of a file to a sheet, whichever of CSV and XLSX they turn out to be."""

from bot.programme.people_file.csv_text import csv_rows
from bot.programme.people_file.shapes import PeopleFileError
from bot.programme.people_file.sheet import Sheet, build_sheet

MAX_BYTES = 5 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_people(data: bytes, filename: str) -> Sheet:
    """Read a people file; what it is shows in its content, `filename` is for the sentences.

    Raises `PeopleFileError`, whose message begins with the file's name, for a file that cannot be read:
    empty, too large, not UTF-8, without a header, damaged, protected by a password or an old `.xls`.
    """
    try:
        return _read(data)
    except PeopleFileError as problem:
        raise PeopleFileError(f"{filename}: {problem}") from problem


def _read(data: bytes) -> Sheet:
    if len(data) > MAX_BYTES:
        raise PeopleFileError(f"The file is larger than {MAX_BYTES // 1024**2} MB. Please split it.")
    if data.startswith(_OLD_OFFICE):
        raise PeopleFileError(_why_not_old_office(data))
    if not data.startswith(_ZIP):
        return build_sheet(csv_rows(data))
    from bot.programme.people_file.workbook import workbook_rows  # noqa: PLC0415  # heavy, and for workbooks only

    return build_sheet(workbook_rows(data))


def _why_not_old_office(data: bytes) -> str:
    if _ENCRYPTED in data:
        return "The workbook is protected by a password. Please save a copy without one."
    return "This is an old Excel file (.xls). Please save it as .xlsx or as CSV UTF-8."
