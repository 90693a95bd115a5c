"""The way to the app: signed posts, or envelopes over its socket; and what Slack does when one fails."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol, Self
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.fakes.slack.sights import Json
from tests.fakes.slack.world import World

PATIENCE = 3.0
"""Seconds in which an app must answer."""

RETRIES = 3
"""How often an event is delivered again. The minutes between are left out: no clock moves."""

FORM = "application/x-www-form-urlencoded"


class Sort(StrEnum):
    """What is sent; the words are those of the socket's envelopes."""

    EVENT = "events_api"
    INTERACTION = "interactive"
    COMMAND = "slash_commands"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to the app: the body as it is signed."""

    sort: Sort
    body: str
    payload: Json

    @property
    def content_type(self) -> str:
        return "application/json" if self.sort is Sort.EVENT else FORM


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered at last, and how many tries that took. No answer in time has status 0."""

    status: int
    body: str
    attempts: int = 1
    why: str = ""
    parcel: Parcel | None = field(default=None, compare=False)

    @property
    def fine(self) -> bool:
        return 200 <= self.status < 300 and not self.why

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back from one try."""

    status: int
    body: str = ""
    why: str = ""
    stop: bool = False


class Socket(Protocol):
    """An open socket of the app."""

    async def carry(self, parcel: Parcel, attempt: int, reason: str, patience: float) -> Heard: ...


def event(envelope: Json) -> Parcel:
    return Parcel(Sort.EVENT, json.dumps(envelope), envelope)


def interaction(payload: Json) -> Parcel:
    return Parcel(Sort.INTERACTION, urlencode({"payload": json.dumps(payload)}), payload)


def command(form: str, fields: Mapping[str, str]) -> Parcel:
    return Parcel(Sort.COMMAND, form, dict(fields))


class Carrier:
    """Carries parcels to the app. Events are tried again; what a person did is not."""

    def __init__(self, world: World, signing_secret: str, socket: Callable[[], Socket | None]) -> None:
        self._world = world
        self._secret = signing_secret
        self._socket = socket
        self._session: ClientSession | None = None
        self.app_url = ""
        self.patience = PATIENCE
        self.retries = RETRIES

    async def __aenter__(self) -> Self:
        self._session = ClientSession()
        return self

    async def __aexit__(self, *_failure: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def carry(self, parcel: Parcel, *, again: int = 0) -> Answer:
        """Send a parcel, and once more after each failure where Slack would; `again` begins at a retry."""
        tries = self.retries + 1 if parcel.sort is Sort.EVENT else 1
        answer = Answer(0, "")
        for attempt in range(again, max(tries, again + 1)):
            heard = await self._try(parcel, attempt, answer.why)
            answer = Answer(heard.status, heard.body, attempt - again + 1, heard.why, parcel)
            if answer.fine or heard.stop:
                break
        return answer

    async def _try(self, parcel: Parcel, attempt: int, reason: str) -> Heard:
        began = self._world.now
        try:
            heard = await self._send(parcel, attempt, reason or "http_timeout")
        except TimeoutError:
            return Heard(0, why="http_timeout")
        except ClientError:
            return Heard(0, why="connection_failed")
        if self._world.now - began > PATIENCE:
            return replace(heard, why="http_timeout")
        return heard if 200 <= heard.status < 300 else replace(heard, why="http_error")

    async def _send(self, parcel: Parcel, attempt: int, reason: str) -> Heard:
        if socket := self._socket():
            return await socket.carry(parcel, attempt, reason if attempt else "", self.patience)
        retry = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason} if attempt else {}
        return await self.post(parcel.body.encode(), parcel.content_type, headers=retry)

    async def post(
        self,
        body: bytes,
        content_type: str,
        *,
        signature: str | None = None,
        timestamp: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Heard:
        """Post bytes to the app, signed as Slack signs unless a signature or a time is given."""
        if self._session is None or not self.app_url:
            raise AssertionError("say where the app is first: slack.app_url = …")
        when = timestamp if timestamp is not None else str(int(self._world.now))
        signed = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": when,
            "X-Slack-Signature": signature if signature is not None else self.signature(body, when),
        }
        named = {name: value for name, value in (signed | dict(headers or {})).items() if value}
        wait = ClientTimeout(total=self.patience)
        async with self._session.post(
            self.app_url, data=body, headers=named, timeout=wait, allow_redirects=False
        ) as response:
            stop = response.headers.get("X-Slack-No-Retry") == "1"
            return Heard(response.status, await response.text(), stop=stop)

    def signature(self, body: bytes, timestamp: str) -> str:
        """Return the signature that Slack puts on a body sent at a time (seconds since 1970)."""
        base = b"v0:" + timestamp.encode() + b":" + body
        return "v0=" + hmac.new(self._secret.encode(), base, hashlib.sha256).hexdigest()
