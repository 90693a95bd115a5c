"""Every conversation of the bot, for the composition root to join."""

from bot.core.routes import Routes
from bot.core.talking import Talk, Talks
from dialogs import (
    absence,
    agreeing,
    around,
    asking,
    attendance,
    breaks,
    calendar,
    commands,
    commitments,
    coordinating,
    coordinating_actions,
    coordinating_time,
    coordinating_words,
    free_times,
    guide_card,
    hands,
    having_met,
    history,
    home,
    housekeeping,
    ladder,
    leaving,
    looking_back,
    mentors_care,
    my_data,
    next_meeting,
    note_in_hand,
    notes,
    plan,
    poll_course,
    polls,
    preferences,
    programme,
    prompt_sets,
    proposing,
    quiet,
    rules,
    standing,
    standing_course,
    starting,
    stories,
    summaries,
    support,
    typed,
    undelivered,
    unplanned,
    visibility,
    welcome,
)

FILES = (
    absence,
    agreeing,
    around,
    asking,
    attendance,
    breaks,
    calendar,
    commands,
    commitments,
    coordinating,
    coordinating_actions,
    coordinating_time,
    coordinating_words,
    free_times,
    guide_card,
    hands,
    having_met,
    history,
    home,
    housekeeping,
    ladder,
    leaving,
    looking_back,
    mentors_care,
    my_data,
    next_meeting,
    note_in_hand,
    notes,
    plan,
    poll_course,
    polls,
    preferences,
    programme,
    prompt_sets,
    proposing,
    quiet,
    rules,
    standing,
    standing_course,
    starting,
    stories,
    summaries,
    support,
    typed,
    undelivered,
    unplanned,
    visibility,
    welcome,
)


def every_route() -> Routes:
    """Return all handlers, joined; two that want one route are refused."""
    joined = Routes()
    for file in FILES:
        joined.join(file.routes)
    return joined


def every_talk() -> Talks:
    """Return all dialogs that can be opened: a file's are the talks it names."""
    found = {value.name: value for file in FILES for value in vars(file).values() if isinstance(value, Talk)}
    return Talks(*found.values())
