import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.cadence import Answer, History, Interaction, Said, Threshold
from bot.programme.months import Pause
from bot.programme.summary import Outlook, State, Summary, as_json, summarise
from bot.programme.summary_csv import as_csv, formula_safe

LONDON = ZoneInfo("Europe/London")
START = date(2027, 1, 4)
AS_OF = date(2027, 3, 1)
SHORT = Threshold(months=2)


def held(on: date) -> Interaction:
    evening = datetime.combine(on, time(18), UTC)
    return Interaction(on.isoformat(), on, (Answer("mentee", evening, Said.HELD, frozenset({"mentor"})),))


def pair(code: str, *days: str) -> History:
    return History(code, "mentee", ("mentor",), START, tuple(held(date.fromisoformat(day)) for day in days))


def paused(history: History, first: date, until: date | None) -> History:
    return replace(history, pauses=(Pause(first, until),))


def of(
    *histories: History, as_of: date = AS_OF, threshold: Threshold | None = None, **outlooks: Outlook
) -> Summary:
    return summarise(
        "Spring 2027", histories, threshold or Threshold(), as_of, LONDON, outlooks=outlooks or None
    )


def state_of(history: History, as_of: date = AS_OF, threshold: Threshold | None = None) -> State:
    return of(history, as_of=as_of, threshold=threshold).standings[0].state


def test_the_object_for_machines_has_its_keys_in_their_order() -> None:
    assert as_json(
        of(
            pair("R01", "2027-01-12", "2027-01-20", "2027-02-22"),
            replace(pair("R02", "2027-01-13"), ended=date(2027, 2, 10)),
            R01=Outlook(next_on=date(2027, 3, 9)),
        )
    ) == {
        "cohort": "Spring 2027",
        "as_of": "2027-03-01",
        "threshold": {"months": 8, "per_month": 2},
        "relationships": {"active": 1, "paused": 0, "ended": 1},
        "interactions": {"held": 4, "expected": 4},
        "months": [
            {"month": 1, "met": 1, "part": 1, "none": 0, "ended": 0, "current": 0},
            {"month": 2, "met": 0, "part": 0, "none": 0, "ended": 1, "current": 1},
        ],
        "by_relationship": [
            {
                "code": "R01",
                "kind": "pair",
                "state": "active",
                "month": 2,
                "months": ["met", "current"],
                "held": 3,
                "dose": "3/16",
                "rhythm": "1/1",
                "next": "2027-03-09",
                "last": "2027-02-22",
                "paused_until": None,
                "asked_for_help": False,
            },
            {
                "code": "R02",
                "kind": "pair",
                "state": "ended",
                "month": 2,
                "months": ["part", "ended"],
                "held": 1,
                "dose": "1/16",
                "rhythm": "0/1",
                "next": None,
                "last": "2027-01-13",
                "paused_until": None,
                "asked_for_help": False,
            },
        ],
    }


def test_the_object_for_machines_keeps_the_order_of_its_keys_and_is_plain_json() -> None:
    result = as_json(of(pair("R01")))
    assert list(result) == [
        "cohort",
        "as_of",
        "threshold",
        "relationships",
        "interactions",
        "months",
        "by_relationship",
    ]
    assert json.loads(json.dumps(result)) == result


def test_relationships_stand_in_the_natural_order_of_their_codes() -> None:
    summary = of(pair("R10"), pair("R2"), pair("R1"))
    assert [standing.code for standing in summary.standings] == ["R1", "R2", "R10"]


def test_two_mentors_make_a_trio() -> None:
    trio = replace(pair("R01"), mentors=("mentor", "second"))
    assert [standing.kind for standing in of(trio, pair("R02")).standings] == ["trio", "pair"]


def test_a_person_in_two_relationships_is_one_participant() -> None:
    assert of(pair("R01"), replace(pair("R02"), mentee="another")).participants == 3


def test_a_relationship_under_way_is_active() -> None:
    assert state_of(pair("R01")) is State.ACTIVE


def test_a_relationship_is_paused_from_the_first_day_of_its_pause() -> None:
    assert state_of(paused(pair("R01"), AS_OF, None)) is State.PAUSED


def test_a_relationship_is_active_again_on_the_day_of_resuming() -> None:
    assert state_of(paused(pair("R01"), date(2027, 2, 10), AS_OF)) is State.ACTIVE


def test_a_pause_tells_the_day_of_resuming() -> None:
    standing = of(paused(pair("R01"), date(2027, 2, 20), date(2027, 3, 15))).standings[0]
    assert standing.paused_until == date(2027, 3, 15)


def test_pauses_that_touch_tell_the_last_day_of_resuming() -> None:
    pauses = (Pause(date(2027, 2, 20), date(2027, 3, 5)), Pause(date(2027, 3, 5), date(2027, 3, 15)))
    assert of(replace(pair("R01"), pauses=pauses)).standings[0].paused_until == date(2027, 3, 15)


def test_a_pause_without_an_end_has_no_day_of_resuming() -> None:
    assert of(paused(pair("R01"), date(2027, 2, 20), None)).standings[0].paused_until is None


def test_a_relationship_has_ended_from_the_day_it_ended_on() -> None:
    assert state_of(replace(pair("R01"), ended=AS_OF)) is State.ENDED


def test_an_end_that_lies_ahead_is_not_known_yet() -> None:
    assert state_of(replace(pair("R01"), ended=AS_OF + timedelta(days=1))) is State.ACTIVE


def test_a_relationship_has_completed_the_day_after_its_last_month() -> None:
    assert state_of(pair("R01"), date(2027, 3, 3), SHORT) is State.ACTIVE
    assert state_of(pair("R01"), date(2027, 3, 4), SHORT) is State.COMPLETED


