"""The shapes of Block Kit: which parts there are, which keys they take, and how long their texts may be.

A text limit of `(150, True)` means: at most 150 characters, and plain text only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Texts = Mapping[str, tuple[int, bool]]


@dataclass(frozen=True, slots=True)
class Shape:
    """What one part must have and may have."""

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    texts: Texts = field(default_factory=dict)
    strings: Mapping[str, int] = field(default_factory=dict)
    lists: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset({"type", *self.needs, *self.may})


_ID = {"block_id": 255}

BLOCKS: Mapping[str, Shape] = {
    "section": Shape(
        may=("text", "fields", "accessory", "block_id", "expand"),
        texts={"text": (3000, False)},
        strings=_ID,
        lists={"fields": (1, 10)},
    ),
    "divider": Shape(may=("block_id",), strings=_ID),
    "image": Shape(
        needs=("alt_text",),
        may=("image_url", "slack_file", "title", "block_id"),
        texts={"title": (2000, True)},
        strings={**_ID, "alt_text": 2000, "image_url": 3000},
    ),
    "actions": Shape(needs=("elements",), may=("block_id",), strings=_ID, lists={"elements": (1, 25)}),
    "context": Shape(needs=("elements",), may=("block_id",), strings=_ID, lists={"elements": (1, 10)}),
    "header": Shape(needs=("text",), may=("block_id", "level"), texts={"text": (150, True)}, strings=_ID),
    "markdown": Shape(needs=("text",), may=("block_id",), strings={**_ID, "text": 12000}),
    "rich_text": Shape(needs=("elements",), may=("block_id",), strings=_ID),
    "input": Shape(
        needs=("label", "element"),
        may=("hint", "optional", "dispatch_action", "block_id"),
        texts={"label": (2000, True), "hint": (2000, True)},
        strings=_ID,
    ),
}

ON: Mapping[str, frozenset[str]] = {
    "message": frozenset(BLOCKS),
    "modal": frozenset(BLOCKS) - {"markdown"},
    "home": frozenset(BLOCKS) - {"markdown"},
}
"""Which blocks may stand where."""

_ACTION = {"action_id": 255}
_ANY = ("action_id", "confirm", "focus_on_load")
_MANY = ("max_selected_items",)
_TYPED = ("placeholder", "initial_value", "dispatch_action_config")
_PLACE: Texts = {"placeholder": (150, True)}

ELEMENTS: Mapping[str, Shape] = {
    "button": Shape(
        needs=("text",),
        may=("action_id", "url", "value", "style", "confirm", "accessibility_label"),
        texts={"text": (75, True)},
        strings={**_ACTION, "url": 3000, "value": 2000, "accessibility_label": 75},
    ),
    "overflow": Shape(
        needs=("options",), may=("action_id", "confirm"), strings=_ACTION, lists={"options": (1, 5)}
    ),
    "radio_buttons": Shape(
        needs=("options",), may=(*_ANY, "initial_option"), strings=_ACTION, lists={"options": (1, 10)}
    ),
    "checkboxes": Shape(
        needs=("options",), may=(*_ANY, "initial_options"), strings=_ACTION, lists={"options": (1, 10)}
    ),
    "static_select": Shape(
        may=(*_ANY, "options", "option_groups", "initial_option", "placeholder"),
        texts=_PLACE,
        strings=_ACTION,
        lists={"options": (1, 100), "option_groups": (1, 100)},
    ),
    "multi_static_select": Shape(
        may=(*_ANY, "options", "option_groups", "initial_options", "placeholder", *_MANY),
        texts=_PLACE,
        strings=_ACTION,
        lists={"options": (1, 100), "option_groups": (1, 100)},
    ),
    "users_select": Shape(may=(*_ANY, "initial_user", "placeholder"), texts=_PLACE, strings=_ACTION),
    "multi_users_select": Shape(
        may=(*_ANY, "initial_users", "placeholder", *_MANY), texts=_PLACE, strings=_ACTION
    ),
    "plain_text_input": Shape(
        may=(*_ANY, *_TYPED, "multiline", "min_length", "max_length"),
        texts=_PLACE,
        strings={**_ACTION, "initial_value": 3000},
    ),
    "number_input": Shape(
        needs=("is_decimal_allowed",),
        may=(*_ANY, *_TYPED, "min_value", "max_value"),
        texts=_PLACE,
        strings=_ACTION,
    ),
    "email_text_input": Shape(may=(*_ANY, *_TYPED), texts=_PLACE, strings=_ACTION),
    "url_text_input": Shape(may=(*_ANY, *_TYPED), texts=_PLACE, strings=_ACTION),
    "datepicker": Shape(may=(*_ANY, "initial_date", "placeholder"), texts=_PLACE, strings=_ACTION),
    "timepicker": Shape(
        may=(*_ANY, "initial_time", "placeholder", "timezone"), texts=_PLACE, strings=_ACTION
    ),
    "datetimepicker": Shape(may=(*_ANY, "initial_date_time"), strings=_ACTION),
    "image": Shape(
        needs=("alt_text",), may=("image_url", "slack_file"), strings={"alt_text": 2000, "image_url": 3000}
    ),
}

FILLED_IN = frozenset(ELEMENTS) - {"button", "overflow", "image"}
"""What may stand in an input block."""

PRESSED = frozenset(ELEMENTS) - {
    "image",
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
}
"""What may stand in an actions block or beside a section; a section may also have an image."""

OPTION = Shape(
    needs=("text", "value"),
    may=("description", "url"),
    texts={"text": (75, False), "description": (75, False)},
    strings={"value": 150, "url": 3000},
)

PLAIN_OPTIONS = frozenset({"static_select", "multi_static_select", "overflow"})
"""Whose options take plain text alone."""

GROUP = Shape(needs=("label", "options"), texts={"label": (75, True)}, lists={"options": (1, 100)})

CONFIRM = Shape(
    may=("title", "text", "confirm", "deny", "style"),
    texts={"title": (100, True), "text": (300, False), "confirm": (30, True), "deny": (30, True)},
)

_OF_A_VIEW = ("private_metadata", "callback_id", "external_id")

VIEWS: Mapping[str, Shape] = {
    "modal": Shape(
        needs=("title", "blocks"),
        may=("submit", "close", "submit_disabled", "clear_on_close", "notify_on_close", *_OF_A_VIEW),
        texts={"title": (24, True), "submit": (24, True), "close": (24, True)},
        strings={"private_metadata": 3000, "callback_id": 255, "external_id": 255},
        lists={"blocks": (1, 100)},
    ),
    "home": Shape(
        needs=("blocks",),
        may=_OF_A_VIEW,
        strings={"private_metadata": 3000, "callback_id": 255, "external_id": 255},
        lists={"blocks": (1, 100)},
    ),
}
