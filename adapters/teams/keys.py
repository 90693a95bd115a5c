"""Who may knock: the tokens that Microsoft's service signs, and the keys they are checked with.

The keys are fetched ahead and refreshed every few hours. A token that names an unknown key has them fetched
once more, since keys are changed from time to time; not more often than the service could wish.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

import aiohttp
import jwt
import structlog
from botframework.connector.auth import (  # type: ignore[import-untyped]  # it has no types
    AuthenticationConstants,
    ChannelValidation,
)
from botframework.connector.auth.jwt_token_extractor import (  # type: ignore[import-untyped]  # nor has this
    JwtTokenExtractor,
)
from jwt.algorithms import RSAAlgorithm
from pydantic import BaseModel, ConfigDict

from adapters.teams.settings import is_loopback

log = structlog.get_logger()

CHANNEL = "msteams"
"""The channel for which a key must be endorsed."""

LIFETIME = 4 * 3600.0
"""Seconds after which keys are fetched anew."""

SOONEST = 10.0
"""Seconds that lie at least between two fetches, however many unknown keys are named."""

TIME_LIMIT = 2.0
"""Seconds that a fetch may take."""

_ISSUER = AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER
_ALGORITHMS = AuthenticationConstants.ALLOWED_SIGNING_ALGORITHMS


Claims = Mapping[str, object]
"""What a token says, once it is known to be true."""


class NotLetIn(Exception):  # noqa: N818  # named for what happens
    """The token does not come from Microsoft's service, or is not meant for this bot."""


class KeysOutOfReach(Exception):  # noqa: N818  # named for what happens
    """The keys can't be fetched at the moment, so nobody can be told from anybody else."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key as the library wants it: what it opens, and for which channels it stands."""

    public_key: object
    endorsements: tuple[str, ...]


class _Published(BaseModel):
    """One key as the service publishes it."""

    model_config = ConfigDict(extra="allow")

    kid: str
    kty: str
    endorsements: tuple[str, ...] = ()


class _KeySet(BaseModel):
    keys: tuple[_Published, ...]


class _Metadata(BaseModel):
    jwks_uri: str


class SigningKeys:
    """The keys by which a token is known, as they are published at one address."""

    def __init__(self, url: str, *, now: Callable[[], float] = monotonic) -> None:
        self._url = url
        self._now = now
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched = self._tried = -LIFETIME
        self._in_reach = False
        self._fetching: asyncio.Task[None] | None = None

    async def warm(self) -> None:
        """Fetch the keys ahead, so that nobody waits for them; when it fails, the next token tries again."""
        with suppress(KeysOutOfReach):
            await self._fetch()

    async def keep_fresh(self) -> None:
        """Fetch the keys again and again, until cancelled."""
        while True:
            await self.warm()
            await asyncio.sleep(LIFETIME / 2)

    async def close(self) -> None:
        """Give up a fetch that is under way."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.wait({self._fetching})

    async def get(self, kid: str | None) -> SigningKey:
        """Return the key of this name; the library asks for it by this name of the method.

        Raises:
            NotLetIn: when there is none, or it does not stand for Teams.
            KeysOutOfReach: when it can't be known.

        """
        name = kid or ""
        if name not in self._keys or self._now() - self._fetched >= LIFETIME:
            await self._look_again(name)
        key = self._keys.get(name)
        if key is None or CHANNEL not in key.endorsements:
            raise NotLetIn
        return key

    async def _look_again(self, kid: str) -> None:
        """Fetch anew, unless that was done a moment ago; a known key serves while others can't be had."""
        if self._fetching is not None or self._now() - self._tried >= SOONEST:
            await self.warm()
        if not self._in_reach and kid not in self._keys:
            raise KeysOutOfReach

    async def _fetch(self) -> None:
        """Fetch the keys; whoever comes meanwhile waits for the same fetch."""
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._load())
            self._fetching.add_done_callback(self._done)
        await asyncio.shield(self._fetching)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._fetching = None
        if not task.cancelled() and task.exception() is not None:
            log.warning("signing keys out of reach")

    async def _load(self) -> None:
        self._tried, self._in_reach = self._now(), False
        timeout = aiohttp.ClientTimeout(total=TIME_LIMIT)
        proxied = not is_loopback(self._url)
        try:
            async with aiohttp.ClientSession(timeout=timeout, trust_env=proxied) as session:
                metadata = _Metadata.model_validate_json(await _read(session, self._url))
                published = _KeySet.model_validate_json(await _read(session, metadata.jwks_uri))
            self._keys = {one.kid: _usable(one) for one in published.keys if one.kty == "RSA"}
        except (aiohttp.ClientError, TimeoutError, ValueError, jwt.PyJWTError):
            raise KeysOutOfReach from None
        self._fetched, self._in_reach = self._tried, True


async def _read(session: aiohttp.ClientSession, url: str) -> bytes:
    async with session.get(url, raise_for_status=True) as response:
        return await response.read()


def _usable(published: _Published) -> SigningKey:
    return SigningKey(RSAAlgorithm.from_jwk(published.model_dump_json()), published.endorsements)


class Guard:
    """Checks tokens: signed by the service, in time, for Teams and for this bot alone."""

    def __init__(self, app_id: str, keys: SigningKeys) -> None:
        self._app_id = app_id
        self._extractor = JwtTokenExtractor(
            ChannelValidation.TO_BOT_FROM_CHANNEL_TOKEN_VALIDATION_PARAMETERS, "", _ALGORITHMS
        )
        self._extractor.open_id_metadata = keys

    async def claims(self, authorization: str) -> Claims:
        """Return what a header vouches for.

        Raises:
            NotLetIn: whatever is wrong with it.
            KeysOutOfReach: when it can't be checked.

        """
        try:
            identity = await self._extractor.get_identity_from_auth_header(authorization, CHANNEL)
        except KeysOutOfReach:
            raise
        except Exception:  # noqa: BLE001  # the library has no common ground for all that a token can break
            raise NotLetIn from None
        if identity is None or not self._is_for_us(identity.claims):
            raise NotLetIn
        return dict(identity.claims)

    def _is_for_us(self, claims: Claims) -> bool:
        return claims.get("iss") == _ISSUER and claims.get("aud") == self._app_id and "exp" in claims
