"""Reading one field: whatever text a platform sends becomes a value, or a kind sentence."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import TypeAlias

from bot.core.fields import Field, Kind, Limit, Shown
from bot.core.words import _

Value: TypeAlias = str | tuple[str, ...] | date | time | int | bool | None

OFF_THE_LIST = _("That is no longer on the list. Please choose again.")
WORDS_OF_YES_NO = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
TIME_OF_DAY = re.compile(r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::\d\d)?")
WHOLE_NUMBER = re.compile(r"([+-]?\d{1,9})(?:\.0*)?")
COUNTS = tuple(
    map(_, ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"))
)
_AT_LEAST = _("Please choose at least {count}.")
_AT_MOST = _("Please choose {count} at most.")
_TOO_LONG = _("Please keep this to {longest} characters; it has {length} now.")


class UnreadableError(ValueError):
    """An answer cannot be used; the sentence says what to do instead."""


def read_field(field: Field, raw: object) -> Value:
    """The value of one field.

    Nothing, an empty text and an empty list all mean "not answered": None, or the empty tuple for
    several choices, when the field is optional.

    Raises:
        UnreadableError: with a sentence for the person who answered.

    """
    text = as_shown(raw)
    if text is None:
        if field.required:
            raise UnreadableError(_please(field))
        return () if field.kind is Kind.CHOICES else None
    return _READERS[field.kind](field, text)


def as_shown(value: object) -> Shown:
    """A value of any origin as the text that forms show and platforms send; None when there is nothing."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value.strip() or None
        case time():
            return value.isoformat("minutes")
        case date():
            return value.isoformat()
        case int() | float():
            return str(value)
    several = value if isinstance(value, list | tuple) else ()
    return tuple(one.strip() for one in several if isinstance(one, str) and one.strip()) or None


def prefilled(field: Field, raw: object) -> Field:
    """The field showing an earlier answer, as far as the field can still show it; words are never lost."""
    try:
        shown = as_shown(read_field(field, raw))
    except UnreadableError:
        shown = _rescued(field, raw)
    return field.model_copy(update={"default": shown})


def _rescued(field: Field, raw: object) -> Shown:
    if field.kind is Kind.TEXT:
        return as_shown(raw)
    if field.kind is Kind.CHOICES:
        given = _listed(as_shown(raw))
        return tuple(value for value in field.values if value in given) or None
    return None


def _please(field: Field) -> str:
    if field.kind is Kind.CHOICES and isinstance(field.minimum, int):
        return _AT_LEAST.format(count=_count(field.minimum))
    return _PLEASE[field.kind]


def _choice(field: Field, raw: Shown) -> str:
    value = _single(raw, OFF_THE_LIST)
    if value not in field.values:
        raise UnreadableError(OFF_THE_LIST)
    return value


def _choices(field: Field, raw: Shown) -> tuple[str, ...]:
    given = _listed(raw)
    if not given <= set(field.values):
        raise UnreadableError(OFF_THE_LIST)
    if isinstance(field.minimum, int) and len(given) < field.minimum:
        raise UnreadableError(_AT_LEAST.format(count=_count(field.minimum)))
    if isinstance(field.maximum, int) and len(given) > field.maximum:
        raise UnreadableError(_AT_MOST.format(count=_count(field.maximum)))
    return tuple(value for value in field.values if value in given)


def _text(field: Field, raw: Shown) -> str:
    words = _single(raw, _("Please write this as plain text."))
    if field.max_length is not None and len(words) > field.max_length:
        raise UnreadableError(_TOO_LONG.format(longest=field.max_length, length=len(words)))
    return words


def _date(field: Field, raw: Shown) -> date:
    text = _single(raw, _PLEASE[Kind.DATE])
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UnreadableError(_("Please give a date like 2027-01-31.")) from None
    if isinstance(field.minimum, date) and day < field.minimum:
        raise UnreadableError(_("Please choose {day} or a later day.").format(day=_said(field.minimum)))
    if isinstance(field.maximum, date) and day > field.maximum:
        raise UnreadableError(_("Please choose {day} or an earlier day.").format(day=_said(field.maximum)))
    return day


def _time(field: Field, raw: Shown) -> time:
    matched = TIME_OF_DAY.fullmatch(_single(raw, _PLEASE[Kind.TIME]))
    if matched is None:
        raise UnreadableError(_("Please give a time like 09:30."))
    at = time(int(matched["hour"]), int(matched["minute"]))
    if isinstance(field.minimum, time) and at < field.minimum:
        raise UnreadableError(_("Please choose {time} or later.").format(time=_said(field.minimum)))
    if isinstance(field.maximum, time) and at > field.maximum:
        raise UnreadableError(_("Please choose {time} or earlier.").format(time=_said(field.maximum)))
    return at


def _number(field: Field, raw: Shown) -> int:
    matched = WHOLE_NUMBER.fullmatch(_single(raw, _PLEASE[Kind.NUMBER]))
    if matched is None:
        raise UnreadableError(_("Please give a whole number, such as 3."))
    number = int(matched[1])
    if isinstance(field.minimum, int) and number < field.minimum:
        raise UnreadableError(_("Please give {number} or more.").format(number=field.minimum))
    if isinstance(field.maximum, int) and number > field.maximum:
        raise UnreadableError(_("Please give {number} or less.").format(number=field.maximum))
    return number


def _yes_no(__: Field, raw: Shown) -> bool:
    word = _single(raw, _PLEASE[Kind.YES_NO]).casefold()
    if word not in WORDS_OF_YES_NO:
        raise UnreadableError(_PLEASE[Kind.YES_NO])
    return WORDS_OF_YES_NO[word]


def _single(raw: Shown, otherwise: str) -> str:
    match raw:
        case str() as text:
            return text
        case (text,):
            return text
    raise UnreadableError(otherwise)


def _listed(raw: Shown) -> set[str]:
    several = raw.split(",") if isinstance(raw, str) else raw or ()
    return {value.strip() for value in several if value.strip()}


def _said(limit: Limit) -> str:
    return f"{limit.day} {limit:%B %Y}" if isinstance(limit, date) else f"{limit:%H:%M}"


def _count(number: int) -> str:
    return COUNTS[number] if number < len(COUNTS) else str(number)


_PLEASE: Mapping[Kind, str] = {
    Kind.CHOICE: _("Please choose one."),
    Kind.TEXT: _("Please write something here."),
    Kind.DATE: _("Please choose a date."),
    Kind.TIME: _("Please choose a time."),
    Kind.NUMBER: _("Please give a number."),
    Kind.YES_NO: _("Please choose yes or no."),
}

_READERS: Mapping[Kind, Callable[[Field, Shown], Value]] = {
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.NUMBER: _number,
    Kind.YES_NO: _yes_no,
}
