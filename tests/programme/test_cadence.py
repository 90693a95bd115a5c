from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.cadence import (
    Answer,
    Cadence,
    History,
    Interaction,
    Said,
    Threshold,
    cadence,
    completed_on,
    counts,
    disputed,
    has_ended,
    held_on,
    local_date,
    standing_answers,
    who_was_there,
)
from bot.programme.months import Pause

DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
MEMBERS = frozenset({"mentee", "mentor", "second"})
START = date(2027, 1, 4)
YEARS_LATER = date(2030, 1, 1)
SHORT = Threshold(months=3)


def day(text: str) -> date:
    return date.fromisoformat(text)


def answer(by: str, said: str, *present: str, at: str = "2027-01-12T17:00:00+00:00") -> Answer:
    return Answer(by, datetime.fromisoformat(at), Said(said), frozenset(present))


def met_on(*days: str) -> tuple[Interaction, ...]:
    """One held interaction for each day, reported by the mentee the same evening."""
    return tuple(
        Interaction(f"I{number}", day(on), (answer("mentee", "held", "mentor", at=f"{on}T18:00:00+00:00"),))
        for number, on in enumerate(days)
    )


def pair(*days: str, pauses: tuple[Pause, ...] = (), ended: str | None = None) -> History:
    return History("R01", "mentee", ("mentor",), START, met_on(*days), pauses, day(ended) if ended else None)


def as_of(history: History, today: str, threshold: Threshold = SHORT) -> Cadence:
    return cadence(history, threshold, day(today), LONDON)


def statuses(result: Cadence) -> list[str]:
    return [row.status.value for row in result.rows]


def held(result: Cadence) -> list[int]:
    return [row.held for row in result.rows]


PAIR_CASES = {
    "nobody said anything": ([], False),
    "the mentee names the mentor": ([("mentee", "held", "mentor")], True),
    "the mentor names the mentee": ([("mentor", "held", "mentee")], True),
    "both say it was held and name nobody": ([("mentee", "held"), ("mentor", "held")], True),
    "the mentee alone was there": ([("mentee", "held")], False),
    "the mentor alone was there": ([("mentor", "held")], False),
    "one says it was not": ([("mentee", "held", "mentor"), ("mentor", "not_held")], False),
    "both say it was not": ([("mentee", "not_held"), ("mentor", "not_held")], False),
    "the one who was named was not there": ([("mentee", "held", "mentor"), ("mentor", "without_me")], False),
    "nobody says held": ([("mentee", "without_me"), ("mentor", "without_me")], False),
    "those named by someone who was absent do not count": (
        [("mentee", "held"), ("mentor", "without_me", "mentor", "mentee")],
        False,
    ),
}

TRIO_CASES = {
    "one mentor is enough": ([("mentee", "held", "mentor")], True),
    "the other mentor is enough too": ([("second", "held", "mentee", "second")], True),
    "an absent third takes nothing away": ([("mentee", "held", "mentor"), ("second", "without_me")], True),
    "the third was named but absent": (
        [("mentee", "held", "mentor", "second"), ("second", "without_me")],
        True,
    ),
    "two mentors without the mentee are not enough": ([("mentor", "held", "second")], False),
    "the mentee was not there": ([("mentor", "held", "mentee", "second"), ("mentee", "without_me")], False),
    "any of the three may say it was not held": (
        [("mentee", "held", "mentor"), ("mentor", "held", "mentee"), ("second", "not_held")],
        False,
    ),
}


@pytest.mark.parametrize(("said", "expected"), PAIR_CASES.values(), ids=PAIR_CASES)
def test_what_counts_in_a_pair(said: list[tuple[str, ...]], expected: bool) -> None:
    assert counts([answer(*each) for each in said], "mentee", ("mentor",)) is expected


@pytest.mark.parametrize(("said", "expected"), TRIO_CASES.values(), ids=TRIO_CASES)
def test_what_counts_in_a_trio(said: list[tuple[str, ...]], expected: bool) -> None:
    assert counts([answer(*each) for each in said], "mentee", ("mentor", "second")) is expected