def test_an_end_after_the_last_month_leaves_a_relationship_completed() -> None:
    ended = replace(pair("R01"), ended=date(2027, 4, 1))
    assert state_of(ended, date(2027, 5, 1), SHORT) is State.COMPLETED


def test_a_completed_relationship_counts_as_active_until_somebody_ends_it() -> None:
    result = as_json(of(pair("R01"), as_of=date(2027, 5, 1), threshold=SHORT))
    assert result["relationships"] == {"active": 1, "paused": 0, "ended": 0}
    assert result["by_relationship"][0]["state"] == "completed"


def test_before_its_start_a_relationship_has_no_month() -> None:
    summary = of(pair("R01"), as_of=date(2027, 1, 3))
    assert (summary.standings[0].month, summary.months) == (0, ())


def test_a_month_is_tallied_as_soon_as_anybody_has_begun_it() -> None:
    later = replace(pair("R02"), started=date(2027, 2, 15))
    tallies = of(pair("R01"), later).months
    assert [(tally.month, tally.none, tally.current) for tally in tallies] == [(1, 1, 1), (2, 0, 1)]


def test_the_next_date_is_today_or_later() -> None:
    gone = Outlook(AS_OF - timedelta(days=1))
    summary = of(pair("R01"), pair("R02"), R01=Outlook(AS_OF), R02=gone)
    assert [standing.next_on for standing in summary.standings] == [AS_OF, None]


def test_an_ended_relationship_has_no_next_date() -> None:
    ended = replace(pair("R01"), ended=date(2027, 2, 1))
    assert of(ended, R01=Outlook(date(2027, 3, 9))).standings[0].next_on is None


def test_a_wish_for_help_is_in_the_summary() -> None:
    assert of(pair("R01"), R01=Outlook(asked_for_help=True)).standings[0].asked_for_help


def test_two_empty_months_are_seen_once_both_are_complete() -> None:
    assert not of(pair("R01")).standings[0].two_empty_months
    assert of(pair("R01"), as_of=date(2027, 3, 4)).standings[0].two_empty_months


def test_two_empty_months_are_not_counted_during_a_pause() -> None:
    standing = of(paused(pair("R01"), date(2027, 3, 5), None), as_of=date(2027, 3, 6)).standings[0]
    assert not standing.two_empty_months


def test_an_empty_cohort_has_figures_of_zero() -> None:
    summary = of()
    assert (summary.held, summary.expected, summary.months, summary.participants) == (0, 0, (), 0)


def test_the_table_has_a_row_for_each_relationship_and_month_begun() -> None:
    assert as_csv(of(pair("R01", "2027-01-12", "2027-01-20"))) == (
        "relationship,month,from,to,held,status\n"
        "R01,1,2027-01-04,2027-02-03,2,met\n"
        "R01,2,2027-02-04,2027-03-03,0,current\n"
    )


@pytest.mark.parametrize("code", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1"])
def test_a_code_that_looks_like_a_formula_is_shown_and_never_worked_out(code: str) -> None:
    rows = list(csv.reader(StringIO(as_csv(of(pair(code))), newline="")))
    assert rows[1][0] == f"'{code.strip()}"


def test_an_ordinary_code_is_left_as_it_is() -> None:
    assert formula_safe("R01-a=b") == "R01-a=b"


def test_a_code_with_a_line_break_stays_in_one_row() -> None:
    assert as_csv(of(pair("R\r\n1"))).splitlines()[1].startswith("R 1,1,")


def test_a_code_with_a_comma_stays_in_one_cell() -> None:
    assert list(csv.reader(StringIO(as_csv(of(pair("R,1"))))))[1][0] == "R,1"


DAYS = st.dates(START, date(2027, 12, 31))
HISTORIES = st.builds(
    History,
    code=st.integers(1, 99).map("R{}".format),
    mentee=st.just("mentee"),
    mentors=st.sampled_from([("mentor",), ("mentor", "second")]),
    started=st.dates(START, date(2027, 3, 31)),
    interactions=st.lists(DAYS.map(held), max_size=12).map(tuple),
    pauses=st.lists(st.builds(Pause, DAYS, st.none() | DAYS), max_size=2).map(tuple),
    ended=st.none() | DAYS,
)
COHORTS = st.lists(HISTORIES, max_size=6, unique_by=lambda history: history.code)


@given(COHORTS, DAYS)
@settings(max_examples=60, deadline=None)
def test_each_tally_adds_up_to_the_relationships_that_have_begun_the_month(
    histories: list[History], as_of: date
) -> None:
    result = as_json(of(*histories, as_of=as_of))
    for number, tally in enumerate(result["months"], 1):
        assert tally.pop("month") == number
        assert sum(tally.values()) == sum(one["month"] >= number for one in result["by_relationship"]) > 0


@given(COHORTS, DAYS)
@settings(max_examples=60, deadline=None)
def test_totals_add_up_to_the_relationships(histories: list[History], as_of: date) -> None:
    result = as_json(of(*histories, as_of=as_of))
    assert sum(result["relationships"].values()) == len(histories)
    assert result["interactions"]["held"] == sum(one["held"] for one in result["by_relationship"])


@given(COHORTS, DAYS)
@settings(max_examples=60, deadline=None)
def test_the_table_and_the_object_agree(histories: list[History], as_of: date) -> None:
    summary = of(*histories, as_of=as_of)
    rows = list(csv.DictReader(StringIO(as_csv(summary))))
    result = as_json(summary)
    assert [(one["code"], status) for one in result["by_relationship"] for status in one["months"]] == [
        (row["relationship"], row["status"]) for row in rows
    ]
    assert sum(int(row["held"]) for row in rows) == result["interactions"]["held"]
