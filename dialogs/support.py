"""Help, at any step and at once: a card of people to turn to, for its reader's eyes alone.

Nothing is sent, counted or written down because somebody looks at it or presses on it.
"""

from collections.abc import Iterable, Mapping

from bot.core.conversations import Conversation, Values
from bot.core.messages import Action, Message
from bot.core.plain import has_chosen_words
from bot.core.records import Cohort
from bot.core.routes import Routes
from bot.core.terms import terms
from bot.core.turn import Turn
from bot.core.words import _
from bot.programme.cohort_plan import Contact
from dialogs.pages import HEAVY

routes = Routes()

WHO: Mapping[str, str] = {
    "support": _("Staff support"),
    "concerns": _("To raise a concern"),
    "ftsu": _("Freedom to Speak Up Guardian"),
    "safeguarding": _("Safeguarding"),
}
"""The contacts of a cohort that belong on the card, in its order."""


@routes.press("help")
@routes.command("help now")
async def help_now(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # whatever was open, the card is the same
    """Show the card at once. No trace of it stays, not even that it was asked for."""
    turn.reply(support_card(*await _cohorts(turn)))


@routes.press("support.carry-on")
async def carry_on(turn: Turn, args: dict[str, str]) -> None:  # noqa: ARG001  # this button carries nothing
    """Put the card aside."""
    text = _("That's all right. I have told nobody. You can ask for help at any time: say help now.")
    turn.reply(Message(kind="reply.support", preview=_("All right"), text=text))


async def _cohorts(turn: Turn) -> list[Cohort]:
    memberships = await turn.unit.memberships.of_person(turn.person.id)
    return [await turn.unit.cohorts.get(one) for one in sorted({one.cohort_id for one in memberships})]


def support_card(*cohorts: Cohort) -> Message:
    """Return the card: the emergency number, the cohorts' contacts, and that nobody is watching."""
    contacts = dict.fromkeys(contact for cohort in cohorts for contact in terms(cohort).contacts)
    parts = (
        _("Is anyone in danger now? Call 999."),
        *contact_lines(contacts),
        _("Your union or a staff network can stand by you too."),
        _(
            "I don't watch or judge what you write, and I can't call for help. "
            "I tell nobody that you saw this."
        ),
    )
    return Message(
        kind="reply.support",
        preview=_("For you alone"),
        text="\n".join(parts),
        actions=(
            Action(label=_("Take a break"), route="pause"),
            Action(label=_("Quiet for two weeks"), route="quiet.snooze"),
            Action(label=_("No, carry on"), route="support.carry-on"),
        ),
    )


def contact_lines(contacts: Iterable[Contact]) -> list[str]:
    """Return a line for each contact to turn to, staff support first."""
    known = list(contacts)
    return [
        f"{said}: {one.name}, {one.reach}" for role, said in WHO.items() for one in known if one.role == role
    ]


async def offer_support(turn: Turn, before: Conversation, after: Conversation) -> None:
    """Show the card as soon as an answer is heavy or holds chosen words: to its writer alone."""
    if calls_for_support(after) and not calls_for_support(before):
        turn.reply(support_card(*await _cohorts(turn)))


def calls_for_support(conversation: Conversation) -> bool:
    """Tell whether the card belongs beside this conversation. It weighs no risk."""
    given = [answer.values for answer in conversation.answers if answer.values is not None]
    return any(_is_heavy(values) for values in (*given, *conversation.drafts.values()))


def _is_heavy(values: Values) -> bool:
    texts = [value for value in values.values() if isinstance(value, str)]
    return values.get("weight") in HEAVY or any(has_chosen_words(text) for text in texts)
