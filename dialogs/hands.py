"""Who could use a hand: the coordinator's private list, with names, and with words to begin with.

It is shown to a coordinator alone, in answer to a press, and never holds a pair or trio they belong to
themselves. Nobody is ranked: everything stands in the order of the codes.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.core.circle import Story
from bot.core.messages import Action, Message
from bot.core.records import Cohort
from bot.core.routes import Routes
from bot.core.terms import terms
from bot.core.turn import Turn
from bot.core.words import _, counted
from bot.programme.attention import OPENING_LINES, Reason, StandingFacts, needs_a_hand
from bot.programme.cohort_readiness import reviews_due
from bot.programme.truth import natural_order
from dialogs.care import called, my_cohort, others_stories, today_in, who_could_use_a_hand

routes = Routes()

A_PAGE = 5
"""How many pairs and trios, each with its buttons, one answer shows."""


@routes.press("hands")
async def hands(turn: Turn, args: dict[str, str]) -> None:
    """Show a coordinator, and nobody else, who could use a hand and how to open the conversation."""
    cohort = await my_cohort(turn, args)
    today = today_in(turn, cohort)
    listed = [story for story in await others_stories(turn, cohort) if reasons_for(story, today)]
    ahead = [story for story in listed if _comes_after(story, args.get("after", ""))]
    for message in _private_list(cohort, len(listed), ahead, today):
        turn.reply(message)
    await turn.note("saw who could use a hand", f"cohort:{cohort.id}")


def _comes_after(story: Story, code: str) -> bool:
    return not code or natural_order(story.circle.relationship.code) > natural_order(code)


def _private_list(cohort: Cohort, listed: int, ahead: Sequence[Story], today: date) -> Iterator[Message]:
    """Yield how many there are, a page of them, and at the end the contacts to be looked at again."""
    yield _private(
        counted("One pair or trio could use a hand.", "{n} pairs or trios could use a hand.", listed)
        if listed
        else _("Nobody seems to need a hand just now.")
    )
    page, rest = ahead[:A_PAGE], ahead[A_PAGE:]
    for story in page:
        yield entry(story, today)
    if rest:
        left = counted("There is one more.", "There are {n} more.", len(rest))
        yield _private(left, who_could_use_a_hand(cohort, after=page[-1].circle.relationship.code))
    elif reviews := reviews_due(terms(cohort), today):
        yield _private("\n".join(reviews))


def _private(text: str, *actions: Action) -> Message:
    return Message(kind="reply.hands", preview=_("For you alone"), text=text, actions=actions)


def reasons_for(story: Story, today: date) -> tuple[Reason, ...]:
    """Return why a relationship could use a hand, in the order in which reasons are given."""
    relationship = story.circle.relationship
    ended_on = today if story.is_over(today) and relationship.ended is None else relationship.ended
    away = [one.unreachable_since for one in story.circle.people if one.unreachable_since is not None]
    facts = StandingFacts(
        started=relationship.started or story.circle.cohort.start,
        months=tuple(row.status for row in story.cadence(today).rows),
        pauses=story.rests,
        ended_on=ended_on,
        last_on=max(story.held_on(today), default=None),
        next_on=min(story.agreed_days(today), default=None),
        ground_rules_accepted_on=relationship.rules_accepted_on,
        unreachable_since=min(away, default=None),
        asked_for_help=relationship.asked_for_help_on is not None,
    )
    return needs_a_hand(facts, today)


def entry(story: Story, today: date) -> Message:
    """Return one relationship for its coordinator: reasons, words to begin with, and what can be done."""
    reasons = reasons_for(story, today)
    if not reasons:
        return _private(f"{called(story)}: {_('nothing on my list.')}", *actions_for(story, today))
    said = "; ".join(reason_words(reason) for reason in reasons)
    opening = f"{_('To begin with:')} “{OPENING_LINES[reasons[0]]}”"
    return _private(f"{called(story)}: {said}.\n{opening}", *actions_for(story, today))


def actions_for(story: Story, today: date) -> tuple[Action, ...]:
    """Return what a coordinator can do for a relationship; once it is over, only write to them."""
    here = {"relationship": story.circle.relationship.id}
    write = Action(label=_("Write to them"), route="care.write", args=here)
    if story.is_over(today):
        return (write,)
    actions = (
        Action(label=_("Offer help with dates"), route="care.offer", args=here, look="main"),
        write,
        Action(label=_("Give them a break"), route="care.pause", args=here),
        Action(label=_("Give more time"), route="care.extend", args=here),
        Action(label=_("End it for them"), route="care.close", args=here, look="careful"),
    )
    helped = Action(label=_("Done: helped"), route="care.helped", args=here)
    return (*actions, helped) if story.circle.relationship.asked_for_help_on else actions


def reason_words(reason: Reason) -> str:
    return {
        Reason.ASKED_FOR_HELP: _("asked for help with dates"),
        Reason.UNREACHABLE: _("my messages may not arrive"),
        Reason.TWO_EMPTY_MONTHS: _("two months without a meeting"),
        Reason.FIRST_MEETING_UNBOOKED: _("no first meeting booked yet"),
        Reason.NOTHING_BOOKED: _("nothing booked since the last meeting"),
        Reason.GROUND_RULES_NOT_ACCEPTED: _("ground rules not agreed yet"),
    }[reason]
