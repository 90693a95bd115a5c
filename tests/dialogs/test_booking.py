"""Booking: words become a time, shown in full on everybody's clock, and confirmed before it goes out."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.records import InteractionState
from dialogs.booking import Booking, Guest, book, in_full, why_again
from dialogs.lint import preview_problems
from tests.core.transcript import Transcript
from tests.core.works import Works, at, open_works
from tests.dialogs.diary import letters, newest, proposes, story
from tests.dialogs.house import asked, kinds, texts

ASKED_AT = at("2027-02-17")
HERE = Booking(
    relationship="R01",
    asked_at=ASKED_AT,
    timezone="Europe/London",
    guests=(Guest(name="Brendan", timezone="Europe/London"),),
)
FAR = Guest(name="Delphine", timezone="America/New_York")


class Diary:
    """Keeps what is wished for."""

    def __init__(self) -> None:
        self.wished: list[datetime] = []
        self.places: list[str] = []

    async def propose(self, at: datetime, place: str) -> None:
        self.wished.append(at)
        self.places.append(place)


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


def booking(diary: Diary, began: Booking = HERE) -> Transcript:
    return Transcript(book, booking=began, diary=diary)


# ---- the dialog by itself


async def test_a_time_in_words_is_shown_in_full_and_proposed_once_confirmed() -> None:
    diary = Diary()
    talk = booking(diary)
    await talk.starts("When would suit?")
    await talk.answers(words="next Tuesday at 3")
    talk.asked("Is this right?")
    assert talk.question.text == "Tuesday 23 February 2027, 15:00"
    assert diary.wished == []
    await talk.answers(right="yes")
    talk.ends()
    assert diary.wished == [at("2027-02-23", "15:00")]


async def test_a_place_may_be_given_with_the_confirmation_and_may_be_left_out() -> None:
    diary = Diary()
    for place in ("The café by the main door", None):
        talk = booking(diary)
        await talk.starts("When would suit?")
        await talk.answers(words="next Tuesday at 3")
        await talk.answers(right="yes", place=place)
    assert diary.places == ["The café by the main door", ""]


async def test_a_place_that_holds_a_patients_number_is_refused() -> None:
    diary = Diary()
    talk = booking(diary)
    await talk.starts("When would suit?")
    await talk.answers(words="next Tuesday at 3")
    await talk.tries(right="yes", place="by the bed of 943 476 5919")
    assert "NHS number" in str(talk.question.errors)
    assert diary.wished == []


async def test_a_time_that_was_misunderstood_is_asked_for_again() -> None:
    diary = Diary()
    talk = booking(diary)
    await talk.starts("When would suit?")
    await talk.answers(words="next Tuesday at 3")
    await talk.answers(right="no")
    talk.asked("When would suit?")
    await talk.answers(words="20/3 at 11")
    await talk.answers(right="yes")
    assert diary.wished == [at("2027-03-20", "11:00")]


async def test_of_several_meanings_one_is_picked() -> None:
    diary = Diary()
    talk = booking(diary)
    await talk.starts("When would suit?")
    await talk.answers(words="tomorrow at 8")
    talk.asked("Which of these do you mean?")
    assert [one.label for one in talk.field("moment").options] == [
        "Thursday 18 February 2027, 08:00",
        "Thursday 18 February 2027, 20:00",
        "None of these",
    ]
    await talk.answers(moment="0")
    await talk.answers(right="yes")
    assert diary.wished == [at("2027-02-18", "08:00")]


async def test_none_of_these_asks_again() -> None:
    talk = booking(Diary())
    await talk.starts("When would suit?")
    await talk.answers(words="tomorrow at 8")
    await talk.answers(moment="none")
    talk.asked("When would suit?")


async def test_a_day_without_an_hour_asks_for_the_hour() -> None:
    diary = Diary()
    talk = booking(diary)
    await talk.starts("When would suit?")
    await talk.answers(words="next Tuesday")
    talk.asked("At what time?")
    await talk.answers(hour="15:30")
    await talk.answers(right="yes")
    assert diary.wished == [at("2027-02-23", "15:30")]


async def test_an_hour_that_the_change_to_summer_time_skips_offers_both_sides() -> None:
    diary = Diary()
    talk = booking(diary)
    await talk.starts("When would suit?")
    await talk.answers(words="28 March 2027 at 01:30")
    talk.asked("Which of these do you mean?")
    await talk.answers(moment="1")
    await talk.answers(right="yes")
    (wished,) = diary.wished
    assert wished.astimezone(ZoneInfo("Europe/London")).date().isoformat() == "2027-03-28"


async def test_of_an_hour_that_the_clocks_show_twice_it_can_be_told_which_is_which() -> None:
    """Both choices read the same, so that nobody could pick the one they meant."""
    talk = booking(Diary())
    await talk.starts("When would suit?")
    await talk.answers(words="31 October 2027 at 01:30")
    assert [one.label for one in talk.field("moment").options] == [
        "Sunday 31 October 2027, 01:30 (before the clocks go back)",
        "Sunday 31 October 2027, 01:30 (after the clocks go back)",
        "None of these",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("yesterday at 3", "That time has gone by. Which time to come would suit?"),
        ("I can't do this week", "That's all right. Is there a time that would work?"),
        ("mumble", "Let's try again. A day and an hour are enough, such as Tuesday at 3."),
    ],
)
async def test_what_holds_no_time_to_come_is_asked_again_with_a_kind_word(words: str, said: str) -> None:
    diary = Diary()
    talk = booking(diary)
    await talk.starts("When would suit?")
    await talk.answers(words=words)
    talk.asked("When would suit?")
    assert talk.question.text == said
    assert diary.wished == []


async def test_back_takes_the_confirmation_off_and_shows_the_words_again() -> None:
    talk = booking(Diary())
    await talk.starts("When would suit?")
    await talk.answers(words="next Tuesday at 3")
    await talk.back()
    talk.shows(words="next Tuesday at 3")


def test_one_time_is_enough_when_all_clocks_agree() -> None:
    assert in_full(HERE, at("2027-02-23", "15:00")) == "Tuesday 23 February 2027, 15:00"


@pytest.mark.parametrize(
    ("day", "theirs"), [("2027-02-23", "10:00"), ("2027-03-16", "11:00"), ("2027-03-30", "10:00")]
)
def test_another_clock_is_shown_beside_its_name_across_both_summer_times(day: str, theirs: str) -> None:
    shown = in_full(HERE.model_copy(update={"guests": (FAR,)}), at(day, "15:00"))
    assert shown.endswith(f"15:00 your time, {theirs} for Delphine")


def test_every_word_of_asking_again_ends_in_a_way_on() -> None:
    assert why_again(object()).endswith("such as Tuesday at 3.")  # type: ignore[arg-type]  # nothing known


# ---- through the door


async def test_a_proposal_goes_to_the_other_and_is_confirmed_to_its_proposer(works: Works) -> None:
    reply = await proposes(works, "amara", "next Tuesday at 3")
    assert "I have asked Brendan: Tuesday 23 February 2027, 15:00" in texts(reply)
    (told,) = await letters(works, "brendan")
    assert told.kind == "service.proposal"
    assert told.text == "Amara suggests Tuesday 23 February 2027, 15:00."
    assert preview_problems(told.preview) == ()
    meeting = await newest(works)
    assert (meeting.state, meeting.by, meeting.agreed_by) == (InteractionState.PROPOSED, "amara", ["amara"])


async def test_in_a_trio_both_others_are_asked(works: Works) -> None:
    reply = await proposes(works, "edwin", "next Tuesday at 3", code="R02")
    assert "Chidi and Delphine" in texts(reply)
    assert [one.kind for one in await letters(works, "chidi")] == ["service.proposal"]
    assert [one.kind for one in await letters(works, "delphine")] == ["service.proposal"]


async def test_everyone_reads_the_time_on_their_own_clock(works: Works) -> None:
    async with works.house.changing() as unit:
        brendan = await unit.people.get("brendan")
        await unit.people.put(brendan.model_copy(update={"timezone": "America/New_York"}))
    await proposes(works, "amara", "next Tuesday at 3")
    works.jump(to=at("2027-02-17", "13:00"))
    (told,) = await letters(works, "brendan")
    assert told.text == "Amara suggests Tuesday 23 February 2027, 10:00 your time, 15:00 for Amara."


async def test_a_time_that_went_by_while_the_form_lay_open_is_refused(works: Works) -> None:
    form = await works.house.press("amara", "book", relationship="R01")
    full = await works.house.answer("amara", form, words="today at 10:30")
    works.jump(by=timedelta(minutes=45))
    reply = await works.house.answer("amara", full, right="yes")
    assert "gone by in the meantime" in texts(reply)
    assert (await story(works)).interactions == ()


async def test_tomorrow_typed_a_day_late_is_not_taken_for_yesterdays_tomorrow(works: Works) -> None:
    form = await works.house.press("amara", "book", relationship="R01")
    works.jump(by=timedelta(days=1))
    reply = await works.house.answer("amara", form, words="tomorrow at 3")
    assert "lay open for a while" in texts(reply)


async def test_a_form_for_one_pair_does_not_go_on_with_another(works: Works) -> None:
    """Pressing to book with one pair went on with the form begun for the other."""
    await in_two_pairs(works)
    await works.house.press("gwen", "book", relationship="R03")
    await proposes(works, "gwen", "next Tuesday at 3", code="R01")
    assert [one.by for one in (await story(works)).interactions] == ["gwen"]
    assert (await story(works, "R03")).interactions == ()


async def test_somebody_in_several_is_asked_with_whom(works: Works) -> None:
    await in_two_pairs(works)
    which = await works.house.say("gwen", "book")
    assert texts(which) == "Who is it with?"
    assert [one.label for one in which.messages[0].actions] == ["With Hamish", "With Brendan and Amara"]
    form = await works.house.push("gwen", which.messages[0], "With Hamish")
    assert asked(form).key == "when-1"


async def test_somebody_in_no_pair_is_told_so(works: Works) -> None:
    reply = await works.house.say("farah", "book")
    assert kinds(reply) == ["reply.refusal"]
    assert "You are in no pair or trio" in texts(reply)


async def test_after_the_end_there_is_nothing_left_to_book(works: Works) -> None:
    await works.house.press("amara", "leave.sure", relationship="R01")
    reply = await works.house.press("brendan", "book", relationship="R01")
    assert "nothing left to book" in texts(reply)


async def in_two_pairs(works: Works) -> None:
    """Let Gwen, who mentors Hamish, be a second mentor of Brendan."""
    async with works.house.changing() as unit:
        (mine,) = [one for one in await unit.memberships.of_person("gwen") if one.relationship_id]
        second = mine.model_copy(update={"id": "gwen-second", "relationship_id": "R01"})
        await unit.memberships.add(second)
