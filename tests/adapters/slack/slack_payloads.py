"""Payloads as Slack sends them, to be bent in tests."""

import json
from typing import Any

from adapters.slack.arrivals import Carry, Place

Json = dict[str, Any]

TOKEN = "0190c0ffee:3:what"


def event(kind: str, **more: Any) -> Json:
    """Return an event in its envelope."""
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": "Ev1",
        "event": {"type": kind, "user": "U1", **more},
        "authorizations": [{"team_id": "T1", "enterprise_id": None, "is_enterprise_install": False}],
    }


def message(text: str, **more: Any) -> Json:
    return event("message", text=text, channel="D1", channel_type="im", ts="1.2", **more)


def interaction(kind: str, **more: Any) -> Json:
    return {
        "type": kind,
        "team": {"id": "T1", "domain": "trust"},
        "user": {"id": "U1", "team_id": "T1"},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": "11.22.aa",
        **more,
    }


def button(value: object, action_id: str = "press:0") -> Json:
    said = value if isinstance(value, str) else json.dumps(value)
    return {"type": "button", "action_id": action_id, "value": said, "action_ts": "3.4"}


def press(action: Json, **more: Any) -> Json:
    """Return a press on a button of a message in a direct conversation."""
    there: Json = {
        "container": {"type": "message", "message_ts": "1.2", "channel_id": "D1", "is_ephemeral": False},
        "channel": {"id": "D1", "name": "directmessage"},
        "message": {"ts": "1.2"},
    }
    return interaction("block_actions", actions=[action], **(there | more))


def press_inside(action: Json, view: Json) -> Json:
    """Return a press on a button of a window or of the Home tab."""
    return interaction(
        "block_actions", actions=[action], view=view, container={"type": "view", "view_id": view["id"]}
    )


def window(callback_id: str = "question", values: Json | None = None, token: str = TOKEN) -> Json:
    return {
        "id": "V1",
        "type": "modal",
        "hash": "h1",
        "callback_id": callback_id,
        "private_metadata": Carry(token, Place.CHAT).written(),
        "blocks": [],
        "state": {"values": values or {}},
    }


def submission(**more: Any) -> Json:
    values = {"what:0a": {"what": {"type": "plain_text_input", "value": "The quiet ward"}}}
    return interaction("view_submission", view=window(values=values)) | more


def command(text: str, **more: Any) -> Json:
    return {
        "command": "/turnabout",
        "text": text,
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C9",
        "is_enterprise_install": "false",
        "trigger_id": "11.22.bb",
        "response_url": "https://hooks.slack.example/1",
        **more,
    }
