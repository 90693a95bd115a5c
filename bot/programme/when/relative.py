"""Days counted from today: "tomorrow", "next Tuesday", "Monday week", "in a fortnight", "next week"."""

from calendar import monthrange
from datetime import date, timedelta

from bot.programme.when.dates import month_after, nearest, next_numbered, real_date
from bot.programme.when.gaps import GAPS
from bot.programme.when.phrasebook import Phrasebook
from bot.programme.when.pieces import Day, Days, Mark, Part, Standpoint, Week, Weekday
from bot.programme.when.words import PARTS

RELATIVE = Phrasebook(GAPS)
WEEK = timedelta(weeks=1)
_FARTHEST = 1000


def coming(here: Standpoint, weekday: int) -> tuple[date, ...]:
    """Give the next such weekday; on that very day it may be today or in a week."""
    ahead = (weekday - here.today.weekday()) % 7
    first = here.today + timedelta(days=ahead)
    return (first,) if ahead else (first, first + WEEK)


def gone(here: Standpoint, weekday: int) -> tuple[date, ...]:
    """Give the last such weekday; on that very day it may be today or a week ago."""
    days = (here.today.weekday() - weekday) % 7
    last = here.today - timedelta(days=days)
    return (last,) if days else (last - WEEK, last)


def week_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _ahead(here: Standpoint, days: int) -> Day:
    return Day((here.today + timedelta(days=days),)) if abs(days) <= _FARTHEST else Day(())


@RELATIVE.says("today", "earlier today", "later today", "later on today", "just now")
def today(here: Standpoint) -> Day:
    return Day((here.today,))


@RELATIVE.says("tonight")
def tonight(here: Standpoint) -> tuple[Day, Part]:
    return today(here), Part(*PARTS["night"])


@RELATIVE.says("this|later|earlier {part}", "later this {part}", "earlier this {part}")
def this_part(here: Standpoint, part: Part) -> tuple[Day, Part]:
    return today(here), part


@RELATIVE.says("tomorrow")
def tomorrow(here: Standpoint) -> Day:
    return _ahead(here, 1)


@RELATIVE.says("[the] day after tomorrow", "overmorrow")
def day_after_tomorrow(here: Standpoint) -> Day:
    return _ahead(here, 2)


@RELATIVE.says("yesterday", "last night")
def yesterday(here: Standpoint) -> Day:
    return _ahead(here, -1)


@RELATIVE.says("[the] day before yesterday")
def day_before_yesterday(here: Standpoint) -> Day:
    return _ahead(here, -2)


@RELATIVE.says("{weekday}")
def some_weekday(_here: Standpoint, weekday: int) -> Weekday:
    return Weekday(weekday)


@RELATIVE.says("this|coming {weekday}", "this|the coming {weekday}", "{weekday} coming")
def this_weekday(here: Standpoint, weekday: int) -> Day:
    """The coming one; looking back, the one just gone."""
    return Day(gone(here, weekday) if here.back else coming(here, weekday))


@RELATIVE.says("[the] next {weekday}")
def next_weekday(here: Standpoint, weekday: int) -> Day:
    """The coming one or the one of next week: a doubt, unless they are the same.

    A coming one that is tomorrow stays a doubt, for hardly anybody calls tomorrow "next Monday".
    """
    first = here.today + timedelta(days=(weekday - here.today.weekday() - 1) % 7 + 1)
    of_next_week = week_of(here.today) + WEEK + timedelta(days=weekday)
    second = first + WEEK if first == here.today + timedelta(days=1) else of_next_week
    return Day(tuple(sorted({first, second})))


@RELATIVE.says("[the] {weekday} after next")
def weekday_after_next(here: Standpoint, weekday: int) -> Day:
    return Day(tuple(day + WEEK for day in next_weekday(here, weekday).dates))


@RELATIVE.says("[the] following {weekday}")
def following_weekday(here: Standpoint, weekday: int) -> Day:
    first = coming(here, weekday)[0]
    return Day((first, first + WEEK))


@RELATIVE.says("last {weekday}")
def last_weekday(here: Standpoint, weekday: int) -> Day:
    """The one just gone or the one of last week: a doubt, unless they are the same."""
    just_gone = here.today - timedelta(days=(here.today.weekday() - weekday - 1) % 7 + 1)
    of_last_week = week_of(here.today) - WEEK + timedelta(days=weekday)
    return Day(tuple(sorted({just_gone, of_last_week})))


@RELATIVE.says("this|the past {weekday}", "{weekday} just|now gone", "{weekday} gone")
def past_weekday(here: Standpoint, weekday: int) -> Day:
    return Day((here.today - timedelta(days=(here.today.weekday() - weekday - 1) % 7 + 1),))


