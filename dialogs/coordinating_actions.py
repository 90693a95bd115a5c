"""What a coordinator does for a pair or trio with one press: offer a hand, take a wish as met, close.

Everybody concerned hears the same neutral words, and the audit trail keeps who did what to which
relationship, never a word of theirs.
"""

from bot.core.messages import Action, Message
from bot.core.routes import Routes
from bot.core.turn import Refusal, Turn
from bot.core.words import _
from dialogs.care import called, done, looked_after, out_of_reach, under_way
from dialogs.leaving import end

routes = Routes()


@routes.press("care.offer")
async def offer_a_hand(turn: Turn, args: dict[str, str]) -> None:
    """Tell each of them that help with dates is there."""
    story = await under_way(turn, args.get("relationship", ""))
    relationship_id = story.circle.relationship.id
    await turn.tell_all(story.circle, hand_notice(relationship_id))
    await turn.note("offered help", f"relationship:{relationship_id}")
    text = _("Offered: {whom}. They can suggest a time or say no thanks, and I won't tell you which.")
    turn.reply(done(f"{text.format(whom=called(story))} {out_of_reach(story)}".strip()))


def hand_notice(relationship_id: str) -> Message:
    """Return the offer of help with dates: the same for each of them, and easy to turn down."""
    here = {"relationship": relationship_id}
    return Message(
        kind="service.hand",
        preview=_("An offer of help"),
        text=_("Your coordinator offers help with finding dates. There is nothing you have to do."),
        actions=(
            Action(label=_("Suggest a time"), route="book", args=here, look="main"),
            Action(label=_("No thanks"), route="care.no-thanks", args=here),
        ),
    )


@routes.press("care.no-thanks")
async def no_thanks(turn: Turn, args: dict[str, str]) -> None:
    """A member of the relationship wants no help just now; nobody is told and nothing is kept."""
    await turn.my_story(args["relationship"])
    text = _("That's fine. If it would help later, your coordinator is glad to hear from you.")
    turn.reply(Message(kind="reply.hand", preview=_("Noted"), text=text))


@routes.press("care.helped")
async def helped(turn: Turn, args: dict[str, str]) -> None:
    """Take a wish for help as met, so that it leaves the private list."""
    story = await looked_after(turn, args.get("relationship", ""))
    relationship = story.circle.relationship
    if relationship.asked_for_help_on is None:
        raise Refusal(_("Nobody is waiting for help with dates there."))
    await turn.unit.relationships.put(relationship.model_copy(update={"asked_for_help_on": None}))
    await turn.note("helped", f"relationship:{relationship.id}")
    turn.reply(done(_("Thank you. {code} has left that list.").format(code=relationship.code)))


@routes.press("care.close")
async def close(turn: Turn, args: dict[str, str]) -> None:
    """Ask once whether the coordinator means it."""
    story = await under_way(turn, args.get("relationship", ""))
    here = {"relationship": story.circle.relationship.id}
    text = _(
        "Close this one: {whom}? They hear that it has ended, in the same words as for every ending. "
        "Dates that are planned are called off. A break is possible too."
    )
    turn.reply(
        done(
            text.format(whom=called(story)),
            Action(label=_("Close it"), route="care.close.sure", args=here, look="careful"),
            Action(label=_("Give them a break"), route="care.pause", args=here),
            Action(label=_("Leave it open"), route="care.leave-open", args=here),
        )
    )


@routes.press("care.close.sure")
async def close_for_sure(turn: Turn, args: dict[str, str]) -> None:
    """End the relationship today, as if one of them had."""
    story = await under_way(turn, args.get("relationship", ""))
    await end(turn, story)
    text = _("Closed: {whom}. They hear that it has ended, and no reason.")
    turn.reply(done(f"{text.format(whom=called(story))} {out_of_reach(story)}".strip()))


@routes.press("care.leave-open")
async def leave_open(turn: Turn, args: dict[str, str]) -> None:
    """Go on as before."""
    await looked_after(turn, args.get("relationship", ""))
    turn.reply(done(_("Good. Nothing has changed.")))
