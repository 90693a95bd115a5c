"""Slack, put together: what comes in, what goes out, and who looks after what."""

from collections.abc import Sequence

from aiohttp import web

from adapters.slack.acquaintances import Acquaintances
from adapters.slack.anchors import Anchors
from adapters.slack.bolt import build_app
from adapters.slack.client import SlackMessenger
from adapters.slack.errands import Errands
from adapters.slack.http import Requests
from adapters.slack.people import People
from adapters.slack.reception import Reception
from adapters.slack.replies import Replies
from adapters.slack.settings import SlackSettings
from adapters.slack.signature import Signature
from adapters.slack.socket import Line, line
from adapters.slack.web import Webs
from bot.core.delivery import Messenger
from bot.core.events import Introduced
from bot.core.ground import Ground


class Slack:
    """One Slack app, in one workspace or in many."""

    name = "slack"

    def __init__(self, settings: SlackSettings, ground: Ground) -> None:
        self._settings = settings
        self._webs = Webs(settings.api_url, settings.bot_token.get_secret_value())
        self._people = People(self._webs, ground.clock)
        self._errands = Errands()
        self._messenger = SlackMessenger(self._webs)
        reception = Reception(
            ground.handle,
            Acquaintances(ground, self._people.introduction),
            Replies(self._webs, Anchors(ground.store)),
            self._errands,
            heeds={},
        )
        self._app = build_app(self._webs, reception.take)
        self._signature = Signature(settings.signing_secret.get_secret_value(), ground.clock)
        self._line: Line | None = None

    @property
    def messenger(self) -> Messenger:
        return self._messenger

    def routes(self) -> Sequence[web.RouteDef]:
        """Return where Slack calls us; in Socket Mode alone it never does."""
        return Requests(self._app, self._signature).routes() if self._settings.takes_requests else ()

    async def start(self) -> None:
        await self._webs.start()

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
        return ()
