"""Standing times: agreed once, in the diary by themselves, stopped by anyone; and every exception handled."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.messages import Message, Reply
from bot.core.records import Interaction, InteractionState, StandingState, StandingTime
from bot.programme.standing import EveryWeeks, Rule
from dialogs.lint import preview_problems, problems
from dialogs.meetings import about
from dialogs.rhythm import stand
from dialogs.standing_course import AHEAD, timer_key
from tests.core.transcript import Transcript
from tests.core.works import Works, at, open_works
from tests.dialogs.calendars import rests
from tests.dialogs.diary import letters, lives_in, proposes, story
from tests.dialogs.house import asked, kinds, texts
from tests.dialogs.rooms import has_read_the_notice
from tests.dialogs.test_booking import HERE

FORTNIGHT = "every other Tuesday at 3"
NEXT_TUESDAY = date(2027, 2, 23)


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def suggests(works: Works, who: str = "amara", words: str = FORTNIGHT, code: str = "R01") -> Reply:
    """Suggest a standing time from the first week in which it can begin."""
    form = await works.house.press(who, "standing.new", relationship=code)
    full = await works.house.answer(who, form, words=words)
    if asked(full).key.startswith("which"):
        full = await works.house.answer(who, full, rule=asked(full).fields[0].values[0])
    return await works.house.answer(who, full, right="yes")


async def kept(works: Works, code: str = "R01") -> StandingTime:
    async with works.house.store.reading() as unit:
        return (await unit.standing_times.of([code]))[-1]


async def answers(works: Works, who: str, how: str = "accept", code: str = "R01") -> Reply:
    there = await kept(works, code)
    return await works.house.press(who, f"standing.{how}", relationship=code, standing=there.id)


async def agreed(works: Works, words: str = FORTNIGHT) -> Reply:
    """Let Amara suggest a standing time to Brendan, who agrees."""
    await suggests(works, words=words)
    return await answers(works, "brendan")


async def diary(works: Works, code: str = "R01") -> dict[str, str]:
    """Return the days in the diary with where they stand."""
    meetings = (await story(works, code)).interactions
    return {f"{one.on:%d %b}": one.state.value for one in sorted(meetings, key=lambda one: one.on)}


async def on(works: Works, day: date) -> Interaction:
    return next(one for one in (await story(works)).interactions if one.on == day)


async def away(works: Works, who: str, *days: list[str]) -> None:
    async with works.house.changing() as unit:
        person = await unit.people.get(who)
        await unit.people.put(person.model_copy(update={"away": list(days)}))


def came(works: Works, who: str, kind: str) -> list[Message]:
    return [one.letter.message for one in works.phones.to(who) if one.kind == kind]


# ---- the form by itself


class Kept:
    """Keeps what is suggested."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    async def suggest(self, rule: Rule) -> None:
        self.rules.append(rule)


async def test_a_fortnight_is_asked_when_it_begins_and_shown_with_its_dates() -> None:
    standing = Kept()
    talk = Transcript(stand, setting=HERE, standing=standing)
    await talk.starts("What time comes round again?")
    await talk.answers(words=FORTNIGHT)
    talk.asked("Which of these do you mean?")
    assert [one.label for one in talk.field("rule").options] == [
        "every other Tuesday at 15:00, from 23 February",
        "every other Tuesday at 15:00, from 2 March",
        "None of these",
    ]
    await talk.answers(rule=talk.field("rule").values[0])
    assert talk.question.text.splitlines() == [
        "every other Tuesday at 15:00:",
        "• Tuesday 23 February 2027, 15:00",
        "• Tuesday 9 March 2027, 15:00",
        "• Tuesday 23 March 2027, 15:00",
    ]
    assert standing.rules == []
    await talk.answers(right="yes")
    (rule,) = standing.rules
    assert isinstance(rule, EveryWeeks)
    assert (rule.weeks, rule.first) == (2, NEXT_TUESDAY)


@pytest.mark.parametrize("words", ["mumble", "Tuesday at 4", "every other Tuesday"])
async def test_words_that_are_not_clear_are_asked_again(words: str) -> None:
    talk = Transcript(stand, setting=HERE, standing=Kept())
    await talk.starts("What time comes round again?")
    await talk.answers(words=words)
    talk.asked("What time comes round again?")
    assert "such as every other Tuesday at 4" in talk.question.text


async def test_none_of_these_and_not_right_ask_again() -> None:
    talk = Transcript(stand, setting=HERE, standing=Kept())
    await talk.starts("What time comes round again?")
    await talk.answers(words=FORTNIGHT)
    await talk.answers(rule="none")
    await talk.answers(words="every Tuesday at 3")
    talk.asked("Is this right?")
    await talk.answers(right="no")
    talk.asked("What time comes round again?")


# ---- agreed once


