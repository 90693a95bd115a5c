"""What Slack sends to the app, in the shapes that it really has."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tests.fakes.slack.filling import KEPT_AS
from tests.fakes.slack.methods.conversations import shown as shown_post
from tests.fakes.slack.methods.users import described
from tests.fakes.slack.methods.views import shown as shown_view
from tests.fakes.slack.reading import escaped
from tests.fakes.slack.records import Channel, Grant, Kind, Link, Profile, Workspace
from tests.fakes.slack.sights import Json, Post, View
from tests.fakes.slack.world import World

NAMED = {Kind.DIRECT: "directmessage", Kind.PRIVATE: "privategroup"}
"""What `channel_name` says of conversations without a public name."""

ROOMS = {Kind.DIRECT: "im", Kind.PRIVATE: "group", Kind.PUBLIC: "channel"}


class Payloads:
    """Writes payloads for somebody in a workspace."""

    def __init__(self, world: World, workspace: Workspace, profile: Profile) -> None:
        self._world = world
        self._workspace = workspace
        self._who = profile

    def block_action(self, where: Post | View, element: Json, chosen: Any = None) -> Json:
        """Return what a press sends, whether in a message, a modal or a Home tab."""
        action = self._action(element, chosen)
        if isinstance(where, Post):
            return self._common("block_actions") | self._in_message(where) | {"actions": [action]}
        inside: Json = {
            "container": {"type": "view", "view_id": where.id},
            "trigger_id": self._trigger(where.id),
            "view": shown_view(self._world, where),
            "actions": [action],
        }
        return self._common("block_actions") | inside

    def _action(self, element: Json, chosen: Any) -> Json:
        kind = element["type"]
        action: Json = {
            "action_id": element["action_id"],
            "block_id": element["block_id"],
            "type": kind,
            "action_ts": self._world.ts(),
        }
        if kind == "button":
            keys = ("text", "value", "style", "url")
            return action | {key: element[key] for key in keys if element.get(key) is not None}
        key = "selected_option" if kind == "overflow" else KEPT_AS[kind][0]
        return action | {key: chosen}

    def _in_message(self, post: Post) -> Json:
        channel = self._workspace.channels[post.channel]
        link = Link(self._workspace.id, channel.id, self._who.id, self._world.now, post.ts)
        message = {} if post.ephemeral else {"message": self._message(post)}
        return {
            "container": {
                "type": "message",
                "message_ts": post.ts,
                "channel_id": channel.id,
                "is_ephemeral": post.ephemeral,
            },
            "trigger_id": self._trigger(),
            "channel": {"id": channel.id, "name": NAMED.get(channel.kind, channel.name)},
            "state": {"values": {}},
            "response_url": self._world.link(link),
        } | message

    def _message(self, post: Post) -> Json:
        ours = {"app_id": self._world.app.id, "team": self._workspace.id}
        return shown_post(post, with_metadata=True) | ours

    def submission(self, view: View) -> Json:
        shown = shown_view(self._world, view)
        more: Json = {"trigger_id": self._trigger(view.id), "view": shown, "response_urls": []}
        return self._common("view_submission") | more

    def closing(self, view: View, *, cleared: bool) -> Json:
        shown = shown_view(self._world, view)
        return self._common("view_closed") | {"view": shown, "is_cleared": cleared}

    def home(self, view: View) -> Json:
        return shown_view(self._world, view)

    def described(self) -> Json:
        """Return the person as events about people describe them."""
        grant = self._world.grant_of(self._workspace) or Grant("", frozenset())
        return described(self._world, self._workspace, self._who, grant, locale=True)

    def shortcut(self, callback_id: str) -> Json:
        more = {"callback_id": callback_id, "trigger_id": self._trigger(), "action_ts": self._world.ts()}
        return self._common("shortcut") | more

    def command(self, command: str, text: str, channel: Channel) -> str:
        """Return the form that a slash command sends; its text arrives escaped."""
        link = Link(self._workspace.id, channel.id, self._who.id, self._world.now)
        fields = {
            "token": self._world.app.verification,
            "team_id": self._workspace.id,
            "team_domain": self._workspace.domain,
            **self._grid_fields(),
            "channel_id": channel.id,
            "channel_name": NAMED.get(channel.kind, channel.name),
            "user_id": self._who.id,
            "user_name": self._who.name,
            "command": command,
            "text": escaped(text),
            "api_app_id": self._world.app.id,
            "is_enterprise_install": str(self.org_wide).lower(),
            "response_url": self._world.link(link),
            "trigger_id": self._trigger(),
        }
        return urlencode(fields)

    def _common(self, kind: str) -> Json:
        enterprise = self._workspace.enterprise
        team: Json = {"id": self._workspace.id, "domain": self._workspace.domain}
        user = {"id": self._who.id, "username": self._who.name, "name": self._who.name}
        if enterprise:
            team |= {"enterprise_id": enterprise, "enterprise_name": enterprise}
        return {
            "type": kind,
            "team": team,
            "user": user | {"team_id": self._workspace.id},
            "api_app_id": self._world.app.id,
            "token": self._world.app.verification,
            "enterprise": {"id": enterprise, "name": enterprise} if enterprise else None,
            "is_enterprise_install": self.org_wide,
        }

    def _grid_fields(self) -> dict[str, str]:
        enterprise = self._workspace.enterprise
        return {"enterprise_id": enterprise, "enterprise_name": enterprise} if enterprise else {}

    def _trigger(self, view: str | None = None) -> str:
        return self._world.trigger(self._who.id, self._workspace.id, view)

    @property
    def org_wide(self) -> bool:
        return is_org_wide(self._world, self._workspace)


def is_org_wide(world: World, workspace: Workspace) -> bool:
    grant = world.grant_of(workspace)
    return grant is not None and not grant.team


def envelope(world: World, workspace: Workspace, event: Mapping[str, Any]) -> Json:
    """Return an event in its envelope; a retry carries the same one."""
    authorization = {
        "enterprise_id": workspace.enterprise or None,
        "team_id": workspace.id,
        "user_id": workspace.bot_user,
        "is_bot": True,
        "is_enterprise_install": is_org_wide(world, workspace),
    }
    return {
        "token": world.app.verification,
        "team_id": workspace.id,
        "enterprise_id": workspace.enterprise or None,
        "context_team_id": workspace.id,
        "context_enterprise_id": workspace.enterprise or None,
        "api_app_id": world.app.id,
        "event": dict(event),
        "type": "event_callback",
        "event_id": world.fresh("Ev"),
        "event_time": int(world.now),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": world.fresh("4-"),
    }
