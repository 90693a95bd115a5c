"""Several hundred phrases, each with what must be made of it.

`expect` in the tables: a local minute (with `/` and the end of a range); `ask:A&B` for a question with those
choices among others; `date:D`; `past:T`; `gap`; `refusal`; `unclear`; `none` for either of the last two.
A table may have a column `order`, where `month first` reads 03/02 as the second of March.
"""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.programme.when import as_json, understand

HERE = Path(__file__).parent
MINUTE = len("2027-01-13T10:00")


def table() -> Iterator[Any]:
    for file in sorted(HERE.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                yield pytest.param(row, id=f"{file.stem}: {row['text']}")


def outcome(said: dict[str, Any]) -> str:
    """Write what was understood the way the tables do."""
    match said["status"]:
        case "understood":
            return "/".join(said[end][:MINUTE] for end in ("at", "until") if end in said)
        case "ambiguous":
            return "ask:" + "&".join((one.get("at") or one["date"])[:MINUTE] for one in said["choices"])
        case "date_only":
            return f"date:{said['date']}"
        case "past":
            return f"past:{said['at'][:MINUTE]}"
        case status:
            return str(status)


def fits(expected: str, got: str) -> bool:
    if expected.startswith("ask:") and got.startswith("ask:"):
        return set(expected[4:].split("&")) <= set(got[4:].split("&"))
    return got in {"unclear", "refusal"} if expected == "none" else got == expected


@pytest.mark.parametrize("row", list(table()))
def test_the_phrase_is_understood_as_the_table_says(row: dict[str, str]) -> None:
    zone = ZoneInfo(row["timezone"])
    now = datetime.fromisoformat(row["now"]).replace(tzinfo=zone)
    day_first = row.get("order") != "month first"

    got = outcome(as_json(understand(row["text"], now, zone, day_first=day_first)))

    assert any(fits(expected, got) for expected in row["expect"].split("|")), got