async def test_the_other_is_asked_with_the_next_dates_on_both_clocks(works: Works) -> None:
    await lives_in(works, "brendan", "America/New_York")
    await suggests(works)
    works.jump(to=at("2027-02-17", "15:00"))
    (told,) = await letters(works, "brendan")
    head, *dates = told.text.splitlines()
    assert head.startswith("Amara suggests a standing time, every other Tuesday at 15:00.")
    assert dates == [
        "• Tuesday 23 February 2027, 10:00 your time, 15:00 for Amara",
        "• Tuesday 9 March 2027, 10:00 your time, 15:00 for Amara",
        "• Tuesday 23 March 2027, 11:00 your time, 15:00 for Amara",
    ]
    assert (preview_problems(told.preview), problems(told.text)) == ((), ())
    assert await diary(works) == {}


async def test_once_both_agree_the_coming_weeks_stand_in_the_diary(works: Works) -> None:
    reply = await agreed(works)
    assert await diary(works) == {"23 Feb": "agreed", "09 Mar": "agreed", "23 Mar": "agreed"}
    assert texts(reply).startswith("It's a standing time now: every other Tuesday at 15:00.")
    assert "Your standing time with Amara: Tuesday 23 February 2027, 15:00." in texts(reply)
    told = [one for one in await letters(works, "amara") if one.kind == "service.agreed"]
    assert len(told) == 3
    assert all(one.document is not None for one in told)


async def test_in_a_trio_all_three_have_to_agree(works: Works) -> None:
    await suggests(works, "edwin", "every Thursday at 3", "R02")
    assert "once everyone has agreed" in texts(await answers(works, "chidi", code="R02"))
    assert (await kept(works, "R02")).state is StandingState.PROPOSED
    await answers(works, "delphine", code="R02")
    assert (await kept(works, "R02")).state is StandingState.AGREED


async def test_saying_yes_twice_fills_the_diary_once(works: Works) -> None:
    await agreed(works)
    assert "already" in texts(await answers(works, "brendan"))
    assert len(await diary(works)) == 3


async def test_rather_not_is_heard_without_a_name(works: Works) -> None:
    await suggests(works)
    await letters(works, "amara")
    assert "That's fine" in texts(await answers(works, "brendan", "decline"))
    (told,) = await letters(works, "amara")
    assert told.kind == "service.let-go"
    assert "Brendan" not in told.text
    assert await diary(works) == {}


async def test_the_silent_are_reminded_twice_and_after_a_week_it_is_let_go(works: Works) -> None:
    await suggests(works)
    await works.run(at("2027-02-24", "12:00"))
    reminders = [f"{one.local:%a %d}" for one in works.phones.to("brendan") if one.kind == "nudge.waiting"]
    assert reminders == ["Thu 18", "Mon 22"]
    assert (await kept(works)).state is StandingState.STOPPED
    assert [one.kind for one in works.phones.to("amara")][-1] == "service.let-go"
    assert "is over" in texts(await answers(works, "brendan"))


async def test_a_newer_suggestion_takes_the_place_of_an_older_one(works: Works) -> None:
    await suggests(works)
    older = await kept(works)
    works.jump(by=timedelta(minutes=1))
    await suggests(works, "brendan", "every Friday at 10")
    reply = await works.house.press("amara", "standing.accept", relationship="R01", standing=older.id)
    assert "is over" in texts(reply)


# ---- round and round


async def test_each_next_date_is_put_in_the_diary_five_weeks_ahead(works: Works) -> None:
    await agreed(works)
    await works.run(at("2027-03-02", "12:00"))
    assert "06 Apr" in await diary(works)
    assert "20 Apr" not in await diary(works)
    told = came(works, "amara", "service.agreed")[-1]
    assert told.text == "Your standing time with Brendan: Tuesday 6 April 2027, 15:00."


async def test_over_a_whole_programme_every_month_has_its_two_and_none_has_more(works: Works) -> None:
    await agreed(works)
    await works.run(at("2027-10-15"))
    told = await story(works)
    days = [one.on for one in told.interactions]
    for month in told.months(date(2027, 10, 15)):
        assert sum(day in month for day in days) <= 2
    assert len(days) >= 14
    assert max(days) <= date(2027, 9, 30)
    assert await works.timer(timer_key(await kept(works))) is None


async def test_three_oclock_stays_three_oclock_when_the_clocks_change(works: Works) -> None:
    await agreed(works)
    await works.run(at("2027-03-10"))
    assert (await on(works, date(2027, 4, 6))).at == at("2027-04-06", "15:00")


async def test_a_bank_holiday_is_left_out_and_told_in_one_line(works: Works) -> None:
    await agreed(works, "every other Monday at 10")
    await works.run(at("2027-04-05"))
    assert "03 May" not in await diary(works)
    (told,) = came(works, "brendan", "service.standing")
    assert told.text == "Left out of your standing time: Monday 3 May 2027 (a bank holiday)."


