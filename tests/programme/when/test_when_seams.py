"""The steps one by one, where a whole phrase would hide which of them is wrong."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.programme.when import (
    Ambiguous,
    Gap,
    Unclear,
    Understood,
    as_json,
    understand,
)
from bot.programme.when.feasts import easter
from bot.programme.when.guessing import guess
from bot.programme.when.phrasebook import Phrasebook
from bot.programme.when.pieces import Clock, Mark, Part, Span, Standpoint, Stretch, Unknown
from bot.programme.when.reading import known_words, read
from bot.programme.when.readings import stretches
from bot.programme.when.spelling import corrected
from bot.programme.when.tokens import Word, tokenised

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2027, 1, 13, 10, tzinfo=LONDON)
HERE = Standpoint(WEDNESDAY, LONDON)


def words(text: str) -> list[str]:
    return [token.text for token in tokenised(text, known_words()) if isinstance(token, Word)]


def test_a_skipped_hour_comes_with_the_hours_around_it() -> None:
    got = understand("28 March 2027 01:30", WEDNESDAY, LONDON)

    assert isinstance(got, Gap)
    assert got.wall.isoformat() == "2027-03-28T01:30:00"
    assert (got.earlier.isoformat(), got.later.isoformat()) == (
        "2027-03-28T00:30:00+00:00",
        "2027-03-28T02:30:00+01:00",
    )


def test_a_repeated_hour_is_asked_with_both_instants_in_order() -> None:
    got = understand("31 October 2027 01:30", WEDNESDAY, LONDON)

    assert as_json(got)["choices"] == [
        {"at": "2027-10-31T01:30:00+01:00"},
        {"at": "2027-10-31T01:30:00+00:00"},
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tomorrow 3pm", {"status": "understood", "at": "2027-01-14T15:00:00+00:00"}),
        (
            "tomorrow 2-3pm",
            {
                "status": "understood",
                "at": "2027-01-14T14:00:00+00:00",
                "until": "2027-01-14T15:00:00+00:00",
            },
        ),
        ("tomorrow", {"status": "date_only", "date": "2027-01-14"}),
        ("next Friday", {"status": "ambiguous", "choices": [{"date": "2027-01-15"}, {"date": "2027-01-22"}]}),
        ("today 9am", {"status": "past", "at": "2027-01-13T09:00:00+00:00"}),
        ("no", {"status": "refusal"}),
        ("soon", {"status": "unclear"}),
        (
            "28 March 2027 01:30",
            {
                "status": "gap",
                "wall": "2027-03-28T01:30:00",
                "choices": [{"at": "2027-03-28T00:30:00+00:00"}, {"at": "2027-03-28T02:30:00+01:00"}],
            },
        ),
    ],
)
def test_every_kind_of_answer_has_its_plain_data(text: str, said: dict[str, Any]) -> None:
    assert as_json(understand(text, WEDNESDAY, LONDON)) == said


def test_the_order_of_figures_follows_the_place() -> None:
    british = understand("03/02 at 2pm", WEDNESDAY, LONDON)
    american = understand("03/02 at 2pm", WEDNESDAY, LONDON, day_first=False)

    assert british == Understood(datetime(2027, 2, 3, 14, tzinfo=LONDON))
    assert american == Understood(datetime(2027, 3, 2, 14, tzinfo=LONDON))


def test_an_impossible_order_is_read_the_other_way() -> None:
    got = understand("13/02 at 2pm", WEDNESDAY, LONDON, day_first=False)

    assert got == Understood(datetime(2027, 2, 13, 14, tzinfo=LONDON))


def test_now_may_be_in_any_zone() -> None:
    got = understand("tomorrow 3pm", datetime(2027, 1, 13, 23, 30, tzinfo=UTC), ZoneInfo("Asia/Kolkata"))

    assert got == Understood(datetime(2027, 1, 15, 15, tzinfo=ZoneInfo("Asia/Kolkata")))


def test_more_than_two_hundred_characters_are_unclear() -> None:
    assert understand("Tuesday at 3" + " " * 200, WEDNESDAY, LONDON) == Unclear()


def test_too_many_readings_are_unclear() -> None:
    assert understand("Mon, Tue, Thu, Fri, Sat, Sun at 7 or 8 or 9", WEDNESDAY, LONDON) == Unclear()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wendesday", "wednesday"),
        ("thrusday", "thursday"),
        ("febuary", "february"),
        ("tommorow", "tomorrow"),
        ("teusday", "tuesday"),
        ("setpember", "september"),
    ],
)
def test_a_slip_of_the_thumb_is_put_right(typed: str, meant: str) -> None:
    assert corrected(typed, frozenset()) == meant


@pytest.mark.parametrize("word", ["match", "money", "remember", "warning", "might", "munday"])
def test_a_word_that_only_looks_like_a_name_stays_itself(word: str) -> None:
    assert corrected(word, known_words()) == word


def test_a_full_stop_after_a_short_name_parts_nothing() -> None:
    assert words("Thurs. at noon. Bye") == ["thurs", "at", "noon", ".", "bye"]


def test_manners_leave_no_piece_behind() -> None:
    assert read("Hello Sam, could we possibly meet, please?", HERE) == (Mark.COMMA, Mark.COMMA, Mark.COMMA)


def test_a_word_nobody_taught_stays_unknown() -> None:
    assert Unknown("hawthorn") in read("Tuesday at Hawthorn", HERE)


@pytest.mark.parametrize(
    ("hour", "readings"),
    [(1, [13]), (6, [18]), (7, [7, 19]), (8, [8, 20]), (9, [9]), (11, [11]), (12, [12])],
)
def test_bare_hours_follow_office_hours(hour: int, readings: list[int]) -> None:
    found = stretches(Clock(hour, bare=True))

    assert [one.begin // 60 for one in found] == readings


def test_a_part_of_the_day_settles_a_bare_hour() -> None:
    assert stretches(Clock(8, bare=True), Part(5, 12)) == (Stretch(8 * 60),)


def test_words_that_contradict_each_other_leave_no_reading() -> None:
    assert stretches(Clock(15), Part(5, 12)) == ()


def test_the_end_of_a_range_lends_its_half_to_the_beginning() -> None:
    assert stretches(Span(Clock(2, bare=True), Clock(15))) == (Stretch(14 * 60, 15 * 60),)


def test_a_range_of_half_a_day_is_none() -> None:
    assert stretches(Span(Clock(3, bare=True), Clock(2, bare=True))) == ()


def test_one_phrase_cannot_mean_two_things() -> None:
    book = Phrasebook({})
    book.learn("as well", lambda _here: Mark.FILLER)

    with pytest.raises(ValueError, match="already means something else"):
        book.learn("as|so well", lambda _here: Mark.NOT)


def test_a_phrase_with_an_unknown_gap_is_not_taken() -> None:
    with pytest.raises(KeyError):
        Phrasebook({}).learn("see {somebody}", lambda _here: Mark.FILLER)


def test_the_last_resort_accounts_for_every_word() -> None:
    assert guess("20 January 2027 15:00 PKT", ["pkt"], HERE) is not None
    assert guess("20 January 2027 15:00 PKT hawthorn", ["pkt", "hawthorn"], HERE) is None


def test_the_last_resort_is_always_asked() -> None:
    got = understand("20 January 2027 15:00 PKT", WEDNESDAY, LONDON)

    assert isinstance(got, Ambiguous)
    assert [one.at - WEDNESDAY for one in got.choices if isinstance(one, Understood)] == [timedelta(days=7)]


def test_the_last_resort_leaves_counted_days_alone() -> None:
    assert guess("in 3 days at 3pm", [], HERE) is None


@pytest.mark.parametrize(
    "sunday", [date(1954, 4, 18), date(2008, 3, 23), date(2027, 3, 28), date(2028, 4, 16), date(2038, 4, 25)]
)
def test_easter_is_found_from_the_first_full_moon_of_spring(sunday: date) -> None:
    assert easter(sunday.year) == sunday


def test_where_nobody_knows_the_order_both_dates_are_asked() -> None:
    got = understand("3/2 at 2", WEDNESDAY, LONDON, day_first=None)

    assert as_json(got)["choices"] == [
        {"at": "2027-02-03T14:00:00+00:00"},
        {"at": "2027-03-02T14:00:00+00:00"},
    ]


@pytest.mark.parametrize("text", ["20/1 at 2", "3/3 at 2", "2027-03-02 at 2"])
def test_a_date_that_has_one_order_only_is_never_asked(text: str) -> None:
    assert isinstance(understand(text, WEDNESDAY, LONDON, day_first=None), Understood)


def test_one_order_that_has_gone_leaves_the_other_to_be_asked() -> None:
    got = understand("12/5 at 2", WEDNESDAY, LONDON, day_first=None)

    assert as_json(got)["choices"] == [{"at": "2027-05-12T14:00:00+01:00"}]
