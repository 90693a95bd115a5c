from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.programme.cadence import Answer, History, Interaction, Said, Threshold
from bot.programme.months import Pause
from bot.programme.summary import Outlook, Summary, summarise
from bot.programme.summary_channel import (
    TOO_FEW,
    Period,
    WiderReport,
    breakdown,
    channel_text,
    wider_report,
)
from bot.programme.summary_text import WIDTH, as_text
from bot.programme.summary_words import NOBODY_YET, NOT_PROOF

START = date(2027, 1, 4)
IN_MONTH_3 = date(2027, 3, 8)
MET = ("2027-01-12", "2027-01-20", "2027-02-10", "2027-02-22")
PART = ("2027-01-12", "2027-02-10")


def pair(code: str, *days: str) -> History:
    mentee, mentor = f"{code}-mentee@trust.example", f"{code}-mentor@trust.example"
    evenings = [datetime.combine(date.fromisoformat(day), time(18), UTC) for day in days]
    return History(
        code,
        mentee,
        (mentor,),
        START,
        tuple(
            Interaction(f"{code} {at}", at.date(), (Answer(mentee, at, Said.HELD, frozenset({mentor})),))
            for at in evenings
        ),
    )


def paused(code: str, *, until: date | None = None) -> History:
    return replace(pair(code), pauses=(Pause(date(2027, 3, 1), until),))


def ended(code: str) -> History:
    return replace(pair(code), ended=date(2027, 2, 10))


def of(
    *histories: History,
    as_of: date = IN_MONTH_3,
    threshold: Threshold | None = None,
    cohort: str = "Spring 2027",
    **outlooks: Outlook,
) -> Summary:
    zone = ZoneInfo("Europe/London")
    return summarise(cohort, histories, threshold or Threshold(), as_of, zone, outlooks=outlooks)


def of_many(*, met: int, part: int = 0, paused_ones: int = 0, ended_ones: int = 0) -> Summary:
    return of(
        *(pair(f"M{number}", *MET) for number in range(met)),
        *(pair(f"P{number}", *PART) for number in range(part)),
        *(paused(f"Z{number}") for number in range(paused_ones)),
        *(ended(f"E{number}") for number in range(ended_ones)),
    )


def test_a_coordinator_reads_figures_and_a_grid_of_months() -> None:
    summary = of(
        pair("R01", *MET),
        pair("R02", "2027-01-12"),
        paused("R03", until=date(2027, 3, 15)),
        ended("R04"),
        R01=Outlook(date(2027, 3, 9)),
        R02=Outlook(asked_for_help=True),
    )
    assert as_text(summary) == (
        "Spring 2027, 8 March 2027\n"
        "Aim: 2 interactions a month for 8 months\n"
        "\n"
        "Relationships: 2 active, 1 paused, 1 ended\n"
        "Interactions: 5 held, 12 expected by now\n"
        "Month 1: 1 met, 1 part, 2 none\n"
        "Month 2: 1 met, 1 none, 1 ended, 1 under way\n"
        "Month 3: 2 under way\n"
        "Two empty months in a row: 0\n"
        "Asked for a hand: 1\n"
        "\n"
        "Code  1 2 3 4 5 6 7 8  Held  Next\n"
        "R01   M M ·            4/16  9 Mar\n"
        "R02   P _ ·            1/16\n"
        "R03   _ ·              0/16  paused, back 15 Mar\n"
        "R04   _ E              0/16  ended\n"
        "\n"
        "M met  P part  _ none  E ended  · under way\n"
        "Met: 2 or more in the month, part: 1, none: 0\n"
        "Meeting is not proof of impact.\n"
    ).replace("_", "\N{EN DASH}")


def test_a_pause_without_an_end_is_shown_as_paused() -> None:
    assert "0/16  paused\n" in as_text(of(paused("R03")))


def test_relationships_with_all_months_behind_them_are_told_apart() -> None:
    text = as_text(of(pair("R01"), threshold=Threshold(months=2)))
    assert "1 active (1 with all months completed), 0" in text
    assert "0/4  completed\n" in text


def test_no_name_is_in_any_text() -> None:
    summary = of(pair("R01", *MET), ended("R02"))
    texts = (as_text(summary), channel_text(summary, "weekly"), channel_text(summary, "monthly"))
    assert not any("@" in text or "trust" in text for text in texts)


def test_every_line_fits_a_phone() -> None:
    histories = [pair(f"R{number:02}", *MET) for number in range(1, 36)]
    summary = of(*histories, paused("R99", until=date(2027, 9, 30)), cohort="A long name for a cohort " * 6)
    assert max(map(len, as_text(summary).splitlines())) <= WIDTH


