"""How each header is understood: a column that is read, one that is ignored, or one that never is.

Headers are matched whole, whatever their capitals, spaces, hyphens and underscores. So "RACE training
date" is the date of a training, while "Race" holds a protected characteristic and is dropped.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.programme.people_file.protected import is_protected

_LONGEST_HEADER = 60


class Field(StrEnum):
    """The columns that are read. The value is the usual header, and the name of the fact in a `Person`."""

    EMAIL = "email"
    NAME = "name"
    ROLE = "role"
    TIMEZONE = "timezone"
    DEPARTMENT = "department"
    SITE = "site"
    SENIORITY = "seniority"
    FUNCTION = "function"
    MANAGER_EMAIL = "manager_email"
    TRAINING_DONE_ON = "training_done_on"
    PLATFORM = "platform"
    RELATIONSHIP = "relationship"
    NEVER_WITH = "never_with"
    ASSISTANT_EMAIL = "assistant_email"


REQUIRED = (Field.EMAIL, Field.NAME, Field.ROLE)

_SYNONYMS = {
    Field.EMAIL: ("email address", "work email", "work email address", "mail"),
    Field.NAME: ("full name", "display name", "your name"),
    Field.ROLE: ("programme role", "role in the programme", "mentor or mentee"),
    Field.TIMEZONE: ("time zone name", "tz"),
    Field.DEPARTMENT: ("dept", "directorate", "team or department"),
    Field.SITE: ("location", "work site", "base"),
    Field.SENIORITY: ("band", "grade", "level of seniority"),
    Field.FUNCTION: ("job function", "kind of work"),
    Field.MANAGER_EMAIL: (
        "line manager email",
        "line manager email address",
        "manager email address",
    ),
    Field.TRAINING_DONE_ON: (
        "training date",
        "training completed on",
        "date of training",
        "race training date",
        "race training done on",
        "race training completed on",
        "date of race training",
    ),
    Field.PLATFORM: ("chat platform", "slack or teams"),
    Field.RELATIONSHIP: ("relationship code", "pair", "pair code", "pair or trio", "pairing", "pairing code"),
    Field.NEVER_WITH: ("never pair with", "do not pair with", "not with"),
    Field.ASSISTANT_EMAIL: (
        "assistant email address",
        "pa email",
        "personal assistant email",
    ),
}


def squeezed(header: str) -> str:
    """Give the letters and digits of a header alone, in lower case: what two spellings have in common."""
    plain = unicodedata.normalize("NFKC", header).casefold()
    return "".join(character for character in plain if character.isalnum())


_FIELD_OF = {
    squeezed(spelling): field for field in Field for spelling in (field.value, *_SYNONYMS.get(field, ()))
}


class Reading(StrEnum):
    """What becomes of a column whose content is not read."""

    DROPPED = "dropped"
    IGNORED = "ignored"
    DOUBLED = "doubled"


@dataclass(frozen=True, slots=True)
class Column:
    """A header where it stands (`index` counts from 0) and what it was understood to mean."""

    index: int
    header: str
    meaning: Field | Reading


def understand(headers: Sequence[str]) -> tuple[Column, ...]:
    """Read a header row. A second column with a meaning already taken is `DOUBLED` and not read."""
    columns: list[Column] = []
    taken: set[Field] = set()
    for index, cell in enumerate(_without_the_blank_end(headers)):
        meaning = _meaning(cell, taken)
        if isinstance(meaning, Field):
            taken.add(meaning)
        header = _shown(cell) or f"column {column_letters(index)} (no header)"
        columns.append(Column(index, header, meaning))
    return tuple(columns)


def column_letters(index: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 25 is Z, 26 is AA."""
    rest, letter = divmod(index, 26)
    return (column_letters(rest - 1) if rest else "") + chr(ord("A") + letter)


def field_of(header: str) -> Field | None:
    """Return the column that this header names, or None when it names none that is read."""
    return _FIELD_OF.get(squeezed(header))


def _meaning(header: str, taken: set[Field]) -> Field | Reading:
    field = field_of(header)
    if field in taken:
        return Reading.DOUBLED
    if field is not None:
        return field
    return Reading.DROPPED if is_protected(header) else Reading.IGNORED


def _without_the_blank_end(headers: Sequence[str]) -> Sequence[str]:
    width = max((index + 1 for index, header in enumerate(headers) if _shown(header)), default=0)
    return headers[:width]


def _shown(cell: str) -> str:
    """Return a header fit for one line of a report."""
    header = re.sub(r"\s+", " ", cell).strip()
    printable = "".join(character for character in header if character.isprintable())
    return printable if len(printable) <= _LONGEST_HEADER else printable[: _LONGEST_HEADER - 1] + "…"
