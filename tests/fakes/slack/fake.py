"""A Slack on this machine: the Web API, people who press and type, and an app that is told of it.

    async with FakeSlack(signing_secret="s3cret") as slack:
        ada = slack.adds_person("U1", "Ada Quist", "ada@trust.example")
        slack.app_url = "http://127.0.0.1:…/slack/events"
        await ada.types("help")
        assert ada.last.words.startswith("Here is what")
        assert slack.mistakes == []

The app calls `slack.api_url` with `slack.token`. README.md in this folder says what it is strict about.
"""

import asyncio
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Self

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.core.clock import Clock, VirtualClock
from tests.fakes.slack import links
from tests.fakes.slack.admin import Admin
from tests.fakes.slack.carrier import Answer, Carrier, Heard
from tests.fakes.slack.methods.files import upload
from tests.fakes.slack.person import Person
from tests.fakes.slack.records import Call, Channel, Grant, Kind, Profile, StoredFile, Workspace
from tests.fakes.slack.sights import Post, View
from tests.fakes.slack.sockets import Sockets
from tests.fakes.slack.troubles import Mishap, Script, Trouble
from tests.fakes.slack.web import Api
from tests.fakes.slack.world import World

SCOPES = frozenset(
    {
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:read",
        "im:history",
        "im:write",
        "users:read",
        "users:read.email",
    }
)
"""What the app may do in a workspace unless a test says otherwise."""

SIGNING_SECRET = "signing-secret"

MORNING = datetime(2027, 1, 4, 9, tzinfo=UTC)


