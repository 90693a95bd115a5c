"""What a question can hold: seven kinds of field, as plain data that every platform can draw.

The author of a form writes a *mark* beside each type (`Annotated[date, Date(label="When?")]`);
`bot.core.forms.describe` turns the two into a `Field`, which is all that an adapter ever sees.
"""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, ClassVar, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from bot.core.words import _

LONGEST_TEXT = 3000  # characters

Limit: TypeAlias = int | date | time
Shown: TypeAlias = str | tuple[str, ...] | None


class FormError(Exception):
    """A form asks for something that a platform cannot draw."""


class Kind(StrEnum):
    """How a field is answered."""

    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    YES_NO = "yes_no"

    @property
    def has_list(self) -> bool:
        """Whether a list of options belongs to it."""
        return self in (Kind.CHOICE, Kind.CHOICES)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: the value that is kept and the label that is read."""

    value: str
    label: str


class Field(BaseModel):
    """One field of a question, complete and free of any platform.

    `minimum` and `maximum` bound a number, a date or a time, or count the ticks of several choices;
    `max_length` counts characters. `default` is what the field shows first, as text: "true",
    "2027-01-31", "09:00", "3", the value of an option, or several values.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    kind: Kind
    label: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    minimum: Limit | None = None
    maximum: Limit | None = None
    max_length: int | None = None
    multiline: bool = False
    required: bool = True
    default: Shown = None

    @property
    def values(self) -> tuple[str, ...]:
        """The values that may be chosen, in the order shown."""
        return tuple(option.value for option in self.options)

    def in_words(self) -> str:
        """The field as one line of text, for those who cannot see the form."""
        options = " · ".join(option.label for option in self.options)
        return " ".join(part for part in (self.label, self.hint, f"({options})" if options else "") if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a form says about one of its fields; without a label, the form's title is the label."""

    kind: ClassVar[Kind]
    takes: ClassVar[type]

    label: str = ""
    hint: str = ""

    def details(self, annotation: object) -> dict[str, Any]:
        """What this mark and the type beside it add to the field; a type that does not fit is refused."""
        if annotation is not self.takes:
            raise FormError(f"{type(self).__name__} stands beside {self.takes.__name__}, not {annotation}")
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Mark):
    """Words, on one line or several; `max_length` counts characters."""

    kind = Kind.TEXT
    takes = str

    max_length: int = LONGEST_TEXT
    multiline: bool = False

    def details(self, annotation: object) -> dict[str, Any]:
        return Mark.details(self, annotation) | {"max_length": self.max_length, "multiline": self.multiline}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Mark):
    """A whole number, bounds included."""

    kind = Kind.NUMBER
    takes = int

    minimum: int | None = None
    maximum: int | None = None

    def details(self, annotation: object) -> dict[str, Any]:
        return Mark.details(self, annotation) | {"minimum": self.minimum, "maximum": self.maximum}


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Mark):
    """A calendar day, bounds included."""

    kind = Kind.DATE
    takes = date

    minimum: date | None = None
    maximum: date | None = None

    def details(self, annotation: object) -> dict[str, Any]:
        return Mark.details(self, annotation) | {"minimum": self.minimum, "maximum": self.maximum}


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Mark):
    """A time of day to the minute, bounds included, in the person's own zone."""

    kind = Kind.TIME
    takes = time

    minimum: time | None = None
    maximum: time | None = None

    def details(self, annotation: object) -> dict[str, Any]:
        return Mark.details(self, annotation) | {"minimum": self.minimum, "maximum": self.maximum}


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo(Mark):
    """Yes or no; without a default, neither is chosen for the person."""

    kind = Kind.YES_NO
    takes = bool

    yes: str = "Yes"
    no: str = "No"

    def details(self, annotation: object) -> dict[str, Any]:
        options = (Option("true", _(self.yes)), Option("false", _(self.no)))
        return Mark.details(self, annotation) | {"options": options}


@dataclass(frozen=True, slots=True, init=False)
class Choice(Mark):
    """One value of a `Literal`, each with its label; the list of a plain `str` comes with the ask."""

    kind = Kind.CHOICE
    labels: tuple[str, ...]

    def __init__(self, *labels: str, label: str = "", hint: str = "") -> None:
        Mark.__init__(self, label=label, hint=hint)
        object.__setattr__(self, "labels", labels)

    def details(self, annotation: object) -> dict[str, Any]:
        return {"options": _options(annotation, self.labels)}


@dataclass(frozen=True, slots=True, init=False)
class Choices(Mark):
    """Several values: of a `tuple[Literal[...], ...]`, or a `tuple[str, ...]` whose list comes with the ask.

    With `at_least=0` the field is optional, and nothing ticked is the empty tuple.
    """

    kind = Kind.CHOICES
    labels: tuple[str, ...]
    at_least: int
    at_most: int | None

    def __init__(
        self, *labels: str, label: str = "", hint: str = "", at_least: int = 1, at_most: int | None = None
    ) -> None:
        Mark.__init__(self, label=label, hint=hint)
        for name, value in (("labels", labels), ("at_least", at_least), ("at_most", at_most)):
            object.__setattr__(self, name, value)

    def details(self, annotation: object) -> dict[str, Any]:
        match get_origin(annotation), get_args(annotation):
            case type() as origin, (inner, last) if origin is tuple and last is ...:
                options = _options(inner, self.labels)
            case _:
                raise FormError(f"Choices stands beside tuple[…, ...], not {annotation}")
        return {
            "options": options,
            "minimum": self.at_least,
            "maximum": self.at_most,
            "required": self.at_least > 0,
        }


def without_none(annotation: object) -> tuple[object, bool]:
    """`X | None` as X and True, any other type as it is and False."""
    if get_origin(annotation) not in (Union, UnionType):
        return annotation, False
    rest = [one for one in get_args(annotation) if one is not NoneType]
    return (rest[0], True) if len(rest) == 1 else (annotation, False)


def _options(annotation: object, labels: tuple[str, ...]) -> tuple[Option, ...]:
    """The values of a `Literal` with their labels; none for a plain `str`, whose list comes with the ask."""
    if annotation is str and not labels:
        return ()
    if get_origin(annotation) is not Literal or not all(isinstance(one, str) for one in get_args(annotation)):
        raise FormError(f"a choice with labels stands beside a Literal of texts, not {annotation}")
    values = get_args(annotation)
    if len(values) != len(labels):
        raise FormError(f"{len(values)} values cannot share {len(labels)} labels")
    return tuple(Option(value, _(label)) for value, label in zip(values, labels, strict=True))
