"""What the bot writes, as the activities it is sent as, and what it answers at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.teams.elements import Part, attachment
from adapters.teams.harmless import markdown


@dataclass(frozen=True, slots=True)
class Answer:
    """What an invoke is answered with."""

    status: int
    body: Mapping[str, Any]


def with_card(drawn: Part, preview: str, tenant: str) -> Part:
    """Return a message that is a card; `preview` is all that a notification shows of it."""
    return {
        "type": "message",
        "summary": preview,
        "attachments": [attachment(drawn)],
        "channelData": {"tenant": {"id": tenant}},
    }


def with_words(sentence: str, tenant: str) -> Part:
    """Return a message of one sentence."""
    return {
        "type": "message",
        "text": markdown(sentence),
        "textFormat": "markdown",
        "channelData": {"tenant": {"id": tenant}},
    }


def new_chat(bot: str, object_id: str, tenant: str) -> Mapping[str, Any]:
    """Return what opens the chat with somebody who has the app, by what Entra ID calls them."""
    return {
        "isGroup": False,
        "bot": {"id": bot},
        "members": [{"id": object_id}],
        "tenantId": tenant,
        "channelData": {"tenant": {"id": tenant}},
    }
