from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.programme.when import Away, understand_away

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2027, 1, 13, 10, tzinfo=LONDON)
TODAY = WEDNESDAY.date()

PERIODS = [
    ("away 3\N{EN DASH}17 August", date(2027, 8, 3), date(2027, 8, 17)),
    ("on leave from 3 Aug to 17 Aug", date(2027, 8, 3), date(2027, 8, 17)),
    ("I'm off 18 Jan until 22 Jan", date(2027, 1, 18), date(2027, 1, 22)),
    ("out of office 20/1 - 25/1", date(2027, 1, 20), date(2027, 1, 25)),
    ("on holiday 1st to 10th of March 2027", date(2027, 3, 1), date(2027, 3, 10)),
    ("away next week", date(2027, 1, 18), date(2027, 1, 24)),
    ("away Thursday", date(2027, 1, 14), date(2027, 1, 14)),
    ("off tomorrow", date(2027, 1, 14), date(2027, 1, 14)),
    ("away Thursday and Friday", date(2027, 1, 14), date(2027, 1, 15)),
    ("annual leave for two weeks from 1 February", date(2027, 2, 1), date(2027, 2, 14)),
    ("off for a fortnight", TODAY, date(2027, 1, 26)),
]


@pytest.mark.parametrize(("text", "first", "until"), PERIODS)
def test_a_period_away_has_its_first_and_last_day(text: str, first: date, until: date) -> None:
    assert understand_away(text, WEDNESDAY, LONDON) == Away(first, until, "leave")


def test_a_period_may_run_over_the_new_year() -> None:
    november = datetime(2027, 11, 1, 9, tzinfo=LONDON)

    found = understand_away("away 20 Dec to 3 Jan", november, LONDON)

    assert found == Away(date(2027, 12, 20), date(2028, 1, 3), "leave")


def test_back_on_a_day_ends_the_day_before() -> None:
    assert understand_away("back on Monday", WEDNESDAY, LONDON) == Away(TODAY, date(2027, 1, 17), "leave")


def test_a_bare_until_names_the_day_of_return() -> None:
    assert understand_away("off until the 20th", WEDNESDAY, LONDON) == Away(TODAY, date(2027, 1, 19), "leave")


def test_a_beginning_and_a_return_leave_out_the_day_of_return() -> None:
    found = understand_away("away from the 3rd, back on the 17th", WEDNESDAY, LONDON)

    assert found == Away(date(2027, 2, 3), date(2027, 2, 16), "leave")


def test_nights_this_week_begin_today() -> None:
    assert understand_away("nights this week", WEDNESDAY, LONDON) == Away(TODAY, date(2027, 1, 17), "nights")


def test_the_end_is_counted_from_the_beginning() -> None:
    found = understand_away("on nights Monday to Thursday", WEDNESDAY, LONDON)

    assert found == Away(date(2027, 1, 18), date(2027, 1, 21), "nights")


def test_without_an_end_it_stays_open() -> None:
    found = understand_away("I'm away from 3 August", WEDNESDAY, LONDON)

    assert found == Away(date(2027, 8, 3), None, "leave")


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "away",
        "Thursday at 3",
        "I'm not away next week",
        "away until next Friday",
        "away Thursday and Sunday",
        "away 3 to 1 January 2026",
        "away 30 February to 2 March",
        "away " + "next week " * 40,
    ],
)
def test_what_is_doubtful_or_over_is_no_period(text: str) -> None:
    assert understand_away(text, WEDNESDAY, LONDON) is None


def test_the_order_of_figures_follows_the_place() -> None:
    found = understand_away("away 2/3 - 2/5", WEDNESDAY, LONDON, day_first=False)

    assert found == Away(date(2027, 2, 3), date(2027, 2, 5), "leave")
