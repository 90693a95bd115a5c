"""Standing times in people's own words: "every other Tuesday at 4", "1st and 3rd Thursday 10am".

Nothing doubtful is taken for granted. What may mean several things comes back as all of them, to be asked
about; so do the weeks in which a fortnight can begin.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.programme.months import DAY
from bot.programme.standing import LAST, MOST_WEEKS, NAMES, WEEK, DaysOfTheMonth, EveryWeeks, Rule
from bot.programme.when import Ambiguous, Understood, understand
from bot.programme.when.spelling import corrected
from bot.programme.when.words import WEEKDAYS

LONGEST = 120
A_MONDAY = datetime(2027, 1, 4, tzinfo=UTC)
"""Hours are understood as if it were this week: which one makes no difference to an hour."""

_NTHS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": LAST,
}  # fmt: skip
_NTH = "|".join(_NTHS)
_DAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_MONTH = r"(?: (?:of|in|each|every)(?: (?:the|each|every|a))? month)"

_BY_MONTH = re.compile(
    rf"(?P<every>\b(?:every|each) )?(?:\bon )?(?:\bthe )?(?P<one>\b(?:{_NTH}))"
    rf"(?: (?:and|or) (?:the )?(?P<two>{_NTH}))?"
    rf" (?P<day>{_DAY})(?P<month>{_MONTH})?"
)
_MONTHLY = re.compile(r"^\s*(?:monthly|(?:every|each|once a) month)(?: on)?\b")
_FORTNIGHT = re.compile(
    r"(?:every|each) (?:other|alternate)(?: weeks?)?|alternat(?:e|ing)(?: weeks)?|every (?:two|2) weeks?"
    r"|(?:every|each|once an?) fortnight|fortnightly|every second week"
)
_WEEKS = re.compile(r"every (?P<number>three|3|four|4) weeks")
_WEEKLY = re.compile(rf"weekly|(?:every|each|once a) week|(?:every|each)(?= (?:{_DAY})\b)")
_A_DAY = re.compile(rf"\b(?:{_DAY})\b")
_NUMBERS = {"three": 3, "3": 3, "four": 4, "4": 4}
_LOOSE = re.compile(
    r"\b(?:bi ?weekly|twice|daily|quarterly|every day|weekdays?|from|starting|until|except)\b"
)
_COMES_AGAIN = re.compile(rf"\b(?:{'|'.join(f'{name}s' for name in NAMES)})\b".casefold())
_RHYTHM = re.compile(r"\b(?:other|alternat\w+|fortnight\w*|weeks?|weekly|month\w*|every|each)\b")
"""Words of a rhythm: one that is left when a rhythm was found makes the whole doubtful."""


def understand_rule(text: str, today: date) -> tuple[Rule, ...]:
    """Return the standing times that these words may mean, none when they are not clear.

    Every one begins later than `today`.
    """
    plain = _plain(text)
    if len(text) > LONGEST or _LOOSE.search(plain):
        return ()
    return tuple(dict.fromkeys(_meanings(plain, today)))


def _plain(text: str) -> str:
    """Return the words in small letters, with "and" spelt out and slips in weekdays mended."""
    spelt = re.sub(r"\s*[&+]\s*", " and ", text.casefold()).replace("-", " ").replace(",", " and ")
    words = re.findall(r"[\w:.']+", spelt.replace("\u2019", "'"))
    return re.sub(r"\band and\b", "and", " ".join(_mended(word) for word in words))


def _mended(word: str) -> str:
    mended = corrected(word, frozenset(WEEKDAYS))
    return mended if mended in WEEKDAYS else word


def _meanings(plain: str, today: date) -> Iterator[Rule]:
    if (found := _BY_MONTH.search(plain)) is not None:
        yield from _by_month(plain, found, today)
        return
    for pattern, weeks in ((_FORTNIGHT, 2), (_WEEKS, None), (_WEEKLY, 1)):
        if (found := pattern.search(plain)) is not None:
            number = weeks or _NUMBERS[found["number"]]
            yield from _by_weeks(_without(plain, found), number, today)
            return
    if _COMES_AGAIN.search(plain):
        yield from _by_weeks(plain, 1, today)


def _by_month(plain: str, found: re.Match[str], today: date) -> Iterator[Rule]:
    """Yield days of the month; "every third Tuesday" may be every three weeks as well."""
    plain_rest = _MONTHLY.sub("", _without(plain, found, keep=found["day"]))
    rest, weekday = plain_rest.strip(), WEEKDAYS[found["day"]]
    nths = tuple(dict.fromkeys(_NTHS[one] for one in (found["one"], found["two"]) if one))
    in_order = tuple(sorted(nths, key=lambda nth: (nth == LAST, nth)))
    for clock in _clocks(rest, weekday):
        yield DaysOfTheMonth(weekday, in_order, today + DAY, clock)
    (only, *more) = nths
    if found["every"] and not found["month"] and not more and 1 < only <= MOST_WEEKS:
        yield from _by_weeks(rest, only, today)


def _by_weeks(rest: str, weeks: int, today: date) -> Iterator[Rule]:
    """Yield a rule for every week in which it can begin."""
    days = {WEEKDAYS[one] for one in _A_DAY.findall(rest)}
    if len(days) != 1:
        return
    (weekday,) = days
    soonest = today + DAY + timedelta(days=(weekday - today.weekday() - 1) % WEEK.days)
    for clock in _clocks(rest, weekday):
        for later in range(weeks):
            yield EveryWeeks(weeks, soonest + later * WEEK, clock)


def _clocks(rest: str, weekday: int) -> Iterator[time]:
    """Yield the hours that a weekday with a time may mean; none when there is more, or less, to it."""
    if _RHYTHM.search(rest):
        return
    eve = A_MONDAY + timedelta(days=weekday - 1)
    singular = _A_DAY.sub(lambda found: NAMES[WEEKDAYS[found[0]]], rest)
    meant = understand(singular, eve, ZoneInfo("UTC"))
    choices = meant.choices if isinstance(meant, Ambiguous) else (meant,)
    for one in choices:
        if not isinstance(one, Understood) or one.at.date() != (eve + DAY).date():
            return
    yield from (one.at.time() for one in choices if isinstance(one, Understood))


def _without(plain: str, found: re.Match[str], keep: str = "") -> str:
    return f"{plain[: found.start()]} {keep} {plain[found.end() :]}".strip()
