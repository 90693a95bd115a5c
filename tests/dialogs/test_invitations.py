"""Invitations on the phone: with what is agreed, after it is moved, and when it is called off."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import icalendar
import pytest

from bot.core.messages import Message
from bot.core.records import Interaction
from dialogs.lint import preview_problems
from dialogs.meetings import about
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import agrees, booked, letters, newest, proposes
from tests.dialogs.house import kinds, texts

TUESDAY = at("2027-02-23", "15:00")
THURSDAY = at("2027-02-25", "11:00")
HOSTS = ["outlook.office.com", "calendar.google.com", "teams.microsoft.com"]


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


def method(message: Message) -> str:
    """Return what the file of a message asks of a calendar; "" when there is no file."""
    if message.document is None:
        return ""
    return str(icalendar.Calendar.from_ical(message.document.text)["METHOD"])


def entry(message: Message) -> icalendar.Event:
    """Return what a calendar would show after the file of a message was opened."""
    assert message.document is not None, f"no file with {message.kind}"
    (event,) = icalendar.Calendar.from_ical(message.document.text).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


def begins(message: Message) -> datetime:
    return entry(message).DTSTART.astimezone(UTC)


async def moved(works: Works, who: str, meeting: Interaction) -> Message:
    """Let somebody move a meeting to Thursday, and return what they are told."""
    reply = await proposes(works, who, "Thursday 25 February at 11", moves=meeting.id)
    return reply.messages[0]


# ---- agreed


async def test_both_get_a_file_for_their_calendar_once_a_time_is_agreed(works: Works) -> None:
    await proposes(works, "amara", "next Tuesday at 3")
    await letters(works, "brendan")
    reply = await agrees(works, "brendan", await newest(works))
    (told,) = await letters(works, "amara")
    for message in (reply.messages[0], told):
        assert message.document is not None
        assert (message.document.name, message.document.media_type) == ("conversation.ics", "text/calendar")
        assert method(message) == "PUBLISH"
        assert (begins(message), entry(message)["STATUS"]) == (TUESDAY, "CONFIRMED")
    assert entry(told)["UID"] == entry(reply.messages[0])["UID"]


async def test_a_proposal_is_nothing_for_a_calendar_yet(works: Works) -> None:
    reply = await proposes(works, "amara", "next Tuesday at 3")
    (told,) = await letters(works, "brendan")
    assert (reply.messages[0].document, told.document) == (None, None)


async def test_everyones_file_keeps_to_their_own_clock(works: Works) -> None:
    async with works.house.changing() as unit:
        brendan = await unit.people.get("brendan")
        await unit.people.put(brendan.model_copy(update={"timezone": "America/New_York"}))
    await proposes(works, "amara", "next Tuesday at 3")
    reply = await agrees(works, "brendan", await newest(works))
    (told,) = await letters(works, "amara")
    for message, shown in (
        (reply.messages[0], "America/New_York:20270223T100000"),
        (told, "Europe/London:20270223T150000"),
    ):
        assert message.document is not None
        assert f"DTSTART;TZID={shown}" in message.document.text


async def test_the_file_names_nobody_and_tells_nothing_of_the_programme(works: Works) -> None:
    await booked(works, "next Tuesday at 3")
    (told,) = [one for one in await letters(works, "amara") if one.document]
    assert told.document is not None
    assert not re.search(r"amara|brendan|R01|spring|trust\.example|mentor", told.document.text, re.IGNORECASE)
    assert preview_problems(told.document.name) == ()


# ---- moved


async def test_a_move_raises_the_number_of_the_same_entry_and_is_tentative_until_agreed(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    first = (await letters(works, "amara"))[-1]
    works.jump(to=at("2027-02-18", "09:00"))
    told = await moved(works, "brendan", meeting)
    asked = (await letters(works, "amara"))[-1]
    for message in (told, asked):
        assert (begins(message), entry(message)["STATUS"]) == (THURSDAY, "TENTATIVE")
    works.jump(to=at("2027-02-18", "12:00"))
    reply = await agrees(works, "amara", await newest(works))
    again = reply.messages[0]
    assert (begins(again), entry(again)["STATUS"]) == (THURSDAY, "CONFIRMED")
    assert entry(first)["UID"] == entry(asked)["UID"] == entry(again)["UID"]
    assert [entry(one)["SEQUENCE"] for one in (first, asked, again)] == [0, 1, 1]
    assert entry(first).DTSTAMP < entry(asked).DTSTAMP < entry(again).DTSTAMP


async def test_a_proposal_answered_with_another_time_is_nothing_for_a_calendar_yet(works: Works) -> None:
    await proposes(works, "amara", "next Tuesday at 3")
    told = await moved(works, "brendan", await newest(works))
    assert told.document is None
    assert all(one.document is None for one in await letters(works, "amara"))


async def test_a_meeting_called_off_while_its_move_was_thought_about_is_booked_anew(works: Works) -> None:
    """Moving it brought the old meeting back, whose entry the calendars had been told to take out."""
    meeting = await booked(works, "next Tuesday at 3")
    form = await works.house.press("brendan", "proposal.another", **about(meeting))
    await works.house.press("amara", "meeting.off", **about(meeting))
    works.jump(by=timedelta(minutes=1))
    full = await works.house.answer("brendan", form, words="Thursday 25 February at 11")
    reply = await works.house.answer("brendan", full, right="yes")
    assert kinds(reply) == ["reply.proposed"]
    anew = await newest(works)
    assert (anew.id == meeting.id, anew.moves) == (False, 0)


# ---- called off


async def test_calling_off_takes_the_entry_out_of_every_calendar(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    agreed = (await letters(works, "amara"))[-1]
    await letters(works, "brendan")
    reply = await works.house.press("amara", "meeting.off", **about(meeting))
    (told,) = await letters(works, "brendan")
    for message in (reply.messages[0], told):
        assert method(message) == "CANCEL"
        assert entry(message)["STATUS"] == "CANCELLED"
        assert entry(message)["UID"] == entry(agreed)["UID"]
        assert entry(message)["SEQUENCE"] > entry(agreed)["SEQUENCE"]


async def test_saying_no_to_a_move_takes_the_entry_out_as_well(works: Works) -> None:
    await moved(works, "brendan", await booked(works, "next Tuesday at 3"))
    await letters(works, "brendan")
    reply = await works.house.press("amara", "proposal.decline", **about(await newest(works)))
    (told,) = [one for one in await letters(works, "brendan") if one.kind == "service.off"]
    assert (method(reply.messages[0]), method(told)) == ("CANCEL", "CANCEL")
    assert entry(told)["SEQUENCE"] == 2


@pytest.mark.parametrize(
    ("who", "route"), [("brendan", "proposal.decline"), ("brendan", "meeting.off"), ("amara", "meeting.off")]
)
async def test_what_was_never_agreed_is_in_no_calendar_to_be_taken_out(
    works: Works, who: str, route: str
) -> None:
    await proposes(works, "amara", "next Tuesday at 3")
    await letters(works, "brendan")
    reply = await works.house.press(who, route, **about(await newest(works)))
    told = await letters(works, "amara") + await letters(works, "brendan")
    assert reply.messages[0].document is None
    assert all(one.document is None for one in told)


# ---- links


async def test_the_button_of_an_agreed_meeting_shows_links_and_the_file_once_more(works: Works) -> None:
    await booked(works, "next Tuesday at 3")
    (told,) = [one for one in await letters(works, "amara") if one.kind == "service.agreed"]
    reply = await works.house.push("amara", told, "Open in a calendar")
    found = [link.address for link in reply.messages[0].links]
    assert "https://" not in texts(reply), "nobody reads an address"
    assert [urlsplit(link).hostname for link in found] == HOSTS
    assert all("Conversation" in link and "2027" in link for link in found)
    assert entry(reply.messages[0])["UID"] == entry(told)["UID"]
    assert preview_problems(reply.messages[0].preview) == ()


async def test_links_to_a_time_that_has_changed_are_refused(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    await moved(works, "brendan", meeting)
    reply = await works.house.press("amara", "meeting.calendar", **about(meeting))
    assert "out of date" in texts(reply)


async def test_links_to_a_meeting_of_others_are_refused_and_noted(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    reply = await works.house.press("hamish", "meeting.calendar", **about(meeting))
    assert kinds(reply) == ["reply.refusal"]
    assert ("hamish", "refused", "meeting.calendar") in works.house.audited()
