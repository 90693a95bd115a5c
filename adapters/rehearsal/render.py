"""What a simulated phone shows, as one JSON line."""

import json

from adapters.rehearsal.client import Shown


def message_line(shown: Shown) -> str:
    """Return a message of a rehearsal as it is kept in `messages.jsonl`."""
    message = shown.message
    return json.dumps(
        {
            "at": shown.at.isoformat(),
            "to": shown.to,
            "audience": "channel" if shown.in_channel else "person",
            "kind": message.kind,
            "preview": message.preview,
            "text": message.text,
            "actions": [action.label for action in message.actions],
        },
        ensure_ascii=False,
    )
