"""What just happened, in a line of plain words."""

from collections.abc import Collection, Iterator, Mapping
from zoneinfo import ZoneInfo

from adapters.rehearsal.screens import CHANNEL, Entry, Screens
from bot.programme.saying import say_moment

NAMES: Mapping[str, str] = {
    "nudge.welcome": "the welcome",
    "nudge.ladder": "the booking nudge",
    "nudge.waiting": "a reminder of a proposed time",
    "nudge.back": "the welcome back after a break",
    "nudge.did-you-meet": "“did you meet?”, once more",
    "nudge.reflection": "the offer to look back",
    "nudge.commitment": "a reminder of something meant to be done",
    "nudge.offer": "the offer before the last month",
    "nudge.complete": "the farewell",
    "service.proposal": "a proposed time",
    "service.agreed": "a meeting agreed",
    "service.guide": "the guide for tomorrow",
    "service.reminder": "the reminder an hour before",
    "service.did-you-meet": "“did you meet?”",
    "service.off": "a meeting called off",
    "service.absent": "somebody can't come",
    "service.late": "somebody is running late",
    "service.logged": "a meeting logged",
    "service.to-be-confirmed": "a meeting to be confirmed",
    "service.pause": "a break begins",
    "service.resume": "the break is over",
    "service.ended": "the end of a relationship",
    "service.rules": "ground rules to read",
    "service.rules-agreed": "ground rules agreed",
    "service.shared": "something shared in the pair",
    "summary.weekly": "the weekly summary",
    "summary.monthly": "the monthly summary",
}
"""What a message is called here; the kinds are the bot's own."""

OTHERWISE = {
    "reply": "an answer",
    "service": "word about a meeting",
    "nudge": "a nudge",
    "summary": "figures",
}


def name_of(kind: str) -> str:
    """Return what a kind of message is called here."""
    return NAMES.get(kind) or OTHERWISE[kind.partition(".")[0]]


def happenings(
    screens: Screens, places: Collection[str], names: Mapping[str, str], zone: ZoneInfo
) -> Iterator[str]:
    """Yield what happened in some places, latest first, such as "Monday 8 February 2027, 09:10: …"."""
    before = ""
    for entry in reversed(screens.entries):
        if entry.place not in places:
            continue
        line = f"{say_moment(entry.at, zone)}: {_what(entry, names)}"
        if line != before:
            yield line
        before = line


def _what(entry: Entry, names: Mapping[str, str]) -> str:
    if entry.scene:
        return entry.scene
    who = names.get(entry.place, entry.place)
    if entry.message is None:
        return f"{who} {entry.did[:1].lower()}{entry.did[1:]}"
    to = "in the coordinators' channel" if entry.place == CHANNEL else f"to {who}"
    return f"{name_of(entry.message.kind)}, {to}"
