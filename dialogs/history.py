"""What became of their meetings, for the two or three of them alone: moved and called off, without blame.

It counts for nothing: no coordinator sees it, and neither cadence nor summary knows of it.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.core.circle import Story
from bot.core.messages import Message
from bot.core.records import Change, ChangeKind, Interaction, InteractionState
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.cadence import DAYS_TO_ANSWER
from bot.programme.saying import say_length
from dialogs.meetings import choose_relationship, on_my_clock

routes = Routes()

MOST = 8
"""How many meetings one answer shows."""

LOOKED_BACK = timedelta(days=DAYS_TO_ANSWER)

HAPPENED = {
    ChangeKind.MOVED: _("{name} moved it, {ahead} before it was to begin."),
    ChangeKind.CALLED_OFF: _("{name} called it off, {ahead} before it was to begin."),
}


@routes.press("meetings")
async def meetings(turn: Turn, args: dict[str, str]) -> None:
    """Show the visitor the meetings of one relationship, and what became of each."""
    story = await choose_relationship(turn, "meetings", args, fits=lambda one: bool(one.interactions))
    if story is not None:
        changes = await turn.unit.changes.of([story.circle.relationship.id])
        turn.reply(history_message(turn, story, changes))


def history_message(turn: Turn, story: Story, changes: Sequence[Change]) -> Message:
    """Return the latest meetings, the last one first, each with its changes in the order of time."""
    since = story.circle.today(turn.now) - LOOKED_BACK
    known = {change.interaction_id for change in changes}
    recent = [one for one in story.interactions if one.on >= since and _is_worth_showing(one, known)]
    recent.sort(key=lambda one: (one.on, one.id), reverse=True)
    shown = [_entry(turn, story, one, changes) for one in recent[:MOST]]
    opening = _("Your meetings, the last one first. Plans change, and that is all right.")
    text = "\n\n".join((opening, *shown)) if shown else _("Nothing is in the diary yet.")
    return Message(kind="reply.meetings", preview=_("Your meetings"), text=text)


def _is_worth_showing(interaction: Interaction, changed: set[str]) -> bool:
    """Say whether a meeting is shown: a time that nobody ever agreed to is not."""
    return interaction.state is not InteractionState.CANCELLED or interaction.id in changed


def _entry(turn: Turn, story: Story, interaction: Interaction, changes: Sequence[Change]) -> str:
    time = on_my_clock(story.circle, interaction, turn.person)
    return "\n".join((f"{time}: {_status(turn, story, interaction)}", *_lines(story, interaction, changes)))


def _lines(story: Story, interaction: Interaction, changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        mover = story.circle.member(change.by)
        if change.interaction_id == interaction.id and mover is not None:
            ahead = say_length(change.was_at - change.at)
            yield f"• {HAPPENED[change.what].format(name=mover.name, ahead=ahead)}"


def _status(turn: Turn, story: Story, interaction: Interaction) -> str:
    today = story.circle.today(turn.now)
    if interaction.state is InteractionState.CANCELLED:
        return _("it did not take place")
    if interaction.on in story.held_on(today):
        return _("held")
    if interaction.at is not None and interaction.at > turn.now:
        agreed = interaction.state is InteractionState.AGREED
        return _("planned") if agreed else _("waits for an answer")
    return _("in the past")
