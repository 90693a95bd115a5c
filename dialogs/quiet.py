"""Quiet: not now, snooze for a while, no nudges at all, and a hand from the coordinator. One press each."""

from datetime import date, timedelta

from bot.core.circle import Story
from bot.core.hours import zone_of
from bot.core.messages import Action, Message
from bot.core.routes import Routes
from bot.core.terms import terms
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.nudges import muted_until
from bot.programme.saying import say_day
from bot.programme.working_time import local_day
from dialogs.plan import months_ahead

routes = Routes()

A_FORTNIGHT = timedelta(days=14)


@routes.press("quiet.not-now")
async def not_now(turn: Turn, args: dict[str, str]) -> None:
    """Stop the ladder of this relationship until its next step."""
    story = await turn.my_story(args["relationship"])
    today = story.circle.today(turn.now)
    ladder = terms(story.circle.cohort).nudges.ladder
    until = muted_until(today, months_ahead(story), story.rests, ladder)
    quiet = story.circle.relationship.model_copy(update={"not_now_until": until})
    await turn.unit.relationships.put(quiet)
    turn.reply(
        _noted(
            _("That's fine. I'll leave it for now."),
            Action(label=_("Quiet for two weeks"), route="quiet.snooze"),
        )
    )


@routes.press("quiet.snooze")
async def snooze(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # this button carries nothing
    """No nudges to this person for two weeks."""
    until = local_day(turn.now, zone_of(turn.person, None)) + A_FORTNIGHT
    await turn.unit.people.put(turn.person.model_copy(update={"snoozed_until": until}))
    text = _("No nudges until {day}. Reminders of meetings you have agreed to still come.")
    turn.reply(
        _noted(
            text.format(day=say_day(until)), Action(label=_("Turn nudges off for good"), route="quiet.mute")
        )
    )


@routes.press("quiet.mute")
async def mute(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001
    """No nudges to this person until they want them again."""
    await turn.unit.people.put(turn.person.model_copy(update={"muted": True}))
    text = _("Nudges are off. Reminders of meetings you have agreed to still come.")
    turn.reply(_noted(text, Action(label=_("Turn nudges on"), route="quiet.unmute")))


@routes.press("quiet.unmute")
async def unmute(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001
    """Nudges are welcome again."""
    update = {"muted": False, "snoozed_until": None}
    await turn.unit.people.put(turn.person.model_copy(update=update))
    turn.reply(_noted(_("Nudges are on again: one a day at most, and two a week.")))


@routes.press("hand.ask")
async def ask_for_a_hand(turn: Turn, args: dict[str, str]) -> None:
    """Put the relationship on the coordinator's private list; they learn that, and no more."""
    story = await turn.my_story(args["relationship"])
    await _asked(turn, story, story.circle.today(turn.now))
    turn.reply(
        _noted(_("I have let your coordinator know that help with dates is welcome, and no more than that."))
    )


async def _asked(turn: Turn, story: Story, on: date) -> None:
    relationship = story.circle.relationship.model_copy(update={"asked_for_help_on": on})
    await turn.unit.relationships.put(relationship)
    await turn.note("asked for help", f"relationship:{relationship.id}")


def _noted(text: str, *actions: Action) -> Message:
    return Message(kind="reply.quiet", preview=_("Noted"), text=text, actions=actions)
