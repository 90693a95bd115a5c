from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.bank_holidays import NO_HOLIDAYS, UnknownHolidaysError, bank_holidays, known

ENGLAND_2027 = {
    date(2027, 1, 1),
    date(2027, 3, 26),  # Good Friday
    date(2027, 3, 29),  # Easter Monday
    date(2027, 5, 3),
    date(2027, 5, 31),
    date(2027, 8, 30),
    date(2027, 12, 27),  # for Christmas Day, a Saturday
    date(2027, 12, 28),  # for Boxing Day, a Sunday
}


def weekdays_of(year: int) -> list[date]:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    return [day for day in days if day.weekday() < 5]


def test_the_weekdays_off_in_england_in_2027_are_these_eight() -> None:
    england = bank_holidays("GB-ENG")
    assert {day for day in weekdays_of(2027) if day in england} == ENGLAND_2027


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("GB-SCT", date(2027, 11, 30)),
        ("GB-SCT", date(2027, 1, 4)),
        ("GB-NIR", date(2027, 7, 12)),
        ("IE", date(2027, 2, 1)),
        ("US-CA", date(2027, 11, 25)),
        ("US-CA", date(2027, 12, 31)),
    ],
)
def test_each_place_keeps_its_own_days(code: str, day: date) -> None:
    assert day in bank_holidays(code)


def test_easter_monday_is_a_working_day_in_scotland() -> None:
    assert date(2027, 3, 29) not in bank_holidays("GB-SCT")


@pytest.mark.parametrize("day", [date(2026, 12, 28), date(2028, 4, 14), date(2031, 5, 5)])
def test_years_are_worked_out_when_they_are_asked_for(day: date) -> None:
    assert day in bank_holidays("GB-ENG")


@settings(max_examples=50, deadline=None)
@given(day=st.dates())
def test_the_empty_code_has_no_holidays(day: date) -> None:
    assert day not in bank_holidays("")


@pytest.mark.parametrize("code", ["", "GB", "GB-ENG", "GB-SCT", "GB-WLS", "IE", "US-CA", "AU-NSW"])
def test_a_code_of_a_country_or_of_a_part_of_one_is_known(code: str) -> None:
    assert known(code)


@pytest.mark.parametrize("code", ["XX", "gb-eng", "GB-", "GB-XX", "England", "-ENG", "HolidayBase", " "])
def test_any_other_code_is_not_known(code: str) -> None:
    assert not known(code)


def test_an_unknown_code_is_refused_in_a_sentence_that_names_it() -> None:
    with pytest.raises(UnknownHolidaysError, match=r"no bank holidays called 'GB-XX'; write a code such as"):
        bank_holidays("GB-XX")


def test_calendars_of_one_place_are_equal() -> None:
    assert bank_holidays("") == NO_HOLIDAYS
    assert bank_holidays("IE") == bank_holidays("IE") != bank_holidays("GB")
