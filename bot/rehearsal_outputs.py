"""The five files that a rehearsal leaves: what really happened, what the bot said, and the figures."""

import json
from collections.abc import Iterable

from adapters.rehearsal.render import message_line
from bot.rehearse import Rehearsal
from bot.summary_forms import in_form


def outputs(rehearsal: Rehearsal) -> dict[str, bytes]:
    """Return the content of each file by its name; the same rehearsal gives the same bytes.

    `truth.jsonl` is enough for anyone to work the cadence out again without this program.
    """
    return {
        "truth.jsonl": _lines(json.dumps(line, ensure_ascii=False) for line in rehearsal.ledger.lines()),
        "messages.jsonl": _lines(message_line(shown) for shown in rehearsal.messages),
        "summary.json": in_form(rehearsal.summary, "json"),
        "cadence.csv": in_form(rehearsal.summary, "csv"),
        "heatmap.png": in_form(rehearsal.summary, "png"),
    }


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
