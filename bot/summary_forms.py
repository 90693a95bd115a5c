"""The forms in which a summary leaves the house: for people, for machines, as a table, as a picture."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.programme.heatmap import heatmap
from bot.programme.summary import Summary, as_json
from bot.programme.summary_csv import as_csv
from bot.programme.summary_text import as_text


def in_form(summary: Summary, form: str) -> bytes:
    """Return a summary as `text`, `json`, `csv` or `png`; the same summary gives the same bytes."""
    return FORMS[form](summary)


def _text(summary: Summary) -> bytes:
    return as_text(summary).encode()


def _json(summary: Summary) -> bytes:
    return f"{json.dumps(as_json(summary), ensure_ascii=False, indent=2)}\n".encode()


def _csv(summary: Summary) -> bytes:
    return as_csv(summary).encode()


def _png(summary: Summary) -> bytes:
    return heatmap(summary).png


FORMS: Mapping[str, Callable[[Summary], bytes]] = MappingProxyType(
    {"text": _text, "json": _json, "csv": _csv, "png": _png}
)
