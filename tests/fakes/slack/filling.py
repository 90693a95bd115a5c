"""How a person fills in a form: their words become the values that Slack sends, or cannot be entered."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from tests.fakes.slack import reading
from tests.fakes.slack.refusals import CannotDoError

Json = dict[str, Any]

TEXTS = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})

ONE_OF = frozenset({"static_select", "radio_buttons"})

SOME_OF = frozenset({"multi_static_select", "checkboxes"})

KEPT_AS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(TEXTS, ("value", "initial_value")),
    **dict.fromkeys(ONE_OF, ("selected_option", "initial_option")),
    **dict.fromkeys(SOME_OF, ("selected_options", "initial_options")),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
}
"""For each kind of input: the key of its value, and the key of what stands in it from the start."""


def as_found(element: Json) -> Json:
    """Return the value of an input that nobody has touched."""
    key, initial = KEPT_AS[element["type"]]
    empty: Any = [] if key in {"selected_options", "selected_users"} else None
    return {"type": element["type"], key: element.get(initial, empty)}


def filled(element: Json, value: Any) -> Json:
    """Return the value that Slack sends once `value` is entered; None empties the input."""
    kind = element["type"]
    key, _initial = KEPT_AS[kind]
    if value is None:
        return as_found({"type": kind})
    if kind in TEXTS:
        return {"type": kind, key: _text(element, str(value)) or None}
    if kind in ONE_OF:
        return {"type": kind, key: option(element, str(value))}
    if kind in SOME_OF:
        several = [value] if isinstance(value, str) else value
        return {"type": kind, key: [option(element, str(one)) for one in several]}
    return {"type": kind, key: _moment(kind, value)}


def is_empty(value: Json) -> bool:
    return not any(part for name, part in value.items() if name != "type")


def option(element: Json, wanted: str) -> Json:
    """Return the option with this text or value."""
    groups = element.get("option_groups") or [{"options": element.get("options") or []}]
    options: list[Json] = [one for group in groups for one in group["options"]]
    for one in options:
        if wanted in {reading.unescaped(one["text"]["text"]), one["value"]}:
            return one
    there = ", ".join(repr(reading.unescaped(one["text"]["text"])) for one in options)
    raise CannotDoError(f"there is no option {wanted!r}; there are {there}")


def _text(element: Json, value: str) -> str:
    longest, least = element.get("max_length", 3000), element.get("min_length", 0)
    if len(value) > longest or (value and len(value) < least):
        raise CannotDoError(f"{len(value)} characters do not go in; between {least} and {longest} do")
    if "\n" in value and not element.get("multiline"):
        raise CannotDoError("a single line takes no line break")
    pattern = {
        "number_input": r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+",
        "email_text_input": r"[^@\s]+@[^@\s]+\.[^@\s]+",
        "url_text_input": r"https?://\S+",
    }.get(element["type"], r"(?s).*")
    if value and not re.fullmatch(pattern, value):
        raise CannotDoError(f"{value!r} is refused by Slack's own {element['type']}")
    return value


def _moment(kind: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    pattern = {"datepicker": r"\d{4}-\d{2}-\d{2}", "timepicker": r"\d{2}:\d{2}"}.get(kind)
    if pattern and not re.fullmatch(pattern, str(value)):
        raise CannotDoError(f"{value!r} cannot be chosen in a {kind}")
    return value