@RELATIVE.says(
    "{weekday} week", "week on {weekday}", "week {weekday}", "a week {weekday}", "{weekday} a week"
)
def weekday_week(here: Standpoint, weekday: int) -> Day:
    return counted_from_weekday(here, 1, weekday)


@RELATIVE.says("{weekday} fortnight", "fortnight on {weekday}", "a fortnight {weekday}")
def weekday_fortnight(here: Standpoint, weekday: int) -> Day:
    return counted_from_weekday(here, 2, weekday)


@RELATIVE.says(
    "[in] {count} {days} on|from {weekday}", "[in] {count} {days} after {weekday}", "{count} weeks {weekday}"
)
def counted_from_weekday(here: Standpoint, count: int, weekday: int, days: int = 7) -> Day:
    start = coming(here, weekday)
    return (
        Day(tuple(day + timedelta(days=count * days) for day in start))
        if count * days < _FARTHEST
        else Day(())
    )


@RELATIVE.says("{weekday} in {count} {days} [time]", "in {count} {days} time on {weekday}")
def weekday_within(here: Standpoint, weekday: int, count: int, days: int) -> Day | Mark:
    """A weekday so many weeks on: counted from the coming one or from this week, asked when they differ."""
    if days % 7 or count * days >= _FARTHEST:
        return Mark.UNSURE
    later = timedelta(days=count * days)
    counted = {day + later for day in coming(here, weekday)}
    return Day(tuple(sorted(counted | {week_of(here.today) + later + timedelta(days=weekday)})))


@RELATIVE.says(
    "in {count} {days} [time]",
    "{count} {days} time",
    "{count} {days:weeks} today",
    "{count} {days} from now|today",
    "{count} {days} hence",
)
def counted_from_today(here: Standpoint, count: int, days: int) -> Day:
    return _ahead(here, count * days)


@RELATIVE.says("in a couple of {days} [time]", "a couple of {days} from now", "a couple of {days} time")
def couple_from_today(here: Standpoint, days: int) -> Day:
    return _ahead(here, 2 * days)


@RELATIVE.says("{count} {days:weeks} tomorrow", "{count} {days} from tomorrow")
def counted_from_tomorrow(here: Standpoint, count: int, days: int) -> Day:
    return _ahead(here, count * days + 1)


@RELATIVE.says("today {days:weeks}", "{days:weeks} today")
def today_and(here: Standpoint, days: int) -> Day:
    return _ahead(here, days)


@RELATIVE.says("tomorrow {days:weeks}", "{days:weeks} tomorrow")
def tomorrow_and(here: Standpoint, days: int) -> Day:
    return _ahead(here, days + 1)


@RELATIVE.says("for [about|around|another|the_next] {count} {days}", "for a couple of {days}")
def lasting(_here: Standpoint, days: int, count: int = 2) -> Days:
    return Days(count * days)


@RELATIVE.says("{count} {days} ago")
def ago(here: Standpoint, count: int, days: int) -> Day:
    return _ahead(here, -count * days)


@RELATIVE.says(
    "in {count} month|months [time]", "{count} month|months today", "{count} month|months from now"
)
def months_from_today(here: Standpoint, count: int) -> Day:
    """So many months on, the day clamped to the length of the month."""
    if count * 30 > _FARTHEST:
        return Day(())
    year, month = month_after(here, count)
    return real_date(year, month, min(here.today.day, monthrange(year, month)[1]))


@RELATIVE.says("this week")
def this_week(here: Standpoint) -> Week:
    return Week(week_of(here.today))


@RELATIVE.says("next week", "the week after this", "the following week")
def next_week(here: Standpoint) -> Week:
    return Week(week_of(here.today) + WEEK)


@RELATIVE.says("[the] week after next", "[the] week after that")
def week_after_next(here: Standpoint) -> Week:
    return Week(week_of(here.today) + 2 * WEEK)


@RELATIVE.says(
    "week of|commencing|beginning|starting [monday] [the] {day} [of] {month}", "wc [the] {day} [of] {month}"
)
def week_beginning(here: Standpoint, day: int, month: int) -> Week | None:
    dates = nearest(here, month, day).dates
    return Week(week_of(dates[0])) if dates else None


@RELATIVE.says("week of|commencing|beginning|starting [monday] the {day}", "wc [the] {day:ordinal}")
def week_beginning_on_day(here: Standpoint, day: int) -> Week | None:
    dates = next_numbered(here, day)
    return Week(week_of(dates[0])) if dates else None


@RELATIVE.says("last week")
def last_week(here: Standpoint) -> Week:
    return Week(week_of(here.today) - WEEK)


@RELATIVE.says("[the] weekend", "[at] the|this|next weekend", "next|this|last month|year", "[the] new year")
def no_single_day(_here: Standpoint) -> Mark:
    return Mark.UNSURE
