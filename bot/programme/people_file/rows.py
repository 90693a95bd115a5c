"""One row of the sheet: its cells understood one by one, with a problem for each that cannot be."""

from collections.abc import Callable
from typing import TypeVar

from bot.programme.people_file import cells
from bot.programme.people_file.columns import REQUIRED, Field
from bot.programme.people_file.shapes import Person, PersonRow, Problem, Role
from bot.programme.people_file.sheet import Sheet, SheetRow

T = TypeVar("T")


def read_row(
    row: SheetRow, sheet: Sheet, platforms: tuple[str, ...]
) -> tuple[PersonRow, tuple[Problem, ...]]:
    """Understand a row; what cannot be understood is empty in it and named in the problems."""
    read = _RowReader(row, sheet)
    role = read(Field.ROLE, cells.role)
    person = Person(
        email=read(Field.EMAIL, cells.email) or "",
        name=read(Field.NAME, cells.plain_text) or "",
        roles=(role,) if role else (),
        timezone=read(Field.TIMEZONE, cells.timezone),
        department=read(Field.DEPARTMENT, cells.plain_text),
        site=read(Field.SITE, cells.plain_text),
        seniority=read(Field.SENIORITY, cells.plain_text),
        function=read(Field.FUNCTION, cells.function),
        manager_email=read(Field.MANAGER_EMAIL, cells.email),
        training_done_on=read(Field.TRAINING_DONE_ON, cells.day),
        platform=read(Field.PLATFORM, lambda text: cells.platform(text, platforms)),
        never_with=read(Field.NEVER_WITH, cells.emails) or (),
        assistant_email=read(Field.ASSISTANT_EMAIL, cells.email),
    )
    code = read(Field.RELATIONSHIP, cells.code)
    if role is Role.COORDINATOR and code:
        read.refuse(
            Field.RELATIONSHIP, "A coordinator's row has no relationship. Give their pair a row of its own."
        )
    return PersonRow(row.number, person, code), tuple(read.problems)


class _RowReader:
    """Reads the cells of one row and gathers what is wrong with them."""

    def __init__(self, row: SheetRow, sheet: Sheet) -> None:
        self._row = row
        self._sheet = sheet
        self._unread = {problem.column for problem in row.problems}
        self.problems = list(row.problems)

    def __call__(self, field: Field, meaning_of: Callable[[str], T]) -> T | None:
        text = self._row.cells.get(field)
        if text is None:
            self._miss(field)
            return None
        try:
            return meaning_of(text)
        except cells.CellError as problem:
            self.refuse(field, str(problem))
            return None

    def refuse(self, field: Field, message: str) -> None:
        self.problems.append(Problem(self._row.number, self._sheet.header(field), message))

    def _miss(self, field: Field) -> None:
        """A required cell is missed unless the row slipped, or the header row already says so."""
        slipped = self._row.problems and not self._row.cells
        known_already = slipped or self._sheet.header(field) in self._unread
        if field in REQUIRED and self._sheet.has(field) and not known_already:
            self.refuse(field, f"This is empty. Every row needs {_WANTED[field]}.")


_WANTED = {Field.EMAIL: "an e-mail address", Field.NAME: "a name", Field.ROLE: "a role"}
