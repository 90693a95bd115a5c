"""The ladder: days 3, 10, 17 and 23 of a programme month, each only while something is still to be booked."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.core.records import Attestation, Interaction, InteractionState, RelationshipState
from bot.programme.cadence import Said
from dialogs.lint import preview_problems
from dialogs.meetings import about
from tests.core.works import Works, at, open_works
from tests.dialogs.calendars import came, rests, set_calendar, starts
from tests.dialogs.diary import booked, labels
from tests.dialogs.house import texts

# Monday 1 March: day 3 is Wednesday the 3rd, 10 is Wednesday the 10th, 17 is Wednesday the 17th,
# 23 is Tuesday the 23rd.
FULL = ["10 Mar ladder", "17 Mar ladder", "23 Mar ladder"]


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        await starts(opened, "2027-03-01")
        yield opened


async def held(works: Works, *days: str) -> None:
    """Let the pair have met on these days, as both of them said."""
    async with works.house.changing() as unit:
        for day in days:
            one = Interaction(
                id=f"R01-on-{day}",
                relationship_id="R01",
                on=date.fromisoformat(day),
                state=InteractionState.LOGGED,
            )
            word = Attestation(
                id=f"word-{day}",
                interaction_id=one.id,
                person_id="amara",
                said=Said.HELD,
                present=["amara", "brendan"],
                at=at(day, "18:00"),
            )
            await unit.interactions.add(one)
            await unit.attestations.add(word)


async def test_day_three_is_for_the_mentee_alone_and_later_steps_for_everybody(works: Works) -> None:
    await works.run(at("2027-03-31", "17:00"))
    assert came(works, "brendan", "ladder") == ["03 Mar ladder", *FULL]
    assert came(works, "amara", "ladder") == FULL


async def test_in_a_trio_day_three_is_for_the_mentee_alone_too(works: Works) -> None:
    async with works.house.changing() as unit:
        for one in await unit.interactions.of(["R02"]):
            await unit.interactions.put(one.model_copy(update={"state": InteractionState.CANCELLED}))
    await set_calendar(works, "R02")
    await works.run(at("2027-03-04", "17:00"))
    assert came(works, "edwin", "ladder") == ["03 Mar ladder"]
    assert came(works, "chidi", "ladder") == came(works, "delphine", "ladder") == []


async def test_each_step_comes_at_nine_and_offers_what_is_lighter_to_press_than_to_ignore(
    works: Works,
) -> None:
    await works.run(at("2027-03-31", "17:00"))
    steps = [one for one in works.phones.to("brendan") if one.kind == "nudge.ladder"]
    assert {f"{one.local:%H:%M}" for one in steps} == {"09:00"}
    for one in steps:
        offered = labels(one.letter.message)
        assert {"Suggest a time", "We met already", "Not now", "Take a break"} <= set(offered)
        assert preview_problems(one.letter.message.preview) == ()
    assert "Ask my coordinator" in labels(steps[-1].letter.message)
    assert "Ask my coordinator" not in labels(steps[0].letter.message)


async def test_the_words_say_how_many_are_still_to_find(works: Works) -> None:
    await held(works, "2027-03-02")
    await works.run(at("2027-03-03", "17:00"))
    assert "one meeting with Amara still to find" in works.phones.to("brendan")[-1].letter.message.text


async def test_held_and_agreed_together_make_it_fall_silent(works: Works) -> None:
    await held(works, "2027-03-02")
    works.jump(to=at("2027-03-04"))
    await booked(works, "25 March at 15:00")
    await works.run(at("2027-03-31", "17:00"))
    assert came(works, "brendan", "ladder") == came(works, "amara", "ladder") == []


async def test_a_proposal_that_is_not_agreed_does_not_silence_it(works: Works) -> None:
    await held(works, "2027-03-02")
    form = await works.house.press("amara", "book", relationship="R01")
    full = await works.house.answer("amara", form, words="25 March at 15:00")
    await works.house.answer("amara", full, right="yes")
    await works.run(at("2027-03-10", "17:00"))
    assert "10 Mar ladder" in came(works, "amara", "ladder")


async def test_a_meeting_called_off_brings_the_next_step_back(works: Works) -> None:
    await held(works, "2027-03-02")
    works.jump(to=at("2027-03-04"))
    meeting = await booked(works, "25 March at 15:00")
    await works.run(at("2027-03-11"))
    await works.house.press("amara", "meeting.off", **about(meeting))
    await works.run(at("2027-03-17", "17:00"))
    assert came(works, "amara", "ladder") == ["17 Mar ladder"]


async def test_what_was_held_in_another_month_does_not_count_in_this(works: Works) -> None:
    await held(works, "2027-03-30", "2027-03-31")
    works.jump(to=at("2027-04-01", "00:30"))
    await set_calendar(works)
    await works.run(at("2027-04-10"))
    assert came(works, "brendan", "ladder") == ["05 Apr ladder"]


async def test_a_step_on_a_weekend_waits_for_the_next_working_day(works: Works) -> None:
    await starts(works, "2027-03-04")
    await works.run(at("2027-03-09", "17:00"))
    assert came(works, "brendan", "ladder") == ["08 Mar ladder"]


async def test_the_ladder_counts_days_outside_of_a_break(works: Works) -> None:
    await rests(works, "2027-03-05", "2027-03-12")
    await works.run(at("2027-03-31", "17:00"))
    assert came(works, "amara", "ladder") == ["17 Mar ladder", "24 Mar ladder", "30 Mar ladder"]


async def test_an_ended_relationship_hears_nothing_more(works: Works) -> None:
    await works.run(at("2027-03-04"))
    await works.house.press("amara", "leave.sure", relationship="R01")
    await works.run(at("2027-03-31", "17:00"))
    assert came(works, "brendan", "ladder") == ["03 Mar ladder"]


async def test_a_step_whose_month_has_gone_by_falls_away(works: Works) -> None:
    async with works.house.changing() as unit:
        brendan = await unit.people.get("brendan")
        await unit.people.put(brendan.model_copy(update={"away": [["2027-03-20", "2027-04-02"]]}))
    await works.run(at("2027-04-02", "17:00"))
    assert came(works, "brendan", "ladder") == ["03 Mar ladder", "10 Mar ladder", "17 Mar ladder"]


async def test_in_two_pairs_the_budget_holds_for_both_ladders_together(works: Works) -> None:
    async with works.house.changing() as unit:
        (mine,) = [one for one in await unit.memberships.of_person("gwen") if one.relationship_id]
        await unit.memberships.add(mine.model_copy(update={"id": "second", "relationship_id": "R01"}))
    await starts(works, "2027-03-01", "R03")
    await works.run(at("2027-03-31", "17:00"))
    days = [one.local.date() for one in works.phones.to("gwen") if one.kind.startswith("nudge")]
    assert len(days) == len(set(days)) > 3
    for first in days:
        assert sum(0 <= (day - first).days < 7 for day in days) <= 2


# ---- not now, and a hand


async def test_not_now_stops_the_ladder_until_its_next_step(works: Works) -> None:
    await works.run(at("2027-03-03", "12:00"))
    step = works.phones.to("brendan")[-1].letter.message
    reply = await works.house.push("brendan", step, "Not now")
    assert texts(reply) == "That's fine. I'll leave it for now."
    assert (await works.house.relationship("R01")).not_now_until == date(2027, 3, 10)
    await works.run(at("2027-03-10", "12:00"))
    assert came(works, "brendan", "ladder") == ["03 Mar ladder", "10 Mar ladder"]


async def test_not_now_drops_what_was_waiting_for_the_next_working_day(works: Works) -> None:
    await starts(works, "2027-03-04")
    await works.run(at("2027-03-06", "12:00"))
    await works.house.press("brendan", "quiet.not-now", relationship="R01")
    await works.run(at("2027-03-12", "17:00"))
    assert came(works, "brendan", "ladder") == []


async def test_the_last_step_can_ask_the_coordinator_for_a_hand_and_for_no_more(works: Works) -> None:
    await works.run(at("2027-03-23", "12:00"))
    reply = await works.house.push("amara", works.phones.to("amara")[-1].letter.message, "Ask my coordinator")
    assert "and no more than that" in texts(reply)
    assert (await works.house.relationship("R01")).asked_for_help_on == date(2027, 3, 23)


async def test_of_a_completed_relationship_no_step_is_climbed(works: Works) -> None:
    async with works.house.changing() as unit:
        pair = await unit.relationships.get("R01")
        await unit.relationships.put(pair.model_copy(update={"state": RelationshipState.COMPLETED}))
    await works.run(at("2027-03-31", "17:00"))
    assert came(works, "brendan", "ladder") == []
