"""Fields of a question as inputs of a window: labelled, bounded, and filled in as far as Slack can."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256

from adapters.slack.elements import Part, plain_text, warning
from adapters.slack.harmless import tidy
from adapters.slack.limits import LONGEST_INPUT, LONGEST_LABEL, LONGEST_OPTION, OPTIONS_IN_SIGHT
from adapters.slack.prose import exact
from bot.core.dialogs import Question
from bot.core.fields import Field, Kind, Option
from bot.core.words import _

_LONGEST_PLACEHOLDER = 150
_MARK = 8
"""Characters of the mark that keeps Slack from showing what was typed into an older question."""


def inputs(question: Question) -> Iterator[Part]:
    """Yield every field; what stands in the way of its answer is said right above it."""
    for field in question.fields:
        if field.name in question.errors:
            yield warning(question.errors[field.name])
        yield from _unshown(field)
        yield _input(field, question.token)


def input_name(name: str, token: str) -> str:
    """Return the name of the block that holds a field, its own for each revision of a conversation.

    Slack keeps what was typed into a block for as long as there is one of this name, whatever is drawn.
    """
    return f"{name}:{sha256(token.encode()).hexdigest()[:_MARK]}"


def field_name(block_id: str) -> str:
    """Return the name of the field that a block holds."""
    return block_id.partition(":")[0]


def _input(field: Field, token: str) -> Part:
    hint = {"hint": plain_text(field.hint, LONGEST_LABEL)} if field.hint else {}
    return {
        "type": "input",
        "block_id": input_name(field.name, token),
        "label": plain_text(field.label, LONGEST_LABEL),
        "element": {"action_id": field.name} | _KINDS[field.kind](field),
        "optional": not field.required,
    } | hint


def _choice(field: Field) -> Part:
    options = [_option(one) for one in field.options]
    chosen = _chosen(options, field)
    first = {"initial_option": chosen[0]} if chosen else {}
    if len(options) <= OPTIONS_IN_SIGHT:
        return {"type": "radio_buttons", "options": options} | first
    return {"type": "static_select", "options": options, "placeholder": _please()} | first


def _choices(field: Field) -> Part:
    options = [_option(one) for one in field.options]
    chosen = _chosen(options, field)
    first = {"initial_options": chosen} if chosen else {}
    if len(options) <= OPTIONS_IN_SIGHT:
        return {"type": "checkboxes", "options": options} | first
    bound = {"max_selected_items": field.maximum} if _can_bound(field, len(chosen)) else {}
    return {"type": "multi_static_select", "options": options, "placeholder": _please()} | bound | first


def _can_bound(field: Field, chosen: int) -> bool:
    """Tell whether Slack may count the choices; it refuses a list that begins with more than it allows."""
    return isinstance(field.maximum, int) and max(chosen, 1) <= field.maximum


def _option(option: Option) -> Part:
    return {"text": plain_text(option.label, LONGEST_OPTION), "value": option.value}


def _chosen(options: Sequence[Part], field: Field) -> list[Part]:
    """Return the options that are chosen at first."""
    values = field.default if isinstance(field.default, tuple) else (field.default,)
    return [one for one in options if one["value"] in values]


def _please() -> Part:
    return plain_text(_("Please choose"), _LONGEST_PLACEHOLDER)


def _text(field: Field) -> Part:
    """Return a field for words; a draft longer than it may be is shown whole, so that it can be shortened."""
    shown = _shown(field)
    longest = field.max_length or LONGEST_INPUT
    room = longest if len(shown) <= longest else LONGEST_INPUT
    first = {"initial_value": shown} if 0 < len(shown) <= room else {}
    return {"type": "plain_text_input", "multiline": field.multiline, "max_length": room} | first


def _unshown(field: Field) -> list[Part]:
    """Return a draft that no field of Slack holds, to be read and taken from; nearly always there is none."""
    is_too_long = field.kind is Kind.TEXT and len(_shown(field)) > LONGEST_INPUT
    return exact(_shown(field)) if is_too_long else []


def _date(field: Field) -> Part:
    return {"type": "datepicker"} | _first("initial_date", field)


def _time(field: Field) -> Part:
    return {"type": "timepicker"} | _first("initial_time", field)


def _number(field: Field) -> Part:
    limits = {"min_value": field.minimum, "max_value": field.maximum}
    bounds = {name: str(limit) for name, limit in limits.items() if limit is not None}
    return {"type": "number_input", "is_decimal_allowed": False} | bounds | _first("initial_value", field)


def _first(name: str, field: Field) -> Part:
    """Return what the field shows first; Slack takes no empty one."""
    shown = _shown(field)
    return {name: shown} if shown else {}


def _shown(field: Field) -> str:
    return tidy(field.default) if isinstance(field.default, str) else ""


_KINDS: Mapping[Kind, Callable[[Field], Part]] = {
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.NUMBER: _number,
    Kind.YES_NO: _choice,
}