class FakeSlack:
    """One Slack with any number of workspaces; the first is `T1`, with the app installed."""

    def __init__(
        self,
        app_url: str = "",
        signing_secret: str = SIGNING_SECRET,
        *,
        clock: Clock | None = None,
        scopes: Collection[str] = SCOPES,
    ) -> None:
        self.clock = clock or VirtualClock(MORNING)
        self.signing_secret = signing_secret
        self.world = World(self.clock)
        self.app = self.world.app
        self.sockets = Sockets(self.world)
        self.way = Carrier(self.world, signing_secret, self.sockets.newest)
        self.way.app_url = app_url
        self.admin = Admin(self.world, self.way)
        self.people: dict[str, Person] = {}
        self.app_token = "xapp-1-fake"
        self.world.grants[self.app_token] = Grant(self.app_token, frozenset({"connections:write"}))
        self._script = Script()
        self._closing = asyncio.Event()
        self._server = TestServer(self._application(), host="127.0.0.1")
        self.adds_workspace("T1", "Trust", scopes=scopes)

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        await self.way.__aenter__()
        self.world.base = str(self._server.make_url("/")).rstrip("/")
        return self

    async def __aexit__(self, *failure: object) -> None:
        self._closing.set()
        await self.sockets.close()
        await self.way.__aexit__(*failure)
        await self._server.close()

    def _application(self) -> web.Application:
        api = Api(self.world, self._script, self._closing)
        app = web.Application(client_max_size=20 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", api.handle)
        app.router.add_post("/upload/{file}", partial(upload, self.world))
        app.router.add_post("/respond/{link}", partial(links.handle, self.world))
        app.router.add_get("/socket/{ticket}", self.sockets.handle)
        return app

    # ---- setting the scene

    @property
    def api_url(self) -> str:
        return f"{self.world.base}/api/"

    @property
    def token(self) -> str:
        """The bot token of the first workspace."""
        return self.token_of("T1")

    def token_of(self, team: str) -> str:
        grant = self.world.grant_of(self.world.workspaces[team])
        assert grant is not None, f"the app is not installed in {team}"
        return grant.token

    @property
    def app_url(self) -> str:
        return self.way.app_url

    @app_url.setter
    def app_url(self, address: str) -> None:
        self.way.app_url = address

    @property
    def patience(self) -> float:
        """Seconds that the app has for an answer: three, unless a test has no time to wait so long."""
        return self.way.patience

    @patience.setter
    def patience(self, seconds: float) -> None:
        self.way.patience = seconds

    def adds_workspace(
        self,
        team: str,
        name: str,
        *,
        enterprise: str = "",
        installed: bool = True,
        scopes: Collection[str] = SCOPES,
    ) -> Workspace:
        """Found a workspace, with the app installed in it unless it should not be."""
        workspace = Workspace(team, name, enterprise)
        workspace.profiles[workspace.bot_user] = Profile(workspace.bot_user, self.app.name, "", is_bot=True)
        self.world.workspaces[team] = workspace
        if installed:
            token = f"xoxb-{team}-fake"
            self.world.grants[token] = Grant(token, frozenset(scopes), team, enterprise)
        return workspace

    def adds_person(self, user: str, name: str, email: str, *, team: str = "T1", **profile: Any) -> Person:
        """Give somebody an account; `people` finds them by their id, the first workspace's first."""
        workspace = self.world.workspaces[team]
        workspace.profiles[user] = Profile(user, name, email, **profile)
        person = Person(self.world, self.way, workspace, workspace.profiles[user])
        self.people.setdefault(user, person)
        return person

    def adds_channel(
        self,
        channel: str,
        name: str,
        *,
        team: str = "T1",
        private: bool = True,
        members: Collection[str] = (),
        app_is_in: bool = True,
    ) -> Channel:
        workspace = self.world.workspaces[team]
        kind = Kind.PRIVATE if private else Kind.PUBLIC
        everybody = {*members, *([workspace.bot_user] if app_is_in else [])}
        workspace.channels[channel] = Channel(channel, kind, name, everybody)
        return workspace.channels[channel]

    def next(self, method: str, trouble: Trouble | str, *, times: int = 1, retry_after: int = 30) -> None:
        """Let the next calls of a method meet a trouble, or an error code."""
        self._script.next(method, Mishap(trouble, retry_after), times)

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        assert isinstance(self.clock, VirtualClock), "this clock goes by itself"
        self.clock.jump(self.clock.now() + timedelta(seconds=seconds))

    def lags(self, seconds: float) -> None:
        """Let history show new messages only after this many seconds."""
        self.world.history_lag = seconds

    async def until(self, so: Callable[[], Any], seconds: float = 5.0) -> None:
        """Wait until something is so, looking again after every call of the app; give up with a failure."""
        async with asyncio.timeout(seconds):
            while not so():
                self.world.news.clear()
                await self.world.news.wait()

    # ---- looking

    def dm_of(self, user: str) -> list[Post]:
        """What stands in somebody's direct messages with the app, as they see it, oldest first."""
        return self._workspace_of(user).direct(user).seen_by(user)

    def channel(self, channel: str) -> Channel:
        for workspace in self.world.workspaces.values():
            if channel in workspace.channels:
                return workspace.channels[channel]
        raise KeyError(channel)

    def view_of(self, user: str) -> View | None:
        """The form in front of somebody, if one is open."""
        stack = self._workspace_of(user).stack(user)
        return stack[-1] if stack else None

    def home_of(self, user: str) -> View | None:
        return self._workspace_of(user).homes.get(user)

    def _workspace_of(self, user: str) -> Workspace:
        return self.people[user].workspace

    @property
    def calls(self) -> list[Call]:
        """Every call of the Web API, without tokens."""
        return self.world.calls

    @property
    def mistakes(self) -> list[str]:
        """What the app did wrong and Slack would show as an error to somebody. A good test ends with none."""
        return self.world.mistakes

    @property
    def warnings(self) -> list[str]:
        return self.world.warnings

    @property
    def files(self) -> list[StoredFile]:
        return list(self.world.files.values())

    # ---- once more, and by hand

    async def again(self, answer: Answer) -> Answer:
        """Deliver once more what the app has had already."""
        assert answer.parcel is not None
        return await self.way.carry(answer.parcel, again=1)

    async def posts_raw(self, body: bytes, content_type: str, **how: Any) -> Heard:
        """Post bytes to the app, with a signature, a time or headers of the test's own."""
        return await self.way.post(body, content_type, **how)
