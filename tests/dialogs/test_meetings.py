"""What every conversation about a meeting shares."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.records import Interaction, Person
from bot.core.turn import Refusal
from dialogs.meetings import about, again, at_of, changes, names_of, on_my_clock, timer_key, when
from tests.core.works import at, open_works
from tests.dialogs.diary import story
from tests.dialogs.house import texts

MEETING = Interaction(id="m", relationship_id="R01", on=date(2027, 6, 15), at=at("2027-06-15", "15:00"))
ZONES = ["Europe/London", "Asia/Kolkata", "America/St_Johns", "Pacific/Chatham"]


def test_a_button_about_a_meeting_carries_its_day_and_its_instant() -> None:
    assert about(MEETING) == {
        "relationship": "R01",
        "interaction": "m",
        "on": "2027-06-15",
        "at": "2027-06-15T14:00:00+00:00",
    }


def test_what_was_logged_without_a_time_carries_none() -> None:
    assert about(MEETING.model_copy(update={"at": None}))["at"] == ""


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 365 * 24 * 60), st.sampled_from(ZONES))
def test_an_instant_is_written_the_same_whatever_zone_it_was_understood_in(minutes: int, name: str) -> None:
    moment = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    elsewhere = MEETING.model_copy(update={"at": moment.astimezone(ZoneInfo(name))})
    assert at_of(elsewhere) == at_of(MEETING.model_copy(update={"at": moment}))


def test_moving_and_calling_off_carry_the_whole_meeting_and_finding_another_only_the_pair() -> None:
    assert [action.args for action in changes(MEETING)] == [about(MEETING)] * 2
    assert again("R01").args == {"relationship": "R01"}


def test_a_meeting_has_one_timer() -> None:
    assert timer_key("m") == "meeting:m"


def test_names_are_said_in_a_row() -> None:
    people = [
        Person(id=name, name=name, email=f"{name}@trust.example") for name in ("Amara", "Chidi", "Edwin")
    ]
    assert names_of(people) == "Amara, Chidi and Edwin"


async def test_a_time_is_said_on_the_readers_clock_and_a_day_without_time_as_a_day(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with open_works(tmp_path_factory.mktemp("house")) as works:
        circle = (await story(works)).circle
    here, away = circle.mentee, circle.mentee.model_copy(update={"timezone": "America/New_York"})
    assert when(circle, MEETING, here) == "Tuesday 15 June 2027, 15:00"
    assert when(circle, MEETING, away) == "Tuesday 15 June 2027, 10:00 your time, 15:00 for Amara"
    assert on_my_clock(circle, MEETING, away) == "Tuesday 15 June 2027, 10:00"
    assert when(circle, MEETING.model_copy(update={"at": None}), away) == "Tuesday 15 June 2027"


async def test_a_coordinators_own_cohort_is_no_relationship_of_theirs(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with open_works(tmp_path_factory.mktemp("house")) as works:
        assert "You are in no pair or trio" in texts(await works.house.say("farah", "book"))
        assert (await works.house.say("gwen", "book")).question is not None


def test_a_refusal_is_said_as_it_stands() -> None:
    assert str(Refusal("Not today.")) == "Not today."