def test_a_programme_of_many_months_fits_a_phone() -> None:
    text = as_text(of(pair("R01", *MET), threshold=Threshold(months=24)))
    assert "Code  123456789012345678901234" in text
    assert max(map(len, text.splitlines())) <= WIDTH


def test_a_name_with_line_breaks_becomes_one_line() -> None:
    assert as_text(of(pair("R01"), cohort="Spring\n\n2027")).startswith("Spring 2027, 8 March 2027\n")


def test_a_cohort_without_relationships_gets_a_kind_sentence() -> None:
    texts = (as_text(of()), channel_text(of(), "weekly"))
    assert all(NOBODY_YET in " ".join(text.split()) for text in texts)


@pytest.mark.parametrize(("per_month", "words"), [(1, "none: 0"), (2, "part: 1"), (4, "part: 1 to 3")])
def test_the_legend_tells_what_part_of_a_month_is(per_month: int, words: str) -> None:
    assert words in as_text(of(pair("R01"), threshold=Threshold(per_month=per_month)))


def test_a_single_interaction_a_month_has_no_part() -> None:
    assert "part:" not in as_text(of(pair("R01"), threshold=Threshold(per_month=1)))


def test_the_weekly_post_tells_of_the_months_under_way() -> None:
    assert channel_text(of(pair("R01", *MET), pair("R02"), ended("R03")), "weekly") == (
        "Spring 2027: the week to 8 March 2027\n"
        "Pairs and trios: 2 active, 0 paused, 1 ended\n"
        "Interactions: 4 held, 10 expected by now\n"
        "Month 3: 2 under way\n"
        "Two empty months in a row: 1\n"
        "Meeting is not proof of impact."
    )


def test_the_monthly_post_tells_of_every_month() -> None:
    text = channel_text(of(pair("R01", *MET), pair("R02")), "monthly")
    assert text.startswith("Spring 2027: the month to 8 March 2027\n")
    assert "Month 1: 1 met, 1 none\nMonth 2: 1 met, 1 none\nMonth 3: 2 under way\n" in text


@pytest.mark.parametrize("period", ["weekly", "monthly"])
def test_a_post_has_no_codes_and_says_what_it_does_not_prove(period: Period) -> None:
    text = channel_text(of(pair("R01", *MET), pair("R02")), period)
    assert "R0" not in text
    assert text.endswith(NOT_PROOF)


def test_the_breakdown_for_a_wider_audience_has_each_relationship_once() -> None:
    late = replace(pair("R05"), started=date(2027, 3, 1))
    summary = of(pair("R01", *MET), pair("R02", *PART), paused("R03"), ended("R04"), late)
    assert breakdown(summary) == {"met": 1, "fewer": 1, "beginning": 1, "paused": 1, "ended": 1}


def test_a_wider_audience_reads_rounded_totals() -> None:
    assert wider_report(of_many(met=21, part=12)).text == (
        "Spring 2027: the month to 8 March 2027\n"
        "Pairs and trios: about 35\n"
        "At least 2 interactions in the last full month: about 20\n"
        "Fewer in the last full month: about 10\n"
        "In the first month: none\n"
        "Paused: none\n"
        "Ended: none\n"
        "Interactions held so far: about 110\n"
        "Figures are rounded to the nearest five; small ones, and small changes, are not shown.\n"
        "Meeting is not proof of impact."
    )


def test_small_numbers_do_not_reach_a_wider_audience() -> None:
    text = wider_report(of_many(met=21, part=12, paused_ones=2, ended_ones=1)).text
    assert "Paused: not shown\nEnded: not shown\n" in text
    assert "Fewer in the last full month: not shown\n" in text
    assert "the last full month: about 20\n" in text


def test_a_cohort_of_ten_people_shows_a_wider_audience_no_figure() -> None:
    report = wider_report(of_many(met=5))
    assert report.text.splitlines()[1:] == [TOO_FEW]
    assert not report.basis


def figure(report: WiderReport, words: str) -> str:
    return next(line for line in report.text.splitlines() if line.startswith(words)).partition(": ")[2]


def test_figures_that_barely_changed_since_the_last_post_are_withheld() -> None:
    first = wider_report(of_many(met=21, part=12))
    second = wider_report(of_many(met=18, part=15), first.basis)
    assert figure(second, "At least 2") == figure(second, "Fewer") == "not shown"
    assert figure(second, "Interactions") == "not shown"
    assert figure(second, "Pairs and trios") == "about 35"


def test_a_withheld_figure_is_measured_against_the_last_one_shown() -> None:
    first = wider_report(of_many(met=21, part=12))
    second = wider_report(of_many(met=18, part=15), first.basis)
    third = wider_report(of_many(met=12, part=21), second.basis)
    assert second.basis == first.basis
    assert figure(third, "At least 2") == "about 10"
