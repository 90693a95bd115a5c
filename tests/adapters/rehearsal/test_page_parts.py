"""The parts of the page that are plain functions."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from multidict import MultiDict

from adapters.rehearsal.cast.ledger import Circle
from adapters.rehearsal.client import Shown
from adapters.rehearsal.decode import values_in
from adapters.rehearsal.first_minute import Pointer, first_minute
from adapters.rehearsal.happenings import happenings
from adapters.rehearsal.load import message_load, rungs
from adapters.rehearsal.markup import marked_up
from adapters.rehearsal.screens import CHANNEL, Screens
from bot.core.clock import VirtualClock
from bot.core.messages import Action, Message
from tests.adapters.rehearsal.small import script

ADA, BO = "ada@trust.example", "bo@trust.example"
NOW = datetime(2027, 2, 8, 9, 10, tzinfo=UTC)
PAIR = Circle("R01", ADA, (BO,), {ADA: "Ada", BO: "Bo"})
LONDON = ZoneInfo("Europe/London")


def screens() -> Screens:
    return Screens(VirtualClock(NOW))


def said(kind: str, *routes: str) -> Message:
    actions = tuple(Action(label=route, route=route) for route in routes)
    return Message(kind=kind, preview="-", text="-", actions=actions)


def arrives(on: Screens, to: str, kind: str, *routes: str) -> None:
    on.shows(Shown(NOW, to, in_channel=to == CHANNEL, message=said(kind, *routes)))


def test_words_become_paragraphs_lines_and_lists() -> None:
    assert str(marked_up("One\ntwo\n\n• a\n• b")) == "<p>One<br>two</p><ul><li>a</li><li>b</li></ul>"


def test_stars_are_emphasis_and_in_somebodys_own_words_stars() -> None:
    assert str(marked_up("*so*")) == "<p><em>so</em></p>"
    assert str(marked_up("*so*", plain=True)) == "<p>*so*</p>"


@given(st.text(alphabet="<>&\"'*• \na", max_size=40))
def test_no_words_become_tags(text: str) -> None:
    html = str(marked_up(text))
    for tag in ("<p>", "</p>", "<br>", "<em>", "</em>", "<ul>", "</ul>", "<li>", "</li>"):
        html = html.replace(tag, "")

    assert "<" not in html


def test_a_form_gives_one_value_a_list_of_ticks_and_lines_that_end_alike() -> None:
    sent = MultiDict[object](
        [("play", "x"), ("field.who", "a"), ("field.who", "b"), ("field.words", "one\r\ntwo"), ("token", "t")]
    )

    assert values_in(sent) == {"who": ["a", "b"], "words": "one\ntwo"}


def test_the_first_minute_points_at_the_mentees_newest_booking_button() -> None:
    phone = screens()
    arrives(phone, ADA, "nudge.welcome", "welcome", "book")

    assert first_minute(phone, PAIR, {ADA, BO}).pointer == Pointer(entry=1, action=1)


def test_a_proposal_on_the_mentors_phone_is_what_to_press_next() -> None:
    phone = screens()
    arrives(phone, ADA, "reply.proposed", "meeting.off")
    arrives(phone, BO, "service.proposal", "proposal.accept")

    assert first_minute(phone, PAIR, {ADA, BO}).pointer == Pointer(entry=2, action=0)


def test_a_proposal_that_waits_for_the_morning_points_at_the_clock() -> None:
    phone = screens()
    arrives(phone, ADA, "reply.proposed", "meeting.off")

    assert first_minute(phone, PAIR, {ADA, BO}).pointer == Pointer(clock=True)


def test_the_steps_are_done_one_after_another() -> None:
    phone = screens()
    arrives(phone, ADA, "service.agreed")
    assert [step.stands for step in first_minute(phone, PAIR, {ADA, BO}).steps] == [False, True, False]

    arrives(phone, ADA, "service.did-you-meet", "met.yes")
    assert first_minute(phone, PAIR, {ADA, BO}).pointer == Pointer(entry=2, action=0)

    arrives(phone, ADA, "reply.reflection")
    assert first_minute(phone, PAIR, {ADA, BO}).done


def test_a_happening_is_told_with_its_day_its_hour_and_whose_it_is() -> None:
    phone = screens()
    arrives(phone, ADA, "nudge.ladder")
    arrives(phone, CHANNEL, "summary.weekly")
    phone.did(BO, "Pressed “Yes”")

    assert list(happenings(phone, {ADA, BO, CHANNEL}, {ADA: "Ada", BO: "Bo"}, LONDON)) == [
        "Monday 8 February 2027, 09:10: Bo pressed “Yes”",
        "Monday 8 February 2027, 09:10: the weekly summary, in the coordinators' channel",
        "Monday 8 February 2027, 09:10: the booking nudge, to Ada",
    ]


def test_what_happens_on_other_phones_is_not_told() -> None:
    phone = screens()
    arrives(phone, ADA, "nudge.ladder")

    assert list(happenings(phone, {BO}, {BO: "Bo"}, LONDON)) == []


def test_messages_are_counted_by_month_without_answers_and_without_the_channel() -> None:
    shown = [
        Shown(NOW, ADA, in_channel=False, message=said("nudge.ladder")),
        Shown(NOW, ADA, in_channel=False, message=said("service.guide")),
        Shown(NOW, ADA, in_channel=False, message=said("reply.talk")),
        Shown(NOW, "slack:page", in_channel=True, message=said("summary.weekly")),
    ]
    cohort = script()

    rows = {row.person.email: row for row in message_load(shown, cohort.people.people, cohort.plan)}

    assert [(cell.messages, cell.nudges) for cell in rows[ADA].months[:3]] == [(0, 0), (2, 1), (0, 0)]
    assert rows[ADA].total == 2
    assert rows[BO].total == 0


def test_a_weekend_and_good_friday_move_a_nudge_and_a_plain_tuesday_does_not() -> None:
    moved = {rung.on: (rung.moved_to, rung.reason) for rung in rungs(script().plan)}

    assert moved[date(2027, 2, 6)] == (date(2027, 2, 8), "weekend")
    assert moved[date(2027, 3, 26)] == (date(2027, 3, 30), "bank holiday")
    assert moved[date(2027, 4, 6)] == (None, "")
