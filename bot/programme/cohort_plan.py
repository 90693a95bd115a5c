"""The plan of a cohort: when it runs, how often people meet, who helps, and how long data is kept.

Each setting's description says what a good value is, and is what a refused file is told.
"""

from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict, model_validator

from bot.programme.bank_holidays import known as known_holidays
from bot.programme.zones import is_zone


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _one_line(text: str) -> str:
    tidy = text.strip()
    if not tidy or not tidy.isprintable():
        raise ValueError("not one line of text")
    return tidy


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _zone(name: str) -> str:
    if not is_zone(name):
        raise ValueError("not a time zone")
    return name


def _holidays(code: str) -> str:
    if not known_holidays(code):
        raise ValueError("no such calendar")
    return code


def _rising(days: tuple[int, ...]) -> tuple[int, ...]:
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise ValueError("not in rising order")
    return days


Number = Annotated[int, Strict()]
Day = Annotated[date, Strict()]
Line = Annotated[str, Field(max_length=120), AfterValidator(_one_line)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
Audience = Literal["coordinators", "wider"]
ContactRole = Literal["support", "concerns", "ftsu", "safeguarding", "dpo", "sponsor"]
_DAYS = "a whole number of days from 1 to 3650"


class SummarySettings(_Settings):
    """Where and when the summary of the cohort is posted. Without a channel coordinators get it alone."""

    channel: Annotated[str, Field(pattern=r"^(slack|teams):[^\s:]\S*$", max_length=200)] | None = Field(
        default=None, description="a channel such as “slack:C0123456789” or “teams:19:…@thread.tacv2”"
    )
    weekday: Annotated[Weekday, BeforeValidator(_lower)] = Field(
        default="monday", description="a working day, monday to friday"
    )
    hour: Number = Field(default=9, ge=8, le=17, description="a whole hour from 8 to 17")
    audience: Annotated[Audience, BeforeValidator(_lower)] = Field(
        default="coordinators", description="“coordinators” or “wider”"
    )


class NudgeSettings(_Settings):
    """How gently people are reminded. The budget is each person's over all their relationships."""

    ladder: Annotated[tuple[Annotated[Number, Field(ge=1, le=28)], ...], AfterValidator(_rising)] = Field(
        default=(3, 10, 17, 23), description="days from 1 to 28 in rising order, such as [3, 10, 17, 23]"
    )
    a_day: Number = Field(default=1, ge=1, le=3, description="a whole number from 1 to 3")
    a_week: Number = Field(default=2, ge=1, le=7, description="a whole number from 1 to 7")


class Contact(_Settings):
    """Somebody people can turn to. `reviewed_on` is the day on which the details were last found right."""

    role: Annotated[ContactRole, BeforeValidator(_lower)] = Field(
        description="one of support, concerns, ftsu, safeguarding, dpo, sponsor"
    )
    name: Line = Field(description="a name in one line of at most 120 characters")
    reach: Line = Field(description="how to reach them, in one line of at most 120 characters")
    reviewed_on: Day | None = Field(
        default=None, description="a day such as 2026-12-01, without quotation marks"
    )


class Words(_Settings):
    """The words of this organisation."""

    groups: Line = Field(
        default="colleagues from minority ethnic groups",
        description="words for the groups of people, in one line of at most 120 characters",
    )


class Retention(_Settings):
    """How long each kind of data is kept; nothing is kept for ever.

    Defaults: passing notes 24 hours after their meeting, what is private 30 days after the programme
    closes, what a pair shares 90 days, dates and statuses 12 months before only totals stay, and the audit
    trail with its consents six years.
    """

    passing_hours_after_meeting: Number = Field(
        default=24, ge=1, le=168, description="a whole number of hours from 1 to 168"
    )
    private_after_close: Number = Field(default=30, ge=1, le=3650, description=_DAYS)
    pair_after_close: Number = Field(default=90, ge=1, le=3650, description=_DAYS)
    cadence_after_close: Number = Field(default=365, ge=1, le=3650, description=_DAYS)
    audit_after_close: Number = Field(default=2190, ge=1, le=3650, description=_DAYS)


class CohortPlan(_Settings):
    """One cohort as its file describes it. Only the name and the first day have to be given.

    The threshold is `per_month` interactions a month for `months` months, two for eight by default.
    """

    name: Annotated[Line, Field(max_length=80)] = Field(description="one line of at most 80 characters")
    start: Annotated[Day, Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))] = Field(
        description="a day such as 2027-01-04, without quotation marks"
    )
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        default="Europe/London", description="a time zone such as “Europe/London”"
    )
    holidays: Annotated[str, AfterValidator(_holidays)] = Field(
        default="GB-ENG",
        description="a country or a part of one, such as “GB-ENG” or “IE”, or empty for none",
    )
    months: Number = Field(default=8, ge=1, le=24, description="a whole number from 1 to 24")
    per_month: Number = Field(default=2, ge=1, le=8, description="a whole number from 1 to 8")
    summary: SummarySettings = Field(default=SummarySettings(), description="a section: [summary]")
    nudges: NudgeSettings = Field(default=NudgeSettings(), description="a section: [nudges]")
    contacts: tuple[Contact, ...] = Field(default=(), description="sections, each beginning [[contacts]]")
    words: Words = Field(default=Words(), description="a section: [words]")
    retention: Retention = Field(default=Retention(), description="a section: [retention]")

    @model_validator(mode="after")
    def _a_week_holds_a_day(self) -> Self:
        if self.nudges.a_week < self.nudges.a_day:
            raise ValueError("[nudges] a_week must not be smaller than a_day.")
        return self
