"""Waiting for an answer: two reminders in working time, and then a proposed time is let go, without blame."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest

from bot.core.records import Interaction, InteractionState
from dialogs.lint import preview_problems, problems
from dialogs.meetings import about, timer_key
from tests.core.works import Arrived, Works, at, open_works
from tests.dialogs.diary import agrees, booked, labels, lives_in, newest, proposes, state
from tests.dialogs.house import asked, texts

PROPOSED, OFF = InteractionState.PROPOSED, InteractionState.CANCELLED


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


def came(works: Works, kind: str) -> list[Arrived]:
    return [one for one in works.phones.arrived if one.kind == kind]


def reminders(works: Works) -> list[tuple[str | None, str]]:
    """Return who was reminded of a time that waits for them, and when on London's clocks."""
    return [(one.letter.person_id, f"{one.local:%a %d %H:%M}") for one in came(works, "nudge.waiting")]


async def away(works: Works, who: str, first: str, until: str) -> None:
    async with works.house.changing() as unit:
        person = await unit.people.get(who)
        await unit.people.put(person.model_copy(update={"away": [[first, until]]}))


# ---- reminders


async def test_the_silent_are_reminded_one_and_three_working_days_later_and_not_again(works: Works) -> None:
    await proposes(works, "amara", "2 March at 15:00")
    await works.run(at("2027-03-10", "17:00"))
    assert reminders(works) == [("brendan", "Thu 18 10:00"), ("brendan", "Mon 22 10:00")]
    assert labels(came(works, "nudge.waiting")[0].letter.message) == [
        "That works", "Another time", "Not this month",
    ]  # fmt: skip


async def test_a_reminder_is_the_bots_own_so_it_keeps_to_the_hours_of_whoever_is_asked(works: Works) -> None:
    await lives_in(works, "brendan", "America/New_York")
    await proposes(works, "amara", "2 March at 15:00")
    await works.run(at("2027-02-19", "08:00"))
    assert reminders(works) == [("brendan", "Thu 18 14:00")]  # nine in the morning over there


async def test_nobody_is_reminded_during_their_leave(works: Works) -> None:
    await away(works, "brendan", "2027-02-18", "2027-02-22")
    await proposes(works, "amara", "2 March at 15:00")
    await works.run(at("2027-02-22", "17:00"))
    assert reminders(works) == [("brendan", "Mon 22 10:00")]


async def test_whoever_has_answered_meanwhile_is_not_reminded(works: Works) -> None:
    await proposes(works, "amara", "2 March at 15:00")
    await agrees(works, "brendan", await newest(works))
    await works.run(at("2027-03-01", "08:00"))
    assert reminders(works) == []


async def test_after_the_first_reminder_an_answer_ends_the_reminding(works: Works) -> None:
    await proposes(works, "amara", "2 March at 15:00")
    await works.run(at("2027-02-18", "12:00"))
    await agrees(works, "brendan", await newest(works))
    await works.run(at("2027-02-26", "17:00"))
    assert reminders(works) == [("brendan", "Thu 18 10:00")]


async def test_in_a_trio_only_the_silent_are_reminded(works: Works) -> None:
    await proposes(works, "chidi", "2 March at 3", code="R02")
    await agrees(works, "delphine", await newest(works, "R02"))
    await works.run(at("2027-02-19", "08:00"))
    assert [who for who, __ in reminders(works)] == ["edwin"]


async def test_a_time_that_moved_is_waited_for_anew(works: Works) -> None:
    await proposes(works, "amara", "2 March at 15:00")
    await works.run(at("2027-02-18", "09:00"))
    await proposes(works, "brendan", "3 March at 11:00", moves=(await newest(works)).id)
    await works.run(at("2027-02-19", "12:00"))
    assert reminders(works) == [("amara", "Fri 19 09:00")]
    assert "Brendan would like to move" in came(works, "nudge.waiting")[0].letter.message.text


