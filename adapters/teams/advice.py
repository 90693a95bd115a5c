"""Why something can't be delivered in Teams, and what somebody can do about it."""

from enum import StrEnum

from bot.core.delivery import Gone
from bot.core.words import _


class Why(StrEnum):
    """The reasons for which a letter is parked, as an operator reads them."""

    NOT_INSTALLED = "not installed"
    BLOCKED = "blocked"
    SWITCHED_OFF = "switched off"
    NOT_ALLOWED = "not allowed"
    NOT_FOUND = "not found"


CODES = {
    "BotDisabledByAdmin": Why.SWITCHED_OFF,
    "BotNotInConversationRoster": Why.NOT_INSTALLED,
    "ConversationBlockedByUser": Why.BLOCKED,
    "ConversationNotFound": Why.NOT_FOUND,
    "ForbiddenOperationException": Why.NOT_INSTALLED,
    "MessageWritesBlocked": Why.BLOCKED,
    "NotEnoughPermissions": Why.NOT_ALLOWED,
    "404": Why.NOT_FOUND,
}
"""What the service says, and what it means; a refusal it says nothing about is `NOT_ALLOWED`."""

TO_A_PERSON = {
    Why.NOT_INSTALLED: _(
        "Turnabout is not installed for them in Teams. Ask them to add it under Apps, or ask your Teams "
        "administrator to install it for everybody who takes part."
    ),
    Why.BLOCKED: _(
        "They have blocked Turnabout in Teams, or removed it. Ask them whether they want it back: it is "
        "their choice."
    ),
    Why.SWITCHED_OFF: _(
        "Turnabout is switched off in Teams. Ask your Teams administrator to allow it in the Teams admin "
        "centre, under Manage apps."
    ),
    Why.NOT_ALLOWED: _("Teams does not let Turnabout write to them. Ask your Teams administrator why."),
    Why.NOT_FOUND: _("Teams does not know that chat any more. Ask them to open Turnabout and say hello."),
}

TO_A_CHANNEL = {
    Why.NOT_INSTALLED: _(
        "Turnabout is not in the team of that channel. Open the team's menu, choose Manage team, then "
        "Apps, and add Turnabout there. A private channel will not do: Teams lets no app post in one."
    ),
    Why.BLOCKED: _(
        "Nobody can write in that channel at the moment; perhaps its team is archived. Ask an owner of "
        "the team."
    ),
    Why.SWITCHED_OFF: TO_A_PERSON[Why.SWITCHED_OFF],
    Why.NOT_ALLOWED: _(
        "Turnabout may not post in that channel. Ask an owner of the team to let apps post there: Manage "
        "channel, then Moderation."
    ),
    Why.NOT_FOUND: _(
        "Teams does not know that channel. Perhaps it was deleted, or Turnabout is not in its team. Look "
        "at the channel in the cohort's settings."
    ),
}


def gone(code: str, *, in_channel: bool) -> Gone:
    """Return what it means that the service refused a message for good."""
    why = CODES.get(code, Why.NOT_ALLOWED)
    return Gone(reason=why.value, advice=(TO_A_CHANNEL if in_channel else TO_A_PERSON)[why])


def nowhere(*, in_channel: bool) -> Gone:
    """Return what it means that there is no place to write to, because the app is in none."""
    return gone("BotNotInConversationRoster", in_channel=in_channel)