async def test_leave_and_a_week_of_nights_are_left_out_and_nobody_is_named(works: Works) -> None:
    await away(works, "brendan", ["2027-03-08", "2027-03-13"], ["2027-03-22", "2027-03-27", "20:00", "08:00"])
    reply = await agreed(works)
    assert await diary(works) == {"23 Feb": "agreed"}
    await works.run(works.now)
    (told,) = [one for one in came(works, "amara", "service.standing") if "Left out" in one.text]
    assert told.text == (
        "Left out of your standing time: Tuesday 9 March 2027 (not everyone can), "
        "Tuesday 23 March 2027 (not everyone can)."
    )
    assert "It's a standing time now" in texts(reply)


async def test_an_hour_after_work_that_was_agreed_is_kept(works: Works) -> None:
    await agreed(works, "every other Tuesday at 18:30")
    assert list(await diary(works)) == ["23 Feb", "09 Mar", "23 Mar"]


async def test_dates_in_a_break_are_passed_over(works: Works) -> None:
    await rests(works, "2027-03-01", "2027-03-15")
    await agreed(works)
    assert list(await diary(works)) == ["23 Feb", "23 Mar"]


async def test_a_month_that_is_full_already_gets_no_more(works: Works) -> None:
    await proposes(works, "amara", "19 February at 3")
    works.jump(by=timedelta(minutes=1))
    await proposes(works, "amara", "24 February at 3")
    await agreed(works)
    assert "23 Feb" not in await diary(works)


async def test_a_date_that_was_moved_is_not_filled_again(works: Works) -> None:
    await agreed(works)
    await proposes(works, "brendan", "25 February at 11", moves=(await on(works, NEXT_TUESDAY)).id)
    await works.run(at("2027-03-03"))
    assert "23 Feb" not in await diary(works)


async def test_a_date_that_was_called_off_is_not_filled_again(works: Works) -> None:
    await agreed(works)
    await works.house.press("brendan", "meeting.off", **about(await on(works, NEXT_TUESDAY)))
    await works.run(at("2027-03-03"))
    assert (await diary(works))["23 Feb"] == InteractionState.CANCELLED


# ---- stopped and changed


@pytest.mark.parametrize("who", ["amara", "brendan"])
async def test_either_may_stop_it_and_what_stands_in_the_diary_stays(works: Works, who: str) -> None:
    await agreed(works)
    other = {"amara": "brendan", "brendan": "amara"}[who]
    await letters(works, other)
    assert "The standing time has ended" in texts(await answers(works, who, "stop"))
    (told,) = await letters(works, other)
    assert "stays until you move it or call it off" in told.text
    await works.run(at("2027-04-20"))
    assert list(await diary(works)) == ["23 Feb", "09 Mar", "23 Mar"]


async def test_my_programme_leads_to_the_standing_time_and_to_another(works: Works) -> None:
    status = await works.house.say("amara", "status")
    form = await works.house.push("amara", status.messages[0], "A standing time")
    assert asked(form).key == "rhythm-1"
    await agreed(works)
    shown = await works.house.push("brendan", status.messages[0], "A standing time")
    assert texts(shown).startswith("Your standing time is every other Tuesday at 15:00.")
    again = await works.house.push("brendan", shown.messages[0], "Change it")
    assert asked(again).key == "rhythm-1"


async def test_an_open_suggestion_is_shown_to_be_answered(works: Works) -> None:
    await suggests(works)
    reply = await works.house.press("brendan", "standing", relationship="R01")
    await works.house.push("brendan", reply.messages[0], "That works")
    assert (await kept(works)).state is StandingState.AGREED


async def test_another_one_takes_the_place_of_the_old_once_all_agree(works: Works) -> None:
    await agreed(works)
    first = await kept(works)
    works.jump(by=timedelta(minutes=1))
    await suggests(works, "brendan", "every Friday at 10")
    assert (await works.timer(timer_key(first))) is not None
    await answers(works, "amara")
    async with works.house.store.reading() as unit:
        states = [one.state for one in await unit.standing_times.of(["R01"])]
    assert states == [StandingState.STOPPED, StandingState.AGREED]


async def test_an_ending_ends_it_too(works: Works) -> None:
    await agreed(works)
    await works.house.press("amara", "leave.sure", relationship="R01")
    assert set((await diary(works)).values()) == {InteractionState.CANCELLED}
    await works.run(works.now + AHEAD)
    assert (await kept(works)).state is StandingState.STOPPED
    assert len(await diary(works)) == 3


# ---- whose it is


@pytest.mark.parametrize("who", ["hamish", "farah", "imani"])
@pytest.mark.parametrize("how", ["accept", "decline", "stop"])
async def test_nobody_from_outside_answers_and_trying_is_noted(works: Works, who: str, how: str) -> None:
    await suggests(works)
    assert kinds(await answers(works, who, how)) == ["reply.refusal"]
    assert (who, "refused", f"standing.{how}") in works.house.audited()


async def test_the_copy_of_my_data_holds_it(works: Works) -> None:
    await has_read_the_notice(works.house, "brendan")
    await agreed(works)
    reply = await works.house.press("brendan", "my-data.copy")
    copy = "".join(message.document.text for message in reply.messages if message.document)
    assert "every other Tuesday at 15:00" in copy
