"""Installation by link: from our page to Slack's, and back with a code that is worth a token, once."""

from collections.abc import Sequence
from datetime import timedelta
from secrets import compare_digest
from urllib.parse import urlencode

import structlog
from aiohttp import web
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import pages
from adapters.slack.installations import PLATFORM, Installation
from adapters.slack.scopes import SCOPES
from adapters.slack.settings import SlackSettings
from adapters.slack.shapes import part, text
from adapters.slack.web import TROUBLE, Webs, refusal_of
from adapters.slack.workspaces import Workspaces
from bot.core.events import Actor
from bot.core.ground import Ground
from bot.core.pacing import Pace

log = structlog.get_logger()

INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"

AGREE = "https://slack.com/oauth/v2/authorize"
"""Slack's page on which an administrator agrees."""

STATE = "oauth-state"
"""What the shelf calls the proof that a way back to us began here; a cookie holds the other half."""

TEN_MINUTES = timedelta(minutes=10)
STATE_BITS = 256
PAGES_A_SECOND, AT_FIRST = 1.0, 30


class Install:
    """The two addresses of installation by link."""

    def __init__(self, settings: SlackSettings, ground: Ground, webs: Webs, workspaces: Workspaces) -> None:
        self._settings = settings
        self._ground = ground
        self._webs = webs
        self._workspaces = workspaces
        self._pace = Pace(PAGES_A_SECOND, AT_FIRST)

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.get(INSTALL, self._begin), web.get(BACK, self._finish)]

    async def _begin(self, request: web.Request) -> web.Response:
        """Show the button that leads to Slack; the way back is open for ten minutes, in this browser."""
        if self._pace.wait("", self._ground.clock.now().timestamp()):
            return pages.too_many()
        state = f"{self._ground.entropy.bits(STATE_BITS):064x}"
        await self._expect(state)
        answer = pages.invitation(self._agree(state))
        answer.set_cookie(
            STATE,
            state,
            max_age=int(TEN_MINUTES.total_seconds()),
            path=BACK,
            secure=request.secure or request.headers.get("X-Forwarded-Proto") == "https",
            httponly=True,
            samesite="Lax",
        )
        return answer

    def _agree(self, state: str) -> str:
        """Return the address of Slack's page; Slack knows from the manifest where its way back leads."""
        asked = {"client_id": self._settings.client_id, "scope": ",".join(SCOPES), "state": state}
        return f"{AGREE}?{urlencode(asked)}"

    async def _finish(self, request: web.Request) -> web.Response:
        """Take the way back: once, and only where it began here."""
        state = request.query.get("state", "")
        if not await self._is_expected(state, request.cookies.get(STATE, "")):
            return pages.out_of_date()
        if "error" in request.query:
            return pages.cancelled()
        try:
            told = await self._exchange(request.query.get("code", ""))
            installation = Installation.granted(part(told.data))
        except (*TROUBLE, ValueError) as error:
            log.warning("slack installation failed", why=refusal_of(error), error=error)
            return pages.not_done()
        if not self._is_allowed(installation):
            await self._give_back(installation)
            return pages.not_allowed()
        await self._workspaces.begin(installation)
        log.info("slack workspace installed", whole=installation.is_whole)
        return pages.welcome(installation.name, text(told.data, "app_id"), installation.team)

    async def _exchange(self, code: str) -> AsyncSlackResponse:
        """Give a code for a token. Raises what the client raises."""
        secret = self._settings.client_secret.get_secret_value()
        given = {"client_id": self._settings.client_id, "client_secret": secret, "code": code}
        return await self._webs.client("").api_call("oauth.v2.access", data=given)

    def _is_allowed(self, installation: Installation) -> bool:
        allowed = set(self._settings.workspaces)
        return not allowed or bool(allowed & installation.ids)

    async def _give_back(self, installation: Installation) -> None:
        """Let Slack forget a token that nobody here will use."""
        try:
            await self._webs.client(installation.token).auth_revoke()
        except TROUBLE as error:
            log.warning("slack token not given back", why=refusal_of(error), error=error)

    async def _expect(self, state: str) -> None:
        async with self._ground.store.unit() as unit:
            until = self._ground.clock.now() + TEN_MINUTES
            await unit.shelf.put(STATE, _place(state), {}, until=until)
            await unit.commit()

    async def _is_expected(self, state: str, cookie: str) -> bool:
        """Tell whether the way began here and in this browser; it is not open a second time."""
        if not (state and compare_digest(_bytes(state), _bytes(cookie))):
            return False
        async with self._ground.store.unit() as unit:
            expected = await unit.shelf.take(STATE, _place(state))
            await unit.commit()
        return expected is not None


def _place(state: str) -> Actor:
    return Actor(platform=PLATFORM, workspace="", user=state)


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")
