"""What is read before anything is written: the privacy notice and one's own yes to the ground rules.

They gate looking back and sharing, and nothing else.
"""

from bot.core.messages import Action, Message
from bot.core.records import Relationship
from bot.core.turn import Turn
from bot.core.words import _
from dialogs.rule_book import RULES
from dialogs.welcome import notice_comes_first


async def something_comes_first(turn: Turn, relationship: Relationship) -> bool:
    """Offer the visitor what they have not accepted yet, and tell whether there was anything.

    Somebody who has accepted the ground rules may write for themselves at once. To share, everybody has
    to have accepted them, which the relationship knows.
    """
    if await notice_comes_first(turn):
        return True
    if relationship.rules_accepted_on is not None or await _accepted_by_visitor(turn, relationship.id):
        return False
    text = _("Before you look back, please agree your ground rules. They say what stays between you.")
    here = {"relationship": relationship.id}
    rules = Action(label=_("Ground rules"), route="rules", args=here, look="main")
    turn.reply(Message(kind="reply.rules-first", preview=_("One thing first"), text=text, actions=(rules,)))
    return True


async def _accepted_by_visitor(turn: Turn, relationship_id: str) -> bool:
    accepted = await turn.unit.acknowledgements.of_person(turn.person.id)
    return any(one.what == RULES and one.relationship_id == relationship_id for one in accepted)
