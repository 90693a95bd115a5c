"""The cohort file: TOML that somebody wrote, read into a plan, or refused with everything to mend at once."""

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.programme.cohort_plan import CohortPlan, Contact, NudgeSettings, Retention, SummarySettings, Words

_SECTIONS: dict[str, type[BaseModel]] = {
    "summary": SummarySettings,
    "nudges": NudgeSettings,
    "contacts": Contact,
    "words": Words,
    "retention": Retention,
}

TEMPLATE = files("bot.programme").joinpath("cohort_template.toml").read_text(encoding="utf-8")
"""A cohort file with every setting explained, ready to be filled in."""


class CohortFileError(ValueError):
    """The cohort file cannot be used; `problems` has one sentence for each thing to mend."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def read_cohort(text: str, *, timezone: str = "Europe/London", holidays: str = "GB-ENG") -> CohortPlan:
    """Read a cohort file; `timezone` and `holidays` hold where the file is silent.

    Raises `CohortFileError` with every problem: TOML that cannot be read, unknown settings (with the
    nearest known one), wrong kinds of value and numbers out of range.
    """
    given = {"timezone": timezone, "holidays": holidays} | _parsed(text)
    try:
        return CohortPlan.model_validate(given)
    except ValidationError as refusal:
        found = (_sentence(error) for error in refusal.errors(include_url=False))
        raise CohortFileError(*dict.fromkeys(found)) from None


def _parsed(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as problem:
        raise CohortFileError(_syntax(str(problem))) from None


def _syntax(message: str) -> str:
    """Say where TOML could not be read; the parser's own words would help few people."""
    found = re.search(r"at line (\d+)", message)
    where = f"Line {found[1]} of the file" if found else "The end of the file"
    return (
        f"{where} cannot be read. Settings are written name = value, text in quotation marks, days as "
        "2027-01-04, sections in square brackets, and each of them once."
    )


def _sentence(error: ErrorDetails) -> str:
    if not error["loc"]:
        return str(error["ctx"]["error"])
    place = _place(error["loc"])
    if error["type"] == "extra_forbidden":
        return _unknown(place, is_section=isinstance(error["input"], dict | list))
    good = place.owner.model_fields[place.setting].description
    if error["type"] == "missing":
        return f"{place.label} is missing: it must be {good}."
    return f"{place.label} must be {good}."


@dataclass(frozen=True, slots=True)
class _Place:
    """A setting in the file: the model it belongs to, its name, and how a sentence calls it."""

    owner: type[BaseModel]
    section: str
    setting: str

    @property
    def label(self) -> str:
        return f"{self.section} {self.setting}".lstrip()


def _place(loc: tuple[int | str, ...]) -> _Place:
    match loc:
        case (str(section), int(index), str(setting), *_):
            return _Place(_SECTIONS[section], f"[[{section}]] number {index + 1}:", setting)
        case (str(section), str(setting), *_):
            return _Place(_SECTIONS[section], f"[{section}]", setting)
        case _:
            return _Place(CohortPlan, "", str(loc[0]))


def _unknown(place: _Place, *, is_section: bool) -> str:
    """Name a setting nobody knows, and the one that was probably meant."""
    if place.section and place.setting in CohortPlan.model_fields:
        hint = "; it belongs at the top of the file, before the first section."
    else:
        near = get_close_matches(place.setting, place.owner.model_fields, n=1)
        hint = f"; did you mean “{near[0]}”?" if near else "."
    if place.section:
        return f"{place.section.rstrip(':')} has no setting “{place.setting}”{hint}"
    return f"There is no {'section' if is_section else 'setting'} “{place.setting}”{hint}"
