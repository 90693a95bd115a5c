"""The bot's own token: fetched off the loop, within a time limit, and kept until it runs out."""

import asyncio
from collections.abc import Callable, Mapping
from time import monotonic

import msal  # type: ignore[import-untyped]  # it has no types
import requests
from botframework.connector.auth import AuthenticationConstants  # type: ignore[import-untyped]  # nor has it
from msrest.authentication import Authentication

from adapters.teams.settings import TeamsSettings

TIME_LIMIT = 8.0
"""Seconds that fetching a token may take."""

MARGIN = 300.0
"""Seconds before its end at which a token is replaced."""

_RESOURCE = AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE
_AUTHORITY = AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX

Fetch = Callable[[], Mapping[str, object]]
"""Fetches a token and may block: `access_token` and `expires_in` in seconds, or `error`, as MSAL answers."""


class NoToken(Exception):  # noqa: N818  # named for what is missing
    """The bot can't show who it is. `refused` says that it was denied a token, and `code` why."""

    def __init__(self, code: str = "", *, refused: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.refused = refused


class Tokens:
    """The token that the bot shows when it calls Teams."""

    def __init__(self, fetch: Fetch, *, now: Callable[[], float] = monotonic) -> None:
        self._fetch = fetch
        self._now = now
        self._lock = asyncio.Lock()
        self._token = ""
        self._good_until = 0.0

    async def current(self) -> str:
        """Return a token that is good for a while yet.

        Raises:
            NoToken: when there is none to be had.

        """
        if not self._is_good():
            async with self._lock:
                if not self._is_good():
                    await self._renew()
        return self._token

    def forget(self, token: str) -> None:
        """Fetch another one next time: this one was not believed."""
        if token == self._token:
            self._token = ""

    def _is_good(self) -> bool:
        return bool(self._token) and self._now() < self._good_until

    async def _renew(self) -> None:
        asked = self._now()
        try:
            answer = await asyncio.wait_for(asyncio.to_thread(self._fetch), TIME_LIMIT)
        except (OSError, TimeoutError, ValueError, msal.ManagedIdentityError) as error:
            raise NoToken(type(error).__name__) from None
        token, lasts = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(lasts, int | float | str):
            raise NoToken(str(answer.get("error", "")), refused=True)
        self._token = token
        self._good_until = asked + max(float(lasts) - MARGIN, float(lasts) / 2)


class Signature(Authentication):
    """Signs the library's calls with the token of the moment."""

    def __init__(self, token: str = "") -> None:
        self.token = token

    def signed_session(self, session: requests.Session | None = None) -> requests.Session:
        signed = session if session is not None else requests.Session()
        if self.token:
            signed.headers["Authorization"] = f"Bearer {self.token}"
        return signed


def fetching(settings: TeamsSettings) -> Fetch:
    """Return how this bot gets its tokens: with its secret, or as the identity of the machine it runs on."""
    return _as_machine(settings) if settings.app_type == "UserAssignedMSI" else _with_secret(settings)


def _with_secret(settings: TeamsSettings) -> Fetch:
    apps: list[msal.ConfidentialClientApplication] = []

    def fetch() -> Mapping[str, object]:
        if not apps:  # building one asks the network, so not before it is needed
            apps.append(
                msal.ConfidentialClientApplication(
                    settings.app_id,
                    client_credential=settings.app_password.get_secret_value(),
                    authority=_AUTHORITY + settings.tenant_id,
                    timeout=TIME_LIMIT,
                )
            )
        return _answer(apps[0].acquire_token_for_client([f"{_RESOURCE}/.default"]))

    return fetch


def _as_machine(settings: TeamsSettings) -> Fetch:
    identity = msal.UserAssignedManagedIdentity(client_id=settings.app_id)

    def fetch() -> Mapping[str, object]:
        with requests.Session() as session:
            machine = msal.ManagedIdentityClient(identity, http_client=session)
            return _answer(machine.acquire_token_for_client(resource=_RESOURCE))

    return fetch


def _answer(answer: object) -> Mapping[str, object]:
    return answer if isinstance(answer, dict) else {}
