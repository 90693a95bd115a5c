"""My assistant books: times in the mentee's name, said yes to first, and nothing but times."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.circle import load_circle
from bot.core.enrolment import CohortStatus, cohort_status
from bot.core.events import Introduced
from bot.core.messages import Message, Reply
from bot.core.records import InteractionState
from bot.core.turn import Turn
from dialogs.every import every_route
from dialogs.lint import preview_problems, problems
from dialogs.meetings import about
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import labels, letters, newest, proposes, state
from tests.dialogs.house import address_of, asked, kinds, texts
from tests.dialogs.rooms import has_read_the_notice

PAT = "pat@trust.example"
R02 = {"relationship": "R02"}
OF_TIMES = {
    "book", "poll", "proposal.accept", "proposal.another", "proposal.decline", "meeting.off",
    "meeting.calendar", "poll.tick", "poll.none", "poll.close", "assistant.accept", "assistant.end",
}  # fmt: skip
"""All that is an assistant's to press about the relationship of somebody else."""

ABOUT_THEMSELVES = ("inbox", "audit", "conversation", "person", "outbox", "shelf")
"""Tables in which something may stand because they pressed what is about nobody but themselves."""


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def names(works: Works, email: str = PAT, who: str = "edwin", code: str = "R02") -> Reply:
    form = await works.house.press(who, "assistant", relationship=code)
    return await works.house.answer(who, form, email=email)


async def introduced(works: Works, email: str = PAT) -> None:
    """Let a platform find the assistant by their address."""
    event = Introduced(key=f"introduced-{email}", actor=address_of("pat"), email=email, name="Pat Quill")
    await works.house.door.handle(event)


async def assisted(works: Works) -> str:
    """Let Edwin name Pat, who says yes; return Pat's identifier."""
    await names(works)
    await introduced(works)
    await works.house.press("pat", "assistant.accept", **R02)
    async with works.house.store.reading() as unit:
        pat = await unit.people.with_email(PAT)
    assert pat is not None
    for who in (pat.id, "edwin", "chidi", "delphine"):
        await letters(works, who)
    return pat.id


async def status(works: Works) -> CohortStatus:
    found: list[CohortStatus] = []

    async def looked(turn: Turn) -> None:
        found.append(await cohort_status(turn, await turn.unit.cohorts.get("spring")))

    await works.order(looked)
    return found[0]


def told(works: Works, who: str) -> list[Message]:
    return [one.letter.message for one in works.phones.to(who)]


# ---- named, and said yes to


async def test_whoever_leads_names_them_and_they_are_asked_first(works: Works) -> None:
    reply = await names(works)
    assert texts(reply) == "I'll ask them. Until they say yes, times are yours as before."
    async with works.house.store.reading() as unit:
        pat = await unit.people.with_email(PAT)
        assert pat is not None
        assert (await load_circle(unit, "R02")).assistant is None
    assert await letters(works, pat.id) == []
    await introduced(works)
    (asks,) = await letters(works, pat.id)
    assert (asks.kind, labels(asks)) == ("service.assisting", ["I'll do that", "I'd rather not"])
    assert "You hear times and nothing else" in asks.text
    assert (preview_problems(asks.preview), problems(asks.text)) == ((), ())


async def test_the_address_of_the_people_file_is_there_to_begin_with(works: Works) -> None:
    async with works.house.changing() as unit:
        edwin = await unit.people.get("edwin")
        await unit.people.put(edwin.model_copy(update={"assistant_email": PAT}))
    form = await works.house.press("edwin", "assistant", **R02)
    assert asked(form).fields[0].default == PAT


async def test_what_is_no_address_is_asked_again(works: Works) -> None:
    form = await works.house.press("edwin", "assistant", **R02)
    again = await works.house.answer("edwin", form, email="Pat in my office")
    assert "Please write an e-mail address" in str(asked(again).errors)


