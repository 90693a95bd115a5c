"""Who sees what: each circle of readers, by name, and when each kind of thing is deleted."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.programme.cohort_plan import CohortPlan, Contact, Retention
from dialogs.lint import absolute_promises, problems
from dialogs.visibility import Readers, stretch, who_sees_what
from tests.dialogs.house import START, House, open_house, texts

READERS = Readers(circles=("Brendan",), coordinators="Farah and Gwen", in_a_trio=False)
OFFICER = Contact(role="dpo", name="Dara Daly", reach="dpo@trust.example")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


def plan(**retention: int) -> CohortPlan:
    return CohortPlan(name="Spring", start=START, contacts=(OFFICER,), retention=Retention(**retention))


def test_every_circle_of_readers_has_its_paragraph() -> None:
    heads = [part.partition(":")[0] for part in who_sees_what(plan(), READERS).split("\n\n")]
    assert heads == [
        "Only you",
        "You and Brendan",
        "Whoever coordinates (Farah and Gwen)",
        "Everyone in the programme",
        "Anyone outside",
        "The people who run the computers",
        "Questions about your data",
    ]


def test_a_trio_also_reads_of_what_the_two_mentors_share() -> None:
    readers = Readers(("Delphine and Edwin",), "Farah", in_a_trio=True)
    assert "The two mentors alone" in who_sees_what(plan(), readers)


def test_the_days_after_which_things_go_are_those_of_the_cohort() -> None:
    text = who_sees_what(
        plan(private_after_close=12, pair_after_close=34, passing_hours_after_meeting=5), READERS
    )
    assert "12 days" in text
    assert "34 days" in text
    assert "5 hours" in text


@pytest.mark.parametrize(
    ("days", "words"), [(1, "1 day"), (30, "30 days"), (365, "1 year"), (2190, "6 years")]
)
def test_a_stretch_of_time_is_said_in_days_or_whole_years(days: int, words: str) -> None:
    assert stretch(days) == words


def test_who_answers_questions_about_data_is_named_with_how_to_reach_them() -> None:
    assert "Dara Daly, dpo@trust.example" in who_sees_what(plan(), READERS)


def test_it_says_what_the_people_who_run_the_computers_may_reach_and_promises_nothing_more() -> None:
    text = who_sees_what(plan(), READERS)
    assert "may be able to reach what is stored" in text
    assert not absolute_promises(text)


def test_it_is_easy_to_read() -> None:
    assert not problems(who_sees_what(plan(), READERS))


async def test_a_mentee_of_a_trio_reads_both_names_and_those_of_the_coordinators(house: House) -> None:
    text = texts(await house.say("edwin", "who sees what"))
    assert "You and Chidi and Delphine" in text
    assert "Whoever coordinates (Farah and Gwen)" in text


async def test_a_coordinator_in_no_pair_sees_the_same_page(house: House) -> None:
    text = texts(await house.press("farah", "who-sees-what"))
    assert "whoever you are matched with" in text


async def test_looking_writes_nothing(house: House) -> None:
    before = house.rows(but=("inbox",))
    await house.press("amara", "who-sees-what")
    assert house.rows(but=("inbox",)) == before
