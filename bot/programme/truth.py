"""Truth files: what people really did and said, one JSON object a line, for anyone to compute with.

Dates are local dates of the cohort's time zone; instants carry an offset. The order of the lines does not
matter, except that of two lines about the same thing the later one stands.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TypeVar

from bot.programme.cadence import Answer, History, Interaction, Threshold, completed_on
from bot.programme.months import Pause, later
from bot.programme.truth_lines import (
    AnswerLine,
    EndLine,
    InteractionLine,
    Line,
    PauseLine,
    RelationshipLine,
    TruthError,
    parse,
)

__all__ = [
    "TruthError",
    "answer_line",
    "end_line",
    "interaction_line",
    "natural_order",
    "pause_line",
    "read",
    "relationship_line",
    "story_ends",
]

T = TypeVar("T")
_NUMBER = re.compile("([0-9]+)")


def read(lines: Iterable[str]) -> tuple[History, ...]:
    """The relationships of a truth file, R2 before R10; blank lines are passed over.

    Raises TruthError for the first line that cannot be read, or else the first that is about a relationship
    or an interaction the file does not have.
    """
    numbered = [(number, parse(number, text)) for number, text in enumerate(lines, 1) if text.strip()]
    found = [line for _, line in numbered]
    relationships = {line.relationship: line for line in found if isinstance(line, RelationshipLine)}
    interactions = {line.id: line for line in found if isinstance(line, InteractionLine)}
    for number, line in numbered:
        if not isinstance(line, AnswerLine) and line.relationship not in relationships:
            raise TruthError(f"Line {number}: no relationship of this file is called {line.relationship!r}.")
        if isinstance(line, AnswerLine) and line.id not in interactions:
            raise TruthError(f"Line {number}: no interaction of this file is called {line.id!r}.")
    return _histories(relationships, interactions, found)


def _histories(
    relationships: dict[str, RelationshipLine], interactions: dict[str, InteractionLine], found: list[Line]
) -> tuple[History, ...]:
    answers = _grouped(
        (line.id, Answer(line.by, line.at, line.said, line.present))
        for line in found
        if isinstance(line, AnswerLine)
    )
    meetings = _grouped(
        (line.relationship, Interaction(line.id, line.on, answers.get(line.id, ())))
        for line in interactions.values()
    )
    pauses = _grouped(
        (line.relationship, Pause(line.first, line.until)) for line in found if isinstance(line, PauseLine)
    )
    ends = {line.relationship: line.on for line in found if isinstance(line, EndLine)}
    return tuple(
        History(
            code,
            line.mentee,
            line.mentors,
            line.started,
            meetings.get(code, ()),
            pauses.get(code, ()),
            ends.get(code),
        )
        for code, line in sorted(relationships.items(), key=lambda item: natural_order(item[0]))
    )


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def natural_order(code: str) -> tuple[tuple[int, str], ...]:
    """A sort key that takes the numbers in a code as numbers: R2 comes before R10."""
    words = ((0, part) if index % 2 == 0 else _number(part) for index, part in enumerate(_NUMBER.split(code)))
    return (*words, (0, code))


def _number(digits: str) -> tuple[int, str]:
    significant = digits.lstrip("0")
    return len(significant), significant


def story_ends(histories: Collection[History], threshold: Threshold) -> date:
    """The day after the last relationship completed its months (pauses included) or ended.

    A relationship that never does either, for want of a day of resuming, is told up to the last thing
    that is known of it. Raises ValueError when there is no relationship at all.
    """
    return max(_told_until(history, threshold) for history in histories)


def _told_until(history: History, threshold: Threshold) -> date:
    completed = completed_on(history, threshold)
    ended = later(history.ended, 1) if history.ended else None
    finished = [day for day in (completed, ended) if day]
    return min(finished, default=_last_known(history))


def _last_known(history: History) -> date:
    meetings = history.interactions
    said = (answer.at.date() for meeting in meetings for answer in meeting.answers)
    pauses = (pause.first for pause in history.pauses)
    return max((history.started, *pauses, *(meeting.on for meeting in meetings), *said))


def relationship_line(code: str, mentee: str, mentors: Sequence[str], started: date) -> dict[str, object]:
    return {
        "kind": "relationship",
        "relationship": code,
        "type": "pair" if len(mentors) == 1 else "trio",
        "mentee": mentee,
        "mentors": list(mentors),
        "started": started.isoformat(),
    }


def interaction_line(
    code: str, relationship: str, on: date, activity: str, present: Iterable[str]
) -> dict[str, object]:
    """Something planned or logged; `present` are the people who really came (nobody, if it was not held)."""
    return {
        "kind": "interaction",
        "id": code,
        "relationship": relationship,
        "on": on.isoformat(),
        "type": activity,
        "present": sorted(present),
    }


def answer_line(interaction: str, answer: Answer) -> dict[str, object]:
    return {
        "kind": "answer",
        "id": interaction,
        "by": answer.by,
        "at": answer.at.isoformat(),
        "said": answer.said.value,
        "present": sorted(answer.present),
    }


def pause_line(relationship: str, pause: Pause) -> dict[str, object]:
    """A pause; `to` is the day of resuming, null while nobody knows it."""
    return {
        "kind": "pause",
        "relationship": relationship,
        "from": pause.first.isoformat(),
        "to": pause.until.isoformat() if pause.until else None,
    }


def end_line(relationship: str, on: date) -> dict[str, object]:
    return {"kind": "end", "relationship": relationship, "on": on.isoformat()}