@pytest.mark.parametrize("email", ["chidi@trust.example", "boss@trust.example", "rival@trust.example"])
async def test_one_of_the_circle_a_line_manager_or_somebody_kept_apart_cannot_book(
    works: Works, email: str
) -> None:
    async with works.house.changing() as unit:
        chidi = await unit.people.get("chidi")
        update = {"manager_email": "boss@trust.example", "never_with": ["rival@trust.example"]}
        await unit.people.put(chidi.model_copy(update=update))
    reply = await names(works, email)
    assert texts(reply) == "That address can't book here. Please name somebody else, or book yourself."
    assert (await works.house.relationship("R02")).assistant_id is None


@pytest.mark.parametrize("who", ["chidi", "farah", "amara"])
async def test_nobody_but_the_mentee_names_who_books(works: Works, who: str) -> None:
    assert kinds(await works.house.press(who, "assistant", **R02)) == ["reply.refusal"]
    assert (who, "refused", "assistant") in works.house.audited()


async def test_only_the_mentee_is_offered_it(works: Works) -> None:
    for who, there in (("edwin", True), ("chidi", False)):
        (shown, *_more) = (await works.house.say(who, "status")).messages
        assert ("My assistant books" in labels(shown)) == there


async def test_once_they_say_yes_everyone_in_it_is_told_that_and_what_they_hear(works: Works) -> None:
    await names(works)
    await introduced(works)
    reply = await works.house.press("pat", "assistant.accept", **R02)
    assert labels(reply.messages[0]) == ["Suggest a time", "Ask about several times", "End this"]
    for who in ("edwin", "chidi", "delphine"):
        (news,) = await letters(works, who)
        assert news.text == (
            "The assistant of Edwin deals with times from now on. They hear times and nothing else."
        )


async def test_nobody_assists_who_was_not_asked_to(works: Works) -> None:
    for who in ("amara", "farah"):
        assert kinds(await works.house.press(who, "assistant.accept", **R02)) == ["reply.refusal"]


async def test_until_they_say_yes_nothing_is_theirs(works: Works) -> None:
    await names(works)
    await introduced(works)
    assert kinds(await works.house.press("pat", "book", **R02)) == ["reply.refusal"]


# ---- times


async def test_they_suggest_a_time_in_the_name_of_the_mentee(works: Works) -> None:
    pat = await assisted(works)
    reply = await proposes(works, "pat", "2 March at 3", code="R02")
    assert "I have asked Chidi and Delphine" in texts(reply)
    meeting = await newest(works, "R02")
    assert (meeting.by, meeting.agreed_by) == ("edwin", ["edwin"])
    (asks,) = await letters(works, "chidi")
    assert asks.text == "Edwin suggests Tuesday 2 March 2027, 15:00."
    await works.house.push("chidi", asks, "That works")
    for who in ("edwin", pat):
        (news,) = await letters(works, who)
        assert (news.kind, news.document is not None) == ("service.agreed", True)


async def test_a_time_that_a_mentor_suggests_is_put_to_them_and_theirs_is_the_mentees_yes(
    works: Works,
) -> None:
    pat = await assisted(works)
    await proposes(works, "chidi", "2 March at 3", code="R02")
    assert await letters(works, "edwin") == []
    (asks,) = await letters(works, pat)
    assert asks.text == "For Edwin: Chidi suggests Tuesday 2 March 2027, 15:00."
    reply = await works.house.push("pat", asks, "That works")
    assert kinds(reply) == ["reply.agreed"]
    meeting = await newest(works, "R02")
    assert (meeting.state, meeting.agreed_by) == (InteractionState.AGREED, ["chidi", "edwin"])
    assert [one.kind for one in await letters(works, "edwin")] == ["service.agreed"]


async def test_the_mentee_may_still_answer_themselves(works: Works) -> None:
    await assisted(works)
    await proposes(works, "chidi", "2 March at 3", code="R02")
    await works.house.press("edwin", "proposal.accept", **about(await newest(works, "R02")))
    assert (await newest(works, "R02")).state is InteractionState.AGREED


