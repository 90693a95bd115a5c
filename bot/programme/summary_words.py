"""The phrases of the summary: figures and statuses in plain, neutral words, the same wherever they stand."""

from datetime import date

from bot.programme.summary import MonthTally, State, Summary

NOT_PROOF = "Meeting is not proof of impact."
NOBODY_YET = "No pair or trio has been set up yet. The figures begin with the first one."

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_IN_ORDER = {
    "met": "met",
    "part": "part",
    "none": "none",
    "ended": "ended",
    "current": "under way",
}


def long_date(day: date) -> str:
    """Return a date as people write it, such as 1 March 2027, whatever the locale of the machine."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1][:3]}"


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun, such as 1 month or 8 months."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def one_line(text: str) -> str:
    """Return a title of any shape as one line of words."""
    return " ".join(text.split())


def title(summary: Summary) -> str:
    return f"{one_line(summary.cohort)}, {long_date(summary.as_of)}"


def aim(summary: Summary) -> str:
    each, months = summary.threshold.per_month, summary.threshold.months
    return f"Aim: {count_of(each, 'interaction')} a month for {count_of(months, 'month')}"


def state_figures(summary: Summary) -> str:
    """Return the relationships by state; completed ones are active until somebody ends them."""
    active = summary.having(State.ACTIVE, State.COMPLETED)
    completed = summary.having(State.COMPLETED)
    with_all = f" ({completed} with all months completed)" if completed else ""
    paused, ended = summary.having(State.PAUSED), summary.having(State.ENDED)
    return f"{active} active{with_all}, {paused} paused, {ended} ended"


def interaction_figures(summary: Summary) -> str:
    return f"{summary.held} held, {summary.expected} expected by now"


def month_figures(tally: MonthTally) -> str:
    """Return where one month stands, such as "30 met, 4 part, 1 none"; what nobody has is left out."""
    counts = ((getattr(tally, status), word) for status, word in _IN_ORDER.items())
    return ", ".join(f"{count} {word}" for count, word in counts if count)


def month_words(summary: Summary) -> str:
    """Say what met, part and none mean under the threshold of this cohort."""
    each = summary.threshold.per_month
    part = {1: "", 2: ", part: 1"}.get(each, f", part: 1 to {each - 1}")
    return f"Met: {each} or more in the month{part}, none: 0"
