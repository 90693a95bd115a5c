"""What is typed into the chat: asked back as a form or a card, and the words are forgotten at once.

Typing does nothing by itself. What is understood goes on as days, times and kinds of meeting, and holds
only once somebody has pressed for it; no word of the line is kept or repeated.
"""

from collections.abc import Sequence

from bot.core.circle import Story
from bot.core.hours import zone_of
from bot.core.locales import day_first
from bot.core.messages import Message
from bot.core.plain import has_chosen_words
from bot.core.records import Role
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.typed import Absent, Change, Line, Met, NotMet, Times, understand_line
from dialogs.absence import ask_about_absence
from dialogs.commands import FOR_COORDINATORS, button, nearest
from dialogs.having_met import ask_about_having_met
from dialogs.meetings import is_running, my_stories
from dialogs.moments import carried, moments_of, read_back
from dialogs.next_meeting import ask_about_meeting, ask_whether_they_met
from dialogs.proposing import open_booking
from dialogs.seats import choose_circle
from dialogs.visibility import my_cohort
from dialogs.whose import one_or_whom, those_named

routes = Routes()

LONGEST_COMMAND = 30
"""Characters; what is longer was not meant as a command."""


@routes.command("said")
async def said(turn: Turn, args: dict[str, str]) -> None:
    """Ask back what was understood; answer anything else without keeping or repeating a word of it."""
    words = args["rest"]
    if has_chosen_words(words):
        turn.reply(_not_kept("help now", "reflect"))
        return
    line = await _understood(turn, words)
    if line is not None:
        await _ask_back(turn, line, those_named(await my_stories(turn), words, turn.person))
    elif meant := await _meant(turn, words):
        turn.reply(_reply(_("I don't know that one. Did you mean one of these?"), *meant))
    else:
        turn.reply(_not_kept("reflect", "log", "book", "help"))


@routes.command("book")
async def book_by_word(turn: Turn, args: dict[str, str]) -> None:
    """Open the booking form, at once at its confirmation where a time was named with the word."""
    line = await _understood(turn, args.get("rest", ""))
    if isinstance(line, Times):
        await _find_a_time(turn, line, those_named(await my_stories(turn), args["rest"], turn.person))
        return
    circle = await choose_circle(turn, "book", {})
    if circle is not None:
        await open_booking(turn, circle)


async def _understood(turn: Turn, words: str) -> Line | None:
    cohort = await my_cohort(turn)
    here = zone_of(turn.person, cohort)
    return understand_line(words, turn.now, here, day_first=await day_first(turn, here))


async def _ask_back(turn: Turn, line: Line, stories: Sequence[Story]) -> None:
    running = [story for story in stories if is_running(story)]
    match line:
        case Times():
            await _find_a_time(turn, line, running)
        case Met():
            await ask_about_having_met(turn, line, stories)
        case NotMet():
            ask_whether_they_met(turn, stories)
        case Absent():
            await ask_about_absence(turn, line, running)
        case Change():
            await ask_about_meeting(turn, line, running)


async def _find_a_time(turn: Turn, line: Times, stories: Sequence[Story]) -> None:
    story = one_or_whom(turn, stories, "book.at", {"times": carried(line.choices)})
    if story is not None:
        await open_booking(turn, story.circle, meant=moments_of(line.choices))


@routes.press("book.at")
async def book_at(turn: Turn, args: dict[str, str]) -> None:
    """Open the booking form with times that were understood before it was clear whom they were for."""
    circle = await turn.my_circle(args["relationship"])
    await open_booking(turn, circle, meant=read_back(args["times"]))


async def _meant(turn: Turn, words: str) -> tuple[str, ...]:
    """Return the commands that these words are nearest to; those of coordinators to coordinators alone."""
    if len(words) > LONGEST_COMMAND:
        return ()
    memberships = await turn.unit.memberships.of_person(turn.person.id)
    coordinates = any(one.role is Role.COORDINATOR for one in memberships)
    return nearest(words, but=() if coordinates else FOR_COORDINATORS)


def _not_kept(*offered: str) -> Message:
    text = _(
        "Words typed here aren't kept, and nobody is told of them. To write something down, please use a "
        "form. You may like to delete your message: others who run this chat might be able to read it."
    )
    return _reply(text, *offered)


def _reply(text: str, *offered: str) -> Message:
    actions = tuple(button(command) for command in offered)
    return Message(kind="reply.said", preview=_("About what you typed"), text=text, actions=actions)