async def test_they_move_and_call_off_and_the_mentee_hears_of_it(works: Works) -> None:
    await assisted(works)
    await proposes(works, "pat", "2 March at 3", code="R02")
    meeting = await newest(works, "R02")
    await works.house.press("chidi", "proposal.accept", **about(meeting))
    await works.house.press("pat", "meeting.off", **about(meeting))
    assert await state(works, meeting) is InteractionState.CANCELLED
    for who in ("edwin", "chidi"):
        assert (await letters(works, who))[-1].kind == "service.off"
    async with works.house.store.reading() as unit:
        (change,) = await unit.changes.of(["R02"])
    assert change.by == "edwin"


async def test_they_are_reminded_in_the_mentees_place(works: Works) -> None:
    pat = await assisted(works)
    await proposes(works, "chidi", "4 March at 3", code="R02")
    await works.run(at("2027-02-18", "12:00"))
    reminded = {one.letter.person_id for one in works.phones.arrived if one.kind == "nudge.waiting"}
    assert reminded == {pat, "delphine"}


async def test_they_tick_for_the_mentee_when_a_trio_is_asked_about_several_times(works: Works) -> None:
    pat = await assisted(works)
    form = await works.house.press("chidi", "poll", **R02)
    full = await works.house.answer("chidi", form, picks=[], words="2 March at 3\n3 March at 3")
    await works.house.answer("chidi", full, right="yes")
    (asks,) = await letters(works, pat)
    assert asks.text.startswith("For Edwin: Chidi asks which of these times suit you:")
    sheet = await works.house.push("pat", asks, "Tick what suits me")
    await works.house.answer("pat", sheet, times=list(asked(sheet).fields[0].values))
    async with works.house.store.reading() as unit:
        (poll,) = await unit.polls.of(["R02"])
    assert set(poll.answers) == {"chidi", "edwin"}


async def test_one_word_is_enough_to_book_and_my_programme_says_for_whom(works: Works) -> None:
    await assisted(works)
    assert asked(await works.house.say("pat", "book")).key == "when-1"
    assert "You deal with times for Edwin, who meets Chidi and Delphine" in texts(
        await works.house.say("pat", "status")
    )


async def test_the_mentee_can_ask_them_to_find_a_time_in_one_press(works: Works) -> None:
    pat = await assisted(works)
    await works.house.press("edwin", "assistant.ask", **R02)
    (asks,) = await letters(works, pat)
    assert asks.text == "Edwin asks you to find a time with Chidi and Delphine."
    assert asked(await works.house.push("pat", asks, "Suggest a time")).key == "when-1"


async def test_while_they_cannot_be_reached_times_come_to_the_mentee(works: Works) -> None:
    pat = await assisted(works)
    async with works.house.changing() as unit:
        person = await unit.people.get(pat)
        await unit.people.put(person.model_copy(update={"unreachable_since": at("2027-02-17").date()}))
    await proposes(works, "chidi", "2 March at 3", code="R02")
    assert [one.kind for one in await letters(works, "edwin")] == ["service.proposal"]


# ---- and nothing else


async def test_no_other_button_is_theirs(works: Works) -> None:
    await assisted(works)
    await proposes(works, "pat", "2 March at 3", code="R02")
    meeting = await newest(works, "R02")
    carried = {**about(meeting), "guide": "3", "month": "1", "step": "0", "note": "none", "cohort": "spring"}
    before = works.house.rows(but=ABOUT_THEMSELVES)
    for route in sorted(set(every_route().presses) - OF_TIMES):
        reply = await works.house.press("pat", route, **carried)
        said = re.findall(r"\w+", texts(reply) + str(reply.question))
        assert not {"Chidi", "Delphine", "Edwin"} & set(said), route
    assert works.house.rows(but=ABOUT_THEMSELVES) == before


