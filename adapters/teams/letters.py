"""A letter as what is sent for it: nearly always one message, with all of its cards."""

from collections.abc import Sequence

from adapters.teams.elements import Part, attachment
from adapters.teams.limits import fitting
from adapters.teams.render import cards, summary
from bot.core.messages import Message

HEAVIEST_MESSAGE = 80_000
"""Bytes of the cards of one message; the service refuses more than about 100 KB in all."""


def letters(message: Message, tenant: str, link: str | None = None, *, rings: bool) -> Sequence[Part]:
    """Return what to send, in this order. `rings` is for chats: their owner is told of each message."""
    heard = {"notification": {"alert": True}} if rings else {}
    return [
        {
            "type": "message",
            "summary": summary(message),
            "attachments": some,
            "attachmentLayout": "list",
            "channelData": {"tenant": {"id": tenant}} | heard,
        }
        for some in fitting(map(attachment, cards(message, link)), HEAVIEST_MESSAGE)
    ]
