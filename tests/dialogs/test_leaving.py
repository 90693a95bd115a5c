"""Leaving: asked once, no reason wanted, and the same neutral words for everyone."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.core.records import InteractionState, RelationshipState
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import booked, labels, letters, newest, proposes, state, story
from tests.dialogs.house import AGREED, kinds, texts


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def leaves(works: Works, who: str = "brendan", code: str = "R01") -> str:
    return texts(await works.house.press(who, "leave.sure", relationship=code))


async def test_whoever_wants_to_leave_is_asked_once_and_offered_a_break(works: Works) -> None:
    reply = await works.house.say("brendan", "leave")
    assert "you need not say why" in texts(reply)
    assert "Amara will hear that it has ended, not who ended it" in texts(reply)
    assert labels(reply.messages[0]) == ["Stop here", "Take a break", "Go on"]
    assert (await works.house.relationship("R01")).state is RelationshipState.ACTIVE


async def test_going_on_changes_nothing(works: Works) -> None:
    asked_once = await works.house.say("brendan", "leave")
    before = works.house.rows(but=["inbox"])
    assert "Nothing has changed" in texts(await works.house.push("brendan", asked_once.messages[0], "Go on"))
    assert works.house.rows(but=["inbox"]) == before


async def test_an_ending_is_of_today_and_everyone_hears_the_same(works: Works) -> None:
    said = await leaves(works)
    pair = await works.house.relationship("R01")
    assert (pair.state, pair.ended) == (RelationshipState.ENDED, date(2027, 2, 17))
    (told,) = await letters(works, "amara")
    assert told.text == said
    assert "Brendan" not in told.text
    assert "why" not in told.text


async def test_in_a_trio_nobody_is_told_who_ended_it(works: Works) -> None:
    await leaves(works, "edwin", "R02")
    for who in ("chidi", "delphine"):
        for told in await letters(works, who):
            assert "Edwin" not in told.text


async def test_what_was_planned_is_called_off_without_a_further_word(works: Works) -> None:
    meeting = await booked(works, "next Tuesday at 3")
    await proposes(works, "brendan", "2 March at 15:00")
    await letters(works, "amara")
    await leaves(works)
    assert await state(works, meeting) is InteractionState.CANCELLED
    assert await state(works, await newest(works)) is InteractionState.CANCELLED
    await works.run(at("2027-04-30"))
    assert works.phones.unread("amara")[0].kind == "service.ended"
    assert not [kind for kind in works.phones.kinds("amara") if "remind" in kind or "did-you" in kind]


async def test_a_meeting_that_took_place_earlier_today_is_still_asked_about_and_counts(works: Works) -> None:
    """The morning's meeting was called off in the afternoon, and could not be answered any more."""
    meeting = await booked(works, "today at 12:00")
    works.jump(to=at("2027-02-17", "13:00"))
    await leaves(works)
    await works.run(at("2027-02-17", "14:00"))
    question = works.phones.unread("amara")[-1]
    assert question.kind == "service.did-you-meet"
    await works.house.push("amara", question, "Yes, we met")
    assert meeting.on in (await story(works)).held_on(date(2027, 2, 17))


async def test_pressed_again_another_day_the_day_of_the_ending_stays(works: Works) -> None:
    """A second press moved the ending to its own day."""
    await leaves(works)
    works.jump(to=at("2027-02-25"))
    assert await leaves(works, "amara") == "This programme has come to its end already."
    assert (await works.house.relationship("R01")).ended == date(2027, 2, 17)


async def test_a_completed_programme_cannot_be_left(works: Works) -> None:
    async with works.house.changing() as unit:
        pair = await unit.relationships.get("R01")
        await unit.relationships.put(pair.model_copy(update={"state": RelationshipState.COMPLETED}))
    assert await leaves(works) == "This programme has come to its end already."
    assert (await works.house.relationship("R01")).state is RelationshipState.COMPLETED


async def test_leaving_one_relationship_leaves_the_others_be(works: Works) -> None:
    await leaves(works)
    trio = await story(works, "R02")
    assert trio.circle.is_active
    assert [one.on for one in trio.planned(works.now.date())] == list(AGREED)


async def test_an_ending_is_noted(works: Works) -> None:
    await leaves(works)
    assert ("brendan", "ended", "relationship:R01") in works.house.audited()


async def test_somebody_in_no_pair_has_nothing_to_leave(works: Works) -> None:
    assert kinds(await works.house.say("farah", "leave")) == ["reply.refusal"]
