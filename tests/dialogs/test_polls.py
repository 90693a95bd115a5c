"""Polls: a trio is asked about several times at once, and it becomes a meeting, or ends kindly."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.core.messages import Message, Reply
from bot.core.records import Interaction, InteractionState, Poll, PollState, RelationshipState
from dialogs.lint import preview_problems, problems
from dialogs.meetings import timer_key
from dialogs.poll_course import timer_key as poll_timer
from dialogs.polling import poll_times
from tests.core.transcript import Transcript
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import labels, letters, lives_in, newest
from tests.dialogs.house import asked, kinds, texts
from tests.dialogs.rooms import has_read_the_notice
from tests.dialogs.test_booking import HERE

TUESDAY, WEDNESDAY, THURSDAY = (at(f"2027-03-{day}", "15:00") for day in ("02", "03", "04"))
THREE = "2 March at 3\n3 March at 3\n4 March at 15:00"
TRIO = ("chidi", "delphine", "edwin")


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def asks(works: Works, who: str = "edwin", words: str = THREE) -> Poll:
    """Let one of the trio ask about times in their own words, and return the poll."""
    form = await works.house.press(who, "poll", relationship="R02")
    full = await works.house.answer(who, form, picks=[], words=words)
    reply = await works.house.answer(who, full, right="yes")
    assert kinds(reply) == ["reply.poll"], texts(reply)
    return (await polls(works))[-1]


async def polls(works: Works) -> list[Poll]:
    async with works.house.store.reading() as unit:
        return list(await unit.polls.of(["R02"]))


async def ticks(works: Works, who: str, poll: Poll, *times: datetime) -> Reply:
    sheet = await works.house.press(who, "poll.tick", relationship="R02", poll=poll.id)
    return await works.house.answer(who, sheet, times=[one.isoformat() for one in times])


async def none_suits(works: Works, who: str, poll: Poll) -> Reply:
    return await works.house.press(who, "poll.none", relationship="R02", poll=poll.id)


async def meeting_of(works: Works, poll: Poll) -> Interaction:
    (now,) = [one for one in await polls(works) if one.id == poll.id]
    assert now.interaction_id is not None
    async with works.house.store.reading() as unit:
        return await unit.interactions.get(now.interaction_id)


async def state_of(works: Works, poll: Poll) -> PollState:
    return next(one.state for one in await polls(works) if one.id == poll.id)


def came(works: Works, who: str, kind: str) -> list[Message]:
    return [one.letter.message for one in works.phones.to(who) if one.kind == kind]


# ---- the form by itself


class Kept:
    """Keeps the times that are asked about."""

    def __init__(self) -> None:
        self.times: list[datetime] = []

    async def open(self, times: list[datetime]) -> None:
        self.times = list(times)


async def test_times_in_words_are_shown_in_full_before_anybody_is_asked() -> None:
    polls = Kept()
    talk = Transcript(poll_times, setting=HERE, polls=polls)
    await talk.starts("Which times could you offer?")
    await talk.answers(words="4 March at 15:00\nnext Tuesday at 3")
    talk.asked("Shall I ask about these?")
    assert talk.question.text == "• Tuesday 23 February 2027, 15:00\n• Thursday 4 March 2027, 15:00"
    assert polls.times == []
    await talk.answers(right="yes")
    assert polls.times == [at("2027-02-23", "15:00"), THURSDAY]


@pytest.mark.parametrize(
    ("words", "said"),
    [("next Tuesday at 3", "at least two"), ("\n".join(["2 March at 3"] * 6), "Five times are plenty")],
)
async def test_too_few_or_too_many_times_are_refused(words: str, said: str) -> None:
    talk = Transcript(poll_times, setting=HERE, polls=Kept())
    await talk.starts("Which times could you offer?")
    await talk.tries(words=words)
    assert said in str(talk.question.errors)


async def test_a_line_that_is_not_clear_is_asked_again_by_its_number_and_nothing_is_lost() -> None:
    talk = Transcript(poll_times, setting=HERE, polls=Kept())
    await talk.starts("Which times could you offer?")
    await talk.answers(words="2 March at 3\nmumble")
    talk.asked("Which times could you offer?")
    assert talk.question.text.startswith("Line 2 is not clear to me")
    talk.shows(words="2 March at 3\nmumble")


async def test_a_doubtful_line_is_asked_with_its_meanings() -> None:
    polls = Kept()
    talk = Transcript(poll_times, setting=HERE, polls=polls)
    await talk.starts("Which times could you offer?")
    await talk.answers(words="2 March at 3\n3 March at 8\n4 March")
    talk.asked("Which of these do you mean?")
    await talk.answers(moment="0")
    talk.asked("At what time?")
    await talk.answers(hour="15:00")
    await talk.answers(right="yes")
    assert polls.times == [TUESDAY, at("2027-03-03", "08:00"), THURSDAY]


async def test_the_same_time_twice_is_one_time() -> None:
    talk = Transcript(poll_times, setting=HERE, polls=Kept())
    await talk.starts("Which times could you offer?")
    await talk.answers(words="2 March at 3\n2/3 at 15:00")
    assert "Some of these are the same" in talk.question.text


# ---- asked


async def test_the_other_two_are_asked_with_every_time_in_full(works: Works) -> None:
    await lives_in(works, "delphine", "America/New_York")
    await asks(works)
    works.jump(to=at("2027-02-17", "15:00"))
    (told,) = await letters(works, "delphine")
    assert (told.kind, labels(told)) == ("service.poll", ["Tick what suits me", "None of these"])
    assert told.text.splitlines() == [
        "Edwin asks which of these times suit you:",
        "• Tuesday 2 March 2027, 10:00 your time, 15:00 for Edwin and Chidi",
        "• Wednesday 3 March 2027, 10:00 your time, 15:00 for Edwin and Chidi",
        "• Thursday 4 March 2027, 10:00 your time, 15:00 for Edwin and Chidi",
    ]
    assert (preview_problems(told.preview), problems(told.text)) == ((), ())
    assert [one.kind for one in await letters(works, "chidi")] == ["service.poll"]
    assert await letters(works, "edwin") == []


async def test_up_to_five_good_times_are_there_to_pick_from(works: Works) -> None:
    form = await works.house.press("edwin", "poll", relationship="R02")
    picks = next(one for one in asked(form).fields if one.name == "picks")
    assert (len(picks.options), len(picks.default or ())) == (5, 3)
    full = await works.house.answer("edwin", form, picks=list(picks.values[:2]), words="4 March at 3")
    await works.house.answer("edwin", full, right="yes")
    assert len((await polls(works))[0].times) == 3


async def test_a_pair_is_not_polled(works: Works) -> None:
    reply = await works.house.press("amara", "poll", relationship="R01")
    assert texts(reply) == "The two of you find a time faster by suggesting one. Say book."


async def test_the_ladder_and_my_programme_offer_a_poll_to_a_trio_alone(works: Works) -> None:
    for who, there in (("edwin", True), ("amara", False)):
        reply = await works.house.say(who, "status")
        routes = [action.route for message in reply.messages for action in message.actions]
        assert ("poll" in routes) == there


# ---- it becomes a meeting


async def test_a_time_that_suits_all_three_is_agreed_at_once(works: Works) -> None:
    poll = await asks(works)
    await ticks(works, "chidi", poll, WEDNESDAY, THURSDAY)
    for who in TRIO:
        await letters(works, who)
    reply = await ticks(works, "delphine", poll, WEDNESDAY)
    assert texts(reply) == "It's agreed with Edwin and Chidi: Wednesday 3 March 2027, 15:00."
    for who in ("chidi", "edwin"):
        (told,) = await letters(works, who)
        assert (told.kind, told.document is not None) == ("service.agreed", True)
    meeting = await meeting_of(works, poll)
    assert (meeting.state, meeting.at) == (InteractionState.AGREED, WEDNESDAY)
    assert set(meeting.agreed_by) == set(TRIO)
    timer = await works.timer(timer_key(meeting.id))
    assert timer is not None
    assert (timer.payload["next"], await works.timer(poll_timer(poll))) == ("guide", None)


async def test_two_wait_for_the_third_and_after_two_working_days_they_meet(works: Works) -> None:
    poll = await asks(works)
    reply = await ticks(works, "chidi", poll, WEDNESDAY)
    assert "as soon as a time suits enough of you" in texts(reply)
    await works.run(at("2027-02-19", "09:59"))
    assert await state_of(works, poll) is PollState.OPEN
    await works.run(at("2027-02-19", "10:00"))
    meeting = await meeting_of(works, poll)
    assert (meeting.at, sorted(meeting.agreed_by)) == (WEDNESDAY, ["chidi", "edwin"])
    (invited,) = came(works, "delphine", "service.invited")
    assert invited.text == (
        "Edwin and Chidi meet: Wednesday 3 March 2027, 15:00. "
        "Come along if it suits you; it counts either way."
    )
    await works.house.push("delphine", invited, "I'll come")
    assert sorted((await meeting_of(works, poll)).agreed_by) == ["chidi", "delphine", "edwin"]


async def test_the_thirds_leave_does_not_count_among_their_two_working_days(works: Works) -> None:
    async with works.house.changing() as unit:
        delphine = await unit.people.get("delphine")
        away = [["2027-02-18", "2027-02-22"]]
        await unit.people.put(delphine.model_copy(update={"away": away}))
    poll = await asks(works)
    await ticks(works, "chidi", poll, WEDNESDAY)
    await works.run(at("2027-02-22", "12:00"))
    assert await state_of(works, poll) is PollState.OPEN
    await works.run(at("2027-02-23", "12:00"))
    assert await state_of(works, poll) is PollState.SETTLED


async def test_when_the_third_can_do_none_of_them_the_other_two_meet_at_once(works: Works) -> None:
    poll = await asks(works)
    await ticks(works, "chidi", poll, WEDNESDAY)
    reply = await none_suits(works, "delphine", poll)
    assert kinds(reply) == ["reply.invited"]
    assert "Edwin and Chidi meet" in texts(reply)


async def test_nobody_is_told_what_anybody_ticked_or_did_not_tick(works: Works) -> None:
    poll = await asks(works)
    await none_suits(works, "delphine", poll)
    await ticks(works, "chidi", poll, WEDNESDAY)
    for who in ("chidi", "edwin"):
        said = " ".join(one.letter.message.text for one in works.phones.to(who))
        assert "none" not in said.lower()
        assert "Delphine can't" not in said


# ---- changed minds, double answers, stale cards


async def test_an_answer_can_be_changed_while_the_question_is_open(works: Works) -> None:
    poll = await asks(works)
    reply = await ticks(works, "chidi", poll, TUESDAY)
    sheet = await works.house.push("chidi", reply.messages[0], "Change my answer")
    shown = next(one for one in asked(sheet).fields if one.name == "times")
    assert shown.default == (TUESDAY.isoformat(),)
    await works.house.answer("chidi", sheet, times=[THURSDAY.isoformat()])
    await ticks(works, "delphine", poll, TUESDAY, THURSDAY)
    assert (await meeting_of(works, poll)).at == THURSDAY


async def test_the_same_answer_twice_is_one_answer(works: Works) -> None:
    poll = await asks(works)
    await ticks(works, "chidi", poll, TUESDAY)
    once = (await polls(works))[0].answers
    await ticks(works, "chidi", poll, TUESDAY)
    assert (await polls(works))[0].answers == once


@pytest.mark.parametrize("route", ["poll.tick", "poll.none", "poll.close"])
async def test_once_a_time_is_agreed_the_older_cards_say_so(works: Works, route: str) -> None:
    poll = await asks(works)
    await ticks(works, "chidi", poll, WEDNESDAY)
    await ticks(works, "delphine", poll, WEDNESDAY)
    reply = await works.house.press("edwin", route, relationship="R02", poll=poll.id)
    assert texts(reply) == "A time is agreed by now. You can still move that meeting or call it off."


async def test_a_sheet_that_lay_open_while_a_time_was_agreed_changes_nothing(works: Works) -> None:
    poll = await asks(works)
    sheet = await works.house.press("delphine", "poll.tick", relationship="R02", poll=poll.id)
    await ticks(works, "chidi", poll, WEDNESDAY)
    await works.run(at("2027-02-19", "12:00"))
    reply = await works.house.answer("delphine", sheet, times=[THURSDAY.isoformat()])
    assert "A time is agreed by now" in texts(reply)
    assert (await meeting_of(works, poll)).at == WEDNESDAY


async def test_a_newer_question_takes_the_place_of_an_older_one(works: Works) -> None:
    older = await asks(works)
    await asks(works, "chidi", "9 March at 3\n10 March at 3")
    assert [one.state for one in await polls(works)] == [PollState.CLOSED, PollState.OPEN]
    assert "not asked about any more" in texts(await none_suits(works, "delphine", older))


async def test_whoever_asked_may_take_it_back_and_nobody_else(works: Works) -> None:
    poll = await asks(works)
    await letters(works, "chidi")
    refused = await works.house.press("chidi", "poll.close", relationship="R02", poll=poll.id)
    assert kinds(refused) == ["reply.refusal"]
    await works.house.press("edwin", "poll.close", relationship="R02", poll=poll.id)
    assert await state_of(works, poll) is PollState.CLOSED
    assert [one.kind for one in await letters(works, "chidi")] == ["service.poll-closed"]


@pytest.mark.parametrize("who", ["amara", "farah", "imani"])
@pytest.mark.parametrize("route", ["poll.tick", "poll.none", "poll.close"])
async def test_nobody_from_outside_answers_and_trying_is_noted(works: Works, who: str, route: str) -> None:
    poll = await asks(works)
    for code in ("R02", "R01"):
        reply = await works.house.press(who, route, relationship=code, poll=poll.id)
        assert kinds(reply) == ["reply.refusal"]
    assert (who, "refused", route) in works.house.audited()
    assert (await polls(works))[0].answers == {"edwin": poll.times}


async def test_the_copy_of_my_data_holds_my_own_ticks_and_not_those_of_the_others(works: Works) -> None:
    await has_read_the_notice(works.house, "chidi", "delphine")
    poll = await asks(works)
    await ticks(works, "chidi", poll, WEDNESDAY)
    for who, there in (("chidi", True), ("delphine", False)):
        reply = await works.house.press(who, "my-data.copy")
        copy = "".join(message.document.text for message in reply.messages if message.document)
        assert ("2027-03-03T15:00" in copy) == there


# ---- waiting, and letting go


async def test_the_silent_are_reminded_twice_in_working_time(works: Works) -> None:
    poll = await asks(works)
    await none_suits(works, "delphine", poll)
    await works.run(at("2027-02-24", "17:00"))
    reminders = [
        (one.letter.person_id, f"{one.local:%a %d %H:%M}")
        for one in works.phones.arrived
        if one.kind == "nudge.waiting"
    ]
    assert reminders == [("chidi", "Thu 18 10:00"), ("chidi", "Mon 22 10:00")]


async def test_after_a_week_without_a_time_whoever_asked_hears_that_and_only_that(works: Works) -> None:
    poll = await asks(works)
    await works.run(at("2027-02-24", "12:00"))
    assert await state_of(works, poll) is PollState.CLOSED
    (told,) = came(works, "edwin", "service.let-go")
    assert told.text.startswith("No time came together")
    assert not {"Chidi", "Delphine"} & set(told.text.split())
    form = await works.house.push("edwin", told, "Ask about other times")
    assert asked(form).key == "times-1"
    assert came(works, "chidi", "service.let-go") == []


async def test_when_no_time_can_come_together_any_more_it_ends_at_once(works: Works) -> None:
    poll = await asks(works)
    await ticks(works, "chidi", poll)
    reply = await none_suits(works, "delphine", poll)
    assert "others will be suggested" in texts(reply)
    assert await state_of(works, poll) is PollState.CLOSED
    assert await works.timer(poll_timer(poll)) is None


async def test_once_all_its_times_have_come_a_poll_is_let_go(works: Works) -> None:
    poll = await asks(works, words="tomorrow at 11:00\ntomorrow at 15:00")
    await works.run(at("2027-02-18", "15:00"))
    assert await state_of(works, poll) is PollState.CLOSED
    assert "not asked about any more" in texts(await none_suits(works, "chidi", poll))


async def test_a_time_that_has_come_is_no_longer_there_to_tick(works: Works) -> None:
    poll = await asks(works, words="tomorrow at 11:00\ntomorrow at 15:00")
    works.jump(to=at("2027-02-18", "12:00"))
    sheet = await works.house.press("chidi", "poll.tick", relationship="R02", poll=poll.id)
    shown = next(one for one in asked(sheet).fields if one.name == "times")
    assert shown.values == (at("2027-02-18", "15:00").isoformat(),)


async def test_a_poll_of_a_programme_that_has_ended_is_over(works: Works) -> None:
    poll = await asks(works)
    await letters(works, "chidi")
    await works.house.press("chidi", "leave.sure", relationship="R02")
    assert (await works.house.relationship("R02")).state is RelationshipState.ENDED
    assert "not asked about any more" in texts(await none_suits(works, "delphine", poll))
    await works.run(at("2027-02-25"))
    assert await state_of(works, poll) is PollState.CLOSED
    assert came(works, "edwin", "service.let-go") == []


async def test_over_the_change_of_clocks_the_time_that_was_ticked_is_the_time_that_is_agreed(
    works: Works,
) -> None:
    works.jump(to=at("2027-03-25"))
    poll = await asks(works, words="27 March at 15:00\n30 March at 15:00")
    london = at("2027-03-30", "15:00")
    await ticks(works, "chidi", poll, london)
    reply = await ticks(works, "delphine", poll, london)
    assert "Tuesday 30 March 2027, 15:00" in texts(reply)
    assert (await newest(works, "R02")).at == london
