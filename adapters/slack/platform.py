"""Slack, put together: what comes in, what goes out, and who looks after what."""

from collections.abc import Sequence
from functools import partial

from aiohttp import web

from adapters.slack.acquaintances import Acquaintances
from adapters.slack.anchors import Anchors
from adapters.slack.bolt import build_app
from adapters.slack.client import SlackMessenger
from adapters.slack.decode import CLOSED
from adapters.slack.doctor import Doctor
from adapters.slack.errands import Errands
from adapters.slack.flow import Flow
from adapters.slack.home import Home
from adapters.slack.http import Requests
from adapters.slack.install import Install
from adapters.slack.installations import Installations
from adapters.slack.people import People
from adapters.slack.reception import Reception
from adapters.slack.replies import Replies
from adapters.slack.rooms import Rooms
from adapters.slack.search import Search
from adapters.slack.settings import SlackSettings
from adapters.slack.signature import Signature
from adapters.slack.socket import Line, line
from adapters.slack.web import Webs
from adapters.slack.workspaces import Workspaces
from bot.core.delivery import Messenger
from bot.core.events import Introduced
from bot.core.ground import Ground


class Slack:
    """One Slack app, in one workspace or in many."""

    name = "slack"

    def __init__(self, settings: SlackSettings, ground: Ground) -> None:
        self._settings = settings
        installations = Installations(ground.store)
        self._webs = Webs(settings.api_url, settings.bot_token.get_secret_value(), installations)
        self._workspaces = Workspaces(ground, self._webs, installations)
        self._install = Install(settings, ground, self._webs, self._workspaces)
        self._people = People(self._webs, ground)
        self._errands = Errands()
        rooms = Rooms(self._webs, ground.store, ground.clock)
        self._doctor = Doctor(settings, ground, self._webs, rooms)
        self._messenger = SlackMessenger(
            rooms, Flow(ground.clock), Search(rooms, ground.clock), self._token_died
        )
        self._app = build_app(self._webs, self._reception(ground).take)
        self._signature = Signature(settings.signing_secret.get_secret_value(), ground.clock)
        self._line: Line | None = None

    def _reception(self, ground: Ground) -> Reception:
        acquaintances = Acquaintances(ground, self._people.introduction)
        home = Home(ground.handle, acquaintances, self._webs, self._errands)
        replies = Replies(self._webs, Anchors(ground.store))
        heeds = {
            CLOSED: replies.remind,
            "app_home_opened": home.heed,
            "app_uninstalled": self._workspaces.heed,
            "tokens_revoked": self._workspaces.heed,
            "team_join": self._people.heed,
            "user_change": self._people.heed,
        }
        return Reception(ground.handle, acquaintances, replies, self._errands, heeds, home.follow)

    def _token_died(self, workspace: str) -> None:
        """Look after a workspace whose token was refused, once the letter is dealt with."""
        self._errands.send(("workspace", workspace), partial(self._workspaces.look_after, workspace))

    @property
    def messenger(self) -> Messenger:
        return self._messenger

    def routes(self) -> Sequence[web.RouteDef]:
        """Return where Slack calls us, never in Socket Mode alone, and where somebody installs the bot."""
        called = Requests(self._app, self._signature).routes() if self._settings.takes_requests else ()
        return (*called, *(self._install.routes() if self._settings.by_link else ()))

    async def start(self) -> None:
        """Learn whose token it is; somebody may have put a new one in the place of one that died."""
        await self._webs.start()
        if self._webs.own is not None:
            await self._workspaces.welcome_back(self._webs.own.workspace)

    async def listen(self) -> None:
        """Open the socket, if that is how we listen."""
        if self._settings.by_socket:
            self._line = line(self._app, self._webs, self._settings.app_token.get_secret_value())
            await self._line.connect()

    async def stop(self) -> None:
        """Take nothing in any more, finish what was begun, and hang up."""
        if self._line is not None:
            await self._line.close()
        await self._errands.stop()
        await self._webs.stop()

    async def settled(self) -> None:
        """Wait until everybody was shown the answer to what they did so far."""
        await self._errands.drain()

    async def find(self, email: str) -> Introduced | None:
        return await self._people.find(email)

    async def check(self) -> Sequence[tuple[bool, str]]:
        return await self._doctor.findings()
