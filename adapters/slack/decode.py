"""What Slack sends, as events of the core. Whatever it is, it becomes one; nothing here fails."""

from collections.abc import Callable, Mapping
from typing import Any

from adapters.slack import buttons
from adapters.slack.answers import values
from adapters.slack.arrivals import Arrival, Arrived, Notice, Place, Window
from adapters.slack.shapes import carried, first, is_true, key_of, part, text, words_in
from adapters.slack.typed import typed
from bot.core.events import Actor, Answered, Asked, Ignored, Joined, Pressed, Said, Turned

Body = Mapping[str, Any]

PLATFORM = "slack"

SHORTCUTS = {"log_interaction": "log", "book_meeting": "book"}
"""The global shortcuts and the commands they stand for."""

TURNS = frozenset({"back", "skip", "later"})
"""What a button of a form may do to its page; *Help now* stands beside them and leads elsewhere."""

HELP = "help"

CLOSED = "view_closed"
"""The notice that somebody closed a window without an answer."""

NOTICES = frozenset(
    {
        "app_home_opened",
        "app_uninstalled",
        "channel_archive",
        "channel_left",
        "group_archive",
        "group_left",
        "member_joined_channel",
        "team_join",
        "tokens_revoked",
        "user_change",
    }
)
"""Events that tell about accounts, channels and workspaces."""

TYPED = frozenset({"", "file_share", "thread_broadcast"})
"""Kinds of message that a person typed; files are left where they are."""


def decode(body: Body) -> Arrived:
    """Return what arrived; a shape that is unknown is `Ignored`."""
    if "command" in body:
        return _command(body)
    reader = _READERS.get(text(body, "type"))
    return reader(body) if reader else Ignored(key=key_of("unknown"), reason="unknown payload")


def workspace_of(body: Body) -> str:
    """Return the id of the workspace, or of the whole organisation where the bot is installed in that.

    In an organisation a person has the same id in every workspace, so they have one address there.
    """
    grant = first(body, "authorizations") or body
    enterprise = (
        text(body, "enterprise", "id") or text(grant, "enterprise_id") or text(body, "team", "enterprise_id")
    )
    if is_true(grant, "is_enterprise_install") and enterprise:
        return enterprise
    return (
        text(body, "view", "app_installed_team_id")
        or text(body, "team", "id")
        or text(grant, "team_id")
        or text(body, "team_id")
        or text(body, "user", "team_id")
        or enterprise
    )


def _event(body: Body) -> Arrived:
    """Read an event of the Events API; its id is the same on every delivery."""
    event, name = part(body, "event"), text(body, "event_id")
    kind = text(event, "type")
    if not name:
        return Ignored(key=key_of("unknown"), reason="an event without a name")
    if kind == "message":
        return _message(body, event, key_of(name))
    if kind == "app_home_opened" and text(event, "tab") == "messages":
        return _by(
            body,
            text(event, "user"),
            lambda actor: Arrival(Joined(key=key_of(name), actor=actor), Place.CHAT),
        )
    if kind in NOTICES:
        user = text(event, "user") or text(event, "user", "id")
        return Notice(kind, key_of(name), workspace_of(body), user, event)
    return Ignored(key=key_of(name), reason="unknown event")


def _message(body: Body, event: Body, key: str) -> Arrived:
    """Read words from a direct message that a person typed, and nothing else."""
    if text(event, "channel_type") != "im":
        return Ignored(key=key, reason="not a direct message")
    if text(event, "bot_id") or text(event, "subtype") not in TYPED:
        return Ignored(key=key, reason="nothing that a person typed")
    said = typed(text(event, "text"))
    return _by(
        body,
        text(event, "user"),
        lambda actor: Arrival(
            Said(key=key, actor=actor, text=said), Place.CHAT, channel=text(event, "channel")
        ),
    )


def _command(body: Body) -> Arrived:
    """Read a slash command: what follows it is as if it was typed into the chat."""
    trigger, words = text(body, "trigger_id"), typed(text(body, "text"))
    key = key_of(trigger)
    if not trigger:
        return Ignored(key=key, reason="a command without a name")

    def arrival(actor: Actor) -> Arrival:
        event = (
            Said(key=key, actor=actor, text=words) if words else Asked(key=key, actor=actor, command="help")
        )
        return Arrival(event, Place.COMMAND, trigger=trigger)

    return _by(body, text(body, "user_id"), arrival)


