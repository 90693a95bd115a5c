"""Around a meeting: the guide, the reminder, "did you meet?", and running late."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.records import Interaction
from dialogs.lint import preview_problems
from dialogs.meetings import about, timer_key
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import booked, labels, letters, newest, proposes
from tests.dialogs.house import texts

A_WEEK = timedelta(days=7)


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


def shown(works: Works, who: str = "brendan") -> list[str]:
    """Return what somebody got about a meeting, and when."""
    wanted = ("service.guide", "service.reminder", "service.did-you-meet", "nudge.did-you-meet")
    return [
        f"{one.local:%a %d %b %H:%M} {one.kind.partition('.')[2]}"
        for one in works.phones.to(who)
        if one.kind in wanted
    ]


# ---- the course of a meeting


async def test_guide_the_day_before_reminder_an_hour_before_question_two_hours_after_one_reminder_of_it(
    works: Works,
) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    await works.run(at("2027-03-02"))
    assert (
        shown(works)
        == shown(works, "amara")
        == [
            "Mon 22 Feb 09:00 guide",
            "Tue 23 Feb 14:00 reminder",
            "Tue 23 Feb 17:00 did-you-meet",
            "Mon 01 Mar 09:00 did-you-meet",
        ]
    )
    assert await works.timer(timer_key(meeting.id)) is None


async def test_the_reminder_of_the_question_is_a_nudge_and_the_rest_is_service(works: Works) -> None:
    await booked(works, "next Tuesday at 3")
    await works.run(at("2027-03-02"))
    kinds = [kind for kind in works.phones.kinds("brendan") if kind.endswith("did-you-meet")]
    assert kinds == ["service.did-you-meet", "nudge.did-you-meet"]


async def test_whoever_has_answered_is_not_asked_again(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    await works.run(at("2027-02-23", "17:30"))
    await works.house.press("brendan", "met.yes", **about(meeting))
    await works.run(at("2027-03-02"))
    assert "nudge.did-you-meet" not in works.phones.kinds("brendan")
    assert "nudge.did-you-meet" in works.phones.kinds("amara")


async def test_no_preview_names_anybody_or_says_what_it_is_about(works: Works) -> None:
    await booked(works, "next Tuesday at 3")
    await works.run(at("2027-03-02"))
    for one in works.phones.to("brendan"):
        preview = one.letter.message.preview
        assert preview_problems(preview) == ()
        assert "Amara" not in preview


async def test_a_trio_is_told_together_and_may_say_that_they_were_not_there(works: Works) -> None:
    await works.run(at("2027-02-17", "11:00"))
    await proposes(works, "edwin", "next Tuesday at 3", code="R02")
    await works.house.press("chidi", "proposal.accept", **about(await newest(works, "R02")))
    await works.run(at("2027-02-23", "18:00"))
    for who in ("chidi", "delphine", "edwin"):
        assert shown(works, who)[-1] == "Tue 23 Feb 17:00 did-you-meet"
    question = works.phones.to("edwin")[-1].letter.message
    assert labels(question) == ["Yes, we met", "They met without me", "It moved", "No"]


async def test_a_pair_is_not_asked_whether_they_met_without_one_of_them(works: Works) -> None:
    await booked(works, "next Tuesday at 3")
    await works.run(at("2027-02-23", "17:00"))
    assert labels(works.phones.to("brendan")[-1].letter.message) == ["Yes, we met", "It moved", "No"]


# ---- when there is little time


async def test_a_meeting_agreed_for_tomorrow_gets_its_guide_half_an_hour_later(works: Works) -> None:
    await booked(works, "tomorrow at 3")
    await works.run(at("2027-02-17", "12:00"))
    assert shown(works) == ["Wed 17 Feb 10:30 guide"]


async def test_a_meeting_within_two_hours_gets_a_reminder_and_no_guide(works: Works) -> None:
    await booked(works, "today at 12:00")
    await works.run(at("2027-02-17", "14:00"))
    assert shown(works) == ["Wed 17 Feb 11:00 reminder", "Wed 17 Feb 14:00 did-you-meet"]


async def test_a_meeting_within_the_hour_is_only_asked_about(works: Works) -> None:
    await booked(works, "today at 10:30")
    await works.run(at("2027-02-17", "13:00"))
    assert shown(works) == ["Wed 17 Feb 12:30 did-you-meet"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("tomorrow at 08:15", ["Wed 17 Feb 10:30 guide", "Thu 18 Feb 08:00 reminder"]),
        ("tomorrow at 07:30", ["Wed 17 Feb 10:30 guide"]),
    ],
)
async def test_a_reminder_waits_for_eight_and_is_left_out_when_that_is_too_late(
    works: Works, words: str, expected: list[str]
) -> None:
    await booked(works, words)
    await works.run(at("2027-02-18", "09:00"))
    assert shown(works) == expected


async def test_an_evening_meeting_is_asked_about_the_next_morning(works: Works) -> None:
    await booked(works, "tomorrow at 19:00")
    await works.run(at("2027-02-19", "12:00"))
    assert shown(works)[-1] == "Fri 19 Feb 08:00 did-you-meet"


async def test_a_late_reminder_does_not_claim_an_hour(works: Works) -> None:
    """A reminder that waited for eight said "in an hour" a quarter of an hour before."""
    await booked(works, "tomorrow at 08:15")
    await works.run(at("2027-02-18", "08:00"))
    assert "hour" not in works.phones.to("brendan")[-1].letter.message.text


async def test_a_question_whose_moment_was_missed_is_still_asked(works: Works) -> None:
    """After an outage over the end of a meeting nobody was asked until a nudge three days later."""
    await booked(works, "next Tuesday at 3")
    await works.run(at("2027-02-23", "12:00"))
    works.jump(to=at("2027-02-24", "11:00"))
    await works.run(at("2027-02-24", "12:00"))
    assert shown(works) == ["Mon 22 Feb 09:00 guide", "Wed 24 Feb 11:00 did-you-meet"]


async def test_a_question_missed_by_days_is_left_to_its_one_reminder(works: Works) -> None:
    await booked(works, "next Tuesday at 3")
    await works.run(at("2027-02-23", "12:00"))
    works.jump(to=at("2027-02-26", "16:00"))
    await works.run(at("2027-03-02"))
    assert shown(works)[1:] == ["Mon 01 Mar 09:00 did-you-meet"]


@pytest.mark.parametrize(
    ("back", "asked"), [("2027-03-05", ["Fri 05 Mar 10:00 did-you-meet"]), ("2027-04-30", [])]
)
async def test_a_meeting_slept_through_is_asked_about_once_while_it_can_be_answered(
    works: Works, back: str, asked: list[str]
) -> None:
    """After an outage over its whole course a meeting was forgotten, and nobody was ever asked."""
    await booked(works, "next Tuesday at 3")
    works.jump(to=at(back))
    await works.run(at("2027-05-20"))
    assert shown(works) == asked


# ---- moved and called off


async def test_a_meeting_that_moved_is_followed_at_its_new_time_only(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    await works.run(at("2027-02-22", "10:00"))
    await proposes(works, "brendan", "Thursday at 11", moves=meeting.id)
    await works.house.press("amara", "proposal.accept", **about(await newest(works)))
    await works.run(at("2027-02-25", "14:00"))
    assert shown(works) == [
        "Mon 22 Feb 09:00 guide",
        "Wed 24 Feb 09:00 guide",
        "Thu 25 Feb 10:00 reminder",
        "Thu 25 Feb 13:00 did-you-meet",
    ]


async def test_about_a_meeting_called_off_nothing_more_is_said(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    await works.house.press("amara", "meeting.off", **about(meeting))
    await works.run(at("2027-03-02"))
    assert shown(works) == []


# ---- running late


async def reminded(works: Works) -> Interaction:
    meeting = await booked(works, "next Tuesday at 3")
    await works.run(at("2027-02-23", "14:30"))
    await letters(works, "amara")
    await letters(works, "brendan")
    return meeting


@pytest.mark.parametrize("clock", ["14:30", "15:00", "15:29"])
async def test_running_late_is_one_press_that_tells_the_other_and_nothing_else(
    works: Works, clock: str
) -> None:
    meeting = await reminded(works)
    works.jump(to=at("2027-02-23", clock))
    reply = await works.house.press("brendan", "meeting.late", **about(meeting))
    assert texts(reply) == "I have told Amara. Take your time."
    (told,) = await letters(works, "amara")
    assert (told.kind, told.text) == ("service.late", "Brendan is running a few minutes late.")
    assert await letters(works, "brendan") == []


async def test_half_an_hour_after_its_beginning_it_is_too_late_to_be_late(works: Works) -> None:
    meeting = await reminded(works)
    works.jump(to=at("2027-02-23", "15:30"))
    reply = await works.house.press("brendan", "meeting.late", **about(meeting))
    assert "That time has gone by" in texts(reply)
    assert await letters(works, "amara") == []


async def test_the_reminder_carries_the_buttons_for_late_and_for_off(works: Works) -> None:
    await reminded(works)
    reminder = next(
        one.letter.message for one in works.phones.to("brendan") if one.kind == "service.reminder"
    )
    assert labels(reminder) == ["Running late", "Can't make it"]
