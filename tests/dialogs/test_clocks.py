"""Every message about a meeting says its time on the clocks of both, where they differ that day."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.saying import say_moment
from bot.programme.working_time import local_day
from bot.programme.zones import offset, zone
from dialogs.booking import Booking, Guest, in_full
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import agrees, lives_in, newest, proposes
from tests.dialogs.house import asked, texts

SPRING = {
    "a week in winter": ("2027-02-23", "10:00"),
    "New York is in summer time and London is not yet": ("2027-03-16", "11:00"),
    "both are in summer time": ("2027-03-30", "10:00"),
}
ABOUT_THE_TIME = (
    "service.proposal", "service.agreed", "reply.agreed", "service.guide", "service.reminder",
)  # fmt: skip


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        await lives_in(opened, "brendan", "America/New_York")
        yield opened


def said_to(works: Works, who: str) -> dict[str, str]:
    """Return what somebody was told of the time, by the kind of message."""
    return {one.kind: one.letter.message.text for one in works.phones.to(who) if one.kind in ABOUT_THE_TIME}


@pytest.mark.parametrize(("day", "over_there"), SPRING.values(), ids=SPRING)
async def test_both_clocks_stand_in_every_message_from_the_proposal_to_the_reminder(
    works: Works, day: str, over_there: str
) -> None:
    works.jump(to=at(day, "12:00") - (at("2027-02-23") - at("2027-02-17")))
    shown = say_moment(at(day, "15:00"), zone("Europe/London"))
    confirm = await works.house.answer(
        "amara", await works.house.press("amara", "book", relationship="R01"), words=shown
    )
    assert asked(confirm).text == f"{shown} your time, {over_there} for Brendan"
    reply = await works.house.answer("amara", confirm, right="yes")
    assert f"{shown} your time, {over_there} for Brendan" in texts(reply)
    await works.run(works.now)
    agreed = await agrees(works, "brendan", await newest(works))
    here = shown.replace("15:00", over_there)
    assert texts(agreed) == f"It's agreed with Amara: {here} your time, 15:00 for Amara."
    await works.run(at(day, "15:00"))
    told = said_to(works, "brendan")
    assert list(told) == ["service.proposal", "service.guide", "service.reminder"]
    assert all(f"{here} your time, 15:00 for Amara" in text for text in told.values())
    told = said_to(works, "amara")
    assert list(told) == ["service.agreed", "service.guide", "service.reminder"]
    assert all(f"{shown} your time, {over_there} for Brendan" in text for text in told.values())


async def test_a_move_is_asked_on_both_clocks(works: Works) -> None:
    await proposes(works, "amara", "next Tuesday at 3")
    await agrees(works, "brendan", await newest(works))
    meeting = await newest(works)
    await proposes(works, "brendan", "Thursday 25 February at 9", moves=meeting.id)
    await works.run(at("2027-02-17", "15:00"))
    assert works.phones.to("amara")[-1].letter.message.text == (
        "Brendan would like to move your meeting to "
        "Thursday 25 February 2027, 14:00 your time, 09:00 for Brendan."
    )


async def test_did_you_meet_names_the_day_on_the_readers_calendar(works: Works) -> None:
    await lives_in(works, "brendan", "Pacific/Auckland")
    await proposes(works, "amara", "next Tuesday at 15:00")
    await agrees(works, "brendan", await newest(works))
    await works.run(at("2027-02-24", "20:00"))
    asked_both = [
        one.letter.message.text
        for who in ("amara", "brendan")
        for one in works.phones.to(who)
        if one.kind == "service.did-you-meet"
    ]
    assert asked_both == [
        "Did you meet Brendan on Tuesday 23 February 2027?",
        "Did you meet Amara on Wednesday 24 February 2027?",
    ]


ZONES = st.sampled_from(
    [
        "Europe/London", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Australia/Sydney",
        "Asia/Kathmandu", "Pacific/Chatham", "Pacific/Kiritimati", "Africa/Casablanca",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 3 * 365 * 24), ZONES, ZONES)
def test_what_one_confirms_is_what_the_other_reads_on_their_own_clock(
    hours: int, mine: str, yours: str
) -> None:
    moment = at("2026-12-01") + timedelta(hours=hours)
    confirmed = in_full(_booking(mine, "Ali", yours), moment)
    read = in_full(_booking(yours, "Sam", mine), moment)
    if offset(moment, zone(mine)) == offset(moment, zone(yours)):
        assert confirmed == read
        return
    assert _clock_of("Ali", confirmed) == _own_clock(read)
    assert _clock_of("Sam", read) == _own_clock(confirmed)
    other_day = local_day(moment, zone(mine)) != local_day(moment, zone(yours))
    assert (" on " in confirmed, " on " in read) == (other_day, other_day)


def _booking(mine: str, name: str, theirs: str) -> Booking:
    return Booking(
        relationship="R01",
        asked_at=at("2026-11-01"),
        timezone=mine,
        guests=(Guest(name=name, timezone=theirs),),
    )


def _own_clock(said: str) -> str:
    return said.partition(", ")[2].partition(" your time")[0]


def _clock_of(name: str, said: str) -> str:
    clock = said.partition("your time, ")[2].removesuffix(f" for {name}")
    return clock.partition(" on ")[0]
