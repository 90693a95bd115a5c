"""Commands in plain words, forgiving of slips, and the greeting of newcomers."""

from collections.abc import Collection, Mapping
from difflib import SequenceMatcher

from bot.core.delivery import Letter
from bot.core.messages import Action, Message
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _
from dialogs import coordinating
from dialogs.visibility import my_cohort
from dialogs.welcome import begin, has_read_notice

routes = Routes()

WORDS: Mapping[str, tuple[str, ...]] = {
    "book": ("book a time", "book a meeting", "suggest a time", "find a time", "arrange", "schedule", "plan"),
    "standing time": ("a standing time", "standing", "regular time", "a regular time", "our standing time"),
    "several times": ("ask about several times", "a poll", "poll"),
    "log": ("log a meeting", "we met", "record a meeting", "add a meeting"),
    "reflect": ("look back", "reflection", "looking back"),
    "guide": ("show the guide", "the guide", "next guide", "show guide", "questions"),
    "pause": ("take a break", "break", "pause the programme", "stop for a while"),
    "resume": ("go on", "carry on", "end the break", "i am back", "i'm back", "start again", "unpause"),
    "status": (
        "my programme",
        "programme",
        "overview",
        "my program",
        "where are we",
        "when is our next meeting",
        "when do we meet",
        "next meeting",
    ),
    "who sees what": ("who can see what", "who sees this", "visibility", "privacy", "confidentiality"),
    "my data": ("data", "my information", "what do you know about me", "export", "erase", "delete my data"),
    "help now": (
        "emergency",
        "urgent",
        "urgent help",
        "i need help",
        "need help",
        "support",
        "crisis",
        "sos",
    ),
    "help": ("commands", "menu", "what can you do", "what can i do", "hello", "hi", "hey", "start"),
    "notes": ("my notes", "read my notes", "show my notes"),
    "rules": ("ground rules", "our rules", "the rules"),
    "preferences": ("settings", "my hours", "working hours", "time zone", "options", "my preferences"),
    "my calendar": ("calendar", "calendar address", "calendar feed", "add to my calendar"),
    "leave": ("stop", "stop taking part", "end it", "quit", "withdraw", "leave the programme"),
    "welcome": ("begin", "privacy notice", "first steps"),
    "summary": ("the summary", "figures", "the figures"),
    "cohort": ("the cohort", "my cohort"),
}
"""Every command with other words for it."""

TAKES_MORE = frozenset({"book", "summary", "cohort"})
"""Commands that may be followed by words of their own, such as a time or the name of a cohort."""

BUTTONS: Mapping[str, tuple[str, str]] = {
    "book": (_("Book a time"), "book"),
    "standing time": (_("A standing time"), "standing"),
    "several times": (_("Ask about several times"), "poll"),
    "log": (_("Log a meeting"), "log"),
    "reflect": (_("Look back"), "reflect"),
    "guide": (_("Show the guide"), "guide"),
    "pause": (_("Take a break"), "pause"),
    "resume": (_("Go on after a break"), "resume"),
    "status": (_("My programme"), "status"),
    "who sees what": (_("Who sees what"), "who-sees-what"),
    "my data": (_("My data"), "my-data"),
    "help now": (_("Help now"), "help"),
    "help": (_("What I can do"), "commands"),
    "notes": (_("My notes"), "notes"),
    "rules": (_("Ground rules"), "rules"),
    "preferences": (_("Preferences"), "preferences"),
    "my calendar": (_("My calendar"), "my-calendar"),
    "leave": (_("Stop taking part"), "leave"),
    "welcome": (_("Welcome"), "welcome"),
    "summary": (_("Summary"), "summary"),
    "cohort": (_("The cohort"), "cohort"),
}
"""What a command's button says, and the route it leads to."""

FOR_COORDINATORS = frozenset({"summary", "cohort"})
NEAREST = 3
NEAR_ENOUGH = 0.6

_POLITE = ("please", "thanks", "thank you")
_KNOWN = {phrase: command for command, others in WORDS.items() for phrase in (command, *others)}


def parse(text: str) -> tuple[str, str] | None:
    """Return the command that somebody gave and the words after it, or None when it is none.

    Case, hyphens, full stops and a *please* make no difference. Only some commands take words after them:
    a sentence that begins like a command is not taken for one.
    """
    plain = _plain(text)
    if plain in _KNOWN:
        return _KNOWN[plain], ""
    first, __, rest = " ".join(text.split()).partition(" ")
    command = _plain(first)
    return (command, rest) if rest and command in TAKES_MORE else None


def nearest(text: str, but: Collection[str] = ()) -> tuple[str, ...]:
    """Return up to three commands that may have been meant, the likeliest first, none that `but` names."""
    typed = _plain(text)
    likeness: dict[str, float] = {}
    for phrase, command in _KNOWN.items():
        if command in but:
            continue
        likeness[command] = max(likeness.get(command, 0), SequenceMatcher(None, typed, phrase).ratio())
    ranked = sorted((one for one in likeness if likeness[one] >= NEAR_ENOUGH), key=lambda one: -likeness[one])
    return tuple(ranked[:NEAREST])


def _plain(text: str) -> str:
    words = " ".join(text.casefold().replace("-", " ").replace("\u2019", "'").split()).strip(" /.!?,;:")
    for word in _POLITE:
        words = words.removeprefix(f"{word} ").removesuffix(f" {word}").rstrip(" ,")
    return words


def button(command: str) -> Action:
    label, route = BUTTONS[command]
    return Action(label=label, route=route)


routes.press("summary")(coordinating.summary)
routes.press("cohort")(coordinating.cohort)


@routes.press("commands")
@routes.command("help")
async def commands(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # the list is the same for all
    """Say what can be said, with help now first of all."""
    text = _(
        "You can say: book, standing time, log, reflect, guide, notes, rules, pause, resume, leave, status, "
        "preferences, who sees what, my data, my calendar. I understand them with a slip or two. Say help "
        "now when it is urgent."
    )
    offered = ("help now", "status", "book", "log", "reflect", "guide", "who sees what", "my data")
    actions = tuple(button(one) for one in offered)
    turn.reply(Message(kind="reply.commands", preview=_("What I can do"), text=text, actions=actions))


@routes.command("joined")
async def joined(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # joining carries nothing
    """Greet somebody the first time they can be reached, however often that is reported."""
    if await has_read_notice(turn):
        return
    cohort = await my_cohort(turn)
    await turn.unit.outbox.add(
        Letter(
            key=f"greeting:{turn.person.id}",
            cohort_id=cohort.id,
            person_id=turn.person.id,
            message=greeting(turn.person.name),
            not_before=turn.now,
        )
    )


def greeting(name: str) -> Message:
    """Return the first words to somebody: who this is, and that nothing is asked of them yet."""
    text = _(
        "Hello {name}. I help people keep their meetings: I find dates, bring a guide, and ask afterwards "
        "whether you met. Before anything else, read what is kept about you. Say help at any time."
    )
    return Message(
        kind="reply.greeting",
        preview=_("Hello"),
        text=text.format(name=name),
        actions=(begin(_("Begin here")), button("help now")),
    )
