"""Fetching a calendar from an address somebody gave: within limits, over https, never from our own net."""

import ssl
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
    ThreadedResolver,
)
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.programme.web_address import NotAnAddress, calendar_address, is_number
from bot.reachable import CheckedResolver, MayReach, is_public

MOST_BYTES = 2 * 1024 * 1024
MOST_REDIRECTS = 3
IN_ALL = 10.0
"""Seconds for everything: the name, the connection, every redirect and the text."""

TO_CONNECT = 5.0
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ASKING = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "identity", "User-Agent": "Turnabout"}


class NotFetched(Exception):  # noqa: N818  # named for what was found
    """The calendar couldn't be fetched; `why` is one word for it, fit for a log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be fetched. These are the strict ones; a test that serves calendars itself loosens them."""

    may_reach: MayReach = is_public
    plain_http: bool = False
    seconds: float = IN_ALL


STRICT = Rules()


class Fetcher:
    """Fetches one text at a time, each over connections of its own."""

    def __init__(self, rules: Rules = STRICT, resolver: AbstractResolver | None = None) -> None:
        self._rules = rules
        self._resolver = resolver

    async def fetch(self, address: str) -> bytes:
        """Return what is found at an address. Raises `NotFetched`."""
        resolver = CheckedResolver(self._resolver or ThreadedResolver(), self._rules.may_reach)
        connector = TCPConnector(
            resolver=resolver,
            use_dns_cache=False,
            force_close=True,
            limit=1,
            ssl=_trusted(),
        )
        limits = ClientTimeout(total=self._rules.seconds, sock_connect=TO_CONNECT)
        try:
            async with ClientSession(
                connector=connector,
                cookie_jar=DummyCookieJar(),
                timeout=limits,
                trust_env=False,
                auto_decompress=False,
                headers=ASKING,
            ) as session:
                return await self._follow(session, address)
        except TimeoutError:
            raise NotFetched("timeout") from None
        except (ClientError, OSError, ValueError):
            raise NotFetched("unreachable") from None

    async def _follow(self, session: ClientSession, address: str) -> bytes:
        """Go where redirects lead, each checked like the first address."""
        for _ in range(MOST_REDIRECTS + 1):
            url = URL(self._checked(address), encoded=True)
            async with session.get(url, allow_redirects=False) as response:
                if response.status not in REDIRECTS:
                    return await _text_of(response)
                address = urljoin(str(url), response.headers.get("Location", ""))
        raise NotFetched("redirects")

    def _checked(self, address: str) -> str:
        """Return an address that may be asked; one without a name is not, for nothing resolves it."""
        try:
            plain = self._rules.plain_http and address.startswith("http://")
            checked = address if plain else calendar_address(address)
        except NotAnAddress:
            raise NotFetched("address") from None
        if is_number(urlsplit(checked).hostname or ""):
            raise NotFetched("address")
        return checked


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


async def _text_of(response: ClientResponse) -> bytes:
    """Return the text of an answer that is one, as far as it may go."""
    if response.status != HTTPStatus.OK:
        raise NotFetched(f"status {response.status}")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise NotFetched("encoding")
    if (response.content_length or 0) > MOST_BYTES:
        raise NotFetched("size")
    text = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        text += chunk
        if len(text) > MOST_BYTES:
            raise NotFetched("size")
    return bytes(text)
