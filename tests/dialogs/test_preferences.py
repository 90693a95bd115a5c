"""Preferences: hours, night shifts, clocks by name, the platform, and leave."""

from collections.abc import AsyncIterator
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.dialogs import question_names
from bot.core.records import Person
from bot.programme.zones import is_zone
from dialogs.lint import preview_problems, problems
from dialogs.places import zone_named
from dialogs.preferences import (
    Preferences,
    Standing,
    change_preferences,
    preferences_message,
)
from tests.core.transcript import Transcript
from tests.dialogs.house import House, asked, open_house, texts

NOW = Preferences(opens=time(9), closes=time(17), days=(0, 1, 2, 3, 4), timezone="Europe/London")


class FakeKeeper:
    """Remembers what was chosen."""

    def __init__(self) -> None:
        self.kept: Preferences | None = None

    async def keep(self, preferences: Preferences) -> None:
        self.kept = preferences


def talk_with(keeper: FakeKeeper, *platforms: str) -> Transcript:
    standing = Standing(
        now=NOW, today=date(2027, 2, 17), clocks=("Europe/London", "Europe/Dublin"), platforms=platforms
    )
    return Transcript(change_preferences, standing=standing, keeper=keeper)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        yield opened


async def test_what_holds_is_filled_in_and_may_simply_be_confirmed() -> None:
    keeper = FakeKeeper()
    talk = talk_with(keeper)
    await talk.starts("When do you work?")
    talk.shows(opens="09:00", closes="17:00", days=("0", "1", "2", "3", "4"))
    await talk.answers(opens="09:00", closes="17:00", days=["0", "1", "2", "3", "4"])
    talk.asked("Which clock do you go by?")
    talk.shows(timezone="Europe/London")
    await talk.answers(timezone="Europe/London")
    talk.asked("Will you be away soon?")
    await talk.skip()
    talk.ends()
    assert keeper.kept == NOW


async def test_a_night_shift_ends_earlier_than_it_begins() -> None:
    keeper = FakeKeeper()
    talk = talk_with(keeper)
    await talk.starts("When do you work?")
    await talk.answers(opens="21:00", closes="06:30", days=["5", "6"])
    await talk.answers(timezone="Europe/London")
    await talk.skip()
    assert keeper.kept is not None
    assert (keeper.kept.opens, keeper.kept.closes, keeper.kept.days) == (time(21), time(6, 30), (5, 6))


async def test_a_town_elsewhere_gives_its_time_zone() -> None:
    keeper = FakeKeeper()
    talk = talk_with(keeper)
    await talk.starts("When do you work?")
    await talk.answers(opens="09:00", closes="17:00", days=["0"])
    await talk.answers(timezone="elsewhere")
    talk.asked("Where are you?")
    await talk.tries(town="Utter Nowhere")
    talk.refused(town="I don't know that place. Please name a big town in the same time zone.")
    await talk.answers(town="lagos")
    await talk.skip()
    assert keeper.kept is not None
    assert keeper.kept.timezone == "Africa/Lagos"


async def test_the_platform_is_asked_only_when_two_are_known() -> None:
    keeper = FakeKeeper()
    talk = talk_with(keeper, "slack", "teams")
    await talk.starts("When do you work?")
    await talk.answers(opens="09:00", closes="17:00", days=["0"])
    await talk.answers(timezone="Europe/Dublin")
    talk.asked("Where do you like to hear from me?")
    await talk.answers(platform="teams")
    await talk.skip()
    assert keeper.kept is not None
    assert keeper.kept.platform == "teams"


async def test_leave_that_ends_before_it_begins_is_refused_in_a_sentence() -> None:
    talk = talk_with(FakeKeeper())
    await talk.starts("When do you work?")
    await talk.answers(opens="09:00", closes="17:00", days=["0"])
    await talk.answers(timezone="Europe/London")
    await talk.tries(first="2027-03-10", until="2027-03-10")
    talk.refused(until="Please choose a day after the first day away.")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("London", "Europe/London"),
        ("new  york", "America/New_York"),
        ("Europe/Paris", "Europe/Paris"),
        ("UTC", "UTC"),
        ("", None),
        ("nowhere", None),
    ],
)
def test_a_zone_is_found_by_its_town_or_its_name(said: str, name: str | None) -> None:
    assert zone_named(said) == name


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_for_a_town_gives_a_real_zone_or_none(said: str) -> None:
    name = zone_named(said)
    assert name is None or is_zone(name)


def test_what_holds_is_said_plainly() -> None:
    message = preferences_message(Person(id="p", name="P", email="p@x.example", timezone="America/New_York"))
    assert "09:00 and 17:00 by the clock of New York" in message.text
    assert not problems(message.text)
    assert not preview_problems(message.preview)


def test_the_names_of_its_questions_stay() -> None:
    assert question_names(change_preferences) == ("hours", "clock", "town", "channel", "leave")


async def test_preferences_go_onto_the_record_and_can_be_changed_again(house: House) -> None:
    reply = await house.say("amara", "preferences")
    reply = await house.answer("amara", reply, opens="07:00", closes="15:00", days=["1", "2"])
    reply = await house.answer("amara", reply, timezone="Europe/Dublin")
    reply = await house.answer("amara", reply, first="2027-03-01", until="2027-03-08")
    assert "07:00 and 15:00" in texts(reply)
    async with house.store.reading() as unit:
        amara = await unit.people.get("amara")
    assert (amara.opens, amara.closes, amara.days) == (time(7), time(15), [1, 2])
    assert (amara.timezone, amara.away) == ("Europe/Dublin", [["2027-03-01", "2027-03-08"]])
    again = await house.press("amara", "preferences")
    assert asked(again).draft["opens"] == "07:00"
