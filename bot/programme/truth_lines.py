"""The lines of a truth file, and what is said about one that cannot be read."""

from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from bot.programme.cadence import Said


class TruthError(ValueError):
    """A line of a truth file cannot be read; the message names the line and says why."""


def _instant(value: object) -> datetime:
    """An instant in ISO 8601 with its offset, away from the ends of the calendar so any zone can show it."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else None
    if at is None or at.utcoffset() is None or not MINYEAR < at.year < MAXYEAR:
        raise ValueError
    return at


Word = Annotated[str, Field(min_length=1)]
Instant = Annotated[datetime, BeforeValidator(_instant)]


class _Line(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class RelationshipLine(_Line):
    """A pair or trio: one mentee with one or two mentors, and its first day."""

    kind: Literal["relationship"]
    relationship: Word
    type: Literal["pair", "trio"] | None = None
    mentee: Word
    mentors: tuple[Word, ...] = Field(min_length=1, max_length=2)
    started: date

    @model_validator(mode="after")
    def _different_people(self) -> Self:
        if len({self.mentee, *self.mentors}) <= len(self.mentors):
            raise ValueError("it names the same person twice")
        return self


class InteractionLine(_Line):
    """Something planned or logged; who really came is left to whoever compares."""

    kind: Literal["interaction"]
    id: Word
    relationship: Word
    on: date


class AnswerLine(_Line):
    """What somebody told the bot about an interaction."""

    kind: Literal["answer"]
    id: Word
    by: Word
    at: Instant
    said: Said
    present: frozenset[str] = frozenset()


class PauseLine(_Line):
    """A pause: its first day, and the day of resuming where that is known."""

    kind: Literal["pause"]
    relationship: Word
    first: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until < self.first:
            raise ValueError("it is over before it begins")
        return self


class EndLine(_Line):
    """The last day of a relationship that stopped."""

    kind: Literal["end"]
    relationship: Word
    on: date


Line = RelationshipLine | InteractionLine | AnswerLine | PauseLine | EndLine
_ANY_LINE: TypeAdapter[Line] = TypeAdapter(Annotated[Line, Discriminator("kind")])

_A_DATE = "a date such as 2027-01-04"
_KINDS = "relationship, interaction, answer, pause or end"
_WHOLE_LINE = {
    "json_invalid": "this is not JSON",
    "dict_type": "this is not a JSON object",
    "union_tag_not_found": 'there is no "kind"',
    "union_tag_invalid": f'"kind" must be {_KINDS}',
}
_EXPECTED = {
    "type": "pair or trio",
    "mentors": "a list of one or two people",
    "started": _A_DATE,
    "on": _A_DATE,
    "from": _A_DATE,
    "to": f"{_A_DATE}, or null while the pause goes on",
    "at": "a time with its offset, such as 2027-01-12T17:05:00+00:00",
    "said": "held, without_me or not_held",
    "present": "a list of people",
}


def parse(number: int, text: str) -> Line:
    """The line of this number; raises TruthError with a sentence that names it."""
    try:
        return _ANY_LINE.validate_json(text)
    except ValidationError as error:
        raise TruthError(f"Line {number}: {_sentence(error.errors()[0])}.") from None


def _sentence(problem: ErrorDetails) -> str:
    """What is wrong with the line, in words for whoever wrote the file."""
    if problem["type"] in _WHOLE_LINE:
        return _WHOLE_LINE[problem["type"]]
    kind, *fields = problem["loc"]
    if not fields:
        return f"this {kind} cannot be, {problem['ctx']['error']}"
    if problem["type"] == "missing":
        return f'this {kind} has no "{fields[0]}"'
    return f'"{fields[0]}" of this {kind} must be {_EXPECTED.get(str(fields[0]), "text, and not empty")}'
