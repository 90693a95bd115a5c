"""Fields of a question as inputs of a card: labelled, bounded, filled in, checked before they are sent."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from hashlib import sha256

from adapters.teams.elements import Part, warning, words
from adapters.teams.harmless import markdown, plain
from adapters.teams.limits import MOST_IN_SIGHT
from bot.core.asking import Question
from bot.core.fields import Field, Kind, Limit
from bot.core.reading import UnreadableError, read_field
from bot.core.words import _

ONE, SEVERAL = "field", "fields"
"""What the name of an input begins with, by what it can hold."""

_MARK = 8
"""Characters of the mark that keeps a client from showing what was typed into an older question."""


def inputs(question: Question) -> Iterator[Part]:
    """Yield every field, right below it what is to be mended there, and its hint."""
    for field in question.fields:
        yield _input(field, question)
        if field.name in question.errors:
            yield warning(question.errors[field.name], close=True)
        if field.hint:
            yield words(field.hint, close=True, subtle=True)


def input_name(field: Field, token: str) -> str:
    """Return the name of a field's input, its own for each revision of a conversation."""
    mark = sha256(token.encode()).hexdigest()[:_MARK]
    return f"{SEVERAL if field.kind is Kind.CHOICES else ONE}.{field.name}.{mark}"


def _input(field: Field, question: Question) -> Part:
    shared: Part = {"id": input_name(field, question.token), "label": _label(field, question)}
    if field.required:
        shared |= {"isRequired": True, "errorMessage": _please(field)}
    return shared | _KINDS[field.kind](field)


def _label(field: Field, question: Question) -> str:
    """Return what the field asks for; a label that repeats the title would be said twice."""
    label = _("Your answer") if field.label == question.title else field.label
    return plain(label if field.required else _("{label} (you may leave it empty)").format(label=label))


def _please(field: Field) -> str:
    """Return what is said of the field when nothing is in it."""
    try:
        read_field(field, None)
    except UnreadableError as nothing:
        return markdown(str(nothing))
    return ""


def _choice(field: Field) -> Part:
    opens = len(field.options) > MOST_IN_SIGHT
    return _list(field, "compact" if opens else "expanded") | {"placeholder": _("Please choose")}


def _choices(field: Field) -> Part:
    return _list(field, "expanded") | {"isMultiSelect": True}


def _list(field: Field, style: str) -> Part:
    """Return a list of options; clients read those in sight as Markdown, and those that open as they are."""
    safe = markdown if style == "expanded" else plain
    chosen = ",".join(field.default) if isinstance(field.default, tuple) else field.default
    return {
        "type": "Input.ChoiceSet",
        "style": style,
        "wrap": True,
        "choices": [{"title": safe(option.label), "value": option.value} for option in field.options],
    } | _given(chosen)


def _text(field: Field) -> Part:
    bounds = {"maxLength": field.max_length} if field.max_length else {}
    return {"type": "Input.Text", "isMultiline": field.multiline} | bounds | _given(_shown(field))


def _date(field: Field) -> Part:
    return {"type": "Input.Date"} | _bounds(field) | _given(_shown(field))


def _time(field: Field) -> Part:
    return {"type": "Input.Time"} | _bounds(field) | _given(_shown(field))


def _number(field: Field) -> Part:
    shown = _shown(field)
    return {"type": "Input.Number"} | _bounds(field) | ({"value": int(shown)} if shown else {})


def _bounds(field: Field) -> Part:
    limits = {"min": field.minimum, "max": field.maximum}
    return {name: _limit(limit) for name, limit in limits.items() if limit is not None}


def _limit(limit: Limit) -> int | str:
    match limit:
        case time():
            return limit.isoformat("minutes")
        case date():
            return limit.isoformat()
        case _:
            return limit


def _shown(field: Field) -> str | None:
    return field.default if isinstance(field.default, str) else None


def _given(value: str | None) -> Part:
    return {"value": value} if value else {}


_KINDS: Mapping[Kind, Callable[[Field], Part]] = {
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.NUMBER: _number,
    Kind.YES_NO: _choice,
}
