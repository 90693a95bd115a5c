"""Breaks: days without a reason, begun and ended by either side, and never a miss."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.messages import Reply
from bot.core.records import Pause
from tests.core.works import Works, at, open_works
from tests.dialogs.calendars import starts
from tests.dialogs.diary import labels, letters, story
from tests.dialogs.house import asked, kinds, texts


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        await starts(opened, "2027-03-01")
        opened.jump(to=at("2027-03-01"))
        yield opened


async def takes(
    works: Works, first: str, until: str | None, who: str = "brendan", code: str = "R01"
) -> Reply:
    form = await works.house.press(who, "pause", relationship=code)
    return await works.house.answer(who, form, first=first, until=until)


async def pauses(works: Works, code: str = "R01") -> list[tuple[date, date | None]]:
    return [(one.first, one.until) for one in (await story(works, code)).pauses]


@pytest.mark.parametrize("who", ["amara", "brendan"])
async def test_either_side_may_begin_a_break_and_the_other_hears_its_days_and_nothing_else(
    works: Works, who: str
) -> None:
    reply = await takes(works, "2027-03-08", "2027-03-15", who)
    other = "amara" if who == "brendan" else "brendan"
    (told,) = await letters(works, other)
    assert told.text == texts(reply)
    assert told.text == (
        "There is a break from Monday 8 March 2027; you go on from Monday 15 March 2027. "
        "Nothing is expected meanwhile."
    )
    assert labels(told) == ["Go on now"]
    assert await pauses(works) == [(date(2027, 3, 8), date(2027, 3, 15))]
    assert (who, "paused", "relationship:R01") in works.house.audited()


async def test_in_a_trio_both_others_hear_of_it(works: Works) -> None:
    await takes(works, "2027-03-08", "2027-03-15", "edwin", "R02")
    for who in ("chidi", "delphine"):
        assert [one.kind for one in await letters(works, who)] == ["service.pause"]


async def test_the_form_begins_with_today_and_a_fortnight(works: Works) -> None:
    form = asked(await works.house.press("amara", "pause", relationship="R01"))
    assert [field.default for field in form.fields] == ["2027-03-01", "2027-03-15"]


async def test_the_first_day_back_may_be_left_open(works: Works) -> None:
    reply = await takes(works, "2027-03-08", None)
    assert "a day still to be chosen" in texts(reply)
    assert await pauses(works) == [(date(2027, 3, 8), None)]


@pytest.mark.parametrize("until", ["2027-03-08", "2027-03-05"])
async def test_a_break_that_ends_before_it_begins_is_asked_again_with_its_days_kept(
    works: Works, until: str
) -> None:
    """It was refused at the end, and what had been filled in was lost."""
    again = await takes(works, "2027-03-08", until)
    assert asked(again).errors == {"first": "The first day back comes after the first day of the break."}
    assert [field.default for field in asked(again).fields] == ["2027-03-08", until]
    done = await works.house.answer("brendan", again, first="2027-03-08", until="2027-03-09")
    assert kinds(done) == ["reply.pause"]


@pytest.mark.parametrize(("first", "until"), [("2027-02-28", "2027-03-15"), ("2027-10-01", "2027-10-15")])
async def test_a_break_begins_today_or_in_the_next_half_year(works: Works, first: str, until: str) -> None:
    assert asked(await takes(works, first, until)).errors
    assert await pauses(works) == []


async def test_a_break_is_never_a_miss(works: Works) -> None:
    await takes(works, "2027-03-08", "2027-03-22")
    months = (await story(works)).months(date(2027, 4, 30))
    assert (months[0].first, months[0].last) == (date(2027, 3, 1), date(2027, 4, 14))


# ---- going on


async def test_going_on_ends_the_break_today_and_welcomes_the_others(works: Works) -> None:
    await takes(works, "2027-03-01", None)
    await letters(works, "amara")
    works.jump(to=at("2027-03-10"))
    reply = await works.house.press("amara", "resume", relationship="R01")
    assert "The break is over" in texts(reply)
    assert labels(reply.messages[0]) == ["Find another time"]
    assert [one.kind for one in await letters(works, "brendan")][-1] == "service.resume"
    assert await pauses(works) == [(date(2027, 3, 1), date(2027, 3, 10))]


async def test_going_on_lets_a_break_still_to_come_fall_away(works: Works) -> None:
    await takes(works, "2027-03-08", "2027-03-15")
    await works.house.press("amara", "resume", relationship="R01")
    assert await pauses(works) == [(date(2027, 3, 8), date(2027, 3, 8))]
    assert (await story(works)).rests[0].first == (await story(works)).rests[0].until


async def test_going_on_leaves_a_break_that_was_over_as_it_was(works: Works) -> None:
    async with works.house.changing() as unit:
        old = Pause(id="old", relationship_id="R01", first=date(2027, 3, 2), until=date(2027, 3, 4))
        await unit.pauses.add(old)
    works.jump(to=at("2027-03-10"))
    await takes(works, "2027-03-10", None)
    works.jump(to=at("2027-03-12"))
    await works.house.press("brendan", "resume", relationship="R01")
    assert await pauses(works) == [
        (date(2027, 3, 2), date(2027, 3, 4)),
        (date(2027, 3, 10), date(2027, 3, 12)),
    ]


async def test_without_a_break_one_can_simply_go_on(works: Works) -> None:
    assert "you can simply go on" in texts(await works.house.say("amara", "resume"))


@pytest.mark.parametrize("route", ["pause", "resume"])
async def test_after_the_end_there_is_no_break_to_take_or_to_end(works: Works, route: str) -> None:
    """An ended programme could be paused, and "the programme goes on" was said of it."""
    await takes(works, "2027-03-01", None)
    await works.house.press("amara", "leave.sure", relationship="R01")
    works.jump(by=timedelta(minutes=1))
    reply = await works.house.press("brendan", route, relationship="R01")
    assert kinds(reply) == ["reply.refusal"]
    assert "has come to its end" in texts(reply)
