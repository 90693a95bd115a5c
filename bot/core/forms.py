"""Forms: what one question asks for, written so that the file reads like the conversation.

    class Weight(Form):
        "How did that sit with you?"

        weight: Annotated[Literal["light", "fine", "heavy"], Choice("Light", "Fine", "Heavy")]

The first line of the docstring is the question's title, the rest is the text below it. `X | None` makes a
field optional, `= value` says what it shows first. A form that some platform could not draw is refused
with a `FormError` when its class is built.
"""

import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from bot.core.drawable import check_default, check_drawable, shortened
from bot.core.fields import (
    LONGEST_TEXT,
    Choice,
    Choices,
    Date,
    Field,
    FormError,
    Kind,
    Limit,
    Mark,
    Number,
    Option,
    Text,
    Time,
    YesNo,
    without_none,
)
from bot.core.reading import UnreadableError, as_shown, prefilled, read_field
from bot.core.words import _

__all__ = [
    "Choice",
    "Choices",
    "Date",
    "Form",
    "FormError",
    "Number",
    "Option",
    "Problems",
    "Text",
    "Time",
    "YesNo",
    "describe",
    "heading",
    "question_name",
    "read",
    "read_described",
]

LONGEST_TITLE = 75
LONGEST_SHORT_TITLE = 24
MOST_FIELDS = 10
LOOK_AGAIN = "Please look at this again."

ChoiceLists: TypeAlias = Mapping[str, Sequence[Option]]
Limits: TypeAlias = Mapping[str, tuple[Limit | None, Limit | None]]


class Form(BaseModel):
    """The answer to one question, and the description of the question.

    `short_title` heads a small window (at most 24 characters); without it a short title serves, or else
    the name of the class. `stored_as` keeps the question's name in storage when the class is renamed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    short_title: ClassVar[str] = ""
    stored_as: ClassVar[str] = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        _check(cls)

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        """Nothing: what people write shows in no log and no traceback."""
        return []


F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the fields: a title, its short form, and a text that may be empty."""

    title: str
    short_title: str
    text: str


@dataclass(frozen=True, slots=True)
class Problems:
    """Why an answer cannot be used: one sentence for each field in question."""

    sentences: Mapping[str, str]


def heading(form: type[Form]) -> Heading:
    """What stands above the fields of a form, in the language of the programme."""
    title, __, text = inspect.cleandoc(form.__doc__ or "").partition("\n")
    words = " ".join(_name_parts(form)).capitalize()
    short = form.short_title or (title if len(title) <= LONGEST_SHORT_TITLE else words)
    return Heading(_(title), _(short), _(re.sub(r"(?<!\n)\n(?!\n)", " ", text.strip())))


def question_name(form: type[Form]) -> str:
    """The name under which answers to this form are stored: the class name in small letters."""
    return form.stored_as or "_".join(_name_parts(form))


def describe(
    form: type[Form],
    *,
    choices: ChoiceLists | None = None,
    defaults: Mapping[str, object] | None = None,
    limits: Limits | None = None,
) -> tuple[Field, ...]:
    """The fields of a form as an adapter draws them, with the lists, defaults and bounds of this one asking.

    A default that the field cannot show (any more) is left out.

    Raises:
        FormError: when a name is not a field of the form, a list is missing, or it cannot be drawn.

    """
    choices, defaults, limits = choices or {}, defaults or {}, limits or {}
    fields = {field.name: field for field in _sketch(form)}
    for unknown in sorted({*choices, *defaults, *limits} - fields.keys()):
        raise FormError(f"{form.__name__} has no field called {unknown}.")
    for name, options in choices.items():
        fields[name] = _with_options(fields[name], options)
    for name, (minimum, maximum) in limits.items():
        fields[name] = fields[name].model_copy(update={"minimum": minimum, "maximum": maximum})
    for name, field in fields.items():
        if field.kind.has_list and not field.options:
            raise FormError(f"{form.__name__}.{name} needs its list in choices={{…}}.")
        check_drawable(form.__name__, field, listed=name in choices)
    return tuple(prefilled(field, defaults.get(name, field.default)) for name, field in fields.items())