def test_those_who_were_there_are_all_who_said_held_and_all_they_named_less_the_absent() -> None:
    answers = [
        answer("mentee", "held", "mentor", "second"),
        answer("mentor", "held"),
        answer("second", "without_me", "somebody"),
    ]
    assert who_was_there(answers) == {"mentee", "mentor"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([("mentee", "held"), ("mentor", "not_held")], True),
        ([("mentee", "held"), ("mentor", "held")], False),
        ([("mentee", "not_held"), ("mentor", "not_held")], False),
        ([("mentee", "without_me"), ("mentor", "not_held")], False),
        ([], False),
    ],
)
def test_held_against_not_held_is_to_be_confirmed(said: list[tuple[str, ...]], expected: bool) -> None:
    assert disputed([answer(*each) for each in said]) is expected


def standing(*answers: Answer, on: str = "2027-01-12", zone: str = "Europe/London") -> list[str]:
    """What stands years later, in the words of the answers."""
    found = standing_answers(
        Interaction("I1", day(on), answers), MEMBERS - {"second"}, ZoneInfo(zone), YEARS_LATER
    )
    return [f"{each.by} {each.said}" for each in found]


def test_of_one_persons_answers_the_last_stands() -> None:
    early = answer("mentee", "held", at="2027-01-12T17:00:00+00:00")
    late = answer("mentee", "not_held", at="2027-01-13T09:00:00+00:00")
    assert standing(late, early) == ["mentee not_held"]


def test_the_last_answer_is_told_by_the_instant_not_by_the_clock_on_the_wall() -> None:
    early = answer("mentee", "held", at="2027-01-12T18:30:00+02:00")
    late = answer("mentee", "not_held", at="2027-01-12T17:00:00+00:00")
    assert standing(late, early) == ["mentee not_held"]


def test_of_two_answers_at_one_instant_the_one_that_came_in_later_stands() -> None:
    first, second = answer("mentee", "held"), answer("mentee", "not_held")
    assert standing(first, second) == ["mentee not_held"]
    assert standing(second, first) == ["mentee held"]


def test_only_members_are_heard() -> None:
    assert standing(answer("assistant", "not_held"), answer("mentee", "held")) == ["mentee held"]


@pytest.mark.parametrize(
    ("on", "at", "zone", "taken"),
    [
        ("2027-01-05", "2027-03-06T23:59:59+00:00", "Europe/London", True),
        ("2027-01-05", "2027-03-07T00:00:00+00:00", "Europe/London", False),
        ("2027-05-01", "2027-06-30T22:59:59+00:00", "Europe/London", True),
        ("2027-05-01", "2027-06-30T23:30:00+00:00", "Europe/London", False),
        ("2027-05-01", "2027-06-30T23:59:59+01:00", "Europe/London", True),
        ("2027-01-27", "2027-03-28T22:30:00+00:00", "Europe/London", True),
        ("2027-01-27", "2027-03-28T23:30:00+00:00", "Europe/London", False),
        ("2027-09-01", "2027-10-31T23:30:00+00:00", "Europe/London", True),
        ("2027-01-05", "2027-03-07T04:30:00+00:00", "America/New_York", True),
        ("2027-01-05", "2027-03-07T05:30:00+00:00", "America/New_York", False),
        ("2027-01-05", "2027-03-06T10:30:00+00:00", "Pacific/Kiritimati", False),
        ("2027-01-05", "2027-01-01T10:00:00+00:00", "Europe/London", True),
    ],
)
def test_answers_are_taken_until_the_end_of_the_sixtieth_day_by_local_date(
    on: str, at: str, zone: str, taken: bool
) -> None:
    assert standing(answer("mentee", "held", at=at), on=on, zone=zone) == ["mentee held"] * taken


def test_an_answer_that_is_too_late_does_not_displace_an_earlier_one() -> None:
    in_time = answer("mentee", "held", at="2027-01-12T17:00:00+00:00")
    too_late = answer("mentee", "not_held", at="2027-03-14T09:00:00+00:00")
    assert standing(in_time, too_late) == ["mentee held"]


