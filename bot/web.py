"""The service's own pages: alive, ready, figures for a monitor, and a page that says what this is."""

from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.monitor import Monitor

log = structlog.get_logger()

BODY_LIMIT = 1024 * 1024
"""Bytes; the platforms send far less."""

PAGE = """\
<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Turnabout</title>
<style>
  :root { color-scheme: light dark; font: 1.125rem/1.6 system-ui, sans-serif; }
  body { max-width: 34rem; margin: 20vh auto 0; padding: 0 1.5rem; }
</style>
<h1>This is Turnabout</h1>
<p>A companion for reverse mentoring in Slack and Microsoft Teams. There is nothing to see here: everything
happens in your chat. Say <strong>help</strong> to it there.</p>
</html>
"""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(monitor: Monitor, routes: Sequence[web.RouteDef]) -> web.Application:
    """Return the whole service: its own pages and the routes of the platforms."""
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[_guarded])
    pages = _Pages(monitor)
    app.add_routes(
        [
            web.get("/", pages.front),
            web.get("/healthz", pages.alive),
            web.get("/readyz", pages.ready),
            web.get("/metrics", pages.figures),
            *routes,
        ]
    )
    return app


class _Pages:
    """The pages that belong to no platform."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor

    async def front(self, _request: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html", headers=HEADERS)

    async def alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def ready(self, _request: web.Request) -> web.Response:
        """Say whether the service can do its work, and if not, what keeps it."""
        parts = await self._monitor.parts()
        well = all(parts.values())
        return web.json_response({"ready": well, **parts}, status=200 if well else 503)

    async def figures(self, _request: web.Request) -> web.Response:
        return web.Response(
            body=await self._monitor.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer 500 to whatever nobody foresaw; its kind and place are logged, its message may be private."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:  # noqa: BLE001  # the last edge of the service
        log.error("request failed", route=_route(request), error=error)
        return web.Response(status=500, text="Something inside went wrong. It was noted.")


def _route(request: web.Request) -> str:
    """Name the route by its pattern: the path itself may hold a secret, such as a calendar's address."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "?"
