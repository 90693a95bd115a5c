"""Did you meet? What each says, who was there, and what becomes of it when they differ."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.records import Interaction, InteractionState
from bot.programme.cadence import Said
from dialogs.meetings import about
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import labels, letters, story
from tests.dialogs.house import AGREED, asked, kinds, texts

PAIRS = Interaction(
    id="R01-met",
    relationship_id="R01",
    on=date(2027, 2, 16),
    at=at("2027-02-16"),
    state=InteractionState.AGREED,
)
TRIOS = PAIRS.model_copy(update={"id": "R02-met", "relationship_id": "R02"})
OUT_OF_DATE = "That card is out of date: the meeting has changed since."


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        async with opened.house.changing() as unit:
            await unit.interactions.add(PAIRS)
            await unit.interactions.add(TRIOS)
        yield opened


async def said(works: Works, code: str = "R01") -> list[tuple[str, Said, list[str]]]:
    """Return who said what, and whom they named."""
    told = (await story(works, code)).attestations
    return [(one.person_id, one.said, sorted(one.present)) for one in told]


async def held(works: Works, code: str = "R01") -> bool:
    today = works.now.date()
    return PAIRS.on in (await story(works, code)).held_on(today)


async def press(works: Works, who: str, route: str, meeting: Interaction = PAIRS) -> str:
    return texts(await works.house.press(who, route, **about(meeting)))


# ---- a pair


async def test_in_a_pair_one_yes_says_that_both_were_there_and_counts(works: Works) -> None:
    reply = await works.house.press("amara", "met.yes", **about(PAIRS))
    assert {"Look back", "Change my answer"} <= set(labels(reply.messages[0]))
    assert await said(works) == [("amara", Said.HELD, ["amara", "brendan"])]
    assert await held(works)


async def test_a_no_is_noted_without_blame_and_offers_another_time(works: Works) -> None:
    reply = await works.house.press("amara", "met.no", **about(PAIRS))
    assert "That happens" in texts(reply)
    assert labels(reply.messages[0]) == ["Find another time", "Change my answer"]
    assert await said(works) == [("amara", Said.NOT_HELD, [])]
    assert not await held(works)


async def test_it_moved_means_not_held_and_opens_the_booking_form(works: Works) -> None:
    reply = await works.house.press("amara", "met.moved", **about(PAIRS))
    assert asked(reply).key == "when-1"
    assert await said(works) == [("amara", Said.NOT_HELD, [])]


async def test_it_moved_is_noted_also_when_nothing_can_be_booked_any_more(works: Works) -> None:
    """After the end the booking form was refused, and with it the answer was lost."""
    await works.house.press("brendan", "leave.sure", relationship="R01")
    reply = await works.house.press("amara", "met.moved", **about(PAIRS))
    assert "Noted" in texts(reply)
    assert await said(works) == [("amara", Said.NOT_HELD, [])]


async def test_the_last_answer_of_a_person_stands(works: Works) -> None:
    await press(works, "amara", "met.no")
    assert "Your last answer stands" in await press(works, "amara", "met.change")
    await press(works, "amara", "met.yes")
    assert await held(works)


# ---- a trio


async def test_in_a_trio_a_yes_asks_who_was_there_with_everyone_ticked(works: Works) -> None:
    form = asked(await works.house.press("edwin", "met.yes", **about(TRIOS)))
    assert form.title == "Who was there?"
    assert [option.label for option in form.fields[0].options] == ["Chidi", "Delphine"]
    assert form.fields[0].default == ("chidi", "delphine")
    assert await said(works, "R02") == []


async def test_an_absent_third_takes_nothing_away(works: Works) -> None:
    form = await works.house.press("edwin", "met.yes", **about(TRIOS))
    await works.house.answer("edwin", form, present=["delphine"])
    assert await said(works, "R02") == [("edwin", Said.HELD, ["delphine", "edwin"])]
    assert await held(works, "R02")


async def test_two_mentors_without_their_mentee_do_not_count(works: Works) -> None:
    form = await works.house.press("chidi", "met.yes", **about(TRIOS))
    await works.house.answer("chidi", form, present=["delphine"])
    assert not await held(works, "R02")


async def test_they_met_without_me_takes_nothing_away(works: Works) -> None:
    form = await works.house.press("edwin", "met.yes", **about(TRIOS))
    await works.house.answer("edwin", form, present=["chidi", "delphine"])
    assert "counts all the same" in await press(works, "delphine", "met.without-me", TRIOS)
    assert await held(works, "R02")


async def test_the_form_pressed_twice_is_one_form(works: Works) -> None:
    first = asked(await works.house.press("edwin", "met.yes", **about(TRIOS)))
    second = asked(await works.house.press("edwin", "met.yes", **about(TRIOS)))
    assert first.token == second.token


# ---- two memories


async def test_when_two_remember_it_differently_both_are_asked_once_more(works: Works) -> None:
    await press(works, "amara", "met.yes")
    await press(works, "brendan", "met.no")
    for who in ("amara", "brendan"):
        (told,) = await letters(works, who)
        assert told.kind == "service.to-be-confirmed"
        assert "differently" in told.text
        assert labels(told) == ["Yes, we met", "It moved", "No"]
    assert not await held(works)


async def test_after_that_it_is_left(works: Works) -> None:
    for who, route in (("amara", "yes"), ("brendan", "no"), ("amara", "no"), ("amara", "yes")):
        await press(works, who, f"met.{route}")
        works.jump(by=timedelta(minutes=1))
    await works.run(works.now + timedelta(days=14))
    assert works.phones.kinds("amara").count("service.to-be-confirmed") == 1
    assert not await held(works)


async def test_when_one_of_them_gives_way_it_counts(works: Works) -> None:
    for who, route in (("amara", "yes"), ("brendan", "no"), ("brendan", "yes")):
        await press(works, who, f"met.{route}")
    assert await held(works)


async def test_in_a_trio_only_those_who_answered_are_asked_once_more(works: Works) -> None:
    form = await works.house.press("edwin", "met.yes", **about(TRIOS))
    await works.house.answer("edwin", form, present=["chidi"])
    await press(works, "chidi", "met.no", TRIOS)
    assert await letters(works, "delphine") == []
    assert [one.kind for one in await letters(works, "edwin")] == ["service.to-be-confirmed"]


# ---- what is no longer, or not yet, taken


async def test_an_answer_is_taken_on_the_sixtieth_day_and_not_after(works: Works) -> None:
    works.jump(to=at("2027-04-17", "23:59"))
    await press(works, "amara", "met.no")
    works.jump(to=at("2027-04-18", "00:00"))
    assert "more than sixty days ago" in await press(works, "brendan", "met.yes")
    assert [who for who, _, _ in await said(works)] == ["amara"]


async def test_a_meeting_still_to_come_is_not_answered(works: Works) -> None:
    ahead = next(one for one in (await story(works, "R02")).interactions if one.on == AGREED[0])
    assert "still to come" in await press(works, "edwin", "met.yes", ahead)


@pytest.mark.parametrize("state", [InteractionState.PROPOSED, InteractionState.CANCELLED])
async def test_a_meeting_that_was_never_agreed_is_not_answered(works: Works, state: InteractionState) -> None:
    async with works.house.changing() as unit:
        await unit.interactions.put(PAIRS.model_copy(update={"state": state}))
    assert await press(works, "amara", "met.yes") == OUT_OF_DATE


async def test_a_card_with_an_older_day_is_out_of_date(works: Works) -> None:
    async with works.house.changing() as unit:
        await unit.interactions.put(PAIRS.model_copy(update={"on": date(2027, 2, 15)}))
    assert await press(works, "amara", "met.yes") == OUT_OF_DATE


@pytest.mark.parametrize("who", ["farah", "chidi", "gwen"])
async def test_nobody_but_the_two_or_three_is_heard(works: Works, who: str) -> None:
    reply = await works.house.press(who, "met.yes", **about(PAIRS))
    assert kinds(reply) == ["reply.refusal"]
    assert await said(works) == []


async def test_an_answer_after_the_end_still_counts_for_a_day_before_it(works: Works) -> None:
    await works.house.press("brendan", "leave.sure", relationship="R01")
    await press(works, "amara", "met.yes")
    assert await held(works)