def test_an_answer_given_after_the_day_is_not_known_on_it() -> None:
    interaction = Interaction(
        "I1",
        day("2027-06-01"),
        (
            answer("mentee", "held", at="2027-06-01T22:59:00+00:00"),
            answer("mentee", "not_held", at="2027-06-01T23:00:00+00:00"),
        ),
    )
    for today, expected in (("2027-06-01", Said.HELD), ("2027-06-02", Said.NOT_HELD)):
        (found,) = standing_answers(interaction, MEMBERS, LONDON, day(today))
        assert found.said is expected


def test_an_answer_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        answer("mentee", "held", at="2027-01-12T17:00:00")


@pytest.mark.parametrize(("months", "per_month"), [(0, 2), (8, 0), (-1, 2)])
def test_a_threshold_of_nothing_is_refused(months: int, per_month: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        Threshold(months, per_month)


def test_two_interactions_on_one_date_count_once() -> None:
    assert held_on(pair("2027-01-12", "2027-01-12"), YEARS_LATER, LONDON) == {day("2027-01-12")}


def test_the_days_held_begin_with_the_first_day() -> None:
    assert held_on(pair("2027-01-03", "2027-01-04"), YEARS_LATER, LONDON) == {START}


def test_one_of_two_on_a_date_is_enough_when_the_other_is_disputed() -> None:
    history = pair("2027-01-12")
    other = Interaction("J", day("2027-01-12"), (answer("mentee", "held"), answer("mentor", "not_held")))
    both = replace(history, interactions=(other, *history.interactions))
    assert held(as_of(both, "2027-01-12")) == [1]


def test_an_interaction_counts_from_the_first_day_of_month_one_to_the_last_of_the_last() -> None:
    history = pair("2027-01-03", "2027-01-04", "2027-02-03", "2027-02-04", "2027-04-03", "2027-04-04")
    assert held(as_of(history, "2027-05-01")) == [2, 1, 1]


def test_an_interaction_on_a_paused_day_counts() -> None:
    history = pair("2027-01-20", "2027-02-10", pauses=(Pause(day("2027-01-20"), day("2027-02-10")),))
    assert held(as_of(history, "2027-02-20")) == [2]


def test_an_interaction_of_tomorrow_does_not_count_today() -> None:
    early = answer("mentee", "held", "mentor", at="2027-01-12T17:00:00+00:00")
    history = replace(pair(), interactions=(Interaction("I1", day("2027-01-13"), (early,)),))
    assert held(as_of(history, "2027-01-12")) == [0]
    assert held(as_of(history, "2027-01-13")) == [1]


def test_a_month_is_current_on_its_last_day_and_complete_on_the_next() -> None:
    assert statuses(as_of(pair(), "2027-02-03")) == ["current"]
    assert statuses(as_of(pair(), "2027-02-04")) == ["none", "current"]


def test_a_current_month_that_has_enough_is_still_current() -> None:
    assert statuses(as_of(pair("2027-01-12", "2027-01-19"), "2027-02-03")) == ["current"]


def test_before_the_start_there_is_no_row() -> None:
    result = as_of(pair("2027-01-12"), "2027-01-03")
    assert (result.rows, result.dose, result.rhythm, result.strict) == ((), "0/6", "0/0", False)


def test_complete_months_are_met_part_or_none() -> None:
    result = as_of(pair("2027-01-12", "2027-01-19", "2027-01-26", "2027-02-12"), "2027-04-04")
    assert statuses(result) == ["met", "part", "none"]
    assert held(result) == [3, 1, 0]


def test_with_three_wanted_two_are_part() -> None:
    result = as_of(pair("2027-01-12", "2027-01-19"), "2027-02-04", Threshold(months=1, per_month=3))
    assert statuses(result) == ["part"]


def test_nothing_carries_over_to_the_next_month() -> None:
    result = as_of(pair("2027-01-12", "2027-01-19", "2027-01-26", "2027-02-02"), "2027-03-04")
    assert statuses(result) == ["met", "none", "current"]


def test_figures_of_a_programme_under_way() -> None:
    result = as_of(pair("2027-01-12", "2027-01-19", "2027-02-12"), "2027-03-10", Threshold())
    assert (result.held, result.dose, result.rhythm, result.expected) == (3, "3/16", "1/2", 4)
    assert not result.strict


def test_dose_is_not_capped() -> None:
    days = [f"2027-01-{number:02}" for number in range(5, 12)]
    assert as_of(pair(*days), "2027-05-01").dose == "7/6"


EVERY_MONTH = ("2027-01-12", "2027-01-19", "2027-02-12", "2027-02-19", "2027-03-12", "2027-03-19")


def test_strict_holds_once_every_month_is_complete_and_met() -> None:
    assert not as_of(pair(*EVERY_MONTH), "2027-04-03").strict
    assert as_of(pair(*EVERY_MONTH), "2027-04-04").strict


def test_strict_does_not_hold_with_one_month_short() -> None:
    result = as_of(pair(*EVERY_MONTH[:-1]), "2027-04-04")
    assert (result.rhythm, result.strict) == ("2/3", False)


def test_a_pause_is_never_a_miss() -> None:
    pauses = (Pause(day("2027-01-20"), day("2027-03-20")),)
    assert statuses(as_of(pair("2027-01-12", pauses=pauses), "2027-03-25")) == ["current"]


def test_a_month_once_over_is_not_opened_again_by_a_later_pause() -> None:
    history = pair("2027-01-12", pauses=(Pause(day("2027-02-04"), None),))
    assert statuses(as_of(history, "2027-06-01")) == ["part", "current"]


def test_the_month_of_ending_is_ended_at_once_and_nothing_follows() -> None:
    history = pair("2027-01-12", "2027-02-12", ended="2027-02-20")
    assert statuses(as_of(history, "2027-02-20")) == ["part", "ended"]
    assert statuses(as_of(history, "2027-12-01")) == ["part", "ended"]


def test_the_month_of_ending_is_met_at_once_if_it_was() -> None:
    result = as_of(pair("2027-01-12", "2027-01-19", ended="2027-01-20"), "2027-01-20")
    assert (statuses(result), result.rhythm, result.expected) == (["met"], "1/1", 2)


def test_an_ended_month_is_not_a_completed_one() -> None:
    result = as_of(pair("2027-01-12", ended="2027-01-20"), "2027-06-01")
    assert (result.rhythm, result.expected, result.held) == ("0/0", 0, 1)


def test_interactions_on_the_day_of_ending_count_and_later_ones_do_not() -> None:
    history = pair("2027-01-20", "2027-01-21", ended="2027-01-20")
    assert held(as_of(history, "2027-06-01")) == [1]


def test_an_end_to_come_is_not_known_yet() -> None:
    history = pair(ended="2027-01-20")
    assert statuses(as_of(history, "2027-01-19")) == ["current"]


def test_an_end_on_the_last_day_of_a_month_ends_that_month() -> None:
    assert statuses(as_of(pair(ended="2027-02-03"), "2027-03-01")) == ["ended"]


def test_an_end_on_the_first_day_of_a_month_ends_that_month() -> None:
    assert statuses(as_of(pair(ended="2027-02-04"), "2027-03-10")) == ["none", "ended"]


def test_an_end_after_the_last_month_changes_nothing() -> None:
    history = pair("2027-03-12", "2027-03-19", ended="2027-04-04")
    assert statuses(as_of(history, "2027-06-01")) == ["none", "none", "met"]


def test_an_end_on_the_last_day_of_the_last_month_is_an_ending() -> None:
    assert statuses(as_of(pair(ended="2027-04-03"), "2027-06-01")) == ["none", "none", "ended"]


def test_a_relationship_that_ended_before_it_began_has_no_months() -> None:
    assert as_of(pair("2027-01-12", ended="2027-01-03"), "2027-06-01").rows == ()


def test_an_end_during_an_open_pause_ends_the_paused_month() -> None:
    history = pair(pauses=(Pause(day("2027-01-20"), None),), ended="2027-03-20")
    assert statuses(as_of(history, "2027-06-01")) == ["ended"]


def test_a_programme_is_completed_on_the_day_after_its_last_month_pauses_included() -> None:
    pauses = (Pause(day("2027-02-10"), day("2027-02-17")),)
    assert completed_on(pair(), SHORT) == day("2027-04-04")
    assert completed_on(pair(pauses=pauses), SHORT) == day("2027-04-11")
    assert completed_on(pair(pauses=pauses), SHORT, day("2027-02-12")) == day("2027-04-07")


def test_a_programme_with_an_endless_pause_is_never_completed() -> None:
    assert completed_on(pair(pauses=(Pause(day("2027-02-10"), None),)), SHORT) is None


def test_an_endless_pause_after_the_last_month_holds_nothing_open() -> None:
    assert completed_on(pair(pauses=(Pause(day("2027-04-04"), None),)), SHORT) == day("2027-04-04")


@pytest.mark.parametrize(
    ("ended", "today", "expected"),
    [
        (None, "2027-06-01", False),
        ("2027-02-01", "2027-01-31", False),
        ("2027-02-01", "2027-02-01", True),
        ("2027-04-03", "2027-06-01", True),
        ("2027-04-04", "2027-06-01", False),
    ],
)
def test_a_relationship_has_ended_when_it_stopped_before_its_months_were_over(
    ended: str | None, today: str, expected: bool
) -> None:
    assert has_ended(pair(ended=ended), SHORT, day(today)) is expected


days = st.integers(0, 200).map(lambda n: START + n * DAY)
instants = st.integers(0, 200 * 24).map(
    lambda hours: datetime(2027, 1, 4, 0, 30, tzinfo=UTC) + timedelta(hours=hours)
)
people = st.sampled_from(["mentee", "mentor", "second", "assistant"])
answers = st.builds(Answer, people, instants, st.sampled_from(Said), st.frozensets(people))
histories = st.builds(
    History,
    st.just("R01"),
    st.just("mentee"),
    st.sampled_from([("mentor",), ("mentor", "second")]),
    st.just(START),
    st.lists(st.builds(Interaction, st.just("I"), days, st.lists(answers, max_size=4).map(tuple))).map(tuple),
    st.lists(
        st.builds(
            lambda first, length: Pause(first, first + length * DAY if length else None),
            days,
            st.integers(0, 40),
        ),
        max_size=3,
    ).map(tuple),
    st.none() | days,
)


def known_on(history: History, today: date) -> History:
    """What had happened by the end of that day: the rest of the story is cut off."""
    return replace(
        history,
        interactions=tuple(
            replace(
                each, answers=tuple(word for word in each.answers if local_date(word.at, LONDON) <= today)
            )
            for each in history.interactions
            if each.on <= today
        ),
        pauses=tuple(
            replace(each, until=each.until if each.until and each.until <= today else None)
            for each in history.pauses
            if each.first <= today
        ),
        ended=history.ended if history.ended and history.ended <= today else None,
    )


@settings(deadline=None, max_examples=100)
@given(histories, days)
def test_a_figure_as_of_a_day_knows_nothing_of_later_days(history: History, today: date) -> None:
    assert cadence(history, SHORT, today, LONDON) == cadence(known_on(history, today), SHORT, today, LONDON)


@settings(deadline=None, max_examples=100)
@given(histories, days, st.integers(0, 60))
def test_a_complete_month_stays_as_it_is_while_nobody_says_anything_new(
    history: History, today: date, wait: int
) -> None:
    story = known_on(history, today)
    before = cadence(story, SHORT, today, LONDON)
    after = cadence(story, SHORT, today + wait * DAY, LONDON)
    settled = [row for row in before.rows if row.last < today]
    assert list(after.rows[: len(settled)]) == settled


def set_of_days(result: Cadence) -> set[date]:
    return {row.first + n * DAY for row in result.rows for n in range((row.last - row.first).days + 1)}


@settings(deadline=None, max_examples=100)
@given(histories, days)
def test_the_figures_agree_with_the_rows(history: History, today: date) -> None:
    result = cadence(history, SHORT, today, LONDON)
    assert result.met <= result.completed <= len(result.rows) <= SHORT.months
    assert result.held == sum(held(result)) == len(held_on(history, today, LONDON) & set_of_days(result))
    assert all(status != "current" for status in statuses(result)[:-1])
