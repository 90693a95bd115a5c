"""Who may talk to the page: the browser on this machine, from the page itself, and nobody else."""

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LOOPBACK = "127.0.0.1"
OUR_NAMES = (LOOPBACK, "localhost", "[::1]")
WEB_PORT = 80

NOT_OURS = "This page answers only to the browser on its own machine, and only to itself."

POLICY = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'
"""
"""Nothing from elsewhere, nothing inline, no exceptions."""

HEADERS = {
    "Content-Security-Policy": " ".join(POLICY.split()),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""On every answer. `same-origin`, because a form whose referrer is withheld names no origin either."""


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse other names of this machine (a rebound one may be anybody's) and posts from other pages."""
    hosts = _our_hosts(request)
    posted_elsewhere = request.method == "POST" and request.headers.get("Origin") not in {
        f"http://{host}" for host in hosts
    }
    if request.headers.get("Host") not in hosts or posted_elsewhere:
        return web.Response(status=403, text=NOT_OURS)
    return await handler(request)


async def set_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the page's own rules on an answer, whatever kind it is."""
    response.headers.update(HEADERS)


def _our_hosts(request: web.Request) -> frozenset[str]:
    """Return the names under which this very socket is called."""
    assert request.transport is not None  # noqa: S101  # there is one while a request is answered
    port = request.transport.get_extra_info("sockname")[1]
    with_port = {f"{name}:{port}" for name in OUR_NAMES}
    return frozenset(with_port | set(OUR_NAMES) if port == WEB_PORT else with_port)
