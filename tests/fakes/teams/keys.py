"""The key server: who signs what Teams sends, as the bot finds it out."""

from dataclasses import dataclass
from enum import Enum
from threading import Lock

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.fakes.teams.elsewhere import Elsewhere, Served, hang_up

METADATA = "/v1/.well-known/openidconfiguration"
JWKS = "/v1/.well-known/keys"
ISSUER = "https://api.botframework.com"
TEAMS = ("msteams", "skype", "facebook", "webchat")
"""A few of the channels that the service's keys speak for."""
ELSEWHERE_ONLY = ("facebook",)


_MADE: dict[str, rsa.RSAPrivateKey] = {}
_MAKING = Lock()


class Mood(Enum):
    """How a server answers: as it should, with an error, by hanging up, or never."""

    WELL = "well"
    BROKEN = "broken"
    DOWN = "down"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key, its name in the tokens that it signs, and the channels that it may speak for."""

    kid: str
    endorsements: tuple[str, ...] = TEAMS

    @property
    def private(self) -> rsa.RSAPrivateKey:
        return _private(self.kid)

    def published(self) -> dict[str, object]:
        """The public half, as a JSON Web Key."""
        key = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": key["n"],
            "e": key["e"],
            "endorsements": list(self.endorsements),
        }


def _private(kid: str) -> rsa.RSAPrivateKey:
    """Return the same key for the same name, whichever thread asks: making one is slow."""
    with _MAKING:
        if kid not in _MADE:
            _MADE[kid] = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return _MADE[kid]


class Keys:
    """OpenID metadata and keys on loopback.

    `signing` signs what people do. `mood` and `delay` (seconds) say how the server answers;
    `fetched` counts how often the keys were fetched.
    """

    def __init__(self, elsewhere: Elsewhere) -> None:
        self._elsewhere = elsewhere
        self._served: Served | None = None
        self.signing = SigningKey("key-1")
        self.for_others = SigningKey("key-for-others", ELSEWHERE_ONLY)
        self.stranger = SigningKey("key-of-a-stranger")
        self.published = [self.signing, self.for_others]
        self.mood = Mood.WELL
        self.delay = 0.0
        self.fetched = 0
        self._rotated = 0

    @property
    def metadata_url(self) -> str:
        """The address for the bot's settings."""
        return f"{self._where}{METADATA}"

    async def start(self) -> None:
        application = web.Application()
        application.add_routes([web.get(METADATA, self._metadata), web.get(JWKS, self._jwks)])
        self._served = await self._elsewhere.serve(application)

    def rotate(self, *, keep: bool = True) -> None:
        """Sign with a fresh key from now on; the old one stays published for a while, or not."""
        old = self.signing
        self._rotated += 1
        self.signing = SigningKey(f"key-{self._rotated + 1}")
        self.published.append(self.signing)
        if not keep:
            self.published.remove(old)

    @property
    def _where(self) -> str:
        return self._served.url if self._served else ""

    async def _metadata(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(
            request,
            {
                "issuer": ISSUER,
                "authorization_endpoint": "https://invalid.botframework.com",
                "jwks_uri": f"{self._where}{JWKS}",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            },
        )

    async def _jwks(self, request: web.Request) -> web.StreamResponse:
        self.fetched += 1
        return await self._answer(request, {"keys": [key.published() for key in self.published]})

    async def _answer(self, request: web.Request, body: dict[str, object]) -> web.StreamResponse:
        if self.delay:
            await self._elsewhere.until_closing(self.delay)
        match self.mood:
            case Mood.WELL:
                return web.json_response(body)
            case Mood.BROKEN:
                return web.json_response({"message": "An error has occurred."}, status=500)
            case Mood.DOWN:
                return hang_up(request)
            case Mood.SILENT:
                await self._elsewhere.until_closing()
                return hang_up(request)
