"""Three suggested times: picked, left aside for one's own words, and fresh when they have grown old."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.dialogs import Question
from bot.core.fields import Field
from bot.core.forms import heading
from bot.core.messages import Reply
from bot.core.records import Interaction, InteractionState, Pause
from dialogs.booking import Booking, Guest, book
from dialogs.lint import problems
from dialogs.offering import OWN_WORDS, Offer
from tests.core.transcript import Transcript
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import booked, letters, newest, story
from tests.dialogs.house import asked, kinds, texts

THURSDAY, FRIDAY, MONDAY = at("2027-02-18"), at("2027-02-19", "14:00"), at("2027-02-22")
BOOKING = Booking(
    relationship="R01",
    asked_at=at("2027-02-17"),
    timezone="Europe/London",
    guests=(Guest(name="Brendan", timezone="Europe/London"),),
    suggested=(THURSDAY, FRIDAY, MONDAY),
)


class Diary:
    """Keeps what is wished for."""

    def __init__(self) -> None:
        self.wished: list[datetime] = []

    async def propose(self, at: datetime, place: str) -> None:
        assert not place
        self.wished.append(at)


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


def picks(question: Question) -> Field:
    return next(one for one in question.fields if one.name == "pick")


def labels(reply: Reply) -> list[str]:
    return [option.label for option in picks(asked(reply)).options]


def days(reply: Reply) -> list[date]:
    values = [value for value in picks(asked(reply)).values if value != OWN_WORDS]
    return [datetime.fromisoformat(value).date() for value in values]


async def picked(works: Works, who: str, form: Reply, number: int = 0) -> Reply:
    """Pick one of the times and confirm it."""
    full = await works.house.answer(who, form, pick=picks(asked(form)).values[number])
    return await works.house.answer(who, full, right="yes")


# ---- the dialog by itself


async def test_three_times_and_ones_own_words_are_offered_the_first_already_picked() -> None:
    talk = Transcript(book, booking=BOOKING, diary=Diary())
    await talk.starts("When would suit?")
    assert [one.label for one in talk.field("pick").options] == [
        "Thursday 18 February 2027, 10:00",
        "Friday 19 February 2027, 14:00",
        "Monday 22 February 2027, 10:00",
        "Another time, in my own words",
    ]
    talk.shows(pick=THURSDAY.isoformat())


async def test_a_time_that_is_picked_is_shown_in_full_and_proposed_once_confirmed() -> None:
    diary = Diary()
    talk = Transcript(book, booking=BOOKING, diary=diary)
    await talk.starts("When would suit?")
    await talk.answers(pick=FRIDAY.isoformat())
    talk.asked("Is this right?")
    assert talk.question.text == "Friday 19 February 2027, 14:00"
    await talk.answers(right="yes")
    assert diary.wished == [FRIDAY]


async def test_words_go_before_the_time_that_is_picked_already() -> None:
    diary = Diary()
    talk = Transcript(book, booking=BOOKING, diary=diary)
    await talk.starts("When would suit?")
    await talk.answers(pick=THURSDAY.isoformat(), words="next Tuesday at 3")
    await talk.answers(right="yes")
    assert diary.wished == [at("2027-02-23", "15:00")]


async def test_words_alone_are_enough() -> None:
    diary = Diary()
    talk = Transcript(book, booking=BOOKING, diary=diary)
    await talk.starts("When would suit?")
    await talk.answers(words="next Tuesday at 3")
    await talk.answers(right="yes")
    assert diary.wished == [at("2027-02-23", "15:00")]


@pytest.mark.parametrize("given", [{}, {"pick": OWN_WORDS}, {"pick": OWN_WORDS, "words": "  "}])
async def test_neither_a_time_nor_words_is_asked_for_again(given: dict[str, str]) -> None:
    talk = Transcript(book, booking=BOOKING, diary=Diary())
    await talk.starts("When would suit?")
    await talk.tries(**given)
    talk.refused(words="Please write a day and a time, or pick one above.")


async def test_a_time_that_was_never_offered_is_refused() -> None:
    talk = Transcript(book, booking=BOOKING, diary=Diary())
    await talk.starts("When would suit?")
    await talk.tries(pick=at("2027-02-20").isoformat())
    assert set(talk.question.errors) == {"pick"}


async def test_a_time_that_is_not_right_after_all_leads_back_to_the_three() -> None:
    talk = Transcript(book, booking=BOOKING, diary=Diary())
    await talk.starts("When would suit?")
    await talk.answers(pick=FRIDAY.isoformat())
    await talk.answers(right="no")
    talk.asked("When would suit?")
    assert talk.question.key == "when-2"
    assert len(talk.field("pick").options) == 4


async def test_without_suggestions_words_alone_are_asked_for() -> None:
    talk = Transcript(book, booking=BOOKING.model_copy(update={"suggested": ()}), diary=Diary())
    await talk.starts("When would suit?")
    assert [one.name for one in talk.question.fields] == ["words"]


async def test_words_given_before_there_were_suggestions_still_count() -> None:
    """Both forms of the question have one name, so a form left open over a release goes on."""
    talk = Transcript(book, booking=BOOKING.model_copy(update={"suggested": ()}), diary=Diary())
    await talk.starts("When would suit?")
    await talk.answers(words="next Tuesday at 3")
    inputs = {"booking": BOOKING.model_dump(mode="json")}
    talk.conversation = talk.conversation.model_copy(update={"inputs": inputs})
    await talk.resumes()
    talk.asked("Is this right?")


def test_the_words_of_the_offer_are_easy_to_read() -> None:
    assert problems(heading(Offer).text) == ()


# ---- through the door


async def test_a_time_is_proposed_with_a_pick_and_a_yes(works: Works) -> None:
    form = await works.house.press("amara", "book", relationship="R01")
    assert labels(form)[0] == "Thursday 18 February 2027, 10:00"
    reply = await picked(works, "amara", form)
    assert "I have asked Brendan: Thursday 18 February 2027, 10:00" in texts(reply)
    assert [one.text for one in await letters(works, "brendan")] == [
        "Amara suggests Thursday 18 February 2027, 10:00."
    ]


async def test_leave_and_hours_of_the_other_are_respected(works: Works) -> None:
    async with works.house.changing() as unit:
        brendan = await unit.people.get("brendan")
        away = {"away": [["2027-02-17", "2027-02-23"]], "timezone": "America/New_York"}
        await unit.people.put(brendan.model_copy(update=away))
    form = await works.house.press("amara", "book", relationship="R01")
    assert labels(form)[0] == "Wednesday 24 February 2027, 14:00"


async def test_with_this_months_two_agreed_times_of_the_next_month_are_offered(works: Works) -> None:
    form = await works.house.press("edwin", "book", relationship="R02")
    assert days(form)[0] >= date(2027, 3, 8)


async def test_a_meeting_with_somebody_else_is_not_booked_over(works: Works) -> None:
    """Gwen mentors Hamish and now Brendan as well; the day she has given to one is no day for the other."""
    async with works.house.changing() as unit:
        (mine,) = [one for one in await unit.memberships.of_person("gwen") if one.relationship_id]
        await unit.memberships.add(
            mine.model_copy(update={"id": "gwen-second", "relationship_id": "R01"}),
        )
        for hour in range(9, 17):
            await unit.interactions.add(_agreed(f"R03-{hour}", THURSDAY.replace(hour=hour)))
    form = await works.house.press("gwen", "book", relationship="R01")
    assert date(2027, 2, 18) not in days(form)


async def test_the_days_of_a_break_are_not_offered(works: Works) -> None:
    async with works.house.changing() as unit:
        pause = Pause(id="p", relationship_id="R01", first=date(2027, 2, 15), until=date(2027, 3, 1))
        await unit.pauses.add(pause)
    form = await works.house.press("amara", "book", relationship="R01")
    assert days(form)[0] == date(2027, 3, 1)


async def test_the_day_that_is_moved_away_from_is_not_offered_again(works: Works) -> None:
    meeting = await booked(works, "Thursday at 10")
    form = await works.house.press("amara", "book", relationship="R01", interaction=meeting.id)
    assert days(form)[0] == date(2027, 2, 19)


async def test_in_a_break_without_an_end_there_is_nothing_to_suggest(works: Works) -> None:
    async with works.house.changing() as unit:
        await unit.pauses.add(Pause(id="p", relationship_id="R01", first=date(2027, 2, 15)))
    form = await works.house.press("amara", "book", relationship="R01")
    assert [one.name for one in asked(form).fields] == ["words"]


async def test_a_time_taken_meanwhile_is_answered_with_fresh_ones(works: Works) -> None:
    mine = await works.house.press("amara", "book", relationship="R01")
    await picked(works, "brendan", await works.house.press("brendan", "book", relationship="R01"))
    again = await picked(works, "amara", mine)
    assert kinds(again) == ["reply.booking"]
    assert texts(again).startswith("Something else is planned for that day by now.")
    assert asked(again).key == "when-1"
    assert days(mine)[0] not in days(again)
    assert [one.by for one in (await story(works)).interactions] == ["brendan"]
    await picked(works, "amara", again)
    assert [one.by for one in (await story(works)).interactions] == ["brendan", "amara"]


async def test_a_time_gone_by_meanwhile_is_answered_with_a_fresh_form(works: Works) -> None:
    form = await works.house.press("amara", "book", relationship="R01")
    full = await works.house.answer("amara", form, words="today at 10:30")
    works.jump(by=timedelta(minutes=45))
    again = await works.house.answer("amara", full, right="yes")
    assert "gone by in the meantime" in texts(again)
    await picked(works, "amara", again)
    assert (await newest(works)).state is InteractionState.PROPOSED


async def test_one_may_write_in_ones_own_words_for_the_day_that_is_taken(works: Works) -> None:
    """Only what the bot suggested itself is checked again; two on a day are for them to decide."""
    mine = await works.house.press("amara", "book", relationship="R01")
    await picked(works, "brendan", await works.house.press("brendan", "book", relationship="R01"))
    full = await works.house.answer("amara", mine, words="Thursday at 16:00")
    reply = await works.house.answer("amara", full, right="yes")
    assert kinds(reply) == ["reply.proposed"]


def _agreed(name: str, when: datetime) -> Interaction:
    return Interaction(
        id=name,
        relationship_id="R03",
        on=when.date(),
        at=when,
        state=InteractionState.AGREED,
        by="gwen",
        agreed_by=["gwen", "hamish"],
    )
