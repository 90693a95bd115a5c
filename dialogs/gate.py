"""What is read before anything is written: the privacy notice and one's own yes to the ground rules.

They gate looking back and sharing, and nothing else.
"""

from bot.core.messages import Action, Message
from bot.core.turn import Turn
from bot.core.words import _

PRIVACY = "privacy"
GROUND_RULES = "ground_rules"
PRIVACY_VERSION = 1
"""The privacy notice as it stands; a newer one is read and accepted before the next thing is written."""


async def to_read_first(turn: Turn, relationship_id: str) -> Message | None:
    """Return what the visitor is asked to read before they write, with its button; None when all is read.

    Somebody who has accepted the ground rules may write for themselves at once. To share, everybody has
    to have accepted them, which the relationship knows.
    """
    accepted = await turn.unit.acknowledgements.of_person(turn.person.id)
    if not any(one.what == PRIVACY and one.version >= PRIVACY_VERSION for one in accepted):
        text = _("Before you write anything, please read what is kept and who sees it. It takes a minute.")
        return _first(text, Action(label=_("Read it"), route="welcome", look="main"))
    if not any(one.what == GROUND_RULES and one.relationship_id == relationship_id for one in accepted):
        text = _("Before you look back, please agree your ground rules. They say what stays between you.")
        here = {"relationship": relationship_id}
        return _first(text, Action(label=_("Ground rules"), route="rules", args=here, look="main"))
    return None


def _first(text: str, action: Action) -> Message:
    return Message(kind="reply.read-first", preview=_("One thing first"), text=text, actions=(action,))
