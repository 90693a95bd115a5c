"""The people file: who takes part, read from a spreadsheet and checked before anything is kept.

`read_people` turns bytes into a `Sheet`, `check_people` turns a sheet into a `PeopleReport` with every
problem at once, and `without_bad_rows` gives the report of what can be imported all the same.
"""

from bot.programme.people_file.checking import check_people, without_bad_rows
from bot.programme.people_file.columns import Column, Field
from bot.programme.people_file.reading import MAX_BYTES, read_people
from bot.programme.people_file.report import PeopleReport
from bot.programme.people_file.shapes import (
    PeopleFileError,
    Person,
    PersonRow,
    Problem,
    Relationship,
    RelationshipKind,
    Role,
)
from bot.programme.people_file.sheet import MAX_ROWS, Sheet, SheetRow

__all__ = [
    "MAX_BYTES",
    "MAX_ROWS",
    "Column",
    "Field",
    "PeopleFileError",
    "PeopleReport",
    "Person",
    "PersonRow",
    "Problem",
    "Relationship",
    "RelationshipKind",
    "Role",
    "Sheet",
    "SheetRow",
    "check_people",
    "read_people",
    "without_bad_rows",
]
