"""Agreeing a time: accepted, answered with another, moved or called off; by anyone and without blame."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.records import Interaction, InteractionState
from dialogs.meetings import about, timer_key
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import agrees, booked, labels, letters, newest, proposes, state
from tests.dialogs.house import AGREED, asked, kinds, texts

PROPOSED, IS_AGREED, OFF = InteractionState.PROPOSED, InteractionState.AGREED, InteractionState.CANCELLED
OUT_OF_DATE = "That card is out of date: the meeting has changed since."


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def proposal_to(works: Works, who: str = "brendan") -> Interaction:
    await proposes(works, "amara", "next Tuesday at 3")
    await letters(works, who)
    return await newest(works)


async def for_the_trio(works: Works, by: str) -> Interaction:
    await proposes(works, by, "next Tuesday at 3", code="R02")
    return await newest(works, "R02")


# ---- saying yes


async def test_a_pairs_time_is_agreed_once_the_other_says_yes(works: Works) -> None:
    meeting = await proposal_to(works)
    reply = await agrees(works, "brendan", meeting)
    assert texts(reply) == "It's agreed with Amara: Tuesday 23 February 2027, 15:00."
    assert labels(reply.messages[0]) == ["Move it", "Call it off", "Open in a calendar"]
    assert await state(works, meeting) is IS_AGREED
    (told,) = await letters(works, "amara")
    assert (told.kind, told.text) == (
        "service.agreed",
        "It's agreed with Brendan: Tuesday 23 February 2027, 15:00.",
    )


async def test_the_proposer_cannot_agree_for_the_other(works: Works) -> None:
    meeting = await proposal_to(works)
    assert "You have agreed to that time already." in texts(await agrees(works, "amara", meeting))
    assert await state(works, meeting) is PROPOSED


async def test_saying_yes_twice_changes_nothing(works: Works) -> None:
    meeting = await proposal_to(works)
    await agrees(works, "brendan", meeting)
    await letters(works, "amara")
    assert "agreed already" in texts(await agrees(works, "brendan", meeting))
    assert await letters(works, "amara") == []


async def test_a_trios_time_is_agreed_once_the_mentee_and_a_mentor_said_yes(works: Works) -> None:
    meeting = await for_the_trio(works, "edwin")
    await agrees(works, "chidi", meeting)
    assert await state(works, meeting) is IS_AGREED


async def test_two_mentors_alone_do_not_settle_a_trios_time(works: Works) -> None:
    meeting = await for_the_trio(works, "chidi")
    reply = await agrees(works, "delphine", meeting)
    assert "once everyone needed has agreed" in texts(reply)
    assert await state(works, meeting) is PROPOSED
    await agrees(works, "edwin", meeting)
    assert await state(works, meeting) is IS_AGREED


async def test_the_third_of_a_trio_may_say_yes_later_and_nobody_is_told_twice(works: Works) -> None:
    """A late yes told everyone once more that it was agreed, and sent the guide again."""
    meeting = await for_the_trio(works, "edwin")
    await agrees(works, "chidi", meeting)
    await works.run(at("2027-02-22", "09:30"))
    await letters(works, "edwin")
    reply = await agrees(works, "delphine", meeting)
    assert kinds(reply) == ["reply.agreed"]
    await works.step()
    assert await letters(works, "edwin") == []
    assert (await newest(works, "R02")).agreed_by == ["edwin", "chidi", "delphine"]


# ---- saying something else


async def test_not_this_month_withdraws_a_proposal_and_its_proposer_hears_that_and_only_that(
    works: Works,
) -> None:
    meeting = await proposal_to(works)
    reply = await works.house.press("brendan", "proposal.decline", **about(meeting))
    assert "That's fine" in texts(reply)
    assert await state(works, meeting) is OFF
    (told,) = await letters(works, "amara")
    assert (
        told.text
        == "The meeting on Tuesday 23 February 2027, 15:00 won't take place. Shall we find another time?"
    )
    assert labels(told) == ["Find another time"]


async def test_a_third_who_cannot_come_takes_nothing_from_the_other_two(works: Works) -> None:
    """When the second mentor declined, the meeting of the other two was called off."""
    meeting = await for_the_trio(works, "edwin")
    await agrees(works, "chidi", meeting)
    await letters(works, "edwin")
    reply = await works.house.press("delphine", "proposal.decline", **about(meeting))
    assert "they still meet" in texts(reply)
    assert await state(works, meeting) is IS_AGREED
    (told,) = await letters(works, "edwin")
    assert told.text == "Delphine can't come on Tuesday 23 February 2027, 15:00. You two still meet."


async def test_another_time_moves_the_same_meeting_and_asks_the_others_again(works: Works) -> None:
    meeting = await proposal_to(works)
    await proposes(works, "brendan", "Thursday 25 February at 11", moves=meeting.id)
    moved = await newest(works)
    assert (moved.id, moved.moves, moved.by, moved.agreed_by) == (meeting.id, 1, "brendan", ["brendan"])
    assert moved.on.isoformat() == "2027-02-25"
    (told,) = await letters(works, "amara")
    assert told.text == "Brendan would like to move your meeting to Thursday 25 February 2027, 11:00."


async def test_the_button_for_another_time_opens_the_booking_form(works: Works) -> None:
    meeting = await proposal_to(works)
    assert asked(await works.house.press("brendan", "proposal.another", **about(meeting))).key == "when-1"


async def test_after_a_move_the_older_cards_are_out_of_date(works: Works) -> None:
    meeting = await proposal_to(works)
    await proposes(works, "brendan", "Thursday 25 February at 11", moves=meeting.id)
    for route in ("proposal.accept", "proposal.decline", "proposal.another", "meeting.off", "meeting.late"):
        assert texts(await works.house.press("amara", route, **about(meeting))) == OUT_OF_DATE


async def test_an_agreed_meeting_can_be_moved_and_has_to_be_agreed_again(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    await proposes(works, "brendan", "Thursday 25 February at 11", moves=meeting.id)
    assert await state(works, meeting) is PROPOSED
    await agrees(works, "amara", await newest(works))
    assert await state(works, meeting) is IS_AGREED


async def test_either_may_call_an_agreed_meeting_off_and_the_other_is_offered_a_new_time(
    works: Works,
) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    await letters(works, "brendan")
    reply = await works.house.press("amara", "meeting.off", **about(meeting))
    assert texts(reply) == "It's off, and I have told the others."
    (told,) = await letters(works, "brendan")
    assert told.kind == "service.off"
    form = await works.house.push("brendan", told, "Find another time")
    assert asked(form).key == "when-1"
    assert await works.timer(timer_key(meeting.id)) is None


async def test_a_meeting_called_off_is_not_called_off_again(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    await works.house.press("amara", "meeting.off", **about(meeting))
    await letters(works, "brendan")
    assert "was let go in the meantime" in texts(
        await works.house.press("amara", "meeting.off", **about(meeting))
    )
    assert await letters(works, "brendan") == []


async def test_a_meeting_that_has_begun_can_no_longer_be_changed(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    works.jump(to=at("2027-02-23", "15:00"))
    assert "That time has gone by" in texts(await works.house.press("amara", "meeting.off", **about(meeting)))


async def test_a_meeting_of_others_is_not_found_through_ones_own_relationship(works: Works) -> None:
    theirs = about(await newest(works, "R02")) | {"relationship": "R01"}
    reply = await works.house.press("amara", "meeting.off", **theirs)
    assert texts(reply) == "I can't find that meeting any more."
    assert AGREED[0].isoformat() in theirs["on"] or AGREED[1].isoformat() in theirs["on"]


# ---- summer time


@pytest.mark.parametrize(
    ("now", "words", "said"),
    [
        ("2027-03-26", "Tuesday at 3", "Tuesday 30 March 2027, 15:00"),
        ("2027-06-10", "Tuesday at 3", "Tuesday 15 June 2027, 15:00"),
        ("2027-09-24", "Tuesday at 3", "Tuesday 28 September 2027, 15:00"),
    ],
)
async def test_a_time_in_summer_is_not_out_of_date_when_it_is_agreed(
    works: Works, now: str, words: str, said: str
) -> None:
    """A time understood with an offset was compared with the same instant in UTC, as text."""
    works.jump(to=at(now))
    await proposes(works, "amara", words)
    (told,) = await letters(works, "brendan")
    assert said in told.text
    reply = await works.house.push("brendan", told, "That works")
    assert said in texts(reply)


async def test_a_meeting_after_the_change_of_summer_time_is_reminded_of_an_hour_before_by_the_clock(
    works: Works,
) -> None:
    works.jump(to=at("2027-03-25"))
    await booked(works, "30 March at 15:00")
    await works.run(at("2027-03-30", "14:30"))
    shown = [f"{one.local:%d %b %H:%M}" for one in works.phones.arrived if one.kind == "service.reminder"]
    assert shown == ["30 Mar 14:00", "30 Mar 14:00"]
