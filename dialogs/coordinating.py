"""What coordinators ask for in words: the figures of their cohorts, and who is on cadence, by code."""

from collections.abc import Sequence
from datetime import date
from enum import Enum

from bot.core.circle import Story
from bot.core.messages import Message
from bot.core.records import Cohort
from bot.core.routes import Routes
from bot.core.turn import Refusal, Turn
from bot.core.words import _
from bot.programme.saying import say_day
from bot.programme.summary_text import as_text
from dialogs.care import my_cohorts, others_stories, today_in, who_could_use_a_hand
from dialogs.hands import entry
from dialogs.summaries import figures

routes = Routes()


class Place(Enum):
    """Where a pair or trio stands in its month: what is in the diary, never how well anyone does."""

    IN_HAND = "in hand"
    TO_FIND = "to find"
    RESTING = "resting"
    TO_BEGIN = "to begin"
    OVER = "over"


@routes.command("summary")
async def summary(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # a command without details
    """Show the cadence-compliance summary as of today, codes and figures only."""
    for cohort in await my_cohorts(turn):
        text = as_text(await figures(turn, cohort, today_in(turn, cohort)))
        turn.reply(
            Message(
                kind="reply.summary",
                preview=_("The figures of today"),
                text=text,
                actions=(who_could_use_a_hand(cohort),),
            )
        )
        await turn.note("saw the summary", f"cohort:{cohort.id}")


@routes.command("cohort")
async def cohort(turn: Turn, args: dict[str, str]) -> None:
    """Show who is on cadence by code; with a code after the word, show that one with all that can be done."""
    code = args.get("rest", "").strip()
    if code:
        await _show_one(turn, code)
        return
    for mine in await my_cohorts(turn):
        stories = await others_stories(turn, mine)
        turn.reply(by_code(mine, stories, today_in(turn, mine)))
        await turn.note("saw who is on cadence", f"cohort:{mine.id}")


async def _show_one(turn: Turn, code: str) -> None:
    for mine in await my_cohorts(turn):
        for story in await others_stories(turn, mine):
            if story.circle.relationship.code.casefold() == code.casefold():
                turn.reply(entry(story, today_in(turn, mine)))
                await turn.note("saw", f"relationship:{story.circle.relationship.id}")
                return
    raise Refusal(_("I can't find that code. Say cohort to see the codes you look after."))


def place_of(story: Story, today: date) -> Place:
    """Return where a relationship stands today; agreed dates count as they will be."""
    if story.is_over(today):
        return Place.OVER
    if story.paused(today):
        return Place.RESTING
    month = story.month_of(today, today)
    if month is None:
        return Place.TO_BEGIN
    return Place.TO_FIND if story.short_of(month, today) else Place.IN_HAND


def by_code(cohort: Cohort, stories: Sequence[Story], today: date) -> Message:
    """Return where the pairs and trios of a cohort stand, by code, with the button that shows names."""
    words = {
        Place.IN_HAND: _("On cadence, this month met or in the diary"),
        Place.TO_FIND: _("Still finding dates this month"),
        Place.RESTING: _("On a break"),
        Place.TO_BEGIN: _("Yet to begin"),
        Place.OVER: _("Ended or complete"),
    }
    codes: dict[Place, list[str]] = {place: [] for place in Place}
    for story in stories:
        codes[place_of(story, today)].append(story.circle.relationship.code)
    lines = [f"{cohort.name}, {say_day(today)}"]
    lines += [f"{words[place]}: {', '.join(codes[place])}" for place in Place if codes[place]]
    if stories:
        example = stories[0].circle.relationship.code
        lines.append(_("Say cohort {code}, or another code, to see one of them.").format(code=example))
    return Message(
        kind="reply.cohort",
        preview=_("Where everyone is"),
        text="\n".join(lines),
        actions=(who_could_use_a_hand(cohort),),
    )
