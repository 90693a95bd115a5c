"""Logging what somebody says in the chat they did: one card, one press, and it is in the log."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.core.circle import Story
from bot.core.messages import Action, Message
from bot.core.records import Interaction, InteractionState
from bot.core.routes import Routes
from bot.core.talking import open_talk
from bot.core.turn import NotYours, Turn
from bot.core.words import _
from bot.programme.saying import say_day
from bot.programme.typed import Met
from dialogs.around import did_you_meet
from dialogs.meetings import names_of
from dialogs.unplanned import InteractionLog, Kind, can_still_log, log_talk, occasion_of
from dialogs.whose import one_or_whom

routes = Routes()

SAID: Mapping[Kind, str] = {
    "one_to_one": _("a talk"),
    "critical_friend_call": _("a short call"),
    "team_observation": _("a team meeting"),
    "visual_inspection": _("a walk-round"),
    "shadowing": _("time spent shadowing"),
    "networking": _("meeting people together"),
    "event": _("an event"),
    "topic_interview": _("a planned interview"),
    "review": _("looking back together"),
}
"""What was done together, as it is said in a sentence."""


async def ask_about_having_met(turn: Turn, met: Met, stories: Sequence[Story]) -> None:
    """Ask back what is to be logged, and with whom where that is not clear."""
    open_still = [story for story in stories if can_still_log(story, story.circle.today(turn.now))]
    days = " ".join(day.isoformat() for day in met.days)
    story = one_or_whom(turn, open_still, "log.ask", {"days": days, "type": met.kind})
    if story is not None:
        await _ask(turn, story, met.days, met.kind)


@routes.press("log.ask")
async def log_ask(turn: Turn, args: dict[str, str]) -> None:
    """Ask back what is to be logged, now that it is clear with whom."""
    story = await turn.my_story(args["relationship"])
    days = tuple(_day(one) for one in args["days"].split())
    await _ask(turn, story, days, _kind(args["type"]))


async def _ask(turn: Turn, story: Story, days: Sequence[date], kind: Kind) -> None:
    occasion = occasion_of(turn, story)
    possible = [day for day in days if occasion.earliest <= day <= occasion.latest]
    if not possible:
        await open_talk(turn, log_talk, occasion=occasion.model_copy(update={"kind": kind}))
        return
    agreed = _agreed_on(story, possible[0]) if len(possible) == 1 else None
    if agreed is not None:
        turn.reply(did_you_meet(story.circle, agreed, turn.person, kind="reply.said"))
        return
    turn.reply(_card(turn, story, possible, kind))


def _agreed_on(story: Story, day: date) -> Interaction | None:
    """Return the meeting that was agreed for that day: it is answered, not logged beside itself."""
    agreed = (one for one in story.interactions if one.state is InteractionState.AGREED)
    return next((one for one in agreed if one.on == day), None)


def _card(turn: Turn, story: Story, days: Sequence[date], kind: Kind) -> Message:
    names = names_of(story.circle.others(turn.person.id))
    if len(days) == 1:
        text = _("Log {what} with {names} on {day}?").format(
            what=SAID[kind], names=names, day=say_day(days[0])
        )
        buttons = [_button(_("Yes, log it"), story, days[0], kind)]
    else:
        text = _("Log {what} with {names}: on which of these days?").format(what=SAID[kind], names=names)
        buttons = [_button(say_day(day), story, day, kind) for day in days]
    change = _button(_("Change"), story, days[-1], kind)
    buttons.append(change.model_copy(update={"route": "log.change", "look": "plain"}))
    return Message(kind="reply.said", preview=_("About what you typed"), text=text, actions=tuple(buttons))


def _button(label: str, story: Story, day: date, kind: Kind) -> Action:
    args = {"relationship": story.circle.relationship.id, "on": day.isoformat(), "type": kind}
    return Action(label=label, route="log.this", args=args, look="main")


@routes.press("log.this")
async def log_this(turn: Turn, args: dict[str, str]) -> None:
    """Log what the card says; a second press says that it is there already."""
    story = await turn.my_story(args["relationship"])
    on, kind, occasion = _day(args["on"]), _kind(args["type"]), occasion_of(turn, story)
    if not occasion.earliest <= on <= occasion.latest:
        raise NotYours
    if any(_is_this(one, turn.person.id, on, kind) for one in story.interactions):
        text = _("That's in the log already.")
        turn.reply(Message(kind="reply.said", preview=_("About what you typed"), text=text))
        return
    others = [person.id for person in story.circle.others(turn.person.id)]
    await InteractionLog(turn, story.circle.relationship.id).keep(on, kind, others)


def _is_this(one: Interaction, by: str, on: date, kind: Kind) -> bool:
    return (one.state, one.by, one.on, one.type) == (InteractionState.LOGGED, by, on, kind)


@routes.press("log.change")
async def log_change(turn: Turn, args: dict[str, str]) -> None:
    """Open the form with what was understood filled in."""
    story = await turn.my_story(args["relationship"])
    told = {"on": _day(args["on"]), "kind": _kind(args["type"])}
    await open_talk(turn, log_talk, occasion=occasion_of(turn, story).model_copy(update=told))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotYours from None


def _kind(text: str) -> Kind:
    kind = next((one for one in SAID if one == text), None)
    if kind is None:
        raise NotYours
    return kind