def _shortcut(body: Body) -> Arrived:
    trigger, command = text(body, "trigger_id"), SHORTCUTS.get(text(body, "callback_id"))
    key = key_of(trigger)
    if command is None or not trigger:
        return Ignored(key=key, reason="unknown shortcut")
    return _by(
        body,
        text(body, "user", "id"),
        lambda actor: Arrival(Asked(key=key, actor=actor, command=command), Place.SHORTCUT, trigger=trigger),
    )


def _submission(body: Body) -> Arrived:
    window, trigger = Window.read(part(body, "view")), text(body, "trigger_id")
    key = key_of(trigger or f"{window.id}:{window.hash}")
    if not (window.asks and window.carry.token):
        return Ignored(key=key, reason="a window that asks nothing")
    given = values(part(body, "view"))

    def arrival(actor: Actor) -> Arrival:
        event = Answered(key=key, actor=actor, token=window.carry.token, values=given)
        return Arrival(event, Place.WINDOW, trigger=trigger, window=window)

    return _by(body, text(body, "user", "id"), arrival)


def _press(body: Body) -> Arrived:
    """Read a button; choosing in a form that is still open means nothing yet."""
    action, trigger = first(body, "actions"), text(body, "trigger_id")
    key = key_of(
        trigger or f"{text(action, 'action_ts')}:{text(body, 'view', 'id')}:{text(action, 'action_id')}"
    )
    place = _place_of(body)
    window = Window.read(part(body, "view")) if place is Place.WINDOW else None

    def arrival(actor: Actor) -> Arrived:
        event = _in_form(key, actor, action, window) or _pressed(key, actor, action)
        if event is None:
            return Ignored(key=key, reason="no button of ours")
        return Arrival(
            event,
            place,
            trigger=trigger,
            channel=text(body, "channel", "id") or text(body, "container", "channel_id"),
            message=text(body, "message", "ts") or text(body, "container", "message_ts"),
            aside=text(action, "block_id").partition(":")[0] == buttons.ASIDE,
            window=window,
        )

    return _by(body, text(body, "user", "id"), arrival)


def _in_form(key: str, actor: Actor, action: Body, window: Window | None) -> Turned | Pressed | None:
    """Read a button that stands in the form itself."""
    kind, __, to = text(action, "action_id").partition(":")
    if kind != buttons.TURN or window is None or not window.carry.token:
        return None
    if to == HELP:
        return Pressed(key=key, actor=actor, route=HELP)
    return Turned(key=key, actor=actor, token=window.carry.token, to=to) if to in TURNS else None


def _pressed(key: str, actor: Actor, action: Body) -> Pressed | None:
    value = carried(text(action, "value"))
    route = text(value, "r")
    return Pressed(key=key, actor=actor, route=route, args=words_in(part(value, "a"))) if route else None


def _place_of(body: Body) -> Place:
    """Return where a button was pressed. What only one person sees is in nobody's chat."""
    if view := part(body, "view"):
        return Place.HOME if text(view, "type") == "home" else Place.WINDOW
    channel = text(body, "channel", "id") or text(body, "container", "channel_id")
    is_chat = channel.startswith("D") and not is_true(body, "container", "is_ephemeral")
    return Place.CHAT if is_chat else Place.CHANNEL


def _by(body: Body, user: str, arrival: Callable[[Actor], Arrived]) -> Arrived:
    """Return what somebody did, if there is somebody."""
    workspace = workspace_of(body)
    if not (user and workspace):
        return Ignored(key=key_of("nobody"), reason="nobody did it")
    return arrival(Actor(platform=PLATFORM, workspace=workspace, user=user))


def _closed(body: Body) -> Arrived:
    """Read that a window was closed; of a question that stays open somebody may want to be reminded."""
    view = part(body, "view")
    window, user = Window.read(view), text(body, "user", "id")
    key = key_of(f"{CLOSED}:{window.id}:{window.hash}")
    if not (window.asks and window.carry.token and user):
        return Ignored(key=key, reason="a window was closed")
    return Notice(CLOSED, key, workspace_of(body), user, view)


_READERS: Mapping[str, Callable[[Body], Arrived]] = {
    "event_callback": _event,
    "block_actions": _press,
    "view_submission": _submission,
    CLOSED: _closed,
    "shortcut": _shortcut,
}
