"""The tokens that come with what Teams sends: one good kind, and every bad kind that must be refused."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from enum import Enum

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.core.clock import Clock
from tests.fakes.teams.keys import ISSUER, Keys, SigningKey

Claims = dict[str, object]

AN_HOUR = timedelta(hours=1)
EMULATOR = "https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0"
SOMEBODY_ELSE = "00000000-0000-0000-0000-00000000beef"


class Flaw(Enum):
    """What is wrong with a token. None of these may be let in."""

    MISSING = "no token at all"
    EMPTY = "the word Bearer and nothing after it"
    OTHER_SCHEME = "a good token under another scheme"
    GARBAGE = "not a token"
    UNSIGNED = "algorithm none"
    SYMMETRIC = "signed with the public key as if it were a shared secret"
    TAMPERED = "a good token, changed afterwards"
    EXPIRED = "an hour too late"
    NOT_YET_VALID = "an hour too early"
    NO_AUDIENCE = "for nobody"
    WRONG_AUDIENCE = "for another bot"
    NO_ISSUER = "from nobody"
    WRONG_ISSUER = "from somebody else"
    WRONG_KEY = "signed by a stranger who uses our key's name"
    UNKNOWN_KEY = "signed with a key that nobody published"
    NAMELESS_KEY = "signed with a key without a name"
    WRONG_ENDORSEMENT = "signed with a key for another channel"
    NO_SERVICE_URL = "for no address"
    WRONG_SERVICE_URL = "for another address"
    POSING_AS_EMULATOR = "looks like a token of the developers' emulator"
    POSING_AS_SKILL = "looks like a token of another bot"


OUTBOUND_FETCH = frozenset({Flaw.POSING_AS_EMULATOR, Flaw.POSING_AS_SKILL})
"""For these the library asks an address on the internet for keys, unless they are refused before."""


class Stamps:
    """Signs for what is sent to one bot. Tokens live by the machine's clock: libraries check them by it."""

    def __init__(self, app_id: str, keys: Keys, clock: Clock) -> None:
        self._app_id = app_id
        self._keys = keys
        self._clock = clock

    def header(self, service_url: str, flaw: Flaw | None = None) -> str | None:
        """Return the Authorization header for what comes from this address."""
        if flaw is Flaw.MISSING:
            return None
        scheme = "Basic" if flaw is Flaw.OTHER_SCHEME else "Bearer"
        return f"{scheme} {self._token(service_url, flaw)}"

    def _token(self, service_url: str, flaw: Flaw | None) -> str:
        claims = self._claims(service_url) | self._wrong(flaw)
        claims = {name: value for name, value in claims.items() if value is not None}
        by_hand: dict[Flaw | None, Callable[[Claims], str]] = {
            Flaw.EMPTY: lambda _: "",
            Flaw.GARBAGE: lambda _: "not.a.token",
            Flaw.TAMPERED: lambda good: _changed(self._sign(good, self._keys.signing)),
            Flaw.UNSIGNED: self._unsigned,
            Flaw.SYMMETRIC: self._confused,
            Flaw.NAMELESS_KEY: lambda good: jwt.encode(good, self._keys.signing.private, algorithm="RS256"),
        }
        make = by_hand.get(flaw)
        return make(claims) if make else self._sign(claims, *self._key_for(flaw))

    def _key_for(self, flaw: Flaw | None) -> tuple[SigningKey, str]:
        """Return the key that signs, and the name that it goes by in the token."""
        keys = self._keys
        others: dict[Flaw | None, tuple[SigningKey, str]] = {
            Flaw.WRONG_KEY: (keys.stranger, keys.signing.kid),
            Flaw.UNKNOWN_KEY: (keys.stranger, keys.stranger.kid),
            Flaw.WRONG_ENDORSEMENT: (keys.for_others, keys.for_others.kid),
        }
        return others.get(flaw, (keys.signing, keys.signing.kid))

    def _claims(self, service_url: str) -> Claims:
        now = self._clock.now()
        return {
            "serviceurl": service_url,
            "nbf": now - timedelta(minutes=5),
            "exp": now + AN_HOUR,
            "iss": ISSUER,
            "aud": self._app_id,
        }

    def _wrong(self, flaw: Flaw | None) -> Claims:
        """Return the claims that this flaw changes; None leaves one out."""
        now = self._clock.now()
        wrong: dict[Flaw | None, Claims] = {
            Flaw.EXPIRED: {"nbf": now - 3 * AN_HOUR, "exp": now - AN_HOUR},
            Flaw.NOT_YET_VALID: {"nbf": now + AN_HOUR, "exp": now + 2 * AN_HOUR},
            Flaw.NO_AUDIENCE: {"aud": None},
            Flaw.WRONG_AUDIENCE: {"aud": SOMEBODY_ELSE},
            Flaw.NO_ISSUER: {"iss": None},
            Flaw.WRONG_ISSUER: {"iss": "https://example.com"},
            Flaw.NO_SERVICE_URL: {"serviceurl": None},
            Flaw.WRONG_SERVICE_URL: {"serviceurl": "https://elsewhere.example/"},
            Flaw.POSING_AS_EMULATOR: {"iss": EMULATOR, "ver": "2.0", "azp": self._app_id},
            Flaw.POSING_AS_SKILL: {"iss": EMULATOR, "ver": "2.0", "azp": SOMEBODY_ELSE},
        }
        return wrong.get(flaw, {})

    def _unsigned(self, claims: Claims) -> str:
        return jwt.encode(claims, "", algorithm="none", headers={"kid": self._keys.signing.kid})

    def _confused(self, claims: Claims) -> str:
        """Sign with what everybody knows. The library refuses to, so it is put together by hand."""
        key = self._keys.signing
        public = key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        payload = jwt.encode(claims, "", algorithm="none").split(".")[1]
        signed = f"{_packed(json.dumps({'alg': 'HS256', 'typ': 'JWT', 'kid': key.kid}).encode())}.{payload}"
        return f"{signed}.{_packed(hmac.digest(public, signed.encode(), 'sha256'))}"

    @staticmethod
    def _sign(claims: Claims, key: SigningKey, kid: str = "") -> str:
        return jwt.encode(claims, key.private, algorithm="RS256", headers={"kid": kid or key.kid})


def _packed(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def _changed(token: str) -> str:
    """Return the token with one letter of its signature changed."""
    head, claims, signature = token.split(".")
    other = "A" if signature[10] != "A" else "B"
    return f"{head}.{claims}.{signature[:10]}{other}{signature[11:]}"
