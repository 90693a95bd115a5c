"""What an ending or a break overtakes leaves every calendar, and is nobody's doing."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import icalendar
import pytest

from bot.core.messages import Message, Reply
from bot.core.records import ChangeKind, InteractionState
from dialogs.calling_off import within
from dialogs.meetings import about, timer_key
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import booked, letters, newest, proposes, state, story
from tests.dialogs.house import kinds

OFF, IS_AGREED, PROPOSED = InteractionState.CANCELLED, InteractionState.AGREED, InteractionState.PROPOSED


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


def taken_out(messages: list[Message] | tuple[Message, ...]) -> list[str]:
    """Return which meetings files take out of a calendar, by the identifiers that calendars know."""
    found = []
    for message in messages:
        if message.document is not None:
            calendar = icalendar.Calendar.from_ical(message.document.text)
            assert calendar["METHOD"] == "CANCEL"
            found += [str(event["UID"]) for event in calendar.walk("VEVENT")]
    return found


async def takes_a_break(works: Works, who: str, first: str, until: str | None) -> Reply:
    form = await works.house.press(who, "pause", relationship="R01")
    return await works.house.answer(who, form, first=first, until=until)


# ---- an ending


async def test_an_ending_takes_every_agreed_meeting_out_of_everybodys_calendar(works: Works) -> None:
    """The meetings were called off, and stood in both calendars for good."""
    meeting = await booked(works, "next Tuesday at 3")
    await letters(works, "amara")
    reply = await works.house.press("brendan", "leave.sure", relationship="R01")
    assert kinds(reply) == ["reply.ended", "reply.off"]
    told = await letters(works, "amara")
    assert [one.kind for one in told] == ["service.ended", "service.off"]
    for messages in (reply.messages, told):
        assert taken_out(messages) == [f"{meeting.id}@turnabout"]
    assert await works.timer(timer_key(meeting.id)) is None


async def test_an_ending_says_nothing_of_a_time_that_was_never_agreed(works: Works) -> None:
    await proposes(works, "amara", "next Tuesday at 3")
    await letters(works, "brendan")
    reply = await works.house.press("brendan", "leave.sure", relationship="R01")
    assert kinds(reply) == ["reply.ended"]
    assert [one.kind for one in await letters(works, "amara")] == ["service.ended"]
    assert await state(works, await newest(works)) is OFF


async def test_what_an_ending_calls_off_is_noted_as_nobodys_change(works: Works) -> None:
    """Whoever ended it would stand there by name."""
    await booked(works, "next Tuesday at 3")
    await works.house.press("brendan", "leave.sure", relationship="R01")
    async with works.house.store.reading() as unit:
        assert await unit.changes.of(["R01"]) == []


# ---- a break


async def test_a_break_calls_off_the_meetings_that_fall_into_it_and_no_others(works: Works) -> None:
    before = await booked(works, "tomorrow at 3")
    works.jump(by=at("2027-02-18") - at("2027-02-17"))
    inside = await booked(works, "2 March at 15:00")
    works.jump(by=at("2027-02-19") - at("2027-02-18"))
    after = await booked(works, "16 March at 15:00")
    for who in ("amara", "brendan"):
        await letters(works, who)
    reply = await takes_a_break(works, "brendan", "2027-02-22", "2027-03-16")
    assert [await state(works, one) for one in (before, inside, after)] == [IS_AGREED, OFF, IS_AGREED]
    assert taken_out(reply.messages) == [f"{inside.id}@turnabout"]
    assert taken_out(await letters(works, "amara")) == [f"{inside.id}@turnabout"]


async def test_a_break_without_an_end_calls_off_everything_after_its_first_day(works: Works) -> None:
    meeting = await booked(works, "16 March at 15:00")
    await takes_a_break(works, "amara", "2027-02-22", None)
    assert await state(works, meeting) is OFF


async def test_a_break_that_a_coordinator_gives_does_the_same(works: Works) -> None:
    meeting = await booked(works, "2 March at 15:00")
    await letters(works, "amara")
    form = await works.house.press("farah", "care.pause", relationship="R01")
    reply = await works.house.answer("farah", form, first="2027-03-01", days="14")
    assert await state(works, meeting) is OFF
    assert taken_out(reply.messages) == []
    for who in ("amara", "brendan"):
        assert taken_out(await letters(works, who))[-1:] == [f"{meeting.id}@turnabout"]


async def test_a_break_on_the_day_of_a_meeting_that_was_held_leaves_it_to_be_answered(works: Works) -> None:
    meeting = await booked(works, "today at 12:00")
    works.jump(to=at("2027-02-17", "13:00"))
    await takes_a_break(works, "brendan", "2027-02-17", "2027-03-01")
    assert await state(works, meeting) is IS_AGREED


async def test_the_day_of_coming_back_belongs_to_no_break(works: Works) -> None:
    meeting = await booked(works, "2 March at 15:00")
    (inside,) = within([meeting], date(2027, 3, 2), None)
    assert inside == meeting
    assert list(within([meeting], date(2027, 3, 1), date(2027, 3, 2))) == []


# ---- by somebody


async def test_whoever_calls_off_an_agreed_meeting_is_kept_with_when_and_with_when_it_was_to_be(
    works: Works,
) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    works.jump(to=at("2027-02-23", "13:00"))
    await works.house.press("amara", "meeting.off", **about(meeting))
    async with works.house.store.reading() as unit:
        (change,) = await unit.changes.of(["R01"])
    assert (change.what, change.by, change.interaction_id) == (ChangeKind.CALLED_OFF, "amara", meeting.id)
    assert (change.at, change.was_at) == (at("2027-02-23", "13:00"), at("2027-02-23", "15:00"))


async def test_a_move_of_an_agreed_meeting_is_kept_and_an_answer_with_another_time_is_not(
    works: Works,
) -> None:
    await proposes(works, "amara", "next Tuesday at 3")
    await proposes(works, "brendan", "next Tuesday at 4", moves=(await newest(works)).id)
    async with works.house.store.reading() as unit:
        assert await unit.changes.of(["R01"]) == []
    meeting = await newest(works)
    await works.house.press("amara", "proposal.accept", **about(meeting))
    await proposes(works, "amara", "25 February at 11:00", moves=meeting.id)
    async with works.house.store.reading() as unit:
        (change,) = await unit.changes.of(["R01"])
    assert (change.what, change.by, change.was_at) == (ChangeKind.MOVED, "amara", at("2027-02-23", "16:00"))
    assert (await story(works)).circle.relationship.asked_for_help_on is None