def read(
    form: type[F],
    raw: Mapping[str, object],
    *,
    choices: ChoiceLists | None = None,
    limits: Limits | None = None,
) -> F | Problems:
    """What a platform sent (or storage kept) as an instance of the form, or every problem at once."""
    return read_described(form, describe(form, choices=choices, limits=limits), raw)


def read_described(form: type[F], fields: Sequence[Field], raw: Mapping[str, object]) -> F | Problems:
    """As `read`, for a form that is described already."""
    values: dict[str, object] = {}
    problems: dict[str, str] = {}
    for field in fields:
        try:
            values[field.name] = read_field(field, raw.get(field.name))
        except UnreadableError as unreadable:
            problems[field.name] = str(unreadable)
    if problems:
        return Problems(problems)
    try:
        return form.model_validate(values)
    except ValidationError as invalid:
        return Problems(_sentences(invalid, fields))


def _sentences(invalid: ValidationError, fields: Sequence[Field]) -> dict[str, str]:
    """The form's own checks in their own words; one about the whole form stands at its first field."""
    found: dict[str, str] = {}
    for error in invalid.errors(include_url=False, include_input=False):
        name = str(error["loc"][0]) if error["loc"] else fields[0].name
        found.setdefault(name, _(str(error.get("ctx", {}).get("error", LOOK_AGAIN))))
    return found


@cache
def _sketch(form: type[Form]) -> tuple[Field, ...]:
    """The fields as the class alone knows them: lists that come with the ask are still empty."""
    return tuple(_field(form, name, info) for name, info in form.model_fields.items())


def _field(form: type[Form], name: str, info: FieldInfo) -> Field:
    marks = [one for one in info.metadata if isinstance(one, Mark)]
    if len(marks) != 1:
        raise FormError(f"{form.__name__}.{name} needs one mark, such as Annotated[str, Text(…)].")
    mark = marks[0]
    annotation, optional = without_none(info.annotation)
    try:
        details = mark.details(annotation)
    except FormError as error:
        raise FormError(f"{form.__name__}.{name}: {error}.") from None
    if optional and mark.kind is Kind.CHOICES:
        raise FormError(f"{form.__name__}.{name}: write at_least=0 instead of None.")
    return Field(
        name=name,
        kind=mark.kind,
        label=_(mark.label) or heading(form).title,
        hint=_(mark.hint),
        default=None if info.is_required() else as_shown(info.get_default()),
        **{"required": not optional, **details},
    )


def _with_options(field: Field, options: Sequence[Option]) -> Field:
    """The field with the list of this asking; a label too long to draw is shortened."""
    if not field.kind.has_list or not options:
        raise FormError(f"the list for {field.name} is empty, or {field.name} is no choice.")
    if field.options and not {option.value for option in options} <= set(field.values):
        raise FormError(f"the list for {field.name} holds a value that its type does not know.")
    return field.model_copy(update={"options": tuple(shortened(option) for option in options)})


def _check(form: type[Form]) -> None:
    """Refuse a form that some platform could not draw; what depends on a list of the asking waits for it."""
    head, fields = heading(form), _sketch(form)
    parts = {
        "title": (head.title, LONGEST_TITLE),
        "short title": (head.short_title, LONGEST_SHORT_TITLE),
        "text": (head.text or "-", LONGEST_TEXT),
    }
    for part, (text, longest) in parts.items():
        if not 1 <= len(text) <= longest:
            raise FormError(f"{form.__name__}: its {part} needs 1 to {longest} characters, not {len(text)}.")
    if len(fields) > MOST_FIELDS:
        raise FormError(f"{form.__name__} has {len(fields)} fields and {MOST_FIELDS} fit.")
    for field in fields:
        if field.options or not field.kind.has_list:
            check_drawable(form.__name__, field)
            check_default(form.__name__, field)


def _name_parts(form: type[Form]) -> list[str]:
    return [part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", form.__name__)]
