"""What people type: asked back as a form or a card, done with one press, and no word of it kept."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest

from bot.core.events import Said
from bot.core.messages import Message, Reply
from bot.core.records import InteractionState, Membership, Role
from dialogs.commands import parse
from dialogs.lint import preview_problems, problems
from dialogs.meetings import about
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import booked, labels, letters, newest, proposes, state, story
from tests.dialogs.house import address_of, asked, kinds, texts

_keys = count()


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def types(works: Works, who: str, text: str) -> Reply:
    """Type a line as it arrives from a platform."""
    command, rest = parse(text) or ("said", text)
    if command != "said":
        return await works.house.say(who, command, rest)
    return await works.house.door.handle(Said(key=f"typed-{next(_keys)}", actor=address_of(who), text=text))


def only(reply: Reply) -> Message:
    (message,) = reply.messages
    return message


async def in_two(works: Works) -> None:
    """Let Amara mentor Hamish as well, beside Gwen."""
    async with works.house.changing() as unit:
        second = {"cohort_id": "spring", "person_id": "amara", "relationship_id": "R03"}
        await unit.memberships.add(Membership(id="amara-second", role=Role.MENTOR, **second))


# ---- a time


async def test_a_time_opens_the_booking_form_at_its_confirmation(works: Works) -> None:
    reply = await types(works, "amara", "next Tuesday at 3")
    assert asked(reply).title == "Is this right?"
    assert asked(reply).text == "Tuesday 23 February 2027, 15:00"
    done = await works.house.answer("amara", reply, right="yes")
    assert kinds(done) == ["reply.proposed"]
    assert (await newest(works)).at == datetime(2027, 2, 23, 15, tzinfo=UTC)


async def test_a_time_after_the_word_book_does_the_same(works: Works) -> None:
    assert (
        asked(await types(works, "amara", "book next Tuesday at 3")).text == "Tuesday 23 February 2027, 15:00"
    )


async def test_the_word_book_with_anything_else_opens_the_form_from_the_beginning(works: Works) -> None:
    assert asked(await types(works, "amara", "book a nice long walk")).key == "when-1"


async def test_of_two_times_it_is_asked_which(works: Works) -> None:
    reply = await types(works, "amara", "tomorrow or Friday at 2")
    assert asked(reply).title == "Which of these do you mean?"
    reply = await works.house.answer("amara", reply, moment="1")
    assert asked(reply).text == "Friday 19 February 2027, 14:00"


async def test_a_day_without_an_hour_is_asked_for_the_hour(works: Works) -> None:
    assert asked(await types(works, "amara", "how about Friday?")).title == "At what time?"


async def test_a_time_that_turns_out_wrong_is_asked_for_again(works: Works) -> None:
    reply = await types(works, "amara", "next Tuesday at 3")
    again = await works.house.answer("amara", reply, right="no")
    assert asked(again).key == "when-2"


async def test_a_second_line_is_not_answered_with_the_time_of_the_first(works: Works) -> None:
    await types(works, "amara", "next Tuesday at 3")
    assert (
        asked(await types(works, "amara", "Thursday week at 10")).text == "Thursday 25 February 2027, 10:00"
    )


async def test_whoever_is_in_two_relationships_is_asked_which_and_the_time_goes_on(works: Works) -> None:
    await in_two(works)
    card = only(await types(works, "amara", "next Tuesday at 3"))
    assert labels(card) == ["With Brendan", "With Hamish and Gwen"]
    reply = await works.house.push("amara", card, "With Hamish and Gwen")
    assert asked(reply).text == "Tuesday 23 February 2027, 15:00"


async def test_a_first_name_tells_which_relationship_is_meant(works: Works) -> None:
    await in_two(works)
    reply = await types(works, "amara", "Tuesday at 3 with Brendan")
    assert asked(reply).title == "Is this right?"


async def test_a_forged_time_is_refused(works: Works) -> None:
    reply = await works.house.press("amara", "book.at", relationship="R01", times="soon")
    assert "isn't yours to press" in texts(reply)


# ---- having met


async def test_having_met_is_logged_with_one_press(works: Works) -> None:
    card = only(await types(works, "amara", "walked the ward together on Monday"))
    assert card.text == "Log a walk-round with Brendan on Monday 15 February 2027?"
    assert labels(card) == ["Yes, log it", "Change"]
    await works.house.push("amara", card, "Yes, log it")
    one = await newest(works)
    assert (one.on, one.type, one.state) == (date(2027, 2, 15), "visual_inspection", InteractionState.LOGGED)
    assert (await story(works)).held_on(works.now.date()) == {date(2027, 2, 15)}
    assert [told.kind for told in await letters(works, "brendan")] == ["service.logged"]


async def test_a_second_press_logs_nothing_more(works: Works) -> None:
    card = only(await types(works, "amara", "we met yesterday"))
    await works.house.push("amara", card, "Yes, log it")
    again = await works.house.push("amara", card, "Yes, log it")
    assert texts(again) == "That's in the log already."
    assert len((await story(works)).interactions) == 1


async def test_change_opens_the_form_with_what_was_understood(works: Works) -> None:
    card = only(await types(works, "amara", "had a quick call yesterday"))
    form = asked(await works.house.push("amara", card, "Change"))
    assert [one.default for one in form.fields] == ["2027-02-16", "critical_friend_call"]


async def test_of_two_days_each_has_its_button(works: Works) -> None:
    card = only(await types(works, "amara", "we met on Monday or Tuesday"))
    assert labels(card) == ["Monday 15 February 2027", "Tuesday 16 February 2027", "Change"]


async def test_without_a_day_the_form_asks_for_it(works: Works) -> None:
    form = asked(await types(works, "amara", "we walked the ward last week"))
    assert form.title == "What did you do together?"
    assert form.fields[1].default == "visual_inspection"


async def test_a_day_before_the_programme_began_is_asked_for_in_the_form(works: Works) -> None:
    assert asked(await types(works, "amara", "we met on 4 January")).title == "What did you do together?"


async def test_a_meeting_that_was_agreed_for_that_day_is_answered_and_not_logged_beside_it(
    works: Works,
) -> None:
    meeting = await booked(works, "tomorrow at 3pm")
    works.jump(to=at("2027-02-19", "09:00"))
    card = only(await types(works, "amara", "we met yesterday"))
    await works.house.push("amara", card, "Yes, we met")
    assert [one.id for one in (await story(works)).interactions] == [meeting.id]


async def test_not_having_met_brings_the_question_after_that_meeting(works: Works) -> None:
    await booked(works, "tomorrow at 3pm")
    works.jump(to=at("2027-02-19", "09:00"))
    card = only(await types(works, "amara", "we didn't meet yesterday"))
    assert labels(card) == ["Yes, we met", "It moved", "No"]


async def test_not_having_met_without_a_meeting_offers_to_find_a_time(works: Works) -> None:
    card = only(await types(works, "amara", "we should have met yesterday"))
    assert labels(card) == ["Find another time"]


async def test_a_forged_day_or_kind_is_refused(works: Works) -> None:
    for told in (
        {"on": "2027-02-18", "type": "event"},
        {"on": "2027-02-16", "type": "x"},
        {"on": "", "type": "event"},
    ):
        reply = await works.house.press("amara", "log.this", relationship="R01", **told)
        assert "isn't yours to press" in texts(reply)
    assert (await story(works)).interactions == ()


# ---- a meeting that is planned


async def test_calling_off_is_asked_back_with_the_meetings_own_buttons(works: Works) -> None:
    meeting = await booked(works, "tomorrow at 3pm")
    card = only(await types(works, "amara", "sorry, I can't make it"))
    assert card.text == "You meet Brendan: Thursday 18 February 2027, 15:00. Nothing is changed yet."
    assert labels(card) == ["Call it off", "Move it"]
    assert await state(works, meeting) is InteractionState.AGREED
    await works.house.push("amara", card, "Call it off")
    assert await state(works, meeting) is InteractionState.CANCELLED


async def test_a_day_tells_which_meeting_is_meant(works: Works) -> None:
    card = only(await types(works, "edwin", "I can't make Friday next week"))
    assert "Friday 26 February 2027" in card.text


async def test_a_day_without_a_meeting_shows_the_next_one(works: Works) -> None:
    first, card = (await types(works, "edwin", "can't make it tomorrow")).messages
    assert first.text == "Nothing is planned for Thursday 18 February 2027. This is what is planned next:"
    assert "Friday 19 February 2027" in card.text


async def test_moving_to_a_time_opens_the_form_for_that_meeting(works: Works) -> None:
    meeting = await booked(works, "tomorrow at 3pm")
    reply = await types(works, "amara", "could we move it to Friday at 2?")
    assert texts(reply) == "This is about the meeting with Brendan: Thursday 18 February 2027, 15:00."
    assert asked(reply).text == "Friday 19 February 2027, 14:00"
    await works.house.answer("amara", reply, right="yes")
    moved = await newest(works)
    assert (moved.id, moved.at) == (meeting.id, datetime(2027, 2, 19, 14, tzinfo=UTC))


async def test_of_several_meetings_that_may_be_moved_each_has_a_card_with_the_time(works: Works) -> None:
    await in_two(works)
    await booked(works, "tomorrow at 3pm")
    await proposes(works, "amara", "tomorrow at 11am", code="R03")
    cards = (await types(works, "amara", "move it to Monday at 10")).messages
    assert [labels(card)[0] for card in cards] == ["Move it there", "Move it there"]
    reply = await works.house.push("amara", cards[1], "Move it there")
    assert asked(reply).text == "Monday 22 February 2027, 10:00"


async def test_moving_without_a_time_is_asked_back(works: Works) -> None:
    await booked(works, "tomorrow at 3pm")
    assert labels(only(await types(works, "amara", "can we reschedule?"))) == ["Move it", "Call it off"]


async def test_with_nothing_planned_a_time_can_be_found(works: Works) -> None:
    card = only(await types(works, "amara", "cancel"))
    assert card.text == "Nothing is planned at the moment. Shall we find a time?"
    assert labels(card) == ["Book a time"]


async def test_running_late_is_told_with_one_press(works: Works) -> None:
    await booked(works, "tomorrow at 3pm")
    works.jump(to=at("2027-02-18", "14:55"))
    card = only(await types(works, "amara", "running 10 minutes late, sorry"))
    assert card.text == "Shall I tell Brendan that you are running a few minutes late?"
    await letters(works, "brendan")
    await works.house.push("amara", card, "Yes, tell them")
    assert [told.kind for told in await letters(works, "brendan")] == ["service.late"]


async def test_running_late_with_no_meeting_near_tells_nobody(works: Works) -> None:
    await booked(works, "tomorrow at 3pm")
    await letters(works, "brendan")
    card = only(await types(works, "amara", "running late"))
    assert card.text.startswith("You have no meeting about now. The next one is with Brendan")
    assert await letters(works, "brendan") == []


async def test_a_card_grows_old_with_its_meeting(works: Works) -> None:
    await booked(works, "tomorrow at 3pm")
    card = only(await types(works, "amara", "can't make it"))
    await works.house.push("amara", card, "Call it off")
    assert kinds(await works.house.push("amara", card, "Call it off")) == ["reply.refusal"]


# ---- what holds for all of it

LINES = (
    "next Tuesday at 3",
    "how about Friday?",
    "we met yesterday",
    "we met on Monday or Tuesday",
    "we didn't meet",
    "away 3-17 August",
    "nights this week",
    "back on Monday",
    "running late",
    "can't make it",
    "move it to Friday at 2",
    "cancel",
)


@pytest.mark.parametrize("line", LINES)
async def test_typing_alone_tells_nobody_and_changes_no_meeting(works: Works, line: str) -> None:
    await booked(works, "tomorrow at 3pm")
    await letters(works, "brendan")
    tables = ("inbox", "conversation")
    before = works.house.rows(but=tables)
    reply = await types(works, "amara", line)
    assert reply.messages or reply.question
    assert works.house.rows(but=tables) == before
    assert await letters(works, "brendan") == []


@pytest.mark.parametrize("line", LINES)
async def test_its_words_are_plain_and_its_previews_neutral(works: Works, line: str) -> None:
    await booked(works, "tomorrow at 3pm")
    for message in (await types(works, "amara", line)).messages:
        assert not problems(message.text), message.text
        assert not preview_problems(message.preview)
        assert message.kind.startswith("reply.")


@pytest.mark.parametrize("line", LINES)
async def test_no_word_of_a_line_is_kept(tmp_path: Path, line: str) -> None:
    async with open_works(tmp_path) as works:
        await types(works, "amara", f"{line} quokka")
        assert all("quokka" not in row for row in works.house.rows())


@pytest.mark.parametrize("line", ["next Tuesday at 3", "we met yesterday", "cancel", "we didn't meet"])
async def test_whoever_is_in_no_pair_is_told_so(works: Works, line: str) -> None:
    assert "no pair or trio" in texts(await types(works, "farah", line))


async def test_a_button_of_somebody_else_is_refused(works: Works) -> None:
    meeting = await booked(works, "tomorrow at 3pm")
    card = {"relationship": "R01", "on": "2027-02-16", "type": "event"}
    forged = [
        await works.house.press("gwen", "log.this", **card),
        await works.house.press("gwen", "log.change", **card),
        await works.house.press("gwen", "log.ask", relationship="R01", days="2027-02-16", type="event"),
        await works.house.press("gwen", "book.at", relationship="R01", times="2027-03-01"),
        await works.house.press("gwen", "book.move", **about(meeting), times="2027-03-01"),
        await works.house.press("gwen", "resume.on", relationship="R01", on="2027-03-01"),
    ]
    assert {kind for reply in forged for kind in kinds(reply)} == {"reply.refusal"}
    assert [entry[1] for entry in works.house.audited() if entry[0] == "gwen"] == ["refused"] * len(forged)
