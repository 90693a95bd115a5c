"""Days away and shifts, said in one's own words: asked back in full, and told to the others as days alone."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core.hours import working_time
from bot.core.messages import Message, Reply
from bot.core.records import Person
from bot.programme.working_time import is_open
from dialogs.absence import tell_absence
from dialogs.lint import preview_problems, problems
from dialogs.roster import Absence
from tests.core.transcript import Transcript
from tests.core.works import Works, at, open_works
from tests.dialogs.calendars import rests
from tests.dialogs.diary import booked, labels, letters, story
from tests.dialogs.house import asked, kinds, texts

REASONS = ("leave", "sick", "holiday", "ill", "shift")


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    async with open_works(tmp_path) as opened:
        yield opened


async def types(works: Works, who: str, text: str) -> Reply:
    return await works.house.say(who, "said", text)


async def notes(works: Works, who: str, text: str) -> Reply:
    """Type a line about days away and press that it is right."""
    return await works.house.push(who, (await types(works, who, text)).messages[0], "Yes, note it")


async def person(works: Works, who: str) -> Person:
    async with works.house.store.reading() as unit:
        return await unit.people.get(who)


async def test_days_away_are_asked_back_in_full_with_what_they_do_to_the_plan(works: Works) -> None:
    (card,) = (await types(works, "amara", "away 3-17 August")).messages
    days, effect, others = card.text.splitlines()
    assert days == "Away from Tuesday 3 August 2027, back on Wednesday 18 August 2027."
    assert effect == (
        "I write only about meetings you have agreed to, and offer no time in these days. "
        "The programme goes on and ends on the same day; a break moves its end."
    )
    assert others == "The others in your pair or trio hear the days, and no reason."
    assert labels(card) == ["Yes, note it", "Change", "Take a break instead"]
    assert (await person(works, "amara")).away == []


async def test_one_press_notes_them(works: Works) -> None:
    reply = await notes(works, "amara", "away 3-17 August")
    assert texts(reply) == "Noted. Away from Tuesday 3 August 2027, back on Wednesday 18 August 2027."
    assert (await person(works, "amara")).away == [["2027-08-03", "2027-08-18"]]


async def test_the_others_hear_the_days_and_no_reason(works: Works) -> None:
    await notes(works, "amara", "on annual leave 1 March to 12 March")
    (told,) = await letters(works, "brendan")
    assert told.kind == "service.absence"
    assert told.text == (
        "Amara is away from Monday 1 March 2027 and back on Saturday 13 March 2027. "
        "I offer no time in between."
    )
    assert not any(reason in told.model_dump_json().casefold() for reason in REASONS)


async def test_in_a_trio_both_others_hear_it(works: Works) -> None:
    await notes(works, "edwin", "off sick tomorrow")
    for who in ("chidi", "delphine"):
        (told,) = await letters(works, who)
        assert not any(reason in told.model_dump_json().casefold() for reason in REASONS)


async def test_a_meeting_in_those_days_can_be_moved_by_either_side(works: Works) -> None:
    await booked(works, "Thursday 25 February at 3pm")
    await letters(works, "brendan")
    (card,) = (await types(works, "amara", "away next week")).messages
    assert "Your meeting falls into these days: Thursday 25 February 2027, 15:00." in card.text
    noted, meeting = (await works.house.push("amara", card, "Yes, note it")).messages
    assert labels(meeting) == ["Move it", "Call it off"]
    assert labels(noted) == ["Take it back"]
    (told,) = await letters(works, "brendan")
    assert labels(told) == ["Move it", "Call it off"]
    assert "Thursday 25 February 2027, 15:00" in told.text


async def test_a_second_press_tells_nobody_again(works: Works) -> None:
    (card,) = (await types(works, "amara", "away next week")).messages
    await works.house.push("amara", card, "Yes, note it")
    assert texts(await works.house.push("amara", card, "Yes, note it")) == "That's noted already."
    assert len(await letters(works, "brendan")) == 1


async def test_days_that_were_noted_can_be_taken_back_and_the_others_hear_it(works: Works) -> None:
    reply = await notes(works, "amara", "away next week")
    await letters(works, "brendan")
    await works.house.push("amara", reply.messages[0], "Take it back")
    assert (await person(works, "amara")).away == []
    (told,) = await letters(works, "brendan")
    assert told.text == "Amara is there after all from Monday 22 February 2027 on."
    again = await works.house.push("amara", reply.messages[0], "Take it back")
    assert texts(again) == "That isn't noted any more."
    assert await letters(works, "brendan") == []


async def test_days_that_overlap_take_the_place_of_those_before_and_the_card_says_so(works: Works) -> None:
    await notes(works, "amara", "away 1 to 12 March")
    await notes(works, "amara", "away 5 to 9 April")
    (card,) = (await types(works, "amara", "away 8 to 19 March")).messages
    assert "This takes the place of days you told me before." in card.text
    await works.house.push("amara", card, "Yes, note it")
    assert (await person(works, "amara")).away == [["2027-04-05", "2027-04-10"], ["2027-03-08", "2027-03-20"]]


async def test_back_on_a_day_means_away_until_then(works: Works) -> None:
    (card,) = (await types(works, "amara", "back on Monday")).messages
    assert card.text.startswith("Away from Wednesday 17 February 2027, back on Monday 22 February 2027.")


async def test_back_on_a_day_ends_a_break_under_way_on_that_day(works: Works) -> None:
    await rests(works, "2027-02-10")
    (card,) = (await types(works, "amara", "back on Monday")).messages
    assert card.text == "The break with Brendan would end, and you go on from Monday 22 February 2027."
    await works.house.push("amara", card, "Go on then")
    assert [(one.first, one.until) for one in (await story(works)).pauses] == [
        (date(2027, 2, 10), date(2027, 2, 22))
    ]
    (told,) = await letters(works, "brendan")
    assert "you go on from Monday 22 February 2027" in told.text


@pytest.mark.parametrize("on", ["2027-02-17", "2027-12-01", "soon"])
async def test_a_break_ends_on_a_day_to_come_or_not_at_all(works: Works, on: str) -> None:
    await rests(works, "2027-02-10")
    assert kinds(await works.house.press("amara", "resume.on", relationship="R01", on=on)) == [
        "reply.refusal"
    ]
    assert (await story(works)).pauses[0].until is None


async def test_without_a_break_there_is_none_to_end_on_a_later_day(works: Works) -> None:
    reply = await works.house.press("amara", "resume.on", relationship="R01", on="2027-03-01")
    assert "no break at the moment" in texts(reply)


async def test_a_break_may_be_taken_instead_with_the_days_filled_in(works: Works) -> None:
    (card,) = (await types(works, "amara", "away 1 to 12 March")).messages
    form = await works.house.push("amara", card, "Take a break instead")
    assert [one.default for one in asked(form).fields] == ["2027-03-01", "2027-03-13"]
    await works.house.answer("amara", form, first="2027-03-01", until="2027-03-13")
    assert (await story(works)).pauses[0].until == date(2027, 3, 13)


async def test_without_a_last_day_it_is_asked_for(works: Works) -> None:
    form = await types(works, "amara", "away from Monday")
    assert asked(form).title == "Which days are you away?"
    await works.house.answer("amara", form, first="2027-02-22", until="2027-03-01")
    assert (await person(works, "amara")).away == [["2027-02-22", "2027-03-01"]]


async def test_other_days_are_chosen_in_the_form(works: Works) -> None:
    (card,) = (await types(works, "amara", "away next week")).messages
    form = await works.house.push("amara", card, "Change")
    wrong = await works.house.answer("amara", form, first="2027-02-22", until="2027-02-22")
    assert "comes after" in next(iter(asked(wrong).errors.values()))
    await works.house.answer("amara", wrong, first="2027-02-22", until="2027-02-24")
    assert (await person(works, "amara")).away == [["2027-02-22", "2027-02-24"]]


# ---- nights


async def test_nights_are_asked_back_with_their_hours(works: Works) -> None:
    (card,) = (await types(works, "amara", "nights this week")).messages
    assert card.text.startswith(
        "From Wednesday 17 February 2027 until Sunday 21 February 2027 your hours are 20:00 to 08:00. "
        "Then your usual ones hold again."
    )
    assert labels(card) == ["Yes, note it", "Change"]


async def test_nights_move_the_hours_that_messages_keep_to_and_nothing_after_them(works: Works) -> None:
    await notes(works, "amara", "nights this week")
    async with works.house.store.reading() as unit:
        hours = working_time(await person(works, "amara"), await unit.cohorts.get("spring"))
    assert not is_open(datetime(2027, 2, 18, 10, tzinfo=UTC), hours)
    assert is_open(datetime(2027, 2, 18, 23, tzinfo=UTC), hours)
    assert is_open(datetime(2027, 2, 19, 7, tzinfo=UTC), hours)
    assert is_open(datetime(2027, 2, 22, 10, tzinfo=UTC), hours)


async def test_no_time_is_offered_that_no_hours_allow(works: Works) -> None:
    await notes(works, "amara", "nights from Monday to Friday")
    form = asked(await works.house.press("amara", "book", relationship="R01"))
    offered = [option.value for option in form.fields[0].options]
    assert offered
    assert not any("2027-02-22" <= value < "2027-02-27" for value in offered)


async def test_other_hours_of_a_shift_are_chosen_in_the_form(works: Works) -> None:
    (card,) = (await types(works, "amara", "nights this week")).messages
    form = await works.house.push("amara", card, "Change")
    assert [one.default for one in asked(form).fields] == ["2027-02-17", "2027-02-22", "20:00", "08:00"]
    await works.house.answer(
        "amara", form, first="2027-02-17", until="2027-02-20", opens="19:30", closes="07:30"
    )
    assert (await person(works, "amara")).away == [["2027-02-17", "2027-02-20", "19:30", "07:30"]]


async def test_of_a_shift_the_others_hear_the_days_and_not_which_it_is(works: Works) -> None:
    await notes(works, "amara", "nights this week")
    (told,) = await letters(works, "brendan")
    assert told.text == (
        "Other hours hold for Amara from Wednesday 17 February 2027 until Sunday 21 February 2027. "
        "The times I offer go by them."
    )
    assert "night" not in told.model_dump_json()


async def test_leave_and_nights_stand_beside_each_other(works: Works) -> None:
    await notes(works, "amara", "away next week")
    await notes(works, "amara", "nights from Monday to Friday")
    assert len((await person(works, "amara")).away) == 2


# ---- what a button carries


@pytest.mark.parametrize(
    "days",
    [
        {"first": "2027-03-10", "until": "2027-03-10"},
        {"first": "2027-03-10", "until": "2029-03-10"},
        {"first": "2027-03-10", "until": "2027-03-12", "opens": "20:00"},
        {"first": "soon", "until": "2027-03-12"},
        {"first": "2027-03-10"},
        {"first": "2027-02-01", "until": "2027-02-17"},
    ],
)
@pytest.mark.parametrize("route", ["absence.note", "absence.change", "absence.undo"])
async def test_days_that_cannot_be_are_refused(works: Works, route: str, days: dict[str, str]) -> None:
    assert kinds(await works.house.press("amara", route, **days)) == ["reply.refusal"]
    assert (await person(works, "amara")).away == []


@given(
    first=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    days=st.integers(1, 366),
    hours=st.none() | st.tuples(st.times(), st.times()),
)
@settings(max_examples=100, deadline=None)
def test_days_are_the_same_on_a_record_and_on_a_button(
    first: date, days: int, hours: tuple[time, time] | None
) -> None:
    opens, closes = (one.replace(second=0, microsecond=0) for one in hours) if hours else (None, None)
    until = date.fromordinal(first.toordinal() + days)
    absence = Absence(first=first, until=until, opens=opens, closes=closes)
    assert Absence.model_validate(absence.carried) == absence
    someone = Person(id="p", name="P", email="p@x.example", away=[absence.entry])
    works = working_time(someone, None)
    spans = [*works.away, *(shift.days for shift in works.shifts)]
    assert [(span.first, span.until) for span in spans] == [(first, until)]


def test_a_shift_has_both_hours_or_none() -> None:
    with pytest.raises(ValidationError):
        Absence(first=date(2027, 3, 1), until=date(2027, 3, 2), closes=time(8))


class Roster:
    """Keeps what is noted."""

    def __init__(self) -> None:
        self.noted: list[Absence] = []

    async def note(self, absence: Absence) -> None:
        self.noted.append(absence)


async def test_the_form_of_a_shift_asks_for_its_hours() -> None:
    roster = Roster()
    shift = Absence(first=date(2027, 3, 1), until=date(2027, 3, 5), opens=time(20), closes=time(8))
    talk = Transcript(tell_absence, absence=shift, today=date(2027, 2, 17), roster=roster)
    await talk.starts("Which hours are they?")
    await talk.answers(first="2027-03-01", until="2027-03-05", opens="21:00", closes="07:00")
    talk.ends()
    assert roster.noted == [shift.model_copy(update={"opens": time(21), "closes": time(7)})]


async def test_all_that_is_said_is_plain_and_neutral(works: Works) -> None:
    await booked(works, "Thursday 25 February at 3pm")
    await letters(works, "brendan")
    said: list[Message] = []
    for line in ("away next week", "nights from Monday to Friday"):
        card = (await types(works, "amara", line)).messages[0]
        noted = (await works.house.push("amara", card, "Yes, note it")).messages
        said += [card, *noted, *(await works.house.push("amara", noted[0], "Take it back")).messages]
    for message in (*said, *await letters(works, "brendan")):
        assert not problems(message.text), message.text
        assert not preview_problems(message.preview)


async def test_of_days_that_have_gone_by_nothing_is_noted(works: Works) -> None:
    (card,) = (await types(works, "amara", "away tomorrow")).messages
    works.jump(to=at("2027-02-20", "10:00"))
    assert texts(await works.house.push("amara", card, "Yes, note it")) == "Those days have gone by."
