"""What a simulated phone shows: as one JSON line for the record, and as HTML for the page."""

import json
from datetime import timedelta
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from adapters.rehearsal.cast.ledger import Circle
from adapters.rehearsal.client import Shown
from adapters.rehearsal.first_minute import FirstMinute, Pointer, first_minute
from adapters.rehearsal.happenings import happenings
from adapters.rehearsal.load import message_load, rungs
from adapters.rehearsal.markup import marked_up
from adapters.rehearsal.play import Play, Stride
from adapters.rehearsal.screens import CHANNEL
from adapters.rehearsal.view import Window, circles_of, phones
from bot.programme.months import programme_months
from bot.programme.people_file import Problem
from bot.programme.saying import say_day, say_names
from bot.programme.summary_words import short_date
from bot.programme.zones import zone

LATEST = 5
"""How many lines of what just happened are shown."""

A_DAY = timedelta(days=1)


def message_line(shown: Shown) -> str:
    """Return a message of a rehearsal as it is kept in `messages.jsonl`."""
    message = shown.message
    return json.dumps(
        {
            "at": shown.at.isoformat(),
            "to": shown.to,
            "audience": "channel" if shown.in_channel else "person",
            "kind": message.kind,
            "preview": message.preview,
            "text": message.text,
            "actions": [action.label for action in message.actions],
        },
        ensure_ascii=False,
    )


async def page(play: Play, window: Window, note: str = "", problems: tuple[Problem, ...] = ()) -> str:
    """Return the whole page as one window sees it; `note` and `problems` are said once, at their place."""
    summary = await play.summary()
    guide = first_minute(play.screens, window.circle, play.held) if play.guided else None
    circles = circles_of(play.people)
    names = {person.email: person.name for person in play.people.people}
    here = zone(play.plan.timezone)
    lines = list(happenings(play.screens, window.places, names, here))[:LATEST]
    return (
        _templates()
        .get_template("page.html")
        .render(
            play=play,
            window=window,
            note=note,
            problems=problems,
            summary=summary,
            guide=guide,
            clock_pointed=_points_at_clock(guide),
            phones=list(phones(play, window, guide.pointer if guide else Pointer())),
            circles=circles,
            codes={email: [one.code for one in circles if email in one.members] for email in names},
            lines=lines,
            now=play.now.astimezone(here),
            span=_span(play),
            load=message_load(play.screens.shown, play.people.people, play.plan),
            rungs=list(rungs(play.plan)),
        )
    )


def gone() -> str:
    """Return what a window is told whose rehearsal is over."""
    return _templates().get_template("gone.html").render()


def _paired(circle: Circle) -> str:
    mentors = say_names([circle.names[email] for email in circle.mentors])
    return f"{circle.code} · {circle.names[circle.mentee]} with {mentors}"


def _points_at_clock(guide: FirstMinute | None) -> bool:
    return guide is not None and guide.pointer.clock


def _span(play: Play) -> dict[str, int]:
    """Return the days behind and the days in all, and the programme month it is."""
    today = play.now.astimezone(zone(play.plan.timezone)).date()
    months = programme_months(play.plan.start, play.plan.months, ())
    days = (months[-1].last + A_DAY - play.plan.start).days
    number = sum(month.first <= today for month in months)
    return {"behind": min((today - play.plan.start).days, days), "days": days, "month": max(number, 1)}


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("adapters.rehearsal", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "marked_up": marked_up,
        "day": say_day,
        "short_day": short_date,
        "paired": _paired,
    }
    environment.globals |= {"CHANNEL": CHANNEL, "Stride": Stride}
    return environment
