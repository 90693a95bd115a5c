"""A mentee, a mentor and a coordinator in Teams, from the first hello to the look back: HTTP in, HTTP out."""

from pathlib import Path

from tests.flow.teams.ward import open_ward
from tests.flow.teams.ways import (
    KNOW,
    READ,
    SAW,
    agree_on_rules,
    agree_on_thursday,
    looks_back,
    met_on_thursday,
    ready_to_look_back,
    settles_in,
)


async def test_whoever_adds_the_app_is_greeted_once_and_led_through_the_welcome_in_one_card(
    tmp_path: Path,
) -> None:
    async with open_ward(tmp_path) as ward:
        ada = ward.ada
        assert [seen.preview for seen in ada.shown] == ["Hello"]
        await ada.presses("Begin here")
        assert "What is kept about you, and who sees it" in ada.card.words
        await ada.fills({READ: "I have read this"})
        assert ada.card.words.startswith("Where trust has its limits")
        await ada.fills({KNOW: "I know this"})
        assert ada.card.words.startswith("When do you work?")
        await ada.fills()
        await ada.presses("Back")
        assert ada.card.words.startswith("When do you work?")
        await ada.fills()
        await ada.fills()
        await ada.presses("Skip")
        assert ada.card.buttons == ["Suggest a first time", "Ground rules", "My programme"]
        assert len(ada.shown) == 1
        assert ada.reloaded() == [ada.card.words]
        assert ward.world.complaints == []


async def test_two_people_find_a_time_and_are_reminded_of_it(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await settles_in(ward.ada)
        await settles_in(ward.bo)
        await agree_on_thursday(ward)
        assert ward.bo.card.words == (
            "A time is agreed\nIt's agreed with Ada Quist: Thursday 7 January 2027, 15:00."
        )
        assert ward.ada.last.words.endswith("It's agreed with Bo Marsh: Thursday 7 January 2027, 15:00.")
        await ward.days(3)
        assert any("Your guide for the next meeting" in words for words in ward.ada.chat)
        await ward.ada.presses("Show the guide")
        assert "Your guide for the next meeting" in ward.ada.card.words, "what is only looked at stays"
        assert "Can't make it" not in ward.ada.card.buttons
        assert ward.ada.notices == ["You find it below."]
        assert ward.world.complaints == []


async def test_after_the_meeting_the_mentee_looks_back_and_the_card_says_only_what_was_done(
    tmp_path: Path,
) -> None:
    async with open_ward(tmp_path) as ward:
        await met_on_thursday(ward)
        await agree_on_rules(ward)
        await ward.ada.presses("Yes, we met")
        assert ward.ada.card.words == "Noted\nGood. It's in the log."
        await looks_back(ward)
        assert ward.ada.card.words == "About your notes\nIt's kept, and for you alone."
        assert SAW not in str(ward.ada.chat)
        assert SAW not in str(ward.bo.chat)
        assert ward.ada.reloaded()[-1] == ward.ada.last.words
        assert ward.world.complaints == []


async def test_nothing_that_was_written_is_in_any_message_that_teams_keeps(tmp_path: Path) -> None:
    async with open_ward(tmp_path) as ward:
        await ready_to_look_back(ward)
        await looks_back(ward)
        assert SAW not in str([call.body for call in ward.world.calls])


async def test_the_coordinators_read_figures_in_their_channel_and_names_in_their_own_chat(
    tmp_path: Path,
) -> None:
    async with open_ward(tmp_path) as ward:
        await met_on_thursday(ward)
        await ward.ada.presses("Yes, we met")
        await ward.days(4)
        [summary] = ward.world.channel(ward.channel.id)
        assert "1 active, 0 paused, 0 ended" in summary.words
        assert "Ada" not in summary.words
        await ward.gus.presses("Show who could use a hand", summary)
        assert ward.gus.notices == ["I have written to you in our chat."]
        assert "R01, Ada Quist and Bo Marsh: ground rules not agreed yet." in ward.gus.last.words
        assert ward.world.channel(ward.channel.id)[-1].id == summary.id
        assert "Ada" not in ward.world.channel(ward.channel.id)[-1].words
        assert ward.world.complaints == []


async def test_a_mentee_who_presses_the_coordinators_button_is_refused_in_their_own_chat(
    tmp_path: Path,
) -> None:
    async with open_ward(tmp_path) as ward:
        await met_on_thursday(ward)
        await ward.days(4)
        [summary] = ward.world.channel(ward.channel.id)
        await ward.ada.presses("Show who could use a hand", summary)
        assert ward.ada.notices == ["I have written to you in our chat."]
        assert "R01" not in ward.ada.last.words
        assert len(ward.world.channel(ward.channel.id)) == 1
