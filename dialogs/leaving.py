"""Leaving, without a reason; and how a programme comes to its end in its own time."""

from bot.core.circle import Story, load_story
from bot.core.messages import Action, Message
from bot.core.records import RelationshipState
from bot.core.routes import Routes
from bot.core.turn import Refusal, Turn
from bot.core.words import _
from dialogs.calling_off import ahead, clear_diary
from dialogs.meetings import choose_relationship, names_of
from dialogs.plan import timer_key as calendar_key
from dialogs.retention import set_retention

routes = Routes()


@routes.press("leave")
@routes.command("leave")
async def leave(turn: Turn, args: dict[str, str]) -> None:
    """Ask once whether they mean it; no reason is wanted."""
    story = await choose_relationship(turn, "leave", args)
    if story is None:
        return
    here = {"relationship": story.circle.relationship.id}
    text = _(
        "You can stop at any time, and you need not say why. {names} will hear that it has ended, "
        "not who ended it, though they may guess. A break is possible too."
    )
    turn.reply(
        Message(
            kind="reply.leave",
            preview=_("Before you stop"),
            text=text.format(names=names_of(story.circle.others(turn.person.id))),
            actions=(
                Action(label=_("Stop here"), route="leave.sure", args=here, look="careful"),
                Action(label=_("Take a break"), route="pause", args=here),
                Action(label=_("Go on"), route="leave.stay", args=here),
            ),
        )
    )


@routes.press("leave.stay")
async def stay(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # nothing changes
    """Go on as before."""
    turn.reply(Message(kind="reply.leave", preview=_("Noted"), text=_("Good. Nothing has changed.")))


@routes.press("leave.sure")
async def sure(turn: Turn, args: dict[str, str]) -> None:
    """End the relationship today; one that is over already keeps the day on which it ended."""
    story = await turn.my_story(args["relationship"])
    if not story.circle.is_active:
        raise Refusal(_("This programme has come to its end already."))
    turn.reply(ending_notice("reply.ended"))
    await end(turn, story)


async def end(turn: Turn, story: Story) -> None:
    """End a relationship today, call off what was planned, and tell everyone the same neutral sentence."""
    relationship = story.circle.relationship
    today = story.circle.today(turn.now)
    ended = relationship.model_copy(update={"state": RelationshipState.ENDED, "ended": today})
    await turn.unit.relationships.put(ended)
    await turn.unit.timers.drop(calendar_key(relationship.id))
    await set_retention(turn, story.circle, today)
    await turn.note("ended", f"relationship:{relationship.id}")
    but = turn.visitor.id if turn.visitor else ""
    await turn.tell_all(story.circle, ending_notice("service.ended"), but=but)
    await clear_diary(turn, story, ahead(turn, story))


def ending_notice(kind: str) -> Message:
    """Return the notice of an ending: the same for every way it can come about."""
    text = _(
        "This mentoring relationship has ended. Thank you for what you gave it. "
        "Your own notes stay yours; your coordinator can talk about what comes next."
    )
    return Message(kind=kind, preview=_("An ending"), text=text)


@routes.nudge("offer")
async def offer(turn: Turn, payload: dict[str, str]) -> Message | None:
    """Return the offer, before the last month, to close well, go on informally, or agree anew."""
    story = await load_story(turn.unit, payload["about"])
    if not story.circle.is_active:
        return None
    text = _(
        "The last month with {names} begins. It is a start, not a limit: you can close well, "
        "meet now and then, or agree on another round. Talk about it when you next meet."
    )
    return Message(
        kind="nudge.offer",
        preview=_("The last month begins"),
        text=text.format(names=names_of(story.circle.others(turn.person.id))),
    )


@routes.nudge("complete")
async def complete(turn: Turn, payload: dict[str, str]) -> Message | None:
    """Return the farewell on the day after the last month."""
    story = await load_story(turn.unit, payload["about"])
    if story.circle.relationship.state is not RelationshipState.COMPLETED:
        return None
    text = _(
        "Your programme with {names} is complete. Thank you for the time and the trust. "
        "What you wrote stays yours."
    )
    return Message(
        kind="nudge.complete",
        preview=_("Complete"),
        text=text.format(names=names_of(story.circle.others(turn.person.id))),
    )
