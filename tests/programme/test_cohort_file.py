"""What a cohort file may say, what is said about one that cannot be used, and what the start still needs."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.programme.cohort_file import TEMPLATE, CohortFileError, read_cohort
from bot.programme.cohort_plan import (
    CohortPlan,
    Contact,
    NudgeSettings,
    Retention,
    SummarySettings,
    Words,
)
from bot.programme.cohort_readiness import missing, reviews_due

LEAST = 'name = "Spring 2027"\nstart = 2027-01-04\n'
TODAY = date(2027, 1, 4)
EXAMPLE = Path(__file__).parents[2] / "examples" / "cohort.toml"


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(CohortFileError) as refused:
        read_cohort(text)
    return refused.value.problems


def test_a_name_and_a_first_day_are_enough() -> None:
    assert read_cohort(LEAST) == CohortPlan(
        name="Spring 2027",
        start=date(2027, 1, 4),
        timezone="Europe/London",
        holidays="GB-ENG",
        months=8,
        per_month=2,
        summary=SummarySettings(channel=None, weekday="monday", hour=9, audience="coordinators"),
        nudges=NudgeSettings(ladder=(3, 10, 17, 23), a_day=1, a_week=2),
        contacts=(),
        words=Words(groups="colleagues from minority ethnic groups"),
        retention=Retention(
            passing_hours_after_meeting=24,
            private_after_close=30,
            pair_after_close=90,
            cadence_after_close=365,
            audit_after_close=2190,
        ),
    )


def test_a_whole_file_is_read_as_written() -> None:
    plan = read_cohort(
        LEAST
        + """timezone = "Europe/Dublin"
        holidays = "IE"
        months = 10
        per_month = 3
        [summary]
        channel = "teams:19:abc@thread.tacv2"
        weekday = "Tuesday"
        hour = 10
        audience = "wider"
        [nudges]
        ladder = [5, 15]
        a_day = 2
        a_week = 4
        [[contacts]]
        role = "support"
        name = "Staff support"
        reach = "0800 000 0000"
        reviewed_on = 2026-12-01
        [[contacts]]
        role = "Concerns"
        name = "The guardian"
        reach = "in room 4"
        [words]
        groups = "colleagues of the global majority"
        [retention]
        private_after_close = 14
        """
    )
    assert (plan.timezone, plan.holidays, plan.months, plan.per_month) == ("Europe/Dublin", "IE", 10, 3)
    assert plan.summary == SummarySettings(
        channel="teams:19:abc@thread.tacv2", weekday="tuesday", hour=10, audience="wider"
    )
    assert plan.nudges == NudgeSettings(ladder=(5, 15), a_day=2, a_week=4)
    assert plan.contacts == (
        Contact(role="support", name="Staff support", reach="0800 000 0000", reviewed_on=date(2026, 12, 1)),
        Contact(role="concerns", name="The guardian", reach="in room 4"),
    )
    assert plan.words.groups == "colleagues of the global majority"
    assert plan.retention == Retention(private_after_close=14)


def test_the_zone_and_holidays_of_the_house_hold_where_the_file_is_silent() -> None:
    assert read_cohort(LEAST, timezone="Europe/Dublin", holidays="IE").holidays == "IE"
    assert read_cohort(LEAST + 'holidays = "GB-SCT"', holidays="IE").holidays == "GB-SCT"


def test_a_plan_comes_back_whole_from_json() -> None:
    plan = read_cohort(TEMPLATE)
    assert CohortPlan.model_validate_json(plan.model_dump_json()) == plan


def test_a_mark_at_the_beginning_and_other_line_ends_do_no_harm() -> None:
    assert read_cohort("\ufeff" + LEAST.replace("\n", "\r\n")) == read_cohort(LEAST)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("start = 2027-01-04", ["name is missing"]),
        ('name = "x"', ["start is missing", "2027-01-04"]),
        (LEAST.replace("2027-01-04", '"2027-01-04"'), ["start", "without quotation marks"]),
        (LEAST.replace("2027-01-04", "2027-01-04T09:00:00"), ["start", "2027-01-04"]),
        (LEAST.replace("2027", "1027"), ["start"]),
        (LEAST.replace('"Spring 2027"', '"  "'), ["name", "80 characters"]),
        (LEAST.replace('"Spring 2027"', '"a\\nb"'), ["name"]),
        (LEAST.replace('"Spring 2027"', "3"), ["name"]),
        (LEAST.replace("Spring", "x" * 80), ["name"]),
        (LEAST + 'timezone = "Mars/Olympus"', ["timezone", "Europe/London"]),
        (LEAST + 'holidays = "GB-XYZ"', ["holidays", "GB-ENG"]),
        (LEAST + 'holidays = "Narnia"', ["holidays", "GB-ENG"]),
        (LEAST + "months = 0", ["months", "from 1 to 24"]),
        (LEAST + "months = 25", ["months", "from 1 to 24"]),
        (LEAST + 'months = "8"', ["months", "from 1 to 24"]),
        (LEAST + "months = true", ["months", "from 1 to 24"]),
        (LEAST + "per_month = 9", ["per_month", "from 1 to 8"]),
        (LEAST + "per_month = 2.0", ["per_month", "from 1 to 8"]),
        (LEAST + '[summary]\nchannel = "#general"', ["[summary] channel", "slack:C0123456789"]),
        (LEAST + '[summary]\nchannel = "slack:"', ["[summary] channel"]),
        (LEAST + '[summary]\nweekday = "sunday"', ["[summary] weekday", "monday to friday"]),
        (LEAST + "[summary]\nhour = 18", ["[summary] hour", "from 8 to 17"]),
        (LEAST + '[summary]\naudience = "everyone"', ["[summary] audience", "wider"]),
        (LEAST + "[nudges]\nladder = [3, 3]", ["[nudges] ladder", "rising"]),
        (LEAST + "[nudges]\nladder = [10, 3]", ["[nudges] ladder", "rising"]),
        (LEAST + "[nudges]\nladder = [0, 29]", ["[nudges] ladder", "1 to 28"]),
        (LEAST + "[nudges]\nladder = 3", ["[nudges] ladder"]),
        (LEAST + "[nudges]\na_day = 0", ["[nudges] a_day"]),
        (LEAST + "[nudges]\na_week = 8", ["[nudges] a_week"]),
        (LEAST + "[nudges]\na_day = 3\na_week = 2", ["[nudges] a_week", "a_day"]),
        (
            LEAST + '[[contacts]]\nrole = "boss"\nname = "x"\nreach = "y"',
            ["[[contacts]] number 1: role", "support"],
        ),
        (LEAST + '[[contacts]]\nrole = "dpo"\nname = "x"', ["[[contacts]] number 1: reach is missing"]),
        (LEAST + '[contacts]\nrole = "dpo"', ["contacts", "[[contacts]]"]),
        (LEAST + "summary = 3", ["summary", "[summary]"]),
        (LEAST + '[words]\ngroups = ""', ["[words] groups"]),
        (LEAST + "[retention]\nprivate_after_close = 0", ["[retention] private_after_close", "3650"]),
        (LEAST + "[nudges]\nladders = [3]", ["[nudges] has no setting “ladders”; did you mean “ladder”?"]),
        (LEAST + '[words]\ncolour = "x"', ["[words] has no setting “colour”."]),
        (LEAST + "[words]\nmonths = 8", ["“months”", "top of the file"]),
        (LEAST + 'timezon = "UTC"', ["There is no setting “timezon”; did you mean “timezone”?"]),
        (LEAST + "[nudge]\na_day = 1", ["There is no section “nudge”; did you mean “nudges”?"]),
        (
            LEAST + '[[contacts]]\nrole = "dpo"\nname = "x"\nreach = "y"\nreviewed = 2026-12-01',
            ["[[contacts]] number 1 has no setting “reviewed”; did you mean “reviewed_on”?"],
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_in_one_sentence(text: str, words: list[str]) -> None:
    problems = problems_of(text)
    assert len(problems) == 1
    assert all(word in problems[0] for word in words), problems[0]


def test_every_problem_is_told_at_once() -> None:
    assert len(problems_of("months = 0\nper_month = 0\n[nudges]\nladders = 1\n[words]\ngroups = 3")) == 6


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (LEAST + "months = eight", "Line 3"),
        (LEAST + "holidays =", "end of the file"),
        ("name = Spring", "Line 1"),
        ("start = 2027-02-30", "Line 1"),
        (LEAST + 'name = "again"', "cannot be read"),
        ("x = " + "[" * 5_000, "cannot be read"),
        ("x = " + "9" * 5_000, "cannot be read"),
    ],
)
def test_what_is_not_toml_is_refused_with_the_line_where_one_is_known(text: str, where: str) -> None:
    (problem,) = problems_of(text)
    assert where in problem


@settings(deadline=None, max_examples=100)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    "name",
                    "start",
                    "=",
                    " ",
                    "\n",
                    '"x"',
                    "2027-01-04",
                    "[nudges]",
                    "[[contacts]]",
                    "ladder",
                    "[",
                    "]",
                    "3",
                ]
            ),
            max_size=25,
        ).map("".join),
    )
)
def test_any_text_gives_a_plan_or_sentences(text: str) -> None:
    try:
        read_cohort(text)
    except CohortFileError as refused:
        sentences = refused.problems
    else:
        sentences = ("It is a plan.",)
    assert sentences
    assert all(sentence.endswith((".", "?")) for sentence in sentences)


MODELS: dict[str, type[BaseModel]] = {
    "": CohortPlan,
    "summary": SummarySettings,
    "nudges": NudgeSettings,
    "contacts": Contact,
    "words": Words,
    "retention": Retention,
}


def explained() -> set[tuple[str, str]]:
    """Return each section and setting of the template that has a note directly above it."""
    section, found, noted = "", set(), False
    for line in TEMPLATE.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            found |= {("", section)} if noted else set()
        elif "=" in line and not line.startswith("#"):
            found |= {(section, line.partition(" =")[0])} if noted else set()
        noted = line.startswith("#") or (noted and not line)
    return found


def test_the_template_explains_every_setting() -> None:
    settings_known = {(section, name) for section, model in MODELS.items() for name in model.model_fields}
    assert explained() == settings_known


def test_the_template_shows_the_values_that_hold_when_a_line_is_left_out() -> None:
    plan, least = read_cohort(TEMPLATE), read_cohort(LEAST)
    examples = {"contacts": (), "summary": plan.summary.model_copy(update={"channel": None})}
    assert plan.model_copy(update=examples) == least


def test_the_template_has_what_the_start_needs() -> None:
    assert missing(read_cohort(TEMPLATE), has_coordinator=True, today=TODAY) == ()


def test_the_template_fits_a_terminal_of_110_columns() -> None:
    assert max(map(len, TEMPLATE.splitlines())) <= 110
    assert tomllib.loads(TEMPLATE)


def test_the_example_cohort_can_start() -> None:
    assert missing(read_cohort(EXAMPLE.read_text()), has_coordinator=True, today=TODAY) == ()


def plan_with(*contacts: Contact) -> CohortPlan:
    return CohortPlan(name="x", start=TODAY, contacts=contacts)


def contact(role: str, reviewed_on: date | None = TODAY) -> Contact:
    return Contact.model_validate({"role": role, "name": "Sam", "reach": "here", "reviewed_on": reviewed_on})


def test_a_cohort_without_anybody_to_turn_to_cannot_start() -> None:
    sentences = missing(plan_with(), has_coordinator=False, today=TODAY)
    assert [sentence.split(":")[0] for sentence in sentences] == [
        "There is no coordinator",
        "There is no support contact",
        "There is no concerns contact",
    ]


def test_a_coordinator_and_two_contacts_are_enough_to_start() -> None:
    plan = plan_with(contact("support"), contact("concerns"))
    assert missing(plan, has_coordinator=True, today=TODAY) == ()


@pytest.mark.parametrize(("days", "holds"), [(0, True), (180, True), (181, False), (-1, True)])
def test_a_contact_holds_for_180_days_after_a_review(days: int, holds: bool) -> None:
    plan = plan_with(contact("support"), contact("concerns"), contact("dpo", TODAY - timedelta(days)))
    assert (missing(plan, has_coordinator=True, today=TODAY) == ()) is holds


def test_a_contact_never_reviewed_is_asked_about_and_stops_nothing() -> None:
    plan = plan_with(contact("support"), contact("concerns", None))
    assert missing(plan, has_coordinator=True, today=TODAY) == ()
    assert "was never reviewed" in reviews_due(plan, TODAY)[0]


@pytest.mark.parametrize(("days", "due"), [(90, 0), (91, 1), (180, 1), (181, 0)])
def test_a_review_is_due_after_90_days_until_the_contact_no_longer_holds(days: int, due: int) -> None:
    assert len(reviews_due(plan_with(contact("support", TODAY - timedelta(days))), TODAY)) == due
