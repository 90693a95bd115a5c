"""`POST /api/messages`: who calls is checked first, what they send next, and only then is it taken in.

Whatever is wrong with a request has a status of its own. Only a fault of the house is a 500: then
Teams delivers again.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from adapters.teams.bridge import Bridge
from adapters.teams.inbound import Inbound, NoActivity, read
from adapters.teams.keys import CHANNEL, Claims, Guard, KeysOutOfReach, NotLetIn
from adapters.teams.reception import Reception
from adapters.teams.settings import TeamsSettings, is_loopback

log = structlog.get_logger()

PATH = "/api/messages"

MOST_BYTES = 256 * 1024
"""The largest body that is read; what people can type into one form is a tenth of it."""

SERVICE_HOSTS = frozenset({"smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"})
SERVICE_DOMAIN = ".botframework.com"
"""Where answers may go to, besides: Microsoft's own hosts and nobody else's."""

LOCAL_CHANNELS = frozenset({CHANNEL, "emulator"})
"""What a bot client on this machine may call itself."""

WEB_PORT = 443


class Endpoint:
    """The one address that Teams calls."""

    def __init__(
        self, settings: TeamsSettings, guard: Guard | None, bridge: Bridge, reception: Reception
    ) -> None:
        self._settings = settings
        self._guard = guard
        self._bridge = bridge
        self._reception = reception

    async def receive(self, request: web.Request) -> web.Response:
        """Answer one request."""
        try:
            claims = await self._claims(request)
            inbound = await _read(request)
            self._check(inbound, claims)
        except web.HTTPException as refused:
            log.info("teams request refused", status=refused.status)
            return web.Response(status=refused.status)
        return await self._take(inbound)

    async def _take(self, inbound: Inbound) -> web.Response:
        try:
            answer = await self._bridge.cross(_outline(inbound), lambda: self._reception.take(inbound))
        except Exception as error:  # noqa: BLE001  # the last edge: Teams is told to deliver again
            log.error("teams activity failed", kind=inbound.kind, error=error)
            return web.Response(status=500)
        if answer is None:
            return web.Response()
        return web.json_response(answer.body, status=answer.status)

    async def _claims(self, request: web.Request) -> Claims | None:
        """Return what the token vouches for; None when a local client may come without one."""
        authorization = request.headers.get("Authorization", "")
        if not authorization and self._settings.insecure_local:
            return None
        if self._guard is None:
            raise web.HTTPUnauthorized
        try:
            return await self._guard.claims(authorization)
        except NotLetIn:
            raise web.HTTPUnauthorized from None
        except KeysOutOfReach:
            raise web.HTTPServiceUnavailable from None

    def _check(self, inbound: Inbound, claims: Claims | None) -> None:
        """Refuse what the token does not vouch for, other channels and hosts, and other organisations."""
        if claims is not None and claims.get("serviceurl") != inbound.service_url:
            raise web.HTTPUnauthorized
        if inbound.channel not in (LOCAL_CHANNELS if claims is None else {CHANNEL}):
            raise web.HTTPForbidden
        if not self._is_service(inbound.service_url):
            raise web.HTTPForbidden
        if self._settings.tenant_id and inbound.tenant.lower() != self._settings.tenant_id.lower():
            raise web.HTTPForbidden

    def _is_service(self, url: str) -> bool:
        if self._settings.trusts_loopback and is_loopback(url):
            return True
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return False
        is_known = host in SERVICE_HOSTS or host.endswith(SERVICE_DOMAIN)
        return is_known and parts.scheme == "https" and port in (None, WEB_PORT) and not parts.username


async def _read(request: web.Request) -> Inbound:
    if request.content_type != "application/json":
        raise web.HTTPBadRequest
    if (request.content_length or 0) > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(MOST_BYTES, request.content_length or 0)
    body = await request.content.read(MOST_BYTES + 1)
    while len(body) <= MOST_BYTES and (more := await request.content.read(MOST_BYTES + 1 - len(body))):
        body += more
    if len(body) > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(MOST_BYTES, len(body))
    try:
        return read(body)
    except NoActivity:
        raise web.HTTPBadRequest from None


def _outline(inbound: Inbound) -> Mapping[str, object]:
    """Return as much of an activity as the library needs to take it through."""
    return {
        "type": inbound.kind,
        "id": inbound.key,
        "channelId": inbound.channel,
        "serviceUrl": inbound.service_url,
        "conversation": {"id": inbound.thread},
        "from": {"id": inbound.user},
        "recipient": {"id": inbound.bot},
    }
