"""What checking a people file found: who is in it, what to mend, and how each column was read."""

from dataclasses import dataclass

from bot.programme.people_file.columns import Reading
from bot.programme.people_file.shapes import Person, PersonRow, Problem, Relationship, Role
from bot.programme.people_file.sheet import Sheet


@dataclass(frozen=True, slots=True)
class PeopleReport:
    """The people, the relationships and every problem of a file.

    While there are problems nothing may be imported: `rows`, `people` and `relationships` then show
    those that no problem touches. `left_out` names what `without_bad_rows` took away.
    """

    sheet: Sheet
    platforms: tuple[str, ...]
    rows: tuple[PersonRow, ...]
    people: tuple[Person, ...]
    relationships: tuple[Relationship, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[Problem, ...] = ()

    @property
    def coordinators(self) -> tuple[Person, ...]:
        return tuple(person for person in self.people if Role.COORDINATOR in person.roles)

    @property
    def dropped_columns(self) -> tuple[str, ...]:
        """The headers of columns that hold a protected characteristic and were never read."""
        return self.sheet.headers_read_as(Reading.DROPPED)

    @property
    def ignored_columns(self) -> tuple[str, ...]:
        """The headers of columns that the programme does not know."""
        return self.sheet.headers_read_as(Reading.IGNORED)

    @property
    def read_as(self) -> dict[str, str]:
        """How each header was understood: the name of a column, `dropped`, `ignored` or `doubled`."""
        return {column.header: column.meaning.value for column in self.sheet.columns}
