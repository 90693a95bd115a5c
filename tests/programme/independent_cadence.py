"""The cadence worked out a second time, by walking the calendar day by day.

It shares nothing with the program but the wording of the rules, so that the two can be compared. It is slow
and plain on purpose: no arithmetic on months or pauses that a person with a paper diary would not do.
"""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

TOMORROW = timedelta(days=1)

Line = dict[str, Any]
Row = tuple[int, str, str, int, str]


def recompute(
    lines: list[Line], as_of: date, months: int, per_month: int, timezone: str
) -> dict[str, list[Row]]:
    """For every relationship its rows of month, from, to, held and status, as known at the end of a day."""
    relationships = {line["relationship"]: line for line in lines if line["kind"] == "relationship"}
    return {
        code: _rows(
            _diary(line, lines, as_of, months),
            _days_held(line, lines, as_of, timezone),
            _day_of_ending(code, lines, as_of),
            as_of,
            per_month,
        )
        for code, line in relationships.items()
    }


def figures(rows: list[Row], months: int, per_month: int) -> tuple[int, str, str, bool]:
    """Held, dose, rhythm and strict, counted off the rows."""
    held = sum(row[3] for row in rows)
    words = [row[4] for row in rows]
    over = words.count("met") + words.count("part") + words.count("none")
    strict = over == months and words.count("met") == months
    return held, f"{held}/{months * per_month}", f"{words.count('met')}/{over}", strict


def _diary(relationship: Line, lines: list[Line], as_of: date, months: int) -> list[list[date]]:
    """The days of each month: a new one is begun once its share of days that were not paused is used up."""
    start = date.fromisoformat(relationship["started"])
    off = _paused_days(relationship["relationship"], lines, start, as_of)
    diary: list[list[date]] = []
    today, worked = start, 0
    for number in range(1, months + 1):
        share = (_months_on(start, number) - start).days
        diary.append([])
        while worked < share:
            diary[-1].append(today)
            worked += today not in off
            today += TOMORROW
    return diary


def _months_on(start: date, number: int) -> date:
    """Turn the pages of a calendar from the start; where the month has no such day, its last."""
    year, month = start.year, start.month
    for _ in range(number):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    day = start.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def _paused_days(code: str, lines: list[Line], start: date, as_of: date) -> set[date]:
    days: set[date] = set()
    for line in lines:
        if line["kind"] != "pause" or line["relationship"] != code:
            continue
        resumed = date.fromisoformat(line["to"]) if line.get("to") else None
        day = date.fromisoformat(line["from"])
        while day <= as_of and day != resumed:
            if day >= start:
                days.add(day)
            day += TOMORROW
    return days


def _day_of_ending(code: str, lines: list[Line], as_of: date) -> date | None:
    ends = [line["on"] for line in lines if line["kind"] == "end" and line["relationship"] == code]
    if not ends:
        return None
    end = date.fromisoformat(ends[-1])
    return end if end <= as_of else None


def _days_held(relationship: Line, lines: list[Line], as_of: date, timezone: str) -> set[date]:
    interactions = {line["id"]: line for line in lines if line["kind"] == "interaction"}
    days: set[date] = set()
    for name, line in interactions.items():
        on = date.fromisoformat(line["on"])
        if line["relationship"] != relationship["relationship"] or on > as_of:
            continue
        last_words = _last_words(name, on, lines, as_of, timezone)
        members = [relationship["mentee"], *relationship["mentors"]]
        if _it_counts(relationship, [last_words[person] for person in members if person in last_words]):
            days.add(on)
    return days


def _last_words(name: str, on: date, lines: list[Line], as_of: date, timezone: str) -> dict[str, Line]:
    """What each person said last about an interaction, of all that was said in time and is known by now."""
    closing = on
    for _ in range(60):
        closing += TOMORROW
    last_words: dict[str, Line] = {}
    for line in lines:
        if line["kind"] != "answer" or line["id"] != name:
            continue
        at = datetime.fromisoformat(line["at"])
        local = at.astimezone(ZoneInfo(timezone)).date()
        if local > as_of or local > closing:
            continue
        known = last_words.get(line["by"])
        if known is None or datetime.fromisoformat(known["at"]) <= at:
            last_words[line["by"]] = line
    return last_words


def _it_counts(relationship: Line, heard: list[Line]) -> bool:
    there: set[str] = set()
    for line in heard:
        if line["said"] == "not_held":
            return False
        if line["said"] == "held":
            there.add(line["by"])
            there.update(line.get("present", []))
    for line in heard:
        if line["said"] == "without_me":
            there.discard(line["by"])
    return relationship["mentee"] in there and any(mentor in there for mentor in relationship["mentors"])


def _rows(
    diary: list[list[date]], held: set[date], end: date | None, as_of: date, per_month: int
) -> list[Row]:
    rows: list[Row] = []
    for number, days in enumerate(diary, 1):
        first, last = days[0], days[-1]
        if first > as_of or (end is not None and first > end):
            break
        times = len([day for day in days if day in held and (end is None or day <= end)])
        rows.append(
            (
                number,
                first.isoformat(),
                last.isoformat(),
                times,
                _word(times, per_month, stopped=end in days, running=as_of in days),
            )
        )
    return rows


def _word(times: int, per_month: int, *, stopped: bool, running: bool) -> str:
    if stopped:
        return "met" if times >= per_month else "ended"
    if running:
        return "current"
    if times == 0:
        return "none"
    return "met" if times >= per_month else "part"
