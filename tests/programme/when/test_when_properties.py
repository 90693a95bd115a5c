"""Any time said back in any of its usual forms is understood as that instant, in every zone and season."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.programme.when import (
    Ambiguous,
    DateOnly,
    Gap,
    Past,
    Understood,
    as_json,
    understand,
    understand_away,
    understand_past,
)

DAY = timedelta(days=1)
ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/London",
        "America/New_York",
        "Australia/Sydney",
        "Asia/Kolkata",
        "Pacific/Auckland",
    )
]
# Around the changes of summer time in both hemispheres, a leap day, the ends of years, and ISO week 53.
CORNERS = [
    date(2027, 3, 13),
    date(2027, 3, 27),
    date(2027, 4, 3),
    date(2027, 9, 25),
    date(2027, 10, 2),
    date(2027, 10, 30),
    date(2027, 11, 6),
    date(2028, 2, 28),
    date(2026, 12, 30),
    date(2027, 1, 2),
    date(2027, 12, 31),
]
DAYS = st.one_of(
    st.dates(date(2026, 6, 1), date(2029, 6, 1)),
    st.builds(
        lambda corner, days: corner + timedelta(days=days), st.sampled_from(CORNERS), st.integers(0, 3)
    ),
)
ANY_TIME = st.times().map(lambda at: at.replace(second=0, microsecond=0))
OFFICE_HOURS = st.builds(time, st.sampled_from([9, 10, 11, 12, 13, 14, 15, 16, 17, 18]), st.integers(0, 59))
FULL_DATES = [
    "{0:%Y-%m-%d}",
    "{0.day} {0:%B} {0.year}",
    "{0.day} {0:%b} {0.year}",
    "{0:%A} {0.day} {0:%B} {0.year}",
    "{0:%a}, {0.day}. {0:%b} {0.year}",
    "{0:%B} {0.day}, {0.year}",
    "the {0.day} of {0:%B} {0.year}",
    "{0:%d/%m/%Y}",
    "{0.day}/{0.month}/{0:%y}",
    "{0:%d.%m.%Y}",
    "{0:%d-%m-%Y}",
]
EXACT_TIMES = ["{0:%H:%M}", "{0:%Hh%M}", "{0:%H%M}h", "{0:%I:%M%p}", "{0:%I.%M %p}", "{0:%I.%M} p.m."]
WRAPPINGS = [
    "{0}",
    "{0}?",
    "could we say {0}, please?",
    "how about {0}? Thanks!",
    "let's do {0} \N{THUMBS UP SIGN}",
    "would {0} work for you?",
    "I can do {0} if that suits",
]


def instants(day: date, at: time, zone: ZoneInfo) -> set[datetime]:
    """Give every instant at which the wall clock of the zone shows that time, worked out afresh."""
    wall = datetime.combine(day, at)
    around = (wall.replace(tzinfo=UTC) + timedelta(minutes=15 * step) for step in range(-60, 61))
    return {one for one in around if one.astimezone(zone).replace(tzinfo=None) == wall}


def exactly(at: time, form: str) -> str:
    """Write the time; the form for the afternoon alone is only used there."""
    assume(not form.endswith("p.m.") or at.hour >= 12)
    assume(not (at.hour == 0 and at.minute == 0 and "%p" in form))
    return form.format(at)


@settings(max_examples=150, deadline=None)
@given(
    DAYS,
    ANY_TIME,
    st.sampled_from(FULL_DATES),
    st.sampled_from(EXACT_TIMES),
    st.sampled_from(WRAPPINGS),
    st.booleans(),
    st.sampled_from(ZONES),
)
def test_a_full_date_and_an_exact_time_are_that_instant(
    day: date, at: time, dated: str, timed: str, wrapped: str, day_leads: bool, zone: ZoneInfo
) -> None:
    parts = [dated.format(day), exactly(at, timed)]
    text = wrapped.format(" at ".join(parts) if day_leads else " on ".join(reversed(parts)))
    now = datetime(2026, 5, 30, 12, tzinfo=zone)
    expected = instants(day, at, zone)

    got = understand(text, now, zone)

    match got:
        case Understood(found):
            assert {found.astimezone(UTC)} == expected
        case Ambiguous(choices):
            assert {one.at.astimezone(UTC) for one in choices if isinstance(one, Understood)} == expected
            assert len(expected) == 2
        case _:
            assert isinstance(got, Gap), got
            assert not expected


@settings(max_examples=100, deadline=None)
@given(DAYS, st.sampled_from(ZONES), st.booleans(), st.sampled_from(["/", ".", "-"]))
def test_a_date_in_figures_is_read_in_the_order_of_the_place(
    day: date, zone: ZoneInfo, day_first: bool, sign: str
) -> None:
    figures = [day.day, day.month] if day_first else [day.month, day.day]
    text = sign.join(map(str, [*figures, day.year])) + " 14:00"
    now = datetime.combine(day - 2 * DAY, time(9), zone)
    meant = Understood(datetime.combine(day, time(14), zone))

    assert understand(text, now, zone, day_first=day_first) == meant
    match understand(text, now, zone, day_first=None):
        case Ambiguous(choices=choices):
            assert meant in choices
        case said:
            assert said == meant


@settings(max_examples=100, deadline=None)
@given(DAYS, OFFICE_HOURS, st.sampled_from(ZONES), st.integers(1, 6))
def test_a_weekday_and_a_bare_office_hour_are_the_next_one_to_come(
    day: date, at: time, zone: ZoneInfo, ahead: int
) -> None:
    now = datetime.combine(day, time(8), zone)
    meant = day + timedelta(days=ahead)

    got = understand(f"{meant:%A} {(at.hour - 1) % 12 + 1}.{at:%M}", now, zone)

    assert isinstance(got, Understood)
    assert got.at.replace(tzinfo=None) == datetime.combine(meant, at)


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(0, 6), st.sampled_from(ZONES))
def test_next_weekday_always_offers_the_one_of_next_week(day: date, weekday: int, zone: ZoneInfo) -> None:
    now = datetime.combine(day, time(8), zone)
    of_next_week = day - timedelta(days=day.weekday()) + timedelta(weeks=1, days=weekday)

    got = understand(f"next {of_next_week:%A}", now, zone)

    choices = got.choices if isinstance(got, Ambiguous) else (got,)
    assert DateOnly(of_next_week) in choices
    assert all(isinstance(one, DateOnly) and one.on > day for one in choices)


@settings(max_examples=100, deadline=None)
@given(DAYS, ANY_TIME, st.integers(1, 3000), st.sampled_from(ZONES))
def test_minutes_from_now_are_real_minutes(day: date, at: time, minutes: int, zone: ZoneInfo) -> None:
    now = datetime.combine(day, at, zone).astimezone(UTC)

    got = understand(f"in {minutes} minutes", now, zone)

    assert isinstance(got, Understood)
    assert got.at.astimezone(UTC) == now + timedelta(minutes=minutes)


@settings(max_examples=100, deadline=None)
@given(DAYS, ANY_TIME, st.sampled_from(ZONES), st.integers(0, 20000))
def test_nothing_understood_is_ever_in_the_past(day: date, at: time, zone: ZoneInfo, ago: int) -> None:
    now = datetime.combine(day, at, zone).astimezone(UTC) + timedelta(minutes=ago)

    got = understand(f"{day.isoformat()} {at:%H:%M}", now, zone)

    if not isinstance(got, Past):
        found = [one for one in getattr(got, "choices", (got,)) if isinstance(one, Understood)]
        assert all(one.at.astimezone(UTC) > now for one in found)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=260), st.sampled_from(ZONES))
def test_no_text_at_all_makes_it_stumble(text: str, zone: ZoneInfo) -> None:
    now = datetime(2027, 1, 13, 10, tzinfo=zone)

    assert as_json(understand(text, now, zone))["status"]
    understand_away(text, now, zone)
    understand_past(text, now, zone)


WORDS = st.sampled_from(
    re.split(
        r"\s+",
        "tuesday 3 3pm 14:30 or and to - , not but next week on the 21st january half past quarter in a 10"
        " minutes from until after before between am morning tonight at 2027 31/02 second first last of for"
        " midnight gmt + 15:00 an hour back away nights yesterday ago unless 99 0 twenty",
    )
)
CONDITIONS = st.sampled_from(["unless the board moves", "if the ward is quiet", "provided I am free"])


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=14), st.booleans())
def test_the_words_of_time_in_any_order_never_make_it_stumble(words: list[str], day_first: bool) -> None:
    zone = ZONES[0]
    now = datetime(2027, 1, 13, 10, tzinfo=zone)
    text = " ".join(words)

    assert as_json(understand(text, now, zone, day_first=day_first))["status"]
    understand_away(text, now, zone, day_first=day_first)
    understand_past(text, now, zone, day_first=day_first)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(WORDS, min_size=1, max_size=6),
    CONDITIONS,
)
def test_a_condition_is_never_taken_for_a_yes(words: list[str], condition: str) -> None:
    now = datetime(2027, 1, 13, 10, tzinfo=ZONES[0])

    got = understand(f"{' '.join(words)} {condition}", now, ZONES[0])

    assert not isinstance(got, Understood)
