"""Logging what nobody planned: it counts just the same, and the others hear of it."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.messages import Reply
from bot.core.records import InteractionState, RelationshipState
from dialogs.unplanned import Occasion, log_interaction
from tests.core.transcript import Transcript
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import labels, letters, newest, story
from tests.dialogs.house import NOW, asked, kinds, texts

A_DAY = timedelta(days=1)


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def opens(works: Works, who: str = "amara", code: str = "R01") -> Reply:
    return await works.house.press(who, "log", relationship=code)


async def logs(works: Works, who: str = "amara", *, on: str = "2027-02-16", kind: str = "event") -> Reply:
    return await works.house.answer(who, await opens(works, who), on=on, type=kind)


class Log:
    """Keeps what is logged."""

    def __init__(self) -> None:
        self.kept: list[tuple[date, str, list[str]]] = []

    async def keep(self, on: date, kind: str, present: list[str]) -> None:
        self.kept.append((on, kind, sorted(present)))


@pytest.mark.parametrize(
    ("others", "questions"),
    [({"b": "Brendan"}, 1), ({"c": "Chidi", "d": "Delphine"}, 2)],
    ids=["pair", "trio"],
)
async def test_a_pair_is_asked_one_question_and_a_trio_also_who_was_there(
    others: dict[str, str], questions: int
) -> None:
    log = Log()
    occasion = Occasion(relationship="R", earliest=date(2027, 2, 1), latest=date(2027, 2, 17), others=others)
    talk = Transcript(log_interaction, occasion=occasion, log=log)
    await talk.starts("What did you do together?")
    await talk.answers(on="2027-02-16", type="shadowing")
    if questions == 2:
        talk.asked("Who was there?")
        await talk.answers(present=list(others))
    talk.ends()
    assert log.kept == [(date(2027, 2, 16), "shadowing", sorted(others))]


async def test_what_was_logged_counts_at_once(works: Works) -> None:
    reply = await logs(works)
    assert "It's in the log" in texts(reply)
    one = await newest(works)
    assert (one.state, one.type, one.on, one.at) == (
        InteractionState.LOGGED,
        "event",
        date(2027, 2, 16),
        None,
    )
    assert (await story(works)).held_on(NOW.date()) == {date(2027, 2, 16)}


async def test_the_other_hears_of_it_and_may_say_that_it_was_not_so(works: Works) -> None:
    await logs(works)
    (told,) = await letters(works, "brendan")
    assert told.kind == "service.logged"
    assert "Amara logged that you met on Tuesday 16 February 2027" in told.text
    assert labels(told) == ["Yes, we met", "No"]
    await works.house.push("brendan", told, "No")
    assert (await story(works)).held_on(NOW.date()) == frozenset()


async def test_in_a_trio_two_of_the_three_are_enough(works: Works) -> None:
    form = await works.house.answer(
        "edwin", await opens(works, "edwin", "R02"), on="2027-02-16", type="visual_inspection"
    )
    assert asked(form).title == "Who was there?"
    await works.house.answer("edwin", form, present=["chidi"])
    assert date(2027, 2, 16) in (await story(works, "R02")).held_on(NOW.date())


async def test_the_form_shows_today_and_says_what_days_can_be_chosen(works: Works) -> None:
    reply = await opens(works)
    assert asked(reply).fields[0].default == "2027-02-17"
    for day in ("2027-01-31", "2027-02-18"):
        refused = await works.house.answer("amara", reply, on=day, type="event")
        assert "on" in asked(refused).errors
    assert (await story(works)).interactions == ()


async def test_sixty_days_back_is_as_far_as_it_goes(works: Works) -> None:
    works.jump(to=at("2027-05-03"))
    too_far = await logs(works, on="2027-03-03")
    assert asked(too_far).errors
    assert "It's in the log" in texts(
        await works.house.answer("amara", too_far, on="2027-03-04", type="event")
    )


async def test_before_the_programme_begins_nothing_can_be_logged(works: Works) -> None:
    async with works.house.changing() as unit:
        pair = await unit.relationships.get("R01")
        await unit.relationships.put(pair.model_copy(update={"started": date(2027, 3, 1)}))
    reply = await opens(works)
    assert texts(reply) == "The programme begins on Monday 1 March 2027; from then on things count."


async def test_after_an_ending_what_happened_before_it_can_still_be_logged(works: Works) -> None:
    """The log was closed on the day of the ending, although sixty days are given."""
    await works.house.press("brendan", "leave.sure", relationship="R01")
    works.jump(by=2 * A_DAY)
    form = await opens(works)
    assert asked(form).fields[0].default == "2027-02-17"
    assert "It's in the log" in texts(await works.house.answer("amara", form, on="2027-02-17", type="event"))


async def test_after_the_last_month_its_last_day_can_still_be_logged_by_word(works: Works) -> None:
    async with works.house.changing() as unit:
        pair = await unit.relationships.get("R01")
        await unit.relationships.put(pair.model_copy(update={"state": RelationshipState.COMPLETED}))
    works.jump(to=at("2027-10-20"))
    form = await works.house.say("amara", "log")
    assert asked(form).fields[0].default == "2027-09-30"


async def test_sixty_days_after_the_end_the_record_is_closed(works: Works) -> None:
    await works.house.press("brendan", "leave.sure", relationship="R01")
    works.jump(to=at("2027-04-19"))
    reply = await opens(works)
    assert kinds(reply) == ["reply.refusal"]
    assert "its record is closed" in texts(reply)


async def test_a_form_left_open_over_the_end_logs_nothing_after_it(works: Works) -> None:
    form = await opens(works)
    async with works.house.changing() as unit:
        pair = await unit.relationships.get("R01")
        over = {"state": RelationshipState.ENDED, "ended": date(2027, 2, 10)}
        await unit.relationships.put(pair.model_copy(update=over))
    reply = await works.house.answer("amara", form, on="2027-02-16", type="event")
    assert "ended before that day" in texts(reply)
    assert (await story(works)).interactions == ()
