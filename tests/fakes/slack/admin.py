"""What administrators do: agree to an installation, take it away, invite the app, archive a channel."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.fakes.slack import carrier
from tests.fakes.slack.carrier import Answer, Carrier
from tests.fakes.slack.payloads import ROOMS, envelope
from tests.fakes.slack.records import Approval, Grant, Standing
from tests.fakes.slack.refusals import CannotDoError
from tests.fakes.slack.sights import Json
from tests.fakes.slack.world import World


class Admin:
    """The administrators of every workspace."""

    def __init__(self, world: World, way: Carrier) -> None:
        self._world = world
        self._way = way

    def agrees(self, address: str, *, by: str, team: str = "", enterprise: str = "") -> str:
        """Agree to install the app, on the page of Slack that `address` leads to.

        Returns the address that the browser is sent back to, with the code and the state.
        An `enterprise` without a team installs it for the whole organisation.
        """
        asked = dict(parse_qsl(urlsplit(address).query))
        if asked.get("client_id") != self._world.app.client_id:
            raise CannotDoError("Slack says: invalid_client_id")
        scopes = frozenset(filter(None, asked.get("scope", "").split(",")))
        token = f"xoxb-{team or enterprise}-{self._world.fresh('')}"
        redirect = asked.get("redirect_uri", "")
        grant = Grant(token, scopes, team, enterprise)
        code = self._world.fresh("code-")
        self._world.approvals[code] = Approval(by, grant, redirect)
        return f"{redirect}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def declines(self, address: str) -> str:
        """Refuse to install the app; the browser is sent back with an error."""
        asked = dict(parse_qsl(urlsplit(address).query))
        told = {"error": "access_denied", "state": asked.get("state", "")}
        return f"{asked.get('redirect_uri', '')}?{urlencode(told)}"

    async def uninstalls(self, team: str) -> list[Answer]:
        """Remove the app from a workspace: its token is dead before it hears of that."""
        answers = await self.revokes(team)
        return [answers, await self._tell(team, "app_uninstalled", {})]

    async def revokes(self, team: str) -> Answer:
        """Revoke the app's token, and let it hear of that."""
        workspace = self._world.workspaces[team]
        grant = self._world.grant_of(workspace)
        if grant is None:
            raise CannotDoError(f"the app is not installed in {team}")
        self._world.stand(grant.token, Standing.REVOKED)
        return await self._tell(
            team, "tokens_revoked", {"tokens": {"oauth": [], "bot": [workspace.bot_user]}}
        )

    def deactivates(self, team: str) -> None:
        """Suspend the workspace: the token gets `account_inactive`, and no event says so."""
        for grant in list(self._world.grants.values()):
            if grant.team == team:
                self._world.stand(grant.token, Standing.INACTIVE)

    async def invites_app(self, channel: str, *, by: str) -> Answer:
        """Type `/invite` for the app in a channel."""
        team, room = self._find(channel)
        bot = self._world.workspaces[team].bot_user
        self._world.workspaces[team].channels[channel].members.add(bot)
        told = {
            "user": bot,
            "channel": channel,
            "channel_type": room[:1].upper(),
            "team": team,
            "inviter": by,
        }
        return await self._tell(team, "member_joined_channel", told)

    async def removes_app(self, channel: str) -> Answer:
        team, room = self._find(channel)
        bot = self._world.workspaces[team].bot_user
        self._world.workspaces[team].channels[channel].members.discard(bot)
        told = {"user": bot, "channel": channel, "channel_type": room[:1].upper(), "team": team}
        return await self._tell(team, "member_left_channel", told)

    async def archives(self, channel: str, *, by: str) -> Answer:
        team, room = self._find(channel)
        self._world.workspaces[team].channels[channel].archived = True
        return await self._tell(team, f"{room}_archive", {"channel": channel, "user": by})

    async def verifies_address(self) -> Answer:
        """Save the Request URL in the app's settings: Slack asks it to repeat a challenge."""
        asked: Json = {"token": self._world.app.verification, "type": "url_verification"}
        return await self._way.carry(carrier.event(asked | {"challenge": self._world.fresh("challenge-")}))

    async def sends(self, team: str, event: Json) -> Answer:
        """Let the app hear of any event at all."""
        return await self._tell(team, str(event["type"]), event)

    async def echoes(self) -> list[Answer]:
        """Let the app hear of its own messages, as every app that listens to messages does."""
        waiting, self._world.echoes[:] = list(self._world.echoes), []
        return [await self._tell(team, "message", message) for team, message in waiting]

    def _find(self, channel: str) -> tuple[str, str]:
        for workspace in self._world.workspaces.values():
            if room := workspace.channels.get(channel):
                return workspace.id, ROOMS[room.kind]
        raise CannotDoError(f"there is no channel {channel}")

    async def _tell(self, team: str, name: str, event: Json) -> Answer:
        told = {"type": name, "event_ts": self._world.ts()} | event
        parcel = carrier.event(envelope(self._world, self._world.workspaces[team], told))
        answer = await self._way.carry(parcel)
        if not answer.fine:
            self._world.mistakes.append(f"{name}: {answer.why} {answer.status}")
        return answer
