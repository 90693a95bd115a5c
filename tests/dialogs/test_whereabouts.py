"""Where they meet: in the reminder and in the calendar, for its own people, and gone the day after."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest

from bot.core.messages import Message, Reply
from bot.core.records import Interaction, Note
from dialogs.lint import preview_problems
from dialogs.meetings import about
from dialogs.whereabouts import PLACE
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import agrees, letters, newest
from tests.dialogs.house import asked
from tests.dialogs.rooms import has_read_the_notice

CAFE = "The café by the main door, *upstairs*"
LINK = "https://meet.example/room?id=1&x=y"


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def proposes_at(works: Works, who: str, words: str, place: str | None, *, moves: str = "") -> Reply:
    args = {"interaction": moves} if moves else {}
    form = await works.house.press(who, "book", relationship="R01", **args)
    full = await works.house.answer(who, form, words=words)
    return await works.house.answer(who, full, right="yes", place=place)


async def booked_at(works: Works, place: str | None, words: str = "next Tuesday at 3") -> Interaction:
    await proposes_at(works, "amara", words, place)
    await agrees(works, "brendan", await newest(works))
    return await newest(works)


async def places(works: Works) -> list[Note]:
    async with works.house.store.reading() as unit:
        return [note for note in await unit.notes.of_relationship("R01") if note.kind == PLACE]


def location(message: Message) -> str:
    assert message.document is not None
    (event,) = icalendar.Calendar.from_ical(message.document.text).walk("VEVENT")
    return str(event.get("LOCATION", ""))


def reminder(works: Works, who: str) -> Message:
    return next(one.letter.message for one in works.phones.to(who) if one.kind == "service.reminder")


@pytest.mark.parametrize("place", [CAFE, LINK])
async def test_the_reminder_says_where_to_both_and_its_preview_says_nothing(works: Works, place: str) -> None:
    await booked_at(works, place)
    await works.run(at("2027-02-23", "14:00"))
    for who in ("amara", "brendan"):
        message = reminder(works, who)
        assert message.text.endswith(f"\nWhere: {place}")
        assert (place in message.preview, preview_problems(message.preview)) == (False, ())


async def test_without_a_place_the_reminder_says_none(works: Works) -> None:
    await booked_at(works, None)
    await works.run(at("2027-02-23", "14:00"))
    assert "Where" not in reminder(works, "brendan").text


async def test_the_place_stands_in_everybodys_calendar_and_in_the_links(works: Works) -> None:
    await booked_at(works, CAFE)
    (told,) = [one for one in await letters(works, "amara") if one.kind == "service.agreed"]
    assert location(told) == CAFE
    opened = await works.house.push("brendan", told, "Open in a calendar")
    assert location(opened.messages[0]) == CAFE
    carrying = [link for link in opened.messages[0].links if "location=The%20caf%C3%A9" in link.address]
    assert len(carrying) == 2


async def test_no_other_message_says_where(works: Works) -> None:
    meeting = await booked_at(works, CAFE)
    await works.house.press("amara", "meeting.off", **about(meeting))
    await works.run(at("2027-03-02"))
    told = [one.letter.message for one in works.phones.arrived]
    assert [one.kind for one in told if "café" in one.text] == []


async def test_a_move_shows_the_place_to_be_kept_or_changed(works: Works) -> None:
    meeting = await booked_at(works, CAFE)
    form = await works.house.press("brendan", "book", relationship="R01", interaction=meeting.id)
    full = await works.house.answer("brendan", form, words="25 February at 11:00")
    shown = {one.name: one.default for one in asked(full).fields}
    assert shown["place"] == CAFE
    await works.house.answer("brendan", full, right="yes", place=LINK)
    await agrees(works, "amara", await newest(works))
    await works.run(at("2027-02-25", "10:00"))
    assert reminder(works, "amara").text.endswith(f"Where: {LINK}")
    assert len(await places(works)) == 1


async def test_a_place_taken_out_on_a_move_is_gone(works: Works) -> None:
    meeting = await booked_at(works, CAFE)
    await proposes_at(works, "brendan", "25 February at 11:00", None, moves=meeting.id)
    assert await places(works) == []


async def test_the_place_goes_the_day_after_the_meeting(works: Works) -> None:
    await booked_at(works, CAFE)
    (note,) = await places(works)
    assert note.expires_at == at("2027-02-24", "15:00")
    async with works.house.changing() as unit:
        await unit.notes.expire(at("2027-02-24", "15:00") + timedelta(seconds=1))
    assert await places(works) == []


async def test_the_place_is_sealed_where_it_is_kept(works: Works) -> None:
    await booked_at(works, CAFE)
    assert not [row for row in works.house.rows() if "main door" in row]


async def test_once_its_writer_is_erased_the_meeting_has_no_place(works: Works) -> None:
    await booked_at(works, CAFE)
    async with works.house.changing() as unit:
        await unit.people.erase("amara", works.now)
    await works.run(at("2027-02-23", "14:00"))
    assert "Where" not in reminder(works, "brendan").text


async def test_whoever_wrote_it_finds_it_in_the_copy_of_their_data(works: Works) -> None:
    await has_read_the_notice(works.house, "amara", "brendan")
    await booked_at(works, CAFE)
    for who, there in (("amara", True), ("brendan", False)):
        reply = await works.house.press(who, "my-data.copy")
        copy = "".join(message.document.text for message in reply.messages if message.document)
        assert ("main door" in copy) == there
