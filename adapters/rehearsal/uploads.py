"""A people file that somebody brings to the page, and what the page needs of it."""

from aiohttp import web

from bot.programme.people_file import PeopleFileError, PeopleReport, check_people, read_people

CHOOSE_A_FILE = "Choose a file first: a CSV or a spreadsheet with one row a person."
NOBODY_PAIRED = "Nobody in this file is paired yet: rows of one pair or trio share a relationship code."
NOBODY_COORDINATES = "Nobody in this file coordinates: give somebody the role coordinator."


def people_in(upload: object) -> PeopleReport:
    """Read and check an uploaded people file.

    Raises `PeopleFileError` for one that is no use at all; a report with problems names each of them.
    """
    if not isinstance(upload, web.FileField) or not upload.filename:
        raise PeopleFileError(CHOOSE_A_FILE)
    report = check_people(read_people(upload.file.read(), upload.filename))
    return report if report.problems else playable(report)


def playable(report: PeopleReport) -> PeopleReport:
    """Return people with whom a programme can be lived through. Raises `PeopleFileError`."""
    if not report.relationships:
        raise PeopleFileError(NOBODY_PAIRED)
    if not report.coordinators:
        raise PeopleFileError(NOBODY_COORDINATES)
    return report


def title_of(upload: object) -> str:
    """Return what a file is called, without its ending."""
    return upload.filename.rpartition(".")[0] if isinstance(upload, web.FileField) else ""
