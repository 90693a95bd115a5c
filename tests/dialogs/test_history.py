"""What became of their meetings: who moved one and how long before, for its own people alone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from dialogs.lint import preview_problems, problems
from dialogs.meetings import about
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import booked, newest, proposes
from tests.dialogs.house import kinds, texts
from tests.dialogs.rooms import has_read_the_notice

NOTHING = "Nothing is in the diary yet."


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def history(works: Works, who: str = "brendan") -> str:
    return texts(await works.house.press(who, "meetings", relationship="R01"))


async def own_copy(works: Works, who: str) -> str:
    """Return the copy of all that is kept about somebody, as data."""
    reply = await works.house.press(who, "my-data.copy")
    return "".join(message.document.text for message in reply.messages if message.document)


async def test_before_the_first_time_the_diary_is_empty(works: Works) -> None:
    assert await history(works) == NOTHING


async def test_a_move_shows_who_moved_it_and_how_long_before(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    works.jump(to=at("2027-02-22", "15:00"))
    await proposes(works, "brendan", "25 February at 11:00", moves=meeting.id)
    assert await history(works, "amara") == (
        "Your meetings, the last one first. Plans change, and that is all right.\n\n"
        "Thursday 25 February 2027, 11:00: waits for an answer\n"
        "• Brendan moved it, a day before it was to begin."
    )


async def test_every_change_of_one_meeting_is_shown_in_the_order_of_time(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    await proposes(works, "brendan", "25 February at 11:00", moves=meeting.id)
    await works.house.press("amara", "proposal.accept", **about(await newest(works)))
    works.jump(to=at("2027-02-25", "10:40"))
    await works.house.press("amara", "meeting.off", **about(await newest(works)))
    assert (await history(works)).splitlines()[2:] == [
        "Thursday 25 February 2027, 11:00: it did not take place",
        "• Brendan moved it, 6 days before it was to begin.",
        "• Amara called it off, 20 minutes before it was to begin.",
    ]


async def test_the_last_comes_first_and_what_was_held_and_what_is_planned_say_so(works: Works) -> None:
    meeting = await booked(works, "tomorrow at 3")
    works.jump(to=at("2027-02-18", "17:00"))
    await works.house.press("amara", "met.yes", **about(meeting))
    await booked(works, "next Tuesday at 3")
    shown = (await history(works)).split("\n\n")[1:]
    assert shown == ["Tuesday 23 February 2027, 15:00: planned", "Thursday 18 February 2027, 15:00: held"]


async def test_a_time_that_was_never_agreed_leaves_no_trace(works: Works) -> None:
    await proposes(works, "amara", "next Tuesday at 3")
    await works.house.press("brendan", "proposal.decline", **about(await newest(works)))
    assert await history(works) == NOTHING


async def test_after_sixty_days_a_meeting_is_shown_no_more(works: Works) -> None:
    await booked(works, "next Tuesday at 3")
    works.jump(by=timedelta(days=70))
    assert await history(works) == NOTHING


async def test_a_coordinator_cannot_open_it_and_trying_is_noted(works: Works) -> None:
    await booked(works, "next Tuesday at 3")
    reply = await works.house.press("farah", "meetings", relationship="R01")
    assert kinds(reply) == ["reply.refusal"]
    assert ("farah", "refused", "meetings") in works.house.audited()


async def test_nothing_of_it_is_in_the_figures_that_coordinators_get(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    figures = texts(await works.house.say("farah", "summary"))
    await proposes(works, "brendan", "next Tuesday at 4", moves=meeting.id)
    await works.house.press("amara", "proposal.accept", **about(await newest(works)))
    assert texts(await works.house.say("farah", "summary")) == figures


async def test_its_words_blame_nobody(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    await works.house.press("amara", "meeting.off", **about(meeting))
    (message,) = (await works.house.press("amara", "meetings", relationship="R01")).messages
    assert (problems(message.text), preview_problems(message.preview)) == ((), ())


async def test_the_copy_of_my_data_holds_what_i_changed_and_not_what_the_other_did(works: Works) -> None:
    await has_read_the_notice(works.house, "amara", "brendan")
    meeting = await booked(works, "next Tuesday at 3")
    await works.house.press("amara", "meeting.off", **about(meeting))
    assert "called_off" in await own_copy(works, "amara")
    assert "called_off" not in await own_copy(works, "brendan")