async def test_they_get_no_guide_no_reminder_and_nobody_asks_them_whether_you_met(works: Works) -> None:
    pat = await assisted(works)
    await proposes(works, "pat", "2 March at 3", code="R02")
    await works.house.press("chidi", "proposal.accept", **about(await newest(works, "R02")))
    await works.run(at("2027-03-20"))
    assert {message.kind for message in told(works, pat)} == {"service.assisting", "service.agreed"}
    assert "service.did-you-meet" in works.phones.kinds("edwin")


async def test_what_they_say_about_a_meeting_is_not_heard(works: Works) -> None:
    await assisted(works)
    meeting = await newest(works, "R02")
    works.jump(to=at("2027-02-27"))
    for route in ("met.yes", "met.no", "met.without-me", "log", "guide", "reflect", "leave.sure", "pause"):
        reply = await works.house.press("pat", route, **about(meeting))
        assert kinds(reply) == ["reply.refusal"], route
    async with works.house.store.reading() as unit:
        assert await unit.attestations.of(["R02"]) == []


async def test_no_figure_counts_them(works: Works) -> None:
    before = await status(works)
    summary = texts(await works.house.say("farah", "summary"))
    await assisted(works)
    after = await status(works)
    assert (after.people, after.relationships, after.unpaired) == (
        before.people,
        before.relationships,
        before.unpaired,
    )
    assert texts(await works.house.say("farah", "summary")) == summary


async def test_who_sees_what_says_what_they_see(works: Works) -> None:
    await assisted(works)
    for who in ("edwin", "chidi"):
        page = texts(await works.house.say(who, "who sees what"))
        assert "Whoever books for Edwin: the times of your meetings, and nothing else." in page


async def test_where_the_two_meet_is_not_theirs_to_read(works: Works) -> None:
    pat = await assisted(works)
    form = await works.house.press("edwin", "book", **R02)
    full = await works.house.answer("edwin", form, words="2 March at 3")
    await works.house.answer("edwin", full, right="yes", place="The café by the main door")
    await works.house.press("chidi", "proposal.accept", **about(await newest(works, "R02")))
    (news,) = await letters(works, pat)
    assert news.document is not None
    assert "LOCATION" not in news.document.text
    assert "café" not in news.text


# ---- ended


@pytest.mark.parametrize("who", ["edwin", "pat"])
async def test_either_side_may_end_it_and_times_are_the_mentees_again(works: Works, who: str) -> None:
    pat = await assisted(works)
    await works.house.press(who, "assistant.end", **R02)
    (news,) = await letters(works, pat if who == "edwin" else "edwin")
    assert news.kind == "service.assisting"
    assert kinds(await works.house.press("pat", "book", **R02)) == ["reply.refusal"]
    await proposes(works, "chidi", "2 March at 3", code="R02")
    assert [one.kind for one in await letters(works, "edwin")][-1] == "service.proposal"


async def test_somebody_who_is_erased_assists_nobody(works: Works) -> None:
    pat = await assisted(works)
    async with works.house.changing() as unit:
        await unit.people.erase(pat, works.now)
    await proposes(works, "chidi", "2 March at 3", code="R02")
    assert [one.kind for one in await letters(works, "edwin")] == ["service.proposal"]


async def test_nobody_else_ends_it(works: Works) -> None:
    await assisted(works)
    for who in ("chidi", "farah", "amara"):
        assert kinds(await works.house.press(who, "assistant.end", **R02)) == ["reply.refusal"]
    assert (await works.house.relationship("R02")).assistant_id is not None


async def test_the_copy_of_the_mentees_data_holds_the_address_they_gave(works: Works) -> None:
    await has_read_the_notice(works.house, "edwin")
    await assisted(works)
    reply = await works.house.press("edwin", "my-data.copy")
    assert PAT in "".join(message.document.text for message in reply.messages if message.document)