async def test_a_reminder_of_an_older_time_loses_its_reason(works: Works) -> None:
    """Amara is away, so her reminder waits; by then the time she was asked about is another one."""
    await away(works, "amara", "2027-02-17", "2027-02-23")
    await proposes(works, "brendan", "2 March at 15:00")
    await works.run(at("2027-02-18", "12:00"))
    await proposes(works, "brendan", "4 March at 15:00", moves=(await newest(works)).id)
    await works.run(at("2027-03-01", "17:00"))
    assert all("Thursday 4 March" in one.letter.message.text for one in came(works, "nudge.waiting"))


async def test_with_no_working_day_left_before_it_nobody_is_reminded(works: Works) -> None:
    await proposes(works, "amara", "tomorrow at 9:30")
    await works.run(at("2027-02-19", "17:00"))
    assert reminders(works) == []


# ---- let go


async def test_a_time_that_has_come_is_let_go_and_only_its_proposer_hears_of_it(works: Works) -> None:
    await proposes(works, "amara", "next Tuesday at 3")
    meeting = await newest(works)
    await works.run(at("2027-02-23", "16:00"))
    assert await state(works, meeting) is OFF
    (told,) = came(works, "service.let-go")
    assert told.letter.person_id == "amara"
    assert told.letter.message.text == (
        "Tuesday 23 February 2027, 15:00 was not confirmed, so I have let it go. Shall we find another time?"
    )
    assert "Brendan" not in told.letter.message.text
    form = await works.house.push("amara", told.letter.message, "Find another time")
    assert asked(form).key == "when-1"
    await works.run(at("2027-02-26", "17:00"))
    assert not {"service.reminder", "service.did-you-meet"} & set(works.phones.kinds())


async def test_after_a_week_a_time_far_ahead_is_let_go_too(works: Works) -> None:
    await proposes(works, "amara", "18 March at 15:00")
    await works.run(at("2027-02-24", "09:59"))
    assert await state(works, await newest(works)) is PROPOSED
    await works.run(at("2027-02-24", "10:00"))
    assert await state(works, await newest(works)) is OFF
    assert [one.letter.person_id for one in came(works, "service.let-go")] == ["amara"]


async def test_a_move_that_nobody_confirmed_leaves_every_calendar(works: Works) -> None:
    """It fell away without a word, and the old entry stood in both calendars for good."""
    meeting = await booked(works, "2 March at 15:00")
    await proposes(works, "brendan", "3 March at 11:00", moves=meeting.id)
    await works.run(at("2027-02-24", "12:00"))
    told = came(works, "service.let-go")
    assert {one.letter.person_id for one in told} == {"amara", "brendan"}
    for one in told:
        document = one.letter.message.document
        assert document is not None
        assert icalendar.Calendar.from_ical(document.text)["METHOD"] == "CANCEL"


async def test_what_was_let_go_cannot_be_agreed_to_any_more_and_that_is_said_kindly(works: Works) -> None:
    await proposes(works, "amara", "18 March at 15:00")
    meeting = await newest(works)
    await works.run(at("2027-02-25"))
    said = texts(await works.house.press("brendan", "proposal.accept", **about(meeting)))
    assert said == "That time was let go in the meantime. Say book, and we can find another."
    assert await state(works, meeting) is OFF


async def test_nobody_who_was_silent_is_named_to_anybody(works: Works) -> None:
    await proposes(works, "edwin", "2 March at 3", code="R02")
    await works.run(at("2027-02-25"))
    (told,) = came(works, "service.let-go")
    message = told.letter.message
    assert not {"Chidi", "Delphine"} & set(message.text.replace(",", " ").split())
    assert (preview_problems(message.preview), problems(message.text)) == ((), ())


async def test_one_timer_does_all_the_waiting(works: Works) -> None:
    await proposes(works, "amara", "18 March at 15:00")
    meeting: Interaction = await newest(works)
    timer = await works.timer(timer_key(meeting.id))
    assert timer is not None
    assert (timer.kind, timer.payload["step"]) == ("proposal", "0")
    assert meeting.on == date(2027, 3, 18)
    assert works.now + timedelta(days=1) == at("2027-02-18")
